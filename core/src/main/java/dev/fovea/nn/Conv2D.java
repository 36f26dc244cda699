package dev.fovea.nn;

import dev.fovea.op.BiasAdd;
import dev.fovea.op.Conv2d;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * Two-dimensional convolution, as Keras's {@code Conv2D}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,E,F,filters]}. Weights: kernel {@code [R,S,C/groups,filters]}, bias
 * {@code [filters]}.
 *
 * @param filters the number of output channels, at least 1
 * @param kernelSize rows and columns of the filters
 */
public record Conv2D(int filters, Size kernelSize, Size strides, Padding padding, Size dilationRate, int groups, Activations activation, boolean useBias, Initializer kernelInitializer, Initializer biasInitializer, String name) implements Layer {
    public Conv2D {
        if (filters < 1 || groups < 1 || filters % groups != 0) {
            throw new IllegalArgumentException("Conv2D needs at least 1 filter, and as many as groups divide; got "
                    + filters + " filters in " + groups + " groups");
        }
        if ((strides.height() > 1 || strides.width() > 1) && (dilationRate.height() > 1 || dilationRate.width() > 1)) {
            throw new IllegalArgumentException("Conv2D takes strides over 1 or a dilation rate over 1, not both; got "
                    + strides + " and " + dilationRate);
        }
    }

    public static Conv2D of(int filters, int kernelSize) {
        return of(filters, Size.of(kernelSize));
    }

    public static Conv2D of(int filters, Size kernelSize) {
        return new Conv2D(
                filters,
                kernelSize,
                Size.of(1),
                Padding.VALID,
                Size.of(1),
                1,
                Activations.LINEAR,
                true,
                Initializer.GLOROT_UNIFORM,
                Initializer.ZEROS,
                null);
    }

    public Conv2D strides(int strides) {
        return new Conv2D(filters, kernelSize, Size.of(strides), padding, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer, name);
    }

    public Conv2D padding(Padding padding) {
        return new Conv2D(filters, kernelSize, strides, padding, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer, name);
    }

    public Conv2D activation(Activations activation) {
        return new Conv2D(filters, kernelSize, strides, padding, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer, name);
    }

    public Conv2D kernelInitializer(Initializer kernelInitializer) {
        return new Conv2D(filters, kernelSize, strides, padding, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer, name);
    }

    public Conv2D named(String name) {
        return new Conv2D(filters, kernelSize, strides, padding, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        Shape image = input.shape();
        if (image.rank() != 3) {
            throw new IllegalArgumentException("Conv2D takes images [H, W, C]; got " + image);
        }
        Shape kernelShape = Shape.of(kernelSize.height(), kernelSize.width(), image.dim(2) / groups, filters);
        Value kernel = context.weight("kernel", kernelShape, kernelInitializer);
        Value y = context.add(new Conv2d(strides, padding, dilationRate, groups), input, kernel);
        if (useBias) {
            y = context.add(new BiasAdd(), y, context.weight("bias", Shape.of(filters), biasInitializer));
        }
        return activation.apply(y, context);
    }
}
