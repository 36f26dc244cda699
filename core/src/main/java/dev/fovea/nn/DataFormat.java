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
        return channels(image, 2);
    }

    /** The channels of what has so many axes of places: 1 in a sequence, 2 in an image, 3 in a volume. */
    int channels(Value image, int axes) {
        check(image, axes);
        return image.shape().dim(this == CHANNELS_LAST ? axes : 0);
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

    /** An image of this format with its channels last, as {@code [H,W,C]}. */
    Value toLast(Value image, LayerContext context) {
        return this == CHANNELS_LAST ? image : context.add(channelsLast(image), image);
    }

    /** An image with its channels last in this format. */
    Value fromLast(Value image, LayerContext context) {
        return this == CHANNELS_LAST ? image : context.add(channelsLast(image).inverse(), image);
    }

    private static Transpose channelsLast(Value image) {
        return Axes.moveLast(0, image.shape().rank());
    }

    void check(Value image) {
        check(image, 2);
    }

    /** Refuses what has not so many axes of places. */
    void check(Value image, int axes) {
        if (image.shape().rank() != axes + 1) {
            String taken = List.of("sequences", "images", "volumes").get(axes - 1);
            String places = List.of("L", "H, W", "D, H, W").get(axes - 1);
            String order = this == CHANNELS_LAST ? "[" + places + ", C]" : "[C, " + places + "]";
            throw new IllegalArgumentException("it takes " + taken + " " + order + ", not " + image.shape());
        }
    }
}
