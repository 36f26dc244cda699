package dev.fovea.nn;

import dev.fovea.op.Conv3d;
import dev.fovea.op.Padding;
import dev.fovea.op.Size3d;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * Three-dimensional convolution, as Keras's {@code Conv3D}.
 *
 * <p>Shape: {@code [N,D,H,W,C] -> [N,O,E,F,filters]}. Weights: kernel {@code [T,R,S,C/groups,filters]}, bias {@code
 * [filters]}.
 *
 * <pre>{@code
 * Conv3D.of(32, 3).padding(SAME).activation(RELU)
 * }</pre>
 *
 * @param filters the number of output channels, at least 1
 * @param kernelSize depth, rows and columns of the filters
 * @param strides the filters' steps; over 1 only where they are not dilated
 * @param dilationRate the distance between a filter's taps
 * @param groups into how many parts the channels are split, each with filters of its own
 * @param kernelRegularizer what the kernel's size costs, or null
 * @param activityRegularizer what the size of the layer's output costs, per image, or null
 * @param kernelConstraint what the kernel is held to, or null
 */
public record Conv3D(
        int filters,
        Size3d kernelSize,
        Size3d strides,
        Padding padding,
        DataFormat dataFormat,
        Size3d dilationRate,
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
    public Conv3D {
        Convolution.checkFilters("Conv3D", filters, groups);
        Convolution.checkSteps("Conv3D", strides, dilationRate, Size3d.of(1));
    }

    public static Conv3D of(int filters, int kernelSize) {
        return of(filters, Size3d.of(kernelSize));
    }

    public static Conv3D of(int filters, Size3d kernelSize) {
        return new Conv3D(
                filters,
                kernelSize,
                Size3d.of(1),
                Padding.VALID,
                DataFormat.CHANNELS_LAST,
                Size3d.of(1),
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

    public Conv3D strides(int strides) {
        return strides(Size3d.of(strides));
    }

    public Conv3D strides(Size3d strides) {
        return Components.with(this, "strides", strides);
    }

    public Conv3D padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    public Conv3D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public Conv3D dilationRate(int dilationRate) {
        return dilationRate(Size3d.of(dilationRate));
    }

    public Conv3D dilationRate(Size3d dilationRate) {
        return Components.with(this, "dilationRate", dilationRate);
    }

    public Conv3D groups(int groups) {
        return Components.with(this, "groups", groups);
    }

    public Conv3D activation(Activations activation) {
        return Components.with(this, "activation", activation);
    }

    public Conv3D useBias(boolean useBias) {
        return Components.with(this, "useBias", useBias);
    }

    public Conv3D kernelInitializer(Initializer kernelInitializer) {
        return Components.with(this, "kernelInitializer", kernelInitializer);
    }

    public Conv3D biasInitializer(Initializer biasInitializer) {
        return Components.with(this, "biasInitializer", biasInitializer);
    }

    public Conv3D kernelRegularizer(Regularizer kernelRegularizer) {
        return Components.with(this, "kernelRegularizer", kernelRegularizer);
    }

    public Conv3D biasRegularizer(Regularizer biasRegularizer) {
        return Components.with(this, "biasRegularizer", biasRegularizer);
    }

    public Conv3D activityRegularizer(Regularizer activityRegularizer) {
        return Components.with(this, "activityRegularizer", activityRegularizer);
    }

    public Conv3D kernelConstraint(Constraint kernelConstraint) {
        return Components.with(this, "kernelConstraint", kernelConstraint);
    }

    public Conv3D biasConstraint(Constraint biasConstraint) {
        return Components.with(this, "biasConstraint", biasConstraint);
    }

    public Conv3D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int channels = Convolution.channelsPerGroup(dataFormat.channels(input, 3), groups);
        Shape kernelShape = Shape.of(kernelSize.depth(), kernelSize.height(), kernelSize.width(), channels, filters);
        Value kernel = context.weight(WeightSpec.of("kernel", kernelShape, kernelInitializer)
                .regularizer(kernelRegularizer)
                .constraint(kernelConstraint));
        Conv3d conv = new Conv3d(strides, padding, dilationRate, groups);
        Value y = context.add(conv, dataFormat.toLast(input, context), kernel);
        WeightSpec bias = useBias
                ? WeightSpec.of("bias", Shape.of(filters), biasInitializer)
                        .regularizer(biasRegularizer)
                        .constraint(biasConstraint)
                : null;
        return context.penalized(Convolution.finish(y, 3, bias, activation, dataFormat, context), activityRegularizer);
    }
}
