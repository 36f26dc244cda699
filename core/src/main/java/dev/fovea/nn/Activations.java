package dev.fovea.nn;

import dev.fovea.op.Apply;
import dev.fovea.op.Softmax;
import dev.fovea.op.Value;
import dev.fovea.tensor.ScalarFunction;

/** The activation functions by their names in {@code keras.activations}, with the functions' defaults. */
public enum Activations {
    LINEAR,
    RELU,
    RELU6,
    LEAKY_RELU,
    ELU,
    SIGMOID,
    TANH,
    SILU,
    SOFTPLUS,
    EXPONENTIAL,
    SOFTMAX;

    /** Adds this function to a graph. */
    public Value apply(Value input, LayerContext context) {
        return switch (this) {
            case LINEAR -> input;
            case SOFTMAX -> context.add(new Softmax(), input);
            case LEAKY_RELU -> context.add(new Apply(ScalarFunction.LEAKY_RELU, 0.2f), input);
            case ELU -> context.add(new Apply(ScalarFunction.ELU, 1), input);
            default -> context.add(Apply.of(ScalarFunction.valueOf(name())), input);
        };
    }
}
