package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * Inverted dropout, active in training only, as Keras's {@code Dropout}, without {@code noise_shape}.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}. What stays is divided by {@code 1 - rate}.
 *
 * @param rate the part of the elements that is set to 0, from 0 to 1
 * @param seed decides what is dropped; null to draw by the model's and the fit's seeds alone
 */
public record Dropout(float rate, Integer seed, String name) implements Layer {
    public Dropout {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("Dropout takes a rate between 0 and 1, not " + rate);
        }
    }

    public static Dropout of(float rate) {
        return new Dropout(rate, null, null);
    }

    public Dropout seed(Integer seed) {
        return new Dropout(rate, seed, name);
    }

    public Dropout name(String name) {
        return new Dropout(rate, seed, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        if (!context.training() || rate == 0) {
            return input;
        }
        return context.add(new dev.fovea.op.Dropout(rate, seed == null ? context.randomKey() : seed), input);
    }
}
