package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * Multiplies with normal noise of mean 1 and deviation {@code sqrt(rate / (1 - rate))} (Srivastava et al. 2014), active in
 * training only, as Keras's {@code GaussianDropout}.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}.
 *
 * @param rate the rate of the {@link Dropout} that disturbs as much, from 0 to below 1
 * @param seed decides the noise; null to draw by the model's and the fit's seeds alone
 */
public record GaussianDropout(float rate, Integer seed, String name) implements Layer {
    public GaussianDropout {
        Noise.checkRate("GaussianDropout", rate, false);
    }

    public static GaussianDropout of(float rate) {
        return new GaussianDropout(rate, null, null);
    }

    public GaussianDropout seed(Integer seed) {
        return new GaussianDropout(rate, seed, name);
    }

    public GaussianDropout name(String name) {
        return new GaussianDropout(rate, seed, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        if (!context.training() || rate == 0) {
            return input;
        }
        float stddev = (float) Math.sqrt(rate / (1 - (double) rate));
        return context.add(new dev.fovea.op.GaussianDropout(stddev, context.randomKey(seed)), input);
    }
}
