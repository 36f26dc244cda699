package dev.fovea.nn;

import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import java.util.List;

/** The largest, element by element, of two inputs or more of one shape, but for axes of length 1, as Keras's {@code Maximum}. */
public record Maximum(String name) implements Merge {
    public static Maximum of() {
        return new Maximum(null);
    }

    public Maximum name(String name) {
        return new Maximum(name);
    }

    @Override
    public Value merge(List<Value> inputs, LayerContext context) {
        return Merge.fold(Combine.Function.MAXIMUM, inputs, context);
    }
}
