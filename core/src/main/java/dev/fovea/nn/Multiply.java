package dev.fovea.nn;

import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import java.util.List;

/** The product, element by element, of two inputs or more of one shape, but for axes of length 1, as Keras's {@code Multiply}. */
public record Multiply(String name) implements Merge {
    public static Multiply of() {
        return new Multiply(null);
    }

    public Multiply name(String name) {
        return new Multiply(name);
    }

    @Override
    public Value merge(List<Value> inputs, LayerContext context) {
        return Merge.fold(Combine.Function.MULTIPLY, inputs, context);
    }
}
