package dev.fovea.nn;

import dev.fovea.op.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Dropout that keeps mean 0 and variance 1 as they are after SELU (Klambauer et al. 2017), active in training only, as
 * Keras's {@code AlphaDropout}.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}.
 *
 * @param rate the part of the elements that is set to SELU's limit, from 0 to below 1
 * @param noiseShape as that of {@link Dropout}
 * @param seed decides what is dropped; null to draw by the model's and the fit's seeds alone
 */
public record AlphaDropout(float rate, List<Integer> noiseShape, Integer seed, String name) implements Layer {
    public AlphaDropout {
        Noise.checkRate("AlphaDropout", rate, false);
        noiseShape = Noise.copyOf(noiseShape);
    }

    public static AlphaDropout of(float rate) {
        return new AlphaDropout(rate, null, null, null);
    }

    public AlphaDropout noiseShape(Integer... noiseShape) {
        return new AlphaDropout(rate, Arrays.asList(noiseShape), seed, name);
    }

    public AlphaDropout seed(Integer seed) {
        return new AlphaDropout(rate, noiseShape, seed, name);
    }

    public AlphaDropout name(String name) {
        return new AlphaDropout(rate, noiseShape, seed, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        if (!context.training() || rate == 0) {
            return input;
        }
        return context.add(
                new dev.fovea.op.AlphaDropout(Noise.mask(rate, context.randomKey(seed), noiseShape, input.shape())),
                input);
    }
}
