package dev.fovea.nn;

import dev.fovea.op.ChannelScale;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * Multiplies each channel with a factor that is learned and begins small (Touvron et al. 2021), as {@code LayerScale} of
 * Keras's ConvNeXt.
 *
 * <p>Shape: {@code [N,...,C] -> [N,...,C]}. Weight: gamma {@code [C]}.
 *
 * @param initValues what the factors begin with
 * @param projectionDim the number of channels
 */
public record LayerScale(float initValues, int projectionDim, String name) implements Layer {
    public static LayerScale of(float initValues, int projectionDim) {
        return new LayerScale(initValues, projectionDim, null);
    }

    public LayerScale name(String name) {
        return new LayerScale(initValues, projectionDim, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        Shape shape = input.shape();
        if (shape.rank() < 1 || shape.dim(-1) != projectionDim) {
            throw new IllegalArgumentException("it scales " + projectionDim + " channels, but an image is " + shape
                    + "; give as many as the last axis");
        }
        Value gamma = context.weight("gamma", Shape.of(projectionDim), new Initializer.Constant(initValues));
        return context.add(new ChannelScale(), input, gamma);
    }
}
