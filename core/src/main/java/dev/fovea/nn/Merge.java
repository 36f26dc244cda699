package dev.fovea.nn;

import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import java.util.List;

/** A layer that makes one value of several, as Keras's merging layers do. */
public sealed interface Merge extends Layer
        permits Add, Average, Concatenate, Dot, Maximum, Minimum, Multiply, Subtract {
    /** Adds the layer's ops for at least two inputs. */
    Value merge(List<Value> inputs, LayerContext context);

    @Override
    default Value call(Value input, LayerContext context) {
        return call(List.of(input), context);
    }

    @Override
    default Value call(List<Value> inputs, LayerContext context) {
        if (inputs.size() < 2) {
            throw new IllegalArgumentException("it takes two inputs or more, not " + inputs.size() + "; apply it as "
                    + className() + ".of().apply(a, b)");
        }
        return merge(inputs, context);
    }

    /** The inputs combined pair by pair, from the first on. */
    static Value fold(Combine.Function function, List<Value> inputs, LayerContext context) {
        Value y = inputs.getFirst();
        for (Value next : inputs.subList(1, inputs.size())) {
            if (!next.shape().equals(y.shape())) {
                throw new IllegalArgumentException("it takes inputs of one shape, not "
                        + inputs.stream().map(Value::shape).toList());
            }
            y = context.add(new Combine(function), y, next);
        }
        return y;
    }
}
