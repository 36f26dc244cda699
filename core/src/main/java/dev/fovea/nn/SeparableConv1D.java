package dev.fovea.nn;

import dev.fovea.op.Conv2d;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * Convolution of each channel of a sequence by filters of its own, whose maps a convolution of one tap then mixes, as
 * Keras's {@code SeparableConv1D}.
 *
 * <p>Shape: {@code [N,L,C] -> [N,F,filters]}. Weights: depthwise_kernel {@code [S,C,depthMultiplier]},
 * pointwise_kernel {@code [1,C*depthMultiplier,filters]}, bias {@code [filters]}.
 *
 * <pre>{@code
 * SeparableConv1D.of(64, 3).padding(SAME).activation(RELU)
 * }</pre>
 *
 * @param filters the number of output channels, at least 1
 * @param kernelSize the taps of the depthwise filters, at least 1
 * @param strides the depthwise filters' steps; over 1 only where they are not dilated
 * @param dilationRate the distance between a depthwise filter's taps
 * @param depthMultiplier how many depthwise filters each channel has, at least 1
 * @param activityRegularizer what the size of the layer's output costs, per image, or null
 */
public record SeparableConv1D(
        int filters,
        int kernelSize,
        int strides,
        Padding padding,
        DataFormat dataFormat,
        int dilationRate,
        int depthMultiplier,
        Activations activation,
        boolean useBias,
        Initializer depthwiseInitializer,
        Initializer pointwiseInitializer,
        Initializer biasInitializer,
        Regularizer depthwiseRegularizer,
        Regularizer pointwiseRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint depthwiseConstraint,
        Constraint pointwiseConstraint,
        Constraint biasConstraint,
        String name)
        implements Layer {
    public SeparableConv1D {
        if (filters < 1 || depthMultiplier < 1) {
            throw new IllegalArgumentException(
                    "SeparableConv1D takes at least 1 filter and a depthMultiplier of at least 1; got " + filters
                            + " and " + depthMultiplier);
        }
        Convolution.checkWindow("SeparableConv1D", kernelSize, strides, dilationRate);
    }

    public static SeparableConv1D of(int filters, int kernelSize) {
        return new SeparableConv1D(
                filters,
                kernelSize,
                1,
                Padding.VALID,
                DataFormat.CHANNELS_LAST,
                1,
                1,
                Activations.LINEAR,
                true,
                Initializer.GLOROT_UNIFORM,
                Initializer.GLOROT_UNIFORM,
                Initializer.ZEROS,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    public SeparableConv1D strides(int strides) {
        return Components.with(this, "strides", strides);
    }

    public SeparableConv1D padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    public SeparableConv1D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public SeparableConv1D dilationRate(int dilationRate) {
        return Components.with(this, "dilationRate", dilationRate);
    }

    public SeparableConv1D depthMultiplier(int depthMultiplier) {
        return Components.with(this, "depthMultiplier", depthMultiplier);
    }

    public SeparableConv1D activation(Activations activation) {
        return Components.with(this, "activation", activation);
    }

    public SeparableConv1D useBias(boolean useBias) {
        return Components.with(this, "useBias", useBias);
    }

    public SeparableConv1D depthwiseInitializer(Initializer depthwiseInitializer) {
        return Components.with(this, "depthwiseInitializer", depthwiseInitializer);
    }

    public SeparableConv1D pointwiseInitializer(Initializer pointwiseInitializer) {
        return Components.with(this, "pointwiseInitializer", pointwiseInitializer);
    }

    public SeparableConv1D biasInitializer(Initializer biasInitializer) {
        return Components.with(this, "biasInitializer", biasInitializer);
    }

    public SeparableConv1D depthwiseRegularizer(Regularizer depthwiseRegularizer) {
        return Components.with(this, "depthwiseRegularizer", depthwiseRegularizer);
    }

    public SeparableConv1D pointwiseRegularizer(Regularizer pointwiseRegularizer) {
        return Components.with(this, "pointwiseRegularizer", pointwiseRegularizer);
    }

    public SeparableConv1D biasRegularizer(Regularizer biasRegularizer) {
        return Components.with(this, "biasRegularizer", biasRegularizer);
    }

    public SeparableConv1D activityRegularizer(Regularizer activityRegularizer) {
        return Components.with(this, "activityRegularizer", activityRegularizer);
    }

    public SeparableConv1D depthwiseConstraint(Constraint depthwiseConstraint) {
        return Components.with(this, "depthwiseConstraint", depthwiseConstraint);
    }

    public SeparableConv1D pointwiseConstraint(Constraint pointwiseConstraint) {
        return Components.with(this, "pointwiseConstraint", pointwiseConstraint);
    }

    public SeparableConv1D biasConstraint(Constraint biasConstraint) {
        return Components.with(this, "biasConstraint", biasConstraint);
    }

    public SeparableConv1D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int channels = dataFormat.channels(input, 1);
        Shape depthwiseShape = Shape.of(kernelSize, channels, depthMultiplier);
        Value depthwise = context.weight(WeightSpec.of("depthwise_kernel", depthwiseShape, depthwiseInitializer)
                .regularizer(depthwiseRegularizer)
                .constraint(depthwiseConstraint));
        Shape pointwiseShape = Shape.of(1, channels * depthMultiplier, filters);
        Value pointwise = context.weight(WeightSpec.of("pointwise_kernel", pointwiseShape, pointwiseInitializer)
                .regularizer(pointwiseRegularizer)
                .constraint(pointwiseConstraint));
        Value x = dataFormat.toLast(input, context);
        Convolution.checkFits(x, kernelSize, dilationRate, padding);
        Value maps =
                Convolution.depthwise(x, depthwise, Size.of(1, strides), padding, Size.of(1, dilationRate), context);
        Value y = Convolution.convolve(Conv2d.of(Size.of(1), Padding.VALID), maps, pointwise, context);
        WeightSpec bias = useBias
                ? WeightSpec.of("bias", Shape.of(filters), biasInitializer)
                        .regularizer(biasRegularizer)
                        .constraint(biasConstraint)
                : null;
        return context.penalized(Convolution.finish(y, 1, bias, activation, dataFormat, context), activityRegularizer);
    }
}
