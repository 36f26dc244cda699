package dev.fovea.nn;

import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import java.util.List;

/** The sum of two inputs or more of one shape, but for axes of length 1, as Keras's {@code Add}. */
public record Add(String name) implements Merge {
    public static Add of() {
        return new Add(null);
    }

    public Add name(String name) {
        return new Add(name);
    }

    @Override
    public Value merge(List<Value> inputs, LayerContext context) {
        return Merge.fold(Combine.Function.ADD, inputs, context);
    }
}
