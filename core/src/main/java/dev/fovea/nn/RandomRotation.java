package dev.fovea.nn;

import dev.fovea.op.FillMode;
import dev.fovea.op.Motion;
import dev.fovea.op.Value;
import java.util.List;

/**
 * Turns each image about its middle by an angle that it draws, active in training only, as Keras's {@code
 * RandomRotation}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,H,W,C]}. {@code RandomRotation.of(0.1f)} turns by up to 36 degrees either way.
 *
 * @param factor the least and the largest part of a full turn, between -1 and 1; positive is counter-clockwise
 * @param fillMode what is shown beyond the border of the image
 * @param interpolation bilinear between pixels, or the nearest
 * @param seed decides the draws; null to draw by the model's and the fit's seeds alone
 * @param fillValue what is shown beyond the border where {@code fillMode} is constant
 */
public record RandomRotation(
        List<Float> factor,
        FillMode fillMode,
        Interpolation interpolation,
        Integer seed,
        float fillValue,
        DataFormat dataFormat,
        String name)
        implements Layer {
    public RandomRotation {
        Interpolation.checkMoves("RandomRotation", interpolation);
        factor = Factors.check("RandomRotation", "factor", factor, -1, 1);
    }

    /** Up to this part of a full turn, either way. */
    public static RandomRotation of(float factor) {
        return of(-Math.abs(factor), Math.abs(factor));
    }

    /** From one part of a full turn to another. */
    public static RandomRotation of(float lower, float upper) {
        return new RandomRotation(
                List.of(lower, upper),
                FillMode.REFLECT,
                Interpolation.BILINEAR,
                null,
                0,
                DataFormat.CHANNELS_LAST,
                null);
    }

    public RandomRotation fillMode(FillMode fillMode) {
        return Components.with(this, "fillMode", fillMode);
    }

    public RandomRotation interpolation(Interpolation interpolation) {
        return Components.with(this, "interpolation", interpolation);
    }

    public RandomRotation seed(Integer seed) {
        return Components.with(this, "seed", seed);
    }

    public RandomRotation fillValue(float fillValue) {
        return Components.with(this, "fillValue", fillValue);
    }

    public RandomRotation dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public RandomRotation name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        Motion motion = new Motion.Rotation(Factors.uniform(factor));
        return dataFormat.warp(context, motion, fillMode, fillValue, interpolation, seed, input);
    }
}
