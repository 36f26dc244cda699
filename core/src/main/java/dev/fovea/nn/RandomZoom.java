package dev.fovea.nn;

import dev.fovea.op.FillMode;
import dev.fovea.op.Motion;
import dev.fovea.op.Value;
import java.util.List;

/**
 * Zooms each image about its middle by a factor that it draws, active in training only, as Keras's {@code RandomZoom}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,H,W,C]}. {@code RandomZoom.of(0.2f)} shows 80 to 120 % of the height and width.
 *
 * @param heightFactor how much more than the height is shown, from the least to the largest part of it, between -1 and
 *     1; positive zooms out, negative zooms in
 * @param widthFactor the same of the width; null to keep the aspect ratio
 * @param fillMode what is shown beyond the border of the image
 * @param interpolation bilinear between pixels, or the nearest
 * @param seed decides the draws; null to draw by the model's and the fit's seeds alone
 * @param fillValue what is shown beyond the border where {@code fillMode} is constant
 */
public record RandomZoom(
        List<Float> heightFactor,
        List<Float> widthFactor,
        FillMode fillMode,
        Interpolation interpolation,
        Integer seed,
        float fillValue,
        DataFormat dataFormat,
        String name)
        implements Layer {
    public RandomZoom {
        Interpolation.checkMoves("RandomZoom", interpolation);
        heightFactor = Factors.check("RandomZoom", "heightFactor", heightFactor, -1, 1);
        widthFactor = widthFactor == null ? null : Factors.check("RandomZoom", "widthFactor", widthFactor, -1, 1);
    }

    /** Up to this part of the size in or out, in the aspect ratio. */
    public static RandomZoom of(float factor) {
        return new RandomZoom(
                Factors.around(factor),
                null,
                FillMode.REFLECT,
                Interpolation.BILINEAR,
                null,
                0,
                DataFormat.CHANNELS_LAST,
                null);
    }

    /** Up to these parts of height and width in or out, each drawn for itself. */
    public static RandomZoom of(float heightFactor, float widthFactor) {
        return new RandomZoom(
                Factors.around(heightFactor),
                Factors.around(widthFactor),
                FillMode.REFLECT,
                Interpolation.BILINEAR,
                null,
                0,
                DataFormat.CHANNELS_LAST,
                null);
    }

    public RandomZoom heightFactor(float lower, float upper) {
        return Components.with(this, "heightFactor", List.of(lower, upper));
    }

    public RandomZoom widthFactor(float lower, float upper) {
        return Components.with(this, "widthFactor", List.of(lower, upper));
    }

    public RandomZoom fillMode(FillMode fillMode) {
        return Components.with(this, "fillMode", fillMode);
    }

    public RandomZoom interpolation(Interpolation interpolation) {
        return Components.with(this, "interpolation", interpolation);
    }

    public RandomZoom seed(Integer seed) {
        return Components.with(this, "seed", seed);
    }

    public RandomZoom fillValue(float fillValue) {
        return Components.with(this, "fillValue", fillValue);
    }

    public RandomZoom dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public RandomZoom name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        Motion motion = new Motion.Zoom(
                Factors.uniform(heightFactor), widthFactor == null ? null : Factors.uniform(widthFactor));
        return dataFormat.warp(context, motion, fillMode, fillValue, interpolation, seed, input);
    }
}
