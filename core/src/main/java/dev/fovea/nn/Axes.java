package dev.fovea.nn;

import dev.fovea.op.Transpose;
import dev.fovea.tensor.Shape;
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

    /** Makes an axis of an image the last, the others staying in order. */
    static Transpose moveLast(int axis, int rank) {
        Stream<Integer> others = IntStream.range(0, rank).filter(i -> i != axis).boxed();
        return new Transpose(Stream.concat(others, Stream.of(axis)).toList());
    }
}
