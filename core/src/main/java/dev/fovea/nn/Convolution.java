package dev.fovea.nn;

import dev.fovea.op.BiasAdd;
import dev.fovea.op.Conv2d;
import dev.fovea.op.Padding;
import dev.fovea.op.Reshape;
import dev.fovea.op.Size;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/** What the layers of convolution have in common. */
final class Convolution {
    private Convolution() {}

    static void checkSteps(String layer, Size strides, Size dilationRate) {
        if ((strides.height() > 1 || strides.width() > 1) && (dilationRate.height() > 1 || dilationRate.width() > 1)) {
            throw new IllegalArgumentException(layer + " takes strides over 1 or a dilation rate over 1, not both; got "
                    + strides + " and " + dilationRate);
        }
    }

    /** Each channel of an image {@code [H,W,C]} through filters of its own; the kernel is {@code [R,S,C,multiplier]}. */
    static Value depthwise(
            Value image, Value kernel, Size strides, Padding padding, Size dilationRate, LayerContext context) {
        Shape shape = kernel.shape();
        int channels = shape.dim(2);
        // Output channel c * multiplier + k is filter k of channel c: the filters of Conv2d's group c.
        Shape grouped = Shape.of(shape.dim(0), shape.dim(1), 1, channels * shape.dim(3));
        Value filters = context.add(new Reshape(grouped), kernel);
        return context.add(new Conv2d(strides, padding, dilationRate, channels), image, filters);
    }

    /** Bias, where there is one, and activation of a map {@code [E,F,M]}, brought to the format. */
    static Value finish(Value map, WeightSpec bias, Activations activation, DataFormat format, LayerContext context) {
        Value y = bias == null ? map : context.add(new BiasAdd(), map, context.weight(bias));
        // Softmax and the like are over the last axis, wherever the channels are; the others are the same on either
        // side.
        return activation.overAxis()
                ? activation.apply(format.fromLast(y, context), context)
                : format.fromLast(activation.apply(y, context), context);
    }
}
