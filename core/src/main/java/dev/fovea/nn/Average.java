package dev.fovea.nn;

import dev.fovea.op.Affine;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import java.util.List;

/** The mean, element by element, of two inputs or more of one shape, but for axes of length 1, as Keras's {@code Average}. */
public record Average(String name) implements Merge {
    public static Average of() {
        return new Average(null);
    }

    public Average name(String name) {
        return new Average(name);
    }

    @Override
    public Value merge(List<Value> inputs, LayerContext context) {
        Value sum = Merge.fold(Combine.Function.ADD, inputs, context);
        return context.add(new Affine(1f / inputs.size(), 0), sum);
    }
}
