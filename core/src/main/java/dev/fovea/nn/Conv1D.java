package dev.fovea.nn;

import dev.fovea.op.Conv2d;
import dev.fovea.op.Pad;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * Convolution of sequences, as Keras's {@code Conv1D}.
 *
 * <p>Shape: {@code [N,L,C] -> [N,F,filters]}. Weights: kernel {@code [S,C/groups,filters]}, bias {@code
 * [filters]}.
 *
 * <pre>{@code
 * Conv1D.of(32, 3).padding(CAUSAL).activation(RELU)
 * }</pre>
 *
 * @param filters the number of output channels, at least 1
 * @param kernelSize the taps of a filter, at least 1
 * @param strides the filters' steps; over 1 only where they are not dilated
 * @param dilationRate the distance between a filter's taps
 * @param groups into how many parts the channels are split, each with filters of its own
 * @param kernelRegularizer what the kernel's size costs, or null
 * @param activityRegularizer what the size of the layer's output costs, per image, or null
 * @param kernelConstraint what the kernel is held to, or null
 */
public record Conv1D(
        int filters,
        int kernelSize,
        int strides,
        Padding1D padding,
        DataFormat dataFormat,
        int dilationRate,
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
    public Conv1D {
        Convolution.checkFilters("Conv1D", filters, groups);
        Convolution.checkWindow("Conv1D", kernelSize, strides, dilationRate);
    }

    public static Conv1D of(int filters, int kernelSize) {
        return new Conv1D(
                filters,
                kernelSize,
                1,
                Padding1D.VALID,
                DataFormat.CHANNELS_LAST,
                1,
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

    public Conv1D strides(int strides) {
        return Components.with(this, "strides", strides);
    }

    public Conv1D padding(Padding padding) {
        return padding(Padding1D.valueOf(padding.name()));
    }

    public Conv1D padding(Padding1D padding) {
        return Components.with(this, "padding", padding);
    }

    public Conv1D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public Conv1D dilationRate(int dilationRate) {
        return Components.with(this, "dilationRate", dilationRate);
    }

    public Conv1D groups(int groups) {
        return Components.with(this, "groups", groups);
    }

    public Conv1D activation(Activations activation) {
        return Components.with(this, "activation", activation);
    }

    public Conv1D useBias(boolean useBias) {
        return Components.with(this, "useBias", useBias);
    }

    public Conv1D kernelInitializer(Initializer kernelInitializer) {
        return Components.with(this, "kernelInitializer", kernelInitializer);
    }

    public Conv1D biasInitializer(Initializer biasInitializer) {
        return Components.with(this, "biasInitializer", biasInitializer);
    }

    public Conv1D kernelRegularizer(Regularizer kernelRegularizer) {
        return Components.with(this, "kernelRegularizer", kernelRegularizer);
    }

    public Conv1D biasRegularizer(Regularizer biasRegularizer) {
        return Components.with(this, "biasRegularizer", biasRegularizer);
    }

    public Conv1D activityRegularizer(Regularizer activityRegularizer) {
        return Components.with(this, "activityRegularizer", activityRegularizer);
    }

    public Conv1D kernelConstraint(Constraint kernelConstraint) {
        return Components.with(this, "kernelConstraint", kernelConstraint);
    }

    public Conv1D biasConstraint(Constraint biasConstraint) {
        return Components.with(this, "biasConstraint", biasConstraint);
    }

    public Conv1D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int channels = Convolution.channelsPerGroup(dataFormat.channels(input, 1), groups);
        Shape kernelShape = Shape.of(kernelSize, channels, filters);
        Value kernel = context.weight(WeightSpec.of("kernel", kernelShape, kernelInitializer)
                .regularizer(kernelRegularizer)
                .constraint(kernelConstraint));
        Value x = dataFormat.toLast(input, context);
        if (padding == Padding1D.CAUSAL) {
            long before = (kernelSize - 1L) * dilationRate;
            x = context.add(new Pad(0, (int) Math.min(before, Integer.MAX_VALUE), 0), x);
        }
        Padding around = padding == Padding1D.SAME ? Padding.SAME : Padding.VALID;
        Convolution.checkFits(x, kernelSize, dilationRate, around);
        Conv2d conv = new Conv2d(Size.of(1, strides), around, Size.of(1, dilationRate), groups);
        Value y = Convolution.convolve(conv, x, kernel, context);
        WeightSpec bias = useBias
                ? WeightSpec.of("bias", Shape.of(filters), biasInitializer)
                        .regularizer(biasRegularizer)
                        .constraint(biasConstraint)
                : null;
        return context.penalized(Convolution.finish(y, 1, bias, activation, dataFormat, context), activityRegularizer);
    }
}
