package dev.fovea.nn;

import dev.fovea.op.Tone;
import dev.fovea.op.Uniform;
import dev.fovea.op.Value;
import java.util.List;

/**
 * Changes the contrast of each image by a factor that it draws, active in training only, as Keras's {@code
 * RandomContrast}: {@code (x - mean) * factor + mean}, with the mean of the image's channel, cut off at the value range.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,H,W,C]}. Images of values 0 to 1 need {@code valueRange(0, 1)}.
 *
 * @param factor lower and upper, each 0 to 1: the factor is drawn between {@code 1 - lower} and {@code 1 + upper}
 * @param valueRange the least and the largest value of pixels
 * @param seed decides the draws; null to draw by the model's and the fit's seeds alone
 */
public record RandomContrast(List<Float> factor, List<Float> valueRange, Integer seed, String name) implements Layer {
    public RandomContrast {
        Factors.check("RandomContrast", "factor", factor, 0, 1);
        factor = List.copyOf(factor);
        valueRange = Factors.checkValues("RandomContrast", valueRange);
    }

    /** Factors between {@code 1 - factor} and {@code 1 + factor}. */
    public static RandomContrast of(float factor) {
        return of(factor, factor);
    }

    /** Factors between {@code 1 - lower} and {@code 1 + upper}. */
    public static RandomContrast of(float lower, float upper) {
        return new RandomContrast(List.of(lower, upper), List.of(0f, 255f), null, null);
    }

    public RandomContrast valueRange(float least, float largest) {
        return Components.with(this, "valueRange", List.of(least, largest));
    }

    public RandomContrast seed(Integer seed) {
        return Components.with(this, "seed", seed);
    }

    public RandomContrast name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        DataFormat.CHANNELS_LAST.check(input);
        if (!context.training()) {
            return input;
        }
        Uniform gain = new Uniform(1 - factor.get(0), 1 + factor.get(1));
        return context.add(
                new Tone(gain, Uniform.of(0), valueRange.get(0), valueRange.get(1), context.randomKey(seed)), input);
    }
}
