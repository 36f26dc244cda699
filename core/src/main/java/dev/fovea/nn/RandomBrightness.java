package dev.fovea.nn;

import dev.fovea.op.Tone;
import dev.fovea.op.Uniform;
import dev.fovea.op.Value;
import java.util.List;

/**
 * Makes each image brighter or darker by what it draws, active in training only, as Keras's {@code RandomBrightness}:
 * {@code x + factor * (largest - least)}, cut off at the value range.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,H,W,C]}. Images of values 0 to 1 need {@code valueRange(0, 1)}.
 *
 * @param factor the least and the largest part of the value range that is added, between -1 and 1
 * @param valueRange the least and the largest value of pixels
 * @param seed decides the draws; null to draw by the model's and the fit's seeds alone
 */
public record RandomBrightness(List<Float> factor, List<Float> valueRange, Integer seed, String name) implements Layer {
    public RandomBrightness {
        factor = Factors.check("RandomBrightness", "factor", factor, -1, 1);
        valueRange = Factors.checkValues("RandomBrightness", valueRange);
    }

    /** Up to this part of the value range more or less. */
    public static RandomBrightness of(float factor) {
        return of(-Math.abs(factor), Math.abs(factor));
    }

    /** From one part of the value range to another. */
    public static RandomBrightness of(float lower, float upper) {
        return new RandomBrightness(List.of(lower, upper), List.of(0f, 255f), null, null);
    }

    public RandomBrightness valueRange(float least, float largest) {
        return Components.with(this, "valueRange", List.of(least, largest));
    }

    public RandomBrightness seed(Integer seed) {
        return Components.with(this, "seed", seed);
    }

    public RandomBrightness name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        DataFormat.CHANNELS_LAST.check(input);
        if (!context.training()) {
            return input;
        }
        float least = valueRange.get(0);
        float largest = valueRange.get(1);
        Uniform shift = new Uniform(factor.get(0) * (largest - least), factor.get(1) * (largest - least));
        return context.add(new Tone(Uniform.of(1), shift, least, largest, context.randomKey(seed)), input);
    }
}
