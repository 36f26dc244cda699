package dev.fovea.nn;

import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * Convolution of each channel of a sequence by filters of its own, as Keras's {@code DepthwiseConv1D}.
 *
 * <p>Shape: {@code [N,L,C] -> [N,F,C*depthMultiplier]}; what channel c gives lies at {@code c * depthMultiplier} and
 * after. Weights: kernel {@code [S,C,depthMultiplier]}, bias {@code [C*depthMultiplier]}.
 *
 * <pre>{@code
 * DepthwiseConv1D.of(3).padding(SAME).depthMultiplier(2)
 * }</pre>
 *
 * @param kernelSize the taps of a filter, at least 1
 * @param strides the filters' steps; over 1 only where they are not dilated
 * @param depthMultiplier how many filters each channel has, at least 1
 * @param dilationRate the distance between a filter's taps
 * @param activityRegularizer what the size of the layer's output costs, per image, or null
 */
public record DepthwiseConv1D(
        int kernelSize,
        int strides,
        Padding padding,
        int depthMultiplier,
        DataFormat dataFormat,
        int dilationRate,
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
    public DepthwiseConv1D {
        if (depthMultiplier < 1) {
            throw new IllegalArgumentException(
                    "DepthwiseConv1D takes a depthMultiplier of at least 1, not " + depthMultiplier);
        }
        Convolution.checkWindow("DepthwiseConv1D", kernelSize, strides, dilationRate);
    }

    public static DepthwiseConv1D of(int kernelSize) {
        return new DepthwiseConv1D(
                kernelSize,
                1,
                Padding.VALID,
                1,
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

    public DepthwiseConv1D strides(int strides) {
        return Components.with(this, "strides", strides);
    }

    public DepthwiseConv1D padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    public DepthwiseConv1D depthMultiplier(int depthMultiplier) {
        return Components.with(this, "depthMultiplier", depthMultiplier);
    }

    public DepthwiseConv1D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public DepthwiseConv1D dilationRate(int dilationRate) {
        return Components.with(this, "dilationRate", dilationRate);
    }

    public DepthwiseConv1D activation(Activations activation) {
        return Components.with(this, "activation", activation);
    }

    public DepthwiseConv1D useBias(boolean useBias) {
        return Components.with(this, "useBias", useBias);
    }

    public DepthwiseConv1D depthwiseInitializer(Initializer depthwiseInitializer) {
        return Components.with(this, "depthwiseInitializer", depthwiseInitializer);
    }

    public DepthwiseConv1D biasInitializer(Initializer biasInitializer) {
        return Components.with(this, "biasInitializer", biasInitializer);
    }

    public DepthwiseConv1D depthwiseRegularizer(Regularizer depthwiseRegularizer) {
        return Components.with(this, "depthwiseRegularizer", depthwiseRegularizer);
    }

    public DepthwiseConv1D biasRegularizer(Regularizer biasRegularizer) {
        return Components.with(this, "biasRegularizer", biasRegularizer);
    }

    public DepthwiseConv1D activityRegularizer(Regularizer activityRegularizer) {
        return Components.with(this, "activityRegularizer", activityRegularizer);
    }

    public DepthwiseConv1D depthwiseConstraint(Constraint depthwiseConstraint) {
        return Components.with(this, "depthwiseConstraint", depthwiseConstraint);
    }

    public DepthwiseConv1D biasConstraint(Constraint biasConstraint) {
        return Components.with(this, "biasConstraint", biasConstraint);
    }

    public DepthwiseConv1D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int channels = dataFormat.channels(input, 1);
        Shape kernelShape = Shape.of(kernelSize, channels, depthMultiplier);
        Value kernel = context.weight(WeightSpec.of("kernel", kernelShape, depthwiseInitializer)
                .regularizer(depthwiseRegularizer)
                .constraint(depthwiseConstraint));
        Value x = dataFormat.toLast(input, context);
        Convolution.checkFits(x, kernelSize, dilationRate, padding);
        Value y = Convolution.depthwise(x, kernel, Size.of(1, strides), padding, Size.of(1, dilationRate), context);
        WeightSpec bias = useBias
                ? WeightSpec.of("bias", Shape.of(channels * depthMultiplier), biasInitializer)
                        .regularizer(biasRegularizer)
                        .constraint(biasConstraint)
                : null;
        return context.penalized(Convolution.finish(y, 1, bias, activation, dataFormat, context), activityRegularizer);
    }
}
