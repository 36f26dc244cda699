package dev.fovea.nn;

import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import java.util.List;

/** The first of two inputs of one shape, but for axes of length 1, less the second, as Keras's {@code Subtract}. */
public record Subtract(String name) implements Merge {
    public static Subtract of() {
        return new Subtract(null);
    }

    public Subtract name(String name) {
        return new Subtract(name);
    }

    @Override
    public Value merge(List<Value> inputs, LayerContext context) {
        if (inputs.size() != 2) {
            throw new IllegalArgumentException("it takes two inputs, not " + inputs.size());
        }
        return Merge.fold(Combine.Function.SUBTRACT, inputs, context);
    }
}
