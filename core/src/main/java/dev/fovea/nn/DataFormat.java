package dev.fovea.nn;

import dev.fovea.op.FillMode;
import dev.fovea.op.Motion;
import dev.fovea.op.Op;
import dev.fovea.op.Transpose;
import dev.fovea.op.Value;
import dev.fovea.op.Warp;
import java.util.List;

/** Where the channels of an image are, as Keras's {@code data_format}. */
public enum DataFormat {
    /** {@code [N,H,W,C]}. */
    CHANNELS_LAST,
    /** {@code [N,C,H,W]}. */
    CHANNELS_FIRST;

    /** The channels of one image. */
    int channels(Value image) {
        check(image);
        return image.shape().dim(this == CHANNELS_LAST ? 2 : 0);
    }

    /** The axis of rows, without the batch axis; that of columns is the next. */
    int rows() {
        return this == CHANNELS_LAST ? 0 : 1;
    }

    /** An image, in training with its pixels moved; a seed of null draws by the layer's own key. */
    Value warp(
            LayerContext context,
            Motion motion,
            FillMode fillMode,
            float fillValue,
            Interpolation interpolation,
            Integer seed,
            Value image) {
        check(image);
        if (!context.training()) {
            return image;
        }
        boolean bilinear = interpolation == Interpolation.BILINEAR;
        return context.add(new Warp(motion, rows(), fillMode, fillValue, bilinear, context.randomKey(seed)), image);
    }

    /** An op on images {@code [H,W,C]} and whatever else it takes, applied to images of this format. */
    Value apply(LayerContext context, Op op, Value image, Value... others) {
        check(image);
        Value[] operands = new Value[others.length + 1];
        System.arraycopy(others, 0, operands, 1, others.length);
        operands[0] = toLast(image, context);
        return fromLast(context.add(op, operands), context);
    }

    /** The image as {@code [H,W,C]}. */
    Value toLast(Value image, LayerContext context) {
        return this == CHANNELS_LAST ? image : context.add(new Transpose(List.of(1, 2, 0)), image);
    }

    /** An image {@code [H,W,C]} in this format. */
    Value fromLast(Value image, LayerContext context) {
        return this == CHANNELS_LAST ? image : context.add(new Transpose(List.of(2, 0, 1)), image);
    }

    void check(Value image) {
        if (image.shape().rank() != 3) {
            throw new IllegalArgumentException("it takes images " + (this == CHANNELS_LAST ? "[H, W, C]" : "[C, H, W]")
                    + ", not " + image.shape());
        }
    }
}
