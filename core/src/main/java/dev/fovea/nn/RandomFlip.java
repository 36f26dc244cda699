package dev.fovea.nn;

import dev.fovea.op.FillMode;
import dev.fovea.op.Motion;
import dev.fovea.op.Value;

/**
 * Shows every other image in a mirror, on average, active in training only, as Keras's {@code RandomFlip}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,H,W,C]}. As in Keras 3, one draw decides both directions; for four ways of showing an
 * image put a horizontal flip and a vertical one after each other.
 *
 * @param mode which sides change places
 * @param seed decides the draws; null to draw by the model's and the fit's seeds alone
 */
public record RandomFlip(Mode mode, Integer seed, DataFormat dataFormat, String name) implements Layer {
    /** Which sides of an image change places. */
    public enum Mode {
        /** Left and right. */
        HORIZONTAL,
        /** Top and bottom. */
        VERTICAL,
        /** Both. */
        HORIZONTAL_AND_VERTICAL
    }

    public static RandomFlip of() {
        return of(Mode.HORIZONTAL_AND_VERTICAL);
    }

    public static RandomFlip of(Mode mode) {
        return new RandomFlip(mode, null, DataFormat.CHANNELS_LAST, null);
    }

    public RandomFlip mode(Mode mode) {
        return Components.with(this, "mode", mode);
    }

    public RandomFlip seed(Integer seed) {
        return Components.with(this, "seed", seed);
    }

    public RandomFlip dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public RandomFlip name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        Motion flip = new Motion.Flip(mode != Mode.HORIZONTAL, mode != Mode.VERTICAL);
        return dataFormat.warp(context, flip, FillMode.NEAREST, 0, Interpolation.NEAREST, seed, input);
    }
}
