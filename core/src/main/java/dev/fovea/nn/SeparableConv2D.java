package dev.fovea.nn;

import dev.fovea.op.Conv2d;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * Convolution of each channel by filters of its own, whose maps a 1x1 convolution then mixes, as Keras's {@code
 * SeparableConv2D}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,E,F,filters]}. Weights: depthwise_kernel {@code [R,S,C,depthMultiplier]},
 * pointwise_kernel {@code [1,1,C*depthMultiplier,filters]}, bias {@code [filters]}.
 *
 * <pre>{@code
 * SeparableConv2D.of(64, 3).padding(SAME).activation(RELU)
 * }</pre>
 *
 * @param filters the number of output channels, at least 1
 * @param kernelSize rows and columns of the depthwise filters
 * @param strides the depthwise filters' steps; over 1 only where they are not dilated
 * @param dilationRate the distance between a depthwise filter's taps
 * @param depthMultiplier how many depthwise filters each channel has, at least 1
 * @param activityRegularizer what the size of the layer's output costs, per image, or null
 */
public record SeparableConv2D(
        int filters,
        Size kernelSize,
        Size strides,
        Padding padding,
        DataFormat dataFormat,
        Size dilationRate,
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
    public SeparableConv2D {
        if (filters < 1 || depthMultiplier < 1) {
            throw new IllegalArgumentException(
                    "SeparableConv2D takes at least 1 filter and a depthMultiplier of at least 1; got " + filters
                            + " and " + depthMultiplier);
        }
        Convolution.checkSteps("SeparableConv2D", strides, dilationRate, Size.of(1));
    }

    public static SeparableConv2D of(int filters, int kernelSize) {
        return of(filters, Size.of(kernelSize));
    }

    public static SeparableConv2D of(int filters, Size kernelSize) {
        return new SeparableConv2D(
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

    public SeparableConv2D strides(int strides) {
        return strides(Size.of(strides));
    }

    public SeparableConv2D strides(Size strides) {
        return Components.with(this, "strides", strides);
    }

    public SeparableConv2D padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    public SeparableConv2D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public SeparableConv2D dilationRate(int dilationRate) {
        return dilationRate(Size.of(dilationRate));
    }

    public SeparableConv2D dilationRate(Size dilationRate) {
        return Components.with(this, "dilationRate", dilationRate);
    }

    public SeparableConv2D depthMultiplier(int depthMultiplier) {
        return Components.with(this, "depthMultiplier", depthMultiplier);
    }

    public SeparableConv2D activation(Activations activation) {
        return Components.with(this, "activation", activation);
    }

    public SeparableConv2D useBias(boolean useBias) {
        return Components.with(this, "useBias", useBias);
    }

    public SeparableConv2D depthwiseInitializer(Initializer depthwiseInitializer) {
        return Components.with(this, "depthwiseInitializer", depthwiseInitializer);
    }

    public SeparableConv2D pointwiseInitializer(Initializer pointwiseInitializer) {
        return Components.with(this, "pointwiseInitializer", pointwiseInitializer);
    }

    public SeparableConv2D biasInitializer(Initializer biasInitializer) {
        return Components.with(this, "biasInitializer", biasInitializer);
    }

    public SeparableConv2D depthwiseRegularizer(Regularizer depthwiseRegularizer) {
        return Components.with(this, "depthwiseRegularizer", depthwiseRegularizer);
    }

    public SeparableConv2D pointwiseRegularizer(Regularizer pointwiseRegularizer) {
        return Components.with(this, "pointwiseRegularizer", pointwiseRegularizer);
    }

    public SeparableConv2D biasRegularizer(Regularizer biasRegularizer) {
        return Components.with(this, "biasRegularizer", biasRegularizer);
    }

    public SeparableConv2D activityRegularizer(Regularizer activityRegularizer) {
        return Components.with(this, "activityRegularizer", activityRegularizer);
    }

    public SeparableConv2D depthwiseConstraint(Constraint depthwiseConstraint) {
        return Components.with(this, "depthwiseConstraint", depthwiseConstraint);
    }

    public SeparableConv2D pointwiseConstraint(Constraint pointwiseConstraint) {
        return Components.with(this, "pointwiseConstraint", pointwiseConstraint);
    }

    public SeparableConv2D biasConstraint(Constraint biasConstraint) {
        return Components.with(this, "biasConstraint", biasConstraint);
    }

    public SeparableConv2D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int channels = dataFormat.channels(input);
        Shape depthwiseShape = Shape.of(kernelSize.height(), kernelSize.width(), channels, depthMultiplier);
        Value depthwise = context.weight(WeightSpec.of("depthwise_kernel", depthwiseShape, depthwiseInitializer)
                .regularizer(depthwiseRegularizer)
                .constraint(depthwiseConstraint));
        Shape pointwiseShape = Shape.of(1, 1, channels * depthMultiplier, filters);
        Value pointwise = context.weight(WeightSpec.of("pointwise_kernel", pointwiseShape, pointwiseInitializer)
                .regularizer(pointwiseRegularizer)
                .constraint(pointwiseConstraint));
        Value maps = Convolution.depthwise(
                dataFormat.toLast(input, context), depthwise, strides, padding, dilationRate, context);
        Value y = Convolution.convolve(Conv2d.of(Size.of(1), Padding.VALID), maps, pointwise, context);
        WeightSpec bias = useBias
                ? WeightSpec.of("bias", Shape.of(filters), biasInitializer)
                        .regularizer(biasRegularizer)
                        .constraint(biasConstraint)
                : null;
        return context.penalized(Convolution.finish(y, 2, bias, activation, dataFormat, context), activityRegularizer);
    }
}
