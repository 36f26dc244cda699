package dev.fovea.nn;

import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import java.util.List;

/** The smallest, element by element, of two inputs or more of one shape, but for axes of length 1, as Keras's {@code Minimum}. */
public record Minimum(String name) implements Merge {
    public static Minimum of() {
        return new Minimum(null);
    }

    public Minimum name(String name) {
        return new Minimum(name);
    }

    @Override
    public Value merge(List<Value> inputs, LayerContext context) {
        return Merge.fold(Combine.Function.MINIMUM, inputs, context);
    }
}
