package dev.fovea.formats.onnx;

import dev.fovea.op.Repeat;
import dev.fovea.op.Reshape;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.Shape;

/** Brings values to a common shape before they are combined element by element. */
final class Broadcasting {
    private Broadcasting() {}

    /** A value with its axes of one entry repeated, and missing ones put in front, until it has this shape. */
    static Value to(Shape shape, Value value, Wiring graph) {
        if (value.shape().equals(shape)) {
            return value;
        }
        int rank = shape.rank();
        int[] sizes = new int[rank];
        for (int i = 1; i <= rank; i++) {
            sizes[rank - i] = i <= value.shape().rank() ? value.shape().dim(-i) : 1;
        }
        Shape wide = Shape.of(sizes);
        Value y = wide.equals(value.shape()) ? value : graph.add(new Reshape(wide), value);
        // The last axis first: what is made thus is smaller while the others are short.
        for (int i = rank - 1; i >= 0; i--) {
            if (sizes[i] != shape.dim(i)) {
                y = graph.add(new Repeat(i, shape.dim(i)), y);
            }
        }
        return y;
    }
}
