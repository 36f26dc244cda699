package dev.fovea.nn;

import dev.fovea.op.Value;

/** Passes its input on as it is, as Keras's {@code Identity}. Shape: {@code [N,...] -> [N,...]}. */
public record Identity(String name) implements Layer {
    public static Identity of() {
        return new Identity(null);
    }

    public Identity name(String name) {
        return new Identity(name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return input;
    }
}
