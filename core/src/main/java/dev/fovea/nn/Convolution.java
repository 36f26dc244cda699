package dev.fovea.nn;

import dev.fovea.op.BiasAdd;
import dev.fovea.op.Conv2d;
import dev.fovea.op.Padding;
import dev.fovea.op.Reshape;
import dev.fovea.op.Size;
import dev.fovea.op.Value;
import dev.fovea.op.Windows;
import dev.fovea.tensor.Shape;

/** What the layers of convolution have in common; a sequence {@code [L,C]} counts as an image of one row. */
final class Convolution {
    private Convolution() {}

    static void checkFilters(String layer, int filters, int groups) {
        if (filters < 1 || groups < 1 || filters % groups != 0) {
            throw new IllegalArgumentException(layer + " needs at least 1 filter, and as many as groups divide; got "
                    + filters + " filters in " + groups + " groups");
        }
    }

    /** @param one what strides and dilation rate are where they change nothing */
    static <T> void checkSteps(String layer, T strides, T dilationRate, T one) {
        if (!strides.equals(one) && !dilationRate.equals(one)) {
            throw new IllegalArgumentException(layer + " takes strides over 1 or a dilation rate over 1, not both; got "
                    + strides + " and " + dilationRate);
        }
    }

    static void checkWindow(String layer, int kernelSize, int strides, int dilationRate) {
        if (kernelSize < 1 || strides < 1 || dilationRate < 1) {
            throw new IllegalArgumentException(
                    layer + " takes a kernelSize, strides and a dilationRate of at least 1; got " + kernelSize + ", "
                            + strides + " and " + dilationRate);
        }
        checkSteps(layer, strides, dilationRate, 1);
    }

    /** How many channels a filter reads. */
    static int channelsPerGroup(int channels, int groups) {
        if (channels % groups != 0) {
            throw new IllegalArgumentException(channels + " channels can't be split into " + groups
                    + " groups; use a number of groups that divides both channels and filters");
        }
        return channels / groups;
    }

    /** Refuses a kernel that is longer than a sequence in the terms of one axis, before it becomes one of two. */
    static void checkFits(Value sequence, int kernelSize, int dilationRate, Padding padding) {
        int[] length = {sequence.shape().dim(0)};
        Windows.checkFits(length, new int[] {kernelSize}, new int[] {dilationRate}, padding, "kernel");
    }

    /** Images {@code [H,W,C]} by filters {@code [R,S,C/groups,M]}, or sequences {@code [L,C]} by {@code [S,C/groups,M]}. */
    static Value convolve(Conv2d conv, Value image, Value kernel, LayerContext context) {
        return context.add(conv, withRow(image, 3, context), withRow(kernel, 4, context));
    }

    /** Each channel of an image through filters of its own; the kernel is {@code [R,S,C,multiplier]}. */
    static Value depthwise(
            Value image, Value kernel, Size strides, Padding padding, Size dilationRate, LayerContext context) {
        Shape shape = kernel.shape();
        int channels = shape.dim(-2);
        // Output channel c * multiplier + k is filter k of channel c: the filters of Conv2d's group c.
        Shape grouped = shape.with(-2, 1).with(-1, channels * shape.dim(-1));
        Value filters = context.add(new Reshape(grouped), kernel);
        return convolve(new Conv2d(strides, padding, dilationRate, channels), image, filters, context);
    }

    static Value withRow(Value value, int rank, LayerContext context) {
        Shape shape = value.shape();
        return shape.rank() == rank ? value : context.add(new Reshape(shape.prepend(1)), value);
    }

    private static Value withoutRow(Value map, int axes, LayerContext context) {
        Shape shape = map.shape();
        return shape.rank() == axes + 1 ? map : context.add(new Reshape(shape.dropFirst()), map);
    }

    /**
     * Bias, where there is one, and activation of a map whose channels are last, brought to the format.
     *
     * @param axes of places: 1 of a sequence, whose map has one row
     */
    static Value finish(
            Value map, int axes, WeightSpec bias, Activations activation, DataFormat format, LayerContext context) {
        Value y = bias == null ? map : context.add(new BiasAdd(), map, context.weight(bias));
        // Softmax and the like are over the last axis, wherever the channels are; the others are the same on either
        // side.
        return activation.overAxis()
                ? activation.apply(format.fromLast(withoutRow(y, axes, context), context), context)
                : format.fromLast(withoutRow(activation.apply(y, context), axes, context), context);
    }
}
