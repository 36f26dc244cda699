package dev.fovea.nn;

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
 * <pre>{@code
 * Conv2D.of(32, 3).padding(SAME).activation(RELU)
 * }</pre>
 *
 * @param filters the number of output channels, at least 1
 * @param kernelSize rows and columns of the filters
 * @param strides the filters' steps; over 1 only where they are not dilated
 * @param dilationRate the distance between a filter's taps
 * @param groups into how many parts the channels are split, each with filters of its own
 * @param kernelRegularizer what the kernel's size costs, or null
 * @param activityRegularizer what the size of the layer's output costs, per image, or null
 * @param kernelConstraint what the kernel is held to, or null
 */
public record Conv2D(
        int filters,
        Size kernelSize,
        Size strides,
        Padding padding,
        DataFormat dataFormat,
        Size dilationRate,
        int groups,
        Activations activation,
        boolean useBias,
        Initializer kernelInitializer,
        Initializer biasInitializer,
        Regularizer kernelRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint kernelConstraint,
        Constraint biasConstraint,
        String name)
        implements Layer {
    public Conv2D {
        Convolution.checkFilters("Conv2D", filters, groups);
        Convolution.checkSteps("Conv2D", strides, dilationRate, Size.of(1));
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
                DataFormat.CHANNELS_LAST,
                Size.of(1),
                1,
                Activations.LINEAR,
                true,
                Initializer.GLOROT_UNIFORM,
                Initializer.ZEROS,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public Conv2D strides(int strides) {
        return strides(Size.of(strides));
    }

    public Conv2D strides(Size strides) {
        return Components.with(this, "strides", strides);
    }

    public Conv2D padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    public Conv2D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public Conv2D dilationRate(int dilationRate) {
        return dilationRate(Size.of(dilationRate));
    }

    public Conv2D dilationRate(Size dilationRate) {
        return Components.with(this, "dilationRate", dilationRate);
    }

    public Conv2D groups(int groups) {
        return Components.with(this, "groups", groups);
    }

    public Conv2D activation(Activations activation) {
        return Components.with(this, "activation", activation);
    }

    public Conv2D useBias(boolean useBias) {
        return Components.with(this, "useBias", useBias);
    }

    public Conv2D kernelInitializer(Initializer kernelInitializer) {
        return Components.with(this, "kernelInitializer", kernelInitializer);
    }

    public Conv2D biasInitializer(Initializer biasInitializer) {
        return Components.with(this, "biasInitializer", biasInitializer);
    }

    public Conv2D kernelRegularizer(Regularizer kernelRegularizer) {
        return Components.with(this, "kernelRegularizer", kernelRegularizer);
    }

    public Conv2D biasRegularizer(Regularizer biasRegularizer) {
        return Components.with(this, "biasRegularizer", biasRegularizer);
    }

    public Conv2D activityRegularizer(Regularizer activityRegularizer) {
        return Components.with(this, "activityRegularizer", activityRegularizer);
    }

    public Conv2D kernelConstraint(Constraint kernelConstraint) {
        return Components.with(this, "kernelConstraint", kernelConstraint);
    }

    public Conv2D biasConstraint(Constraint biasConstraint) {
        return Components.with(this, "biasConstraint", biasConstraint);
    }

    public Conv2D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int channels = Convolution.channelsPerGroup(dataFormat.channels(input), groups);
        Shape kernelShape = Shape.of(kernelSize.height(), kernelSize.width(), channels, filters);
        Value kernel = context.weight(WeightSpec.of("kernel", kernelShape, kernelInitializer)
                .regularizer(kernelRegularizer)
                .constraint(kernelConstraint));
        Conv2d conv = new Conv2d(strides, padding, dilationRate, groups);
        Value y = Convolution.convolve(conv, dataFormat.toLast(input, context), kernel, context);
        WeightSpec bias = useBias
                ? WeightSpec.of("bias", Shape.of(filters), biasInitializer)
                        .regularizer(biasRegularizer)
                        .constraint(biasConstraint)
                : null;
        return context.penalized(Convolution.finish(y, 2, bias, activation, dataFormat, context), activityRegularizer);
    }
}
