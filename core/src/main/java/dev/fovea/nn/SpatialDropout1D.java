package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * Inverted dropout of whole channels, active in training only, as Keras's {@code SpatialDropout1D} (Tompson et al. 2015).
 *
 * <p>Shape: {@code [N,L,C] -> [N,L,C]}. What stays is divided by {@code 1 - rate}.
 *
 * @param rate the part of each sequence's channels that is set to 0, from 0 to 1
 * @param seed decides what is dropped; null to draw by the model's and the fit's seeds alone
 */
public record SpatialDropout1D(float rate, Integer seed, String name) implements Layer {
    public SpatialDropout1D {
        Noise.checkRate("SpatialDropout1D", rate, true);
    }

    public static SpatialDropout1D of(float rate) {
        return new SpatialDropout1D(rate, null, null);
    }

    public SpatialDropout1D seed(Integer seed) {
        return Components.with(this, "seed", seed);
    }

    public SpatialDropout1D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Noise.channels(input, 1, DataFormat.CHANNELS_LAST, rate, seed, context);
    }
}
