package dev.fovea.nn;

import dev.fovea.op.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Inverted dropout, active in training only, as Keras's {@code Dropout}.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}. What stays is divided by {@code 1 - rate}.
 *
 * @param rate the part of the elements that is set to 0, from 0 to 1
 * @param noiseShape for the batch and each axis of an image null, to draw anew along it, or 1, to drop the same along it;
 *     null to draw for each element
 * @param seed decides what is dropped; null to draw by the model's and the fit's seeds alone
 */
public record Dropout(float rate, List<Integer> noiseShape, Integer seed, String name) implements Layer {
    public Dropout {
        Noise.checkRate("Dropout", rate, true);
        noiseShape = Noise.copyOf(noiseShape);
    }

    public static Dropout of(float rate) {
        return new Dropout(rate, null, null, null);
    }

    /** {@code noiseShape(null, 1, 1, null)} drops whole channels of {@code [N,H,W,C]}. */
    public Dropout noiseShape(Integer... noiseShape) {
        return new Dropout(rate, Arrays.asList(noiseShape), seed, name);
    }

    public Dropout seed(Integer seed) {
        return new Dropout(rate, noiseShape, seed, name);
    }

    public Dropout name(String name) {
        return new Dropout(rate, noiseShape, seed, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        if (!context.training() || rate == 0) {
            return input;
        }
        int key = context.randomKey(seed);
        return context.add(
                noiseShape == null
                        ? new dev.fovea.op.Dropout(rate, key)
                        : Noise.mask(rate, key, noiseShape, input.shape()),
                input);
    }
}
