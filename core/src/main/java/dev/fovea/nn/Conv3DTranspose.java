package dev.fovea.nn;

import dev.fovea.op.Conv3d;
import dev.fovea.op.Padding;
import dev.fovea.op.Size3d;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Transposed convolution of volumes, from what a convolution gives to what it takes, as Keras's {@code Conv3DTranspose}.
 *
 * <p>Shape: {@code [N,D,H,W,C] -> [N,O,E,F,filters]}. Weights: kernel {@code [T,R,S,filters,C]}, bias {@code
 * [filters]}.
 *
 * <p>Of n places along an axis, with a kernel that spans k, padding "valid" makes {@code (n-1)*strides+k+outputPadding}
 * and padding "same" {@code (n-1)*strides+k%2+outputPadding}; where outputPadding is null, {@code
 * (n-1)*strides+max(k,strides)} and {@code n*strides}.
 *
 * <pre>{@code
 * Conv3DTranspose.of(32, 3).strides(2).padding(SAME)
 * }</pre>
 *
 * @param filters the number of output channels, at least 1
 * @param kernelSize depth, rows and columns of the filters
 * @param strides how many places apart the filters are laid down; over 1 only where they are not dilated
 * @param outputPadding how many places more to make after the last, fewer than strides, or null
 * @param dilationRate the distance between a filter's taps
 * @param kernelRegularizer what the kernel's size costs, or null
 * @param activityRegularizer what the size of the layer's output costs, per image, or null
 * @param kernelConstraint what the kernel is held to, or null
 */
public record Conv3DTranspose(
        int filters,
        Size3d kernelSize,
        Size3d strides,
        Padding padding,
        DataFormat dataFormat,
        List<Integer> outputPadding,
        Size3d dilationRate,
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
    public Conv3DTranspose {
        Convolution.checkFilters("Conv3DTranspose", filters, 1);
        Convolution.checkSteps("Conv3DTranspose", strides, dilationRate, Size3d.of(1));
        outputPadding = outputPadding == null ? null : List.copyOf(outputPadding);
        Transposed.checkOutputPadding("Conv3DTranspose", outputPadding, 3);
    }

    public static Conv3DTranspose of(int filters, int kernelSize) {
        return of(filters, Size3d.of(kernelSize));
    }

    public static Conv3DTranspose of(int filters, Size3d kernelSize) {
        return new Conv3DTranspose(
                filters,
                kernelSize,
                Size3d.of(1),
                Padding.VALID,
                DataFormat.CHANNELS_LAST,
                null,
                Size3d.of(1),
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

    public Conv3DTranspose strides(int strides) {
        return strides(Size3d.of(strides));
    }

    public Conv3DTranspose strides(Size3d strides) {
        return Components.with(this, "strides", strides);
    }

    public Conv3DTranspose padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    /** The same on all axes. */
    public Conv3DTranspose outputPadding(int outputPadding) {
        return outputPadding(outputPadding, outputPadding, outputPadding);
    }

    public Conv3DTranspose outputPadding(int depth, int height, int width) {
        return Components.with(this, "outputPadding", List.of(depth, height, width));
    }

    public Conv3DTranspose dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public Conv3DTranspose dilationRate(int dilationRate) {
        return dilationRate(Size3d.of(dilationRate));
    }

    public Conv3DTranspose dilationRate(Size3d dilationRate) {
        return Components.with(this, "dilationRate", dilationRate);
    }

    public Conv3DTranspose activation(Activations activation) {
        return Components.with(this, "activation", activation);
    }

    public Conv3DTranspose useBias(boolean useBias) {
        return Components.with(this, "useBias", useBias);
    }

    public Conv3DTranspose kernelInitializer(Initializer kernelInitializer) {
        return Components.with(this, "kernelInitializer", kernelInitializer);
    }

    public Conv3DTranspose biasInitializer(Initializer biasInitializer) {
        return Components.with(this, "biasInitializer", biasInitializer);
    }

    public Conv3DTranspose kernelRegularizer(Regularizer kernelRegularizer) {
        return Components.with(this, "kernelRegularizer", kernelRegularizer);
    }

    public Conv3DTranspose biasRegularizer(Regularizer biasRegularizer) {
        return Components.with(this, "biasRegularizer", biasRegularizer);
    }

    public Conv3DTranspose activityRegularizer(Regularizer activityRegularizer) {
        return Components.with(this, "activityRegularizer", activityRegularizer);
    }

    public Conv3DTranspose kernelConstraint(Constraint kernelConstraint) {
        return Components.with(this, "kernelConstraint", kernelConstraint);
    }

    public Conv3DTranspose biasConstraint(Constraint biasConstraint) {
        return Components.with(this, "biasConstraint", biasConstraint);
    }

    public Conv3DTranspose name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int channels = dataFormat.channels(input, 3);
        Shape kernelShape = Shape.of(kernelSize.depth(), kernelSize.height(), kernelSize.width(), filters, channels);
        Value kernel = context.weight(WeightSpec.of("kernel", kernelShape, kernelInitializer)
                .regularizer(kernelRegularizer)
                .constraint(kernelConstraint));
        Value x = dataFormat.toLast(input, context);
        List<Transposed.Axis> axes =
                Transposed.axes(x, kernelSize.sides(), strides.sides(), dilationRate.sides(), padding, outputPadding);
        Conv3d conv = new Conv3d(strides, padding, dilationRate, 1);
        Value y = Transposed.convolve(image -> new Conv3d.InputGradient(conv, image), x, kernel, axes, context);
        WeightSpec bias = useBias
                ? WeightSpec.of("bias", Shape.of(filters), biasInitializer)
                        .regularizer(biasRegularizer)
                        .constraint(biasConstraint)
                : null;
        return context.penalized(Convolution.finish(y, 3, bias, activation, dataFormat, context), activityRegularizer);
    }
}
