package dev.fovea.nn;

import dev.fovea.op.Combine;
import dev.fovea.op.Repeat;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
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

    /** The inputs combined pair by pair, from the first on; an axis of length 1 goes with any length, as in Keras. */
    static Value fold(Combine.Function function, List<Value> inputs, LayerContext context) {
        Shape shape = inputs.getFirst().shape();
        for (Value input : inputs) {
            Shape other = input.shape();
            boolean fits = other.rank() == shape.rank();
            for (int axis = 0; fits && axis < shape.rank(); axis++) {
                int length = other.dim(axis);
                fits = length == shape.dim(axis) || length == 1 || shape.dim(axis) == 1;
                shape = fits && length != 1 ? shape.with(axis, length) : shape;
            }
            if (!fits) {
                throw new IllegalArgumentException(
                        "it takes inputs of one shape, or of length 1 where they differ, not "
                                + inputs.stream().map(Value::shape).toList());
            }
        }
        Value y = widened(inputs.getFirst(), shape, context);
        for (Value next : inputs.subList(1, inputs.size())) {
            y = context.add(new Combine(function), y, widened(next, shape, context));
        }
        return y;
    }

    private static Value widened(Value input, Shape shape, LayerContext context) {
        Value y = input;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            int times = shape.dim(axis) / Math.max(1, y.shape().dim(axis));
            y = times > 1 ? context.add(new Repeat(axis, times), y) : y;
        }
        return y;
    }
}
