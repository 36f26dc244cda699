package dev.fovea.nn;

import dev.fovea.op.AveragePool2d;
import dev.fovea.op.MaxPool2d;
import dev.fovea.op.Op;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Value;
import dev.fovea.op.Windows;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * How windows over sequences, images and volumes are pooled, by pooling of images alone.
 *
 * <p>A volume is pooled along its last axis, then along the two before: the largest of the largest is the largest. The
 * mean of the means is the mean, as what a window holds along one axis does not depend on where it is along another.
 */
enum Pooling {
    MAX,
    AVERAGE;

    /**
     * What each window gives: {@code [L,C] -> [F,C]}, {@code [H,W,C] -> [E,F,C]} or {@code [D,H,W,C] -> [B,E,F,C]}.
     *
     * @param poolSize the sides of the window, one for each axis of places
     * @param strides its steps; null for as large as the window
     */
    Value windows(
            Value input,
            List<Integer> poolSize,
            List<Integer> strides,
            Padding padding,
            DataFormat format,
            LayerContext context) {
        int axes = poolSize.size();
        format.check(input, axes);
        List<Integer> steps = strides == null ? poolSize : strides;
        Value y = format.toLast(input, context);
        int[] sizes = y.shape().slice(0, axes).dims();
        int[] taps = new int[axes];
        int[] dilations = new int[axes];
        for (int i = 0; i < axes; i++) {
            taps[i] = poolSize.get(i);
            dilations[i] = 1;
        }
        Windows.checkFits(sizes, taps, dilations, padding, "pooling window");
        if (axes != 2) {
            Shape shape = y.shape();
            int last = axes - 1;
            // The rows of all images one below another: windows of one row reach into no other.
            Shape rows = Shape.of(shape.slice(0, last).size(), shape.dim(last), shape.dim(axes));
            Op op = op(Size.of(1, poolSize.get(last)), Size.of(1, steps.get(last)), padding);
            Value pooled = context.add(op, Places.reshape(y, rows, context));
            y = Places.reshape(pooled, shape.with(last, pooled.shape().dim(1)), context);
        }
        if (axes != 1) {
            Shape shape = y.shape();
            // What lies side by side at one place of the first two axes counts as its channels.
            Shape image = Shape.of(
                    shape.dim(0), shape.dim(1), shape.slice(2, axes + 1).size());
            Op op = op(Size.of(poolSize.get(0), poolSize.get(1)), Size.of(steps.get(0), steps.get(1)), padding);
            Value pooled = context.add(op, Places.reshape(y, image, context));
            Shape places = pooled.shape();
            y = Places.reshape(pooled, shape.with(0, places.dim(0)).with(1, places.dim(1)), context);
        }
        return format.fromLast(y, context);
    }

    /** What all places give: {@code [...,C] -> [C]}, or {@code [1,...,1,C]} in this format with {@code keepdims}. */
    Value all(Value input, int axes, DataFormat format, boolean keepdims, LayerContext context) {
        int channels = format.channels(input, axes);
        Value x = format.toLast(input, context);
        int places = x.shape().slice(0, axes).size();
        Size all = Size.of(1, places);
        Value row = Places.reshape(x, Shape.of(1, places, channels), context);
        Value pooled = context.add(op(all, all, Padding.VALID), row);
        int[] kept = new int[axes + 1];
        Arrays.fill(kept, 1);
        kept[format == DataFormat.CHANNELS_LAST ? axes : 0] = channels;
        return Places.reshape(pooled, keepdims ? Shape.of(kept) : Shape.of(channels), context);
    }

    private Op op(Size poolSize, Size strides, Padding padding) {
        return switch (this) {
            case MAX -> new MaxPool2d(poolSize, strides, padding);
            case AVERAGE -> new AveragePool2d(poolSize, strides, padding);
        };
    }

    /** Refuses, of a layer of sequences, sides and steps below 1. */
    static void check(String layer, int poolSize, Integer strides) {
        if (poolSize < 1 || (strides != null && strides < 1)) {
            throw new IllegalArgumentException(layer + " takes a poolSize and strides of at least 1; got " + poolSize
                    + (strides == null ? "" : " and " + strides));
        }
    }
}
