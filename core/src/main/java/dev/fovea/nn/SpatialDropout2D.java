package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * Inverted dropout of whole channels, active in training only, as Keras's {@code SpatialDropout2D} (Tompson et al. 2015).
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,H,W,C]}. What stays is divided by {@code 1 - rate}.
 *
 * @param rate the part of each image's channels that is set to 0, from 0 to 1
 * @param seed decides what is dropped; null to draw by the model's and the fit's seeds alone
 */
public record SpatialDropout2D(float rate, DataFormat dataFormat, Integer seed, String name) implements Layer {
    public SpatialDropout2D {
        Noise.checkRate("SpatialDropout2D", rate, true);
    }

    public static SpatialDropout2D of(float rate) {
        return new SpatialDropout2D(rate, DataFormat.CHANNELS_LAST, null, null);
    }

    public SpatialDropout2D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public SpatialDropout2D seed(Integer seed) {
        return Components.with(this, "seed", seed);
    }

    public SpatialDropout2D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Noise.channels(input, 2, dataFormat, rate, seed, context);
    }
}
