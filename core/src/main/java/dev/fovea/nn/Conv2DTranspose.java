package dev.fovea.nn;

import dev.fovea.op.Conv2d;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Transposed convolution, from what a convolution gives to what it takes, as Keras's {@code Conv2DTranspose}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,E,F,filters]}. Weights: kernel {@code [R,S,filters,C]}, bias {@code [filters]}.
 *
 * <p>Of n places along an axis, with a kernel that spans k, padding "valid" makes {@code (n-1)*strides+k+outputPadding}
 * and padding "same" {@code (n-1)*strides+k%2+outputPadding}; where outputPadding is null, {@code
 * (n-1)*strides+max(k,strides)} and {@code n*strides}.
 *
 * <pre>{@code
 * Conv2DTranspose.of(32, 3).strides(2).padding(SAME)
 * }</pre>
 *
 * @param filters the number of output channels, at least 1
 * @param kernelSize rows and columns of the filters
 * @param strides how many places apart the filters are laid down; over 1 only where they are not dilated
 * @param outputPadding how many places more to make after the last, fewer than strides, or null
 * @param dilationRate the distance between a filter's taps
 * @param kernelRegularizer what the kernel's size costs, or null
 * @param activityRegularizer what the size of the layer's output costs, per image, or null
 * @param kernelConstraint what the kernel is held to, or null
 */
public record Conv2DTranspose(
        int filters,
        Size kernelSize,
        Size strides,
        Padding padding,
        List<Integer> outputPadding,
        DataFormat dataFormat,
        Size dilationRate,
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
    public Conv2DTranspose {
        Convolution.checkFilters("Conv2DTranspose", filters, 1);
        Convolution.checkSteps("Conv2DTranspose", strides, dilationRate, Size.of(1));
        outputPadding = outputPadding == null ? null : List.copyOf(outputPadding);
        Transposed.checkOutputPadding("Conv2DTranspose", outputPadding, 2);
    }

    public static Conv2DTranspose of(int filters, int kernelSize) {
        return of(filters, Size.of(kernelSize));
    }

    public static Conv2DTranspose of(int filters, Size kernelSize) {
        return new Conv2DTranspose(
                filters,
                kernelSize,
                Size.of(1),
                Padding.VALID,
                null,
                DataFormat.CHANNELS_LAST,
                Size.of(1),
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

    public Conv2DTranspose strides(int strides) {
        return strides(Size.of(strides));
    }

    public Conv2DTranspose strides(Size strides) {
        return Components.with(this, "strides", strides);
    }

    public Conv2DTranspose padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    /** The same on all axes. */
    public Conv2DTranspose outputPadding(int outputPadding) {
        return outputPadding(outputPadding, outputPadding);
    }

    public Conv2DTranspose outputPadding(int height, int width) {
        return Components.with(this, "outputPadding", List.of(height, width));
    }

    public Conv2DTranspose dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public Conv2DTranspose dilationRate(int dilationRate) {
        return dilationRate(Size.of(dilationRate));
    }

    public Conv2DTranspose dilationRate(Size dilationRate) {
        return Components.with(this, "dilationRate", dilationRate);
    }

    public Conv2DTranspose activation(Activations activation) {
        return Components.with(this, "activation", activation);
    }

    public Conv2DTranspose useBias(boolean useBias) {
        return Components.with(this, "useBias", useBias);
    }

    public Conv2DTranspose kernelInitializer(Initializer kernelInitializer) {
        return Components.with(this, "kernelInitializer", kernelInitializer);
    }

    public Conv2DTranspose biasInitializer(Initializer biasInitializer) {
        return Components.with(this, "biasInitializer", biasInitializer);
    }

    public Conv2DTranspose kernelRegularizer(Regularizer kernelRegularizer) {
        return Components.with(this, "kernelRegularizer", kernelRegularizer);
    }

    public Conv2DTranspose biasRegularizer(Regularizer biasRegularizer) {
        return Components.with(this, "biasRegularizer", biasRegularizer);
    }

    public Conv2DTranspose activityRegularizer(Regularizer activityRegularizer) {
        return Components.with(this, "activityRegularizer", activityRegularizer);
    }

    public Conv2DTranspose kernelConstraint(Constraint kernelConstraint) {
        return Components.with(this, "kernelConstraint", kernelConstraint);
    }

    public Conv2DTranspose biasConstraint(Constraint biasConstraint) {
        return Components.with(this, "biasConstraint", biasConstraint);
    }

    public Conv2DTranspose name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int channels = dataFormat.channels(input);
        Shape kernelShape = Shape.of(kernelSize.height(), kernelSize.width(), filters, channels);
        Value kernel = context.weight(WeightSpec.of("kernel", kernelShape, kernelInitializer)
                .regularizer(kernelRegularizer)
                .constraint(kernelConstraint));
        Value x = dataFormat.toLast(input, context);
        List<Transposed.Axis> axes =
                Transposed.axes(x, kernelSize.sides(), strides.sides(), dilationRate.sides(), padding, outputPadding);
        Conv2d conv = new Conv2d(strides, padding, dilationRate, 1);
        Value y = Transposed.convolve(image -> new Conv2d.InputGradient(conv, image), x, kernel, axes, context);
        WeightSpec bias = useBias
                ? WeightSpec.of("bias", Shape.of(filters), biasInitializer)
                        .regularizer(biasRegularizer)
                        .constraint(biasConstraint)
                : null;
        return context.penalized(Convolution.finish(y, 2, bias, activation, dataFormat, context), activityRegularizer);
    }
}
