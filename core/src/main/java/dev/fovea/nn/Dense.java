package dev.fovea.nn;

import dev.fovea.op.BiasAdd;
import dev.fovea.op.MatMul;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * A fully connected layer, as Keras's {@code Dense}.
 *
 * <p>Shape: {@code [N,...,K] -> [N,...,units]}. Weights: kernel {@code [K,units]}, bias {@code [units]}.
 */
public record Dense(int units, Activations activation, boolean useBias, Initializer kernelInitializer, Initializer biasInitializer, String name) implements Layer {
    public Dense {
        if (units < 1) {
            throw new IllegalArgumentException("Dense needs at least 1 unit, not " + units);
        }
    }

    public static Dense of(int units) {
        return new Dense(units, Activations.LINEAR, true, Initializer.GLOROT_UNIFORM, Initializer.ZEROS, null);
    }

    public Dense activation(Activations activation) {
        return new Dense(units, activation, useBias, kernelInitializer, biasInitializer, name);
    }

    public Dense kernelInitializer(Initializer kernelInitializer) {
        return new Dense(units, activation, useBias, kernelInitializer, biasInitializer, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        if (input.shape().rank() < 1) {
            throw new IllegalArgumentException("Dense needs an axis of features; got a single number per image");
        }
        Value kernel = context.weight("kernel", Shape.of(input.shape().dim(-1), units), kernelInitializer);
        Value y = context.add(new MatMul(), input, kernel);
        if (useBias) {
            y = context.add(new BiasAdd(), y, context.weight("bias", Shape.of(units), biasInitializer));
        }
        return activation.apply(y, context);
    }
}
