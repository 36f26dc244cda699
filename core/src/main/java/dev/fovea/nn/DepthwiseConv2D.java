package dev.fovea.nn;

import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * Convolution of each channel by filters of its own, as Keras's {@code DepthwiseConv2D}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,E,F,C*depthMultiplier]}; what channel c gives lies at {@code c * depthMultiplier} and
 * after. Weights: kernel {@code [R,S,C,depthMultiplier]}, bias {@code [C*depthMultiplier]}.
 *
 * <pre>{@code
 * DepthwiseConv2D.of(3).padding(SAME).depthMultiplier(2)
 * }</pre>
 *
 * @param kernelSize rows and columns of the filters
 * @param strides the filters' steps; over 1 only where they are not dilated
 * @param depthMultiplier how many filters each channel has, at least 1
 * @param dilationRate the distance between a filter's taps
 * @param activityRegularizer what the size of the layer's output costs, per image, or null
 */
public record DepthwiseConv2D(
        Size kernelSize,
        Size strides,
        Padding padding,
        int depthMultiplier,
        DataFormat dataFormat,
        Size dilationRate,
        Activations activation,
        boolean useBias,
        Initializer depthwiseInitializer,
        Initializer biasInitializer,
        Regularizer depthwiseRegularizer,
        Regularizer biasRegularizer,
        Regularizer activityRegularizer,
        Constraint depthwiseConstraint,
        Constraint biasConstraint,
        String name)
        implements Layer {
    public DepthwiseConv2D {
        if (depthMultiplier < 1) {
            throw new IllegalArgumentException(
                    "DepthwiseConv2D takes a depthMultiplier of at least 1, not " + depthMultiplier);
        }
        Convolution.checkSteps("DepthwiseConv2D", strides, dilationRate, Size.of(1));
    }

    public static DepthwiseConv2D of(int kernelSize) {
        return of(Size.of(kernelSize));
    }

    public static DepthwiseConv2D of(Size kernelSize) {
        return new DepthwiseConv2D(
                kernelSize,
                Size.of(1),
                Padding.VALID,
                1,
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

    public DepthwiseConv2D strides(int strides) {
        return strides(Size.of(strides));
    }

    public DepthwiseConv2D strides(Size strides) {
        return Components.with(this, "strides", strides);
    }

    public DepthwiseConv2D padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    public DepthwiseConv2D depthMultiplier(int depthMultiplier) {
        return Components.with(this, "depthMultiplier", depthMultiplier);
    }

    public DepthwiseConv2D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public DepthwiseConv2D dilationRate(int dilationRate) {
        return dilationRate(Size.of(dilationRate));
    }

    public DepthwiseConv2D dilationRate(Size dilationRate) {
        return Components.with(this, "dilationRate", dilationRate);
    }

    public DepthwiseConv2D activation(Activations activation) {
        return Components.with(this, "activation", activation);
    }

    public DepthwiseConv2D useBias(boolean useBias) {
        return Components.with(this, "useBias", useBias);
    }

    public DepthwiseConv2D depthwiseInitializer(Initializer depthwiseInitializer) {
        return Components.with(this, "depthwiseInitializer", depthwiseInitializer);
    }

    public DepthwiseConv2D biasInitializer(Initializer biasInitializer) {
        return Components.with(this, "biasInitializer", biasInitializer);
    }

    public DepthwiseConv2D depthwiseRegularizer(Regularizer depthwiseRegularizer) {
        return Components.with(this, "depthwiseRegularizer", depthwiseRegularizer);
    }

    public DepthwiseConv2D biasRegularizer(Regularizer biasRegularizer) {
        return Components.with(this, "biasRegularizer", biasRegularizer);
    }

    public DepthwiseConv2D activityRegularizer(Regularizer activityRegularizer) {
        return Components.with(this, "activityRegularizer", activityRegularizer);
    }

    public DepthwiseConv2D depthwiseConstraint(Constraint depthwiseConstraint) {
        return Components.with(this, "depthwiseConstraint", depthwiseConstraint);
    }

    public DepthwiseConv2D biasConstraint(Constraint biasConstraint) {
        return Components.with(this, "biasConstraint", biasConstraint);
    }

    public DepthwiseConv2D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int channels = dataFormat.channels(input);
        Shape kernelShape = Shape.of(kernelSize.height(), kernelSize.width(), channels, depthMultiplier);
        Value kernel = context.weight(WeightSpec.of("kernel", kernelShape, depthwiseInitializer)
                .regularizer(depthwiseRegularizer)
                .constraint(depthwiseConstraint));
        Value y = Convolution.depthwise(
                dataFormat.toLast(input, context), kernel, strides, padding, dilationRate, context);
        WeightSpec bias = useBias
                ? WeightSpec.of("bias", Shape.of(channels * depthMultiplier), biasInitializer)
                        .regularizer(biasRegularizer)
                        .constraint(biasConstraint)
                : null;
        return context.penalized(Convolution.finish(y, 2, bias, activation, dataFormat, context), activityRegularizer);
    }
}
