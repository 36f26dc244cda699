package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * Adds normal noise of mean 0, active in training only, as Keras's {@code GaussianNoise}.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}.
 *
 * @param stddev the noise's deviation, 0 or more
 * @param seed decides the noise; null to draw by the model's and the fit's seeds alone
 */
public record GaussianNoise(float stddev, Integer seed, String name) implements Layer {
    public GaussianNoise {

        if (!(stddev >= 0 && Float.isFinite(stddev))) {
            throw new IllegalArgumentException("GaussianNoise takes a finite stddev of 0 or more, not " + stddev);
        }
    }

    public static GaussianNoise of(float stddev) {
        return new GaussianNoise(stddev, null, null);
    }

    public GaussianNoise seed(Integer seed) {
        return Components.with(this, "seed", seed);
    }

    public GaussianNoise name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        if (!context.training() || stddev == 0) {
            return input;
        }
        return context.add(new dev.fovea.op.GaussianNoise(stddev, context.randomKey(seed)), input);
    }
}
