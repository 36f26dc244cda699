package dev.fovea.nn;

import dev.fovea.op.Transpose;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Keras's numbers of axes, where the batch is axis 0, and those of ops, which know no batch. */
final class Axes {
    private Axes() {}

    /** The axis of one image's shape that Keras numbers so. */
    static int ofImage(int axis, Shape shape) {
        int rank = shape.rank();
        int found = axis < 0 ? axis + rank : axis - 1;
        if (found < 0 || found >= rank) {
            throw new IllegalArgumentException("axis " + axis + " is not one of an image " + shape + "; it is 1 to "
                    + rank + ", axis 0 being the batch, or -" + rank + " to -1 counted from the end");
        }
        return found;
    }

    /** The axes of one image's shape that Keras numbers so, in the order of the image. */
    static List<Integer> ofImage(List<Integer> axes, Shape shape) {
        List<Integer> found = axes.stream()
                .map(axis -> ofImage(axis, shape))
                .sorted()
                .distinct()
                .toList();
        if (found.size() < axes.size()) {
            throw new IllegalArgumentException("axes " + axes + " name an axis of an image " + shape + " twice");
        }
        return found;
    }

    /** All axes but these. */
    static List<Integer> others(List<Integer> axes, int rank) {
        return IntStream.range(0, rank)
                .filter(axis -> !axes.contains(axis))
                .boxed()
                .toList();
    }

    /** Makes an axis of an image the last, the others staying in order. */
    static Transpose moveLast(int axis, int rank) {
        return moveLast(List.of(axis), rank);
    }

    /** Makes some axes of an image the last, all else staying in order. */
    static Transpose moveLast(List<Integer> axes, int rank) {
        return new Transpose(
                Stream.concat(others(axes, rank).stream(), axes.stream()).toList());
    }

    /** A value with its axes in another order; itself where the order is what it was. */
    static Value reorder(Transpose order, Value value, Wiring graph) {
        boolean same = order.equals(moveLast(List.of(), order.axes().size()));
        return same ? value : graph.add(order, value);
    }
}
