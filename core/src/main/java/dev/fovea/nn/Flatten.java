package dev.fovea.nn;

import dev.fovea.op.Reshape;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * All axes but the batch made one, row-major, as Keras's {@code Flatten}. Shape: {@code [N,...] -> [N,size]}.
 */
public record Flatten(String name) implements Layer {
    public static Flatten of() {
        return new Flatten(null);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return context.add(new Reshape(Shape.of(input.shape().size())), input);
    }
}
