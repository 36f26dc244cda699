package dev.fovea.nn;

import dev.fovea.op.Erase;
import dev.fovea.op.Value;
import java.util.List;

/**
 * Fills a rectangle of some images with noise or one value, active in training only, as Keras's {@code RandomErasing}
 * (Zhong et al. 2017).
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,H,W,C]}. Images of values 0 to 1 need {@code valueRange(0, 1)}.
 *
 * @param factor the range, within 0 to 1, in which each image draws its probability of losing a rectangle; so with the
 *     default, from 0 to 1, half of the images do
 * @param scale the range, within 0 to 1, in which height and width of the rectangle are drawn, as the squares of their
 *     parts of the image's
 * @param fillValue what the rectangle is filled with; null for normal draws, of mean 0, times the largest value
 * @param valueRange the least and the largest value of pixels; what the rectangle is filled with is cut off there
 * @param seed decides the draws; null to draw by the model's and the fit's seeds alone
 */
public record RandomErasing(
        List<Float> factor,
        List<Float> scale,
        Float fillValue,
        List<Float> valueRange,
        Integer seed,
        DataFormat dataFormat,
        String name)
        implements Layer {
    public RandomErasing {
        factor = Factors.check("RandomErasing", "factor", factor, 0, 1);
        scale = Factors.check("RandomErasing", "scale", scale, 0, 1);
        valueRange = Factors.checkValues("RandomErasing", valueRange);
    }

    public static RandomErasing of() {
        return of(1);
    }

    /** With probabilities drawn from 0 to this one. */
    public static RandomErasing of(float factor) {
        return of(0, factor);
    }

    /** With probabilities drawn from one to another. */
    public static RandomErasing of(float lower, float upper) {
        return new RandomErasing(
                List.of(lower, upper),
                List.of(0.02f, 0.33f),
                null,
                List.of(0f, 255f),
                null,
                DataFormat.CHANNELS_LAST,
                null);
    }

    public RandomErasing scale(float lower, float upper) {
        return Components.with(this, "scale", List.of(lower, upper));
    }

    public RandomErasing fillValue(Float fillValue) {
        return Components.with(this, "fillValue", fillValue);
    }

    public RandomErasing valueRange(float least, float largest) {
        return Components.with(this, "valueRange", List.of(least, largest));
    }

    public RandomErasing seed(Integer seed) {
        return Components.with(this, "seed", seed);
    }

    public RandomErasing dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public RandomErasing name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        dataFormat.check(input);
        if (!context.training()) {
            return input;
        }
        Erase erase = new Erase(
                dataFormat.rows(),
                Factors.uniform(factor),
                Factors.uniform(scale),
                fillValue,
                valueRange.get(0),
                valueRange.get(1),
                context.randomKey(seed));
        return context.add(erase, input);
    }
}
