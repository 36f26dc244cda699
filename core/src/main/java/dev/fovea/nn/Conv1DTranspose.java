package dev.fovea.nn;

import dev.fovea.op.Conv2d;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Transposed convolution of sequences, from what a convolution gives to what it takes, as Keras's {@code
 * Conv1DTranspose}.
 *
 * <p>Shape: {@code [N,L,C] -> [N,F,filters]}. Weights: kernel {@code [S,filters,C]}, bias {@code [filters]}.
 *
 * <p>Of n places along an axis, with a kernel that spans k, padding "valid" makes {@code (n-1)*strides+k+outputPadding}
 * and padding "same" {@code (n-1)*strides+k%2+outputPadding}; where outputPadding is null, {@code
 * (n-1)*strides+max(k,strides)} and {@code n*strides}.
 *
 * <pre>{@code
 * Conv1DTranspose.of(32, 3).strides(2).padding(SAME)
 * }</pre>
 *
 * @param filters the number of output channels, at least 1
 * @param kernelSize the taps of a filter, at least 1
 * @param strides how many places apart the filters are laid down; over 1 only where they are not dilated
 * @param outputPadding how many places more to make after the last, fewer than strides, or null
 * @param dilationRate the distance between a filter's taps
 * @param kernelRegularizer what the kernel's size costs, or null
 * @param activityRegularizer what the size of the layer's output costs, per image, or null
 * @param kernelConstraint what the kernel is held to, or null
 */
public record Conv1DTranspose(
        int filters,
        int kernelSize,
        int strides,
        Padding padding,
        Integer outputPadding,
        DataFormat dataFormat,
        int dilationRate,
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
    public Conv1DTranspose {
        Convolution.checkFilters("Conv1DTranspose", filters, 1);
        Convolution.checkWindow("Conv1DTranspose", kernelSize, strides, dilationRate);
        Transposed.checkOutputPadding("Conv1DTranspose", outputPadding == null ? null : List.of(outputPadding), 1);
    }

    public static Conv1DTranspose of(int filters, int kernelSize) {
        return new Conv1DTranspose(
                filters,
                kernelSize,
                1,
                Padding.VALID,
                null,
                DataFormat.CHANNELS_LAST,
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

    public Conv1DTranspose strides(int strides) {
        return Components.with(this, "strides", strides);
    }

    public Conv1DTranspose padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    public Conv1DTranspose outputPadding(Integer outputPadding) {
        return Components.with(this, "outputPadding", outputPadding);
    }

    public Conv1DTranspose dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public Conv1DTranspose dilationRate(int dilationRate) {
        return Components.with(this, "dilationRate", dilationRate);
    }

    public Conv1DTranspose activation(Activations activation) {
        return Components.with(this, "activation", activation);
    }

    public Conv1DTranspose useBias(boolean useBias) {
        return Components.with(this, "useBias", useBias);
    }

    public Conv1DTranspose kernelInitializer(Initializer kernelInitializer) {
        return Components.with(this, "kernelInitializer", kernelInitializer);
    }

    public Conv1DTranspose biasInitializer(Initializer biasInitializer) {
        return Components.with(this, "biasInitializer", biasInitializer);
    }

    public Conv1DTranspose kernelRegularizer(Regularizer kernelRegularizer) {
        return Components.with(this, "kernelRegularizer", kernelRegularizer);
    }

    public Conv1DTranspose biasRegularizer(Regularizer biasRegularizer) {
        return Components.with(this, "biasRegularizer", biasRegularizer);
    }

    public Conv1DTranspose activityRegularizer(Regularizer activityRegularizer) {
        return Components.with(this, "activityRegularizer", activityRegularizer);
    }

    public Conv1DTranspose kernelConstraint(Constraint kernelConstraint) {
        return Components.with(this, "kernelConstraint", kernelConstraint);
    }

    public Conv1DTranspose biasConstraint(Constraint biasConstraint) {
        return Components.with(this, "biasConstraint", biasConstraint);
    }

    public Conv1DTranspose name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int channels = dataFormat.channels(input, 1);
        Shape kernelShape = Shape.of(kernelSize, filters, channels);
        Value kernel = context.weight(WeightSpec.of("kernel", kernelShape, kernelInitializer)
                .regularizer(kernelRegularizer)
                .constraint(kernelConstraint));
        Value x = dataFormat.toLast(input, context);
        Transposed.Axis axis =
                Transposed.Axis.of(x.shape().dim(0), kernelSize, strides, dilationRate, padding, outputPadding);
        Conv2d conv = new Conv2d(Size.of(1, strides), padding, Size.of(1, dilationRate), 1);
        Value y = Transposed.convolve(
                image -> new Conv2d.InputGradient(conv, image),
                Convolution.withRow(x, 3, context),
                Convolution.withRow(kernel, 4, context),
                List.of(Transposed.Axis.ROW, axis),
                context);
        WeightSpec bias = useBias
                ? WeightSpec.of("bias", Shape.of(filters), biasInitializer)
                        .regularizer(biasRegularizer)
                        .constraint(biasConstraint)
                : null;
        return context.penalized(Convolution.finish(y, 1, bias, activation, dataFormat, context), activityRegularizer);
    }
}
