package dev.fovea.nn;

import dev.fovea.op.FillMode;
import dev.fovea.op.Motion;
import dev.fovea.op.Value;
import java.util.List;

/**
 * Moves each image by parts of its height and width that it draws, active in training only, as Keras's {@code
 * RandomTranslation}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,H,W,C]}. {@code RandomTranslation.of(0.1f, 0.1f)} moves by up to a tenth each way.
 *
 * @param heightFactor the least and the largest part of the height, between -1 and 1; positive moves down
 * @param widthFactor the least and the largest part of the width, between -1 and 1; positive moves to the right
 * @param fillMode what is shown beyond the border of the image
 * @param interpolation bilinear between pixels, or the nearest
 * @param seed decides the draws; null to draw by the model's and the fit's seeds alone
 * @param fillValue what is shown beyond the border where {@code fillMode} is constant
 */
public record RandomTranslation(
        List<Float> heightFactor,
        List<Float> widthFactor,
        FillMode fillMode,
        Interpolation interpolation,
        Integer seed,
        float fillValue,
        DataFormat dataFormat,
        String name)
        implements Layer {
    public RandomTranslation {
        Interpolation.checkMoves("RandomTranslation", interpolation);
        heightFactor = Factors.check("RandomTranslation", "heightFactor", heightFactor, -1, 1);
        widthFactor = Factors.check("RandomTranslation", "widthFactor", widthFactor, -1, 1);
    }

    /** Up to these parts of height and width, either way. */
    public static RandomTranslation of(float heightFactor, float widthFactor) {
        return new RandomTranslation(
                Factors.around(heightFactor),
                Factors.around(widthFactor),
                FillMode.REFLECT,
                Interpolation.BILINEAR,
                null,
                0,
                DataFormat.CHANNELS_LAST,
                null);
    }

    public RandomTranslation heightFactor(float lower, float upper) {
        return Components.with(this, "heightFactor", List.of(lower, upper));
    }

    public RandomTranslation widthFactor(float lower, float upper) {
        return Components.with(this, "widthFactor", List.of(lower, upper));
    }

    public RandomTranslation fillMode(FillMode fillMode) {
        return Components.with(this, "fillMode", fillMode);
    }

    public RandomTranslation interpolation(Interpolation interpolation) {
        return Components.with(this, "interpolation", interpolation);
    }

    public RandomTranslation seed(Integer seed) {
        return Components.with(this, "seed", seed);
    }

    public RandomTranslation fillValue(float fillValue) {
        return Components.with(this, "fillValue", fillValue);
    }

    public RandomTranslation dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public RandomTranslation name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        Motion motion = new Motion.Translation(Factors.uniform(heightFactor), Factors.uniform(widthFactor));
        return dataFormat.warp(context, motion, fillMode, fillValue, interpolation, seed, input);
    }
}
