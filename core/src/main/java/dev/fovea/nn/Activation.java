package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * An activation function as a layer of its own, as Keras's {@code Activation}. Shape: {@code [N,...] -> [N,...]}.
 *
 * @param activation the function, with its own defaults
 */
public record Activation(Activations activation, String name) implements Layer {
    public static Activation of(Activations activation) {
        return new Activation(activation, null);
    }

    public Activation name(String name) {
        return new Activation(activation, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return activation.apply(input, context);
    }
}
