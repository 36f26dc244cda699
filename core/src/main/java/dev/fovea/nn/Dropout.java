package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * Inverted dropout, active in training only, as Keras's {@code Dropout}.
 *
 * @param rate the part of the elements that is set to 0
 */
public record Dropout(float rate, String name) implements Layer {
    public Dropout {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("Dropout takes a rate between 0 and 1, not " + rate);
        }
    }

    public static Dropout of(float rate) {
        return new Dropout(rate, null);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return context.training()
                ? context.add(new dev.fovea.op.Dropout(rate, context.randomKey()), input)
                : input;
    }
}
