package dev.fovea.nn;

import dev.fovea.op.Transpose;
import dev.fovea.op.Value;

/**
 * Positive numbers that add up to 1 along an axis, as Keras's {@code Softmax}, of one axis alone. Shape: {@code [N,...] ->
 * [N,...]}.
 *
 * @param axis the axis of the classes, the batch being axis 0; -1 for the last
 */
public record Softmax(int axis, String name) implements Layer {
    public static Softmax of() {
        return of(-1);
    }

    public static Softmax of(int axis) {
        return new Softmax(axis, null);
    }

    public Softmax name(String name) {
        return new Softmax(axis, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int rank = input.shape().rank();
        int classes = Axes.ofImage(axis, input.shape());
        if (classes == rank - 1) {
            return context.add(new dev.fovea.op.Softmax(), input);
        }
        Transpose toLast = Axes.moveLast(classes, rank);
        return context.add(toLast.inverse(), context.add(new dev.fovea.op.Softmax(), context.add(toLast, input)));
    }
}
