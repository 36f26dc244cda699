package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * Inverted dropout of whole channels, active in training only, as Keras's {@code SpatialDropout3D} (Tompson et al. 2015).
 *
 * <p>Shape: {@code [N,D,H,W,C] -> [N,D,H,W,C]}. What stays is divided by {@code 1 - rate}.
 *
 * @param rate the part of each volume's channels that is set to 0, from 0 to 1
 * @param seed decides what is dropped; null to draw by the model's and the fit's seeds alone
 */
public record SpatialDropout3D(float rate, DataFormat dataFormat, Integer seed, String name) implements Layer {
    public SpatialDropout3D {
        Noise.checkRate("SpatialDropout3D", rate, true);
    }

    public static SpatialDropout3D of(float rate) {
        return new SpatialDropout3D(rate, DataFormat.CHANNELS_LAST, null, null);
    }

    public SpatialDropout3D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public SpatialDropout3D seed(Integer seed) {
        return Components.with(this, "seed", seed);
    }

    public SpatialDropout3D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Noise.channels(input, 3, dataFormat, rate, seed, context);
    }
}
