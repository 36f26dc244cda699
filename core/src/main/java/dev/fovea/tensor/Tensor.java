package dev.fovea.tensor;

import java.util.Arrays;

/**
 * A row-major array of float32 values with a shape.
 *
 * <p>A tensor is a view of its array: {@link #data()} is the array itself, and {@link #reshape} shares it. Nothing
 * is native and nothing needs closing.
 *
 * <pre>{@code
 * Tensor image = Tensor.of(Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9);
 * image.get(0, 1, 2, 0);  // 6
 * }</pre>
 */
public final class Tensor {
    private final Shape shape;
    private final float[] data;

    private Tensor(Shape shape, float[] data) {
        this.shape = shape;
        this.data = data;
    }

    /**
     * A tensor over the given values, which are not copied.
     *
     * @throws IllegalArgumentException if there are not exactly as many values as the shape has elements
     */
    public static Tensor of(Shape shape, float... values) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException("a tensor of shape " + shape + " holds " + shape.size() + " values, but "
                    + values.length + " were given");
        }
        return new Tensor(shape, values);
    }

    public static Tensor scalar(float value) {
        return new Tensor(Shape.SCALAR, new float[] {value});
    }

    public static Tensor zeros(int... dims) {
        Shape shape = Shape.of(dims);
        return new Tensor(shape, new float[shape.size()]);
    }

    public static Tensor filled(Shape shape, float value) {
        float[] values = new float[shape.size()];
        Arrays.fill(values, value);
        return new Tensor(shape, values);
    }

    public Shape shape() {
        return shape;
    }

    /** The values themselves, row-major; writing to the array changes the tensor. */
    public float[] data() {
        return data;
    }

    public int size() {
        return data.length;
    }

    /** The element at an index of one number per axis. */
    public float get(int... index) {
        return data[offset(index)];
    }

    /** Changes the element at an index of one number per axis. */
    public void set(float value, int... index) {
        data[offset(index)] = value;
    }

    private int offset(int... index) {
        if (index.length != shape.rank()) {
            throw new IllegalArgumentException("a tensor of shape " + shape + " is indexed by " + shape.rank()
                    + " numbers, not by " + Arrays.toString(index));
        }
        int offset = 0;
        for (int axis = 0; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= shape.dim(axis)) {
                throw new IndexOutOfBoundsException(
                        "index " + Arrays.toString(index) + " is outside of shape " + shape);
            }
            offset = offset * shape.dim(axis) + index[axis];
        }
        return offset;
    }

    /** The same values under another shape of the same size; shares the array. */
    public Tensor reshape(int... dims) {
        Shape other = Shape.of(dims);
        if (other.size() != data.length) {
            throw new IllegalArgumentException("a tensor of shape " + shape + " (" + data.length
                    + " elements) can't take shape " + other + " (" + other.size() + " elements)");
        }
        return new Tensor(other, data);
    }

    /**
     * A copy of the entries {@code from} to before {@code to} of the first axis.
     *
     * @throws IndexOutOfBoundsException if there are no such entries
     */
    public Tensor slice(int from, int to) {
        int length = shape.dim(0);
        if (from < 0 || to < from || to > length) {
            throw new IndexOutOfBoundsException("entries " + from + " to " + to + " are not all in shape " + shape);
        }
        int each = length == 0 ? 0 : data.length / length;
        return new Tensor(shape.with(0, to - from), Arrays.copyOfRange(data, from * each, to * each));
    }

    public Tensor copy() {
        return new Tensor(shape, data.clone());
    }

    /** The index of the largest value in each row of the last axis; the first of equals. */
    public int[] argMax() {
        int width = shape.dim(-1);
        int[] best = new int[width == 0 ? 0 : data.length / width];
        for (int row = 0; row < best.length; row++) {
            int at = row * width;
            for (int i = 1; i < width; i++) {
                if (data[row * width + i] > data[at]) {
                    at = row * width + i;
                }
            }
            best[row] = at - row * width;
        }
        return best;
    }

    /** Whether both have the same shape and the same bits. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor tensor && shape.equals(tensor.shape) && Arrays.equals(data, tensor.data);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(data);
    }

    /** Shape and values, the latter only where they are few. */
    @Override
    public String toString() {
        return "Tensor" + shape + (data.length <= 16 ? Arrays.toString(data) : "");
    }
}
