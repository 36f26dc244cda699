package dev.fovea.nn;

import dev.fovea.op.FillMode;
import dev.fovea.op.Motion;
import dev.fovea.op.Value;
import java.util.List;

/**
 * Slants each image by factors that it draws, active in training only, as Keras's {@code RandomShear}. The first row
 * and column stay where they are.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,H,W,C]}. Both slants of every other image are turned round, on average.
 *
 * @param xFactor how many columns further to the right each next row is taken from: the least and the most, at most 1
 * @param yFactor how many rows further down each next column is taken from: the least and the most, at most 1
 * @param interpolation bilinear between pixels, or the nearest
 * @param fillMode what is shown beyond the border of the image
 * @param fillValue what is shown beyond the border where {@code fillMode} is constant
 * @param seed decides the draws; null to draw by the model's and the fit's seeds alone
 */
public record RandomShear(
        List<Float> xFactor,
        List<Float> yFactor,
        Interpolation interpolation,
        FillMode fillMode,
        float fillValue,
        DataFormat dataFormat,
        Integer seed,
        String name)
        implements Layer {
    public RandomShear {
        Interpolation.checkMoves("RandomShear", interpolation);
        xFactor = Factors.check("RandomShear", "xFactor", xFactor, -1, 1);
        yFactor = Factors.check("RandomShear", "yFactor", yFactor, -1, 1);
    }

    /** With Keras's defaults, which leave images as they are. */
    public static RandomShear of() {
        return of(0, 0);
    }

    /** Up to these factors, either way. */
    public static RandomShear of(float xFactor, float yFactor) {
        return new RandomShear(
                Factors.around(xFactor),
                Factors.around(yFactor),
                Interpolation.BILINEAR,
                FillMode.REFLECT,
                0,
                DataFormat.CHANNELS_LAST,
                null,
                null);
    }

    public RandomShear xFactor(float lower, float upper) {
        return Components.with(this, "xFactor", List.of(lower, upper));
    }

    public RandomShear yFactor(float lower, float upper) {
        return Components.with(this, "yFactor", List.of(lower, upper));
    }

    public RandomShear interpolation(Interpolation interpolation) {
        return Components.with(this, "interpolation", interpolation);
    }

    public RandomShear fillMode(FillMode fillMode) {
        return Components.with(this, "fillMode", fillMode);
    }

    public RandomShear fillValue(float fillValue) {
        return Components.with(this, "fillValue", fillValue);
    }

    public RandomShear dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public RandomShear seed(Integer seed) {
        return Components.with(this, "seed", seed);
    }

    public RandomShear name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        Motion motion = new Motion.Shear(Factors.uniform(xFactor), Factors.uniform(yFactor));
        return dataFormat.warp(context, motion, fillMode, fillValue, interpolation, seed, input);
    }
}
