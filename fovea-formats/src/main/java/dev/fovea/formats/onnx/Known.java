package dev.fovea.formats.onnx;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Numbers that a file holds or that follow from it: floating or whole, row-major, in ONNX's order of axes.
 *
 * @param floats null where they are whole
 * @param integers null where they are floating
 */
record Known(Shape shape, float[] floats, long[] integers) implements Operand {
    /** Stands for the number of images, which a model is to leave open, in sizes that are computed from a shape. */
    static final long BATCH = Long.MIN_VALUE;

    /** The most numbers that are computed while a file is read; a larger result says more of the file than of a model. */
    private static final int MOST = 1 << 26;

    /** @throws IllegalArgumentException if a file asks for too many numbers */
    static void checkSize(long size) {
        if (size > MOST) {
            throw new IllegalArgumentException(
                    "it would compute " + size + " numbers beforehand; at most " + MOST + " are taken");
        }
    }

    static Known of(Shape shape, float... floats) {
        return new Known(shape, floats, null);
    }

    static Known of(Shape shape, long... integers) {
        return new Known(shape, null, integers);
    }

    static Known list(List<Long> integers) {
        return of(Shape.of(integers.size()), integers.stream().mapToLong(l -> l).toArray());
    }

    boolean whole() {
        return integers != null;
    }

    int size() {
        return shape.size();
    }

    /** The numbers as floating ones. */
    float[] asFloats() {
        if (!whole()) {
            return floats;
        }
        float[] converted = new float[integers.length];
        for (int i = 0; i < converted.length; i++) {
            converted[i] = integers[i];
        }
        return converted;
    }

    /**
     * The numbers as whole ones.
     *
     * @throws IllegalArgumentException if they are not
     */
    long[] asIntegers() {
        if (whole()) {
            return integers;
        }
        long[] converted = new long[floats.length];
        for (int i = 0; i < converted.length; i++) {
            converted[i] = (long) floats[i];
            if (converted[i] != floats[i]) {
                throw new IllegalArgumentException("whole numbers are expected, not " + floats[i]);
            }
        }
        return converted;
    }

    /** Whole numbers, each of which fits an int. */
    int[] asInts() {
        return Arrays.stream(asIntegers()).mapToInt(Math::toIntExact).toArray();
    }

    /** The only number. */
    float scalar() {
        if (size() != 1) {
            throw new IllegalArgumentException("one number is expected, not those of " + shape);
        }
        return whole() ? integers[0] : floats[0];
    }

    /** A function of each number, as floating ones. */
    Known map(DoubleUnaryOperator function) {
        float[] values = asFloats().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) function.applyAsDouble(values[i]);
        }
        return of(shape, values);
    }

    Known reshaped(Shape shape) {
        return new Known(shape, floats, integers);
    }

    /** The numbers at these places, in a new shape. */
    Known at(Shape shape, int[] places) {
        if (whole()) {
            return of(shape, Arrays.stream(places).mapToLong(i -> integers[i]).toArray());
        }
        float[] picked = new float[places.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = floats[places[i]];
        }
        return of(shape, picked);
    }

    /** The axes in another order: axis i of the result is axis {@code order[i]}. */
    Known transposed(int... order) {
        if (Arrays.equals(order, IntStream.range(0, order.length).toArray())) {
            return this;
        }
        int[] sizes = new int[order.length];
        int[] steps = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            sizes[i] = shape.dim(order[i]);
            steps[i] = shape.slice(order[i] + 1, shape.rank()).size();
        }
        Shape target = Shape.of(sizes);
        return whole() || order.length < 2
                ? at(target, Strides.places(sizes, steps, 0))
                : of(target, Strides.copied(floats, sizes, steps));
    }
}
