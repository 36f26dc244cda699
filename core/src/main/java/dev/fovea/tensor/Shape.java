package dev.fovea.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor's axes, outermost first. A scalar has no axes and size 1.
 *
 * <pre>{@code
 * Shape s = Shape.of(2, 28, 28, 1);
 * s.size();   // 1568
 * s.dim(-1);  // 1
 * }</pre>
 */
public final class Shape {
    public static final Shape SCALAR = new Shape(new int[0], 1);

    private final int[] dims;
    private final int size;

    private Shape(int[] dims, int size) {
        this.dims = dims;
        this.size = size;
    }

    /**
     * A shape of the given sizes.
     *
     * @throws IllegalArgumentException if a size is negative or the product is over 2^31 - 1
     */
    public static Shape of(int... dims) {
        if (dims.length == 0) {
            return SCALAR;
        }
        long size = 1;
        for (int dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("a shape has sizes of 0 or more, not " + Arrays.toString(dims));
            }
            size = size > Integer.MAX_VALUE ? size : size * dim;
        }
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "a tensor holds at most 2^31 - 1 elements; " + Arrays.toString(dims) + " has more");
        }
        return new Shape(dims.clone(), (int) size);
    }

    public int rank() {
        return dims.length;
    }

    /** The number of elements: the product of all sizes. */
    public int size() {
        return size;
    }

    /** The size of an axis; negative axes count from the end, -1 being the last. */
    public int dim(int axis) {
        return dims[axis(axis)];
    }

    /**
     * The same axis counted from the front.
     *
     * @throws IllegalArgumentException if there is no such axis
     */
    public int axis(int axis) {
        int fromFront = axis < 0 ? axis + dims.length : axis;
        if (fromFront < 0 || fromFront >= dims.length) {
            throw new IllegalArgumentException("axis " + axis + " does not exist in shape " + this);
        }
        return fromFront;
    }

    public int[] dims() {
        return dims.clone();
    }

    /** This shape with one axis of another size. */
    public Shape with(int axis, int size) {
        int[] changed = dims.clone();
        changed[axis(axis)] = size;
        return of(changed);
    }

    /**
     * For each element of a tensor of this shape, in row-major order, which element of a smaller tensor is its own: one
     * that is repeated along the axes where it is 1 long.
     *
     * @param smaller for each axis 1 or its length here
     */
    public int[] placesIn(Shape smaller) {
        int[] places = new int[size()];
        for (int i = 0; i < places.length; i++) {
            int rest = i;
            int stride = 1;
            for (int axis = dims.length - 1; axis >= 0; axis--) {
                int at = rest % dims[axis];
                rest /= dims[axis];
                places[i] += smaller.dims[axis] == 1 ? 0 : at * stride;
                stride *= smaller.dims[axis];
            }
        }
        return places;
    }

    /** The shape with a further axis in front, as of a batch of such tensors. */
    public Shape prepend(int size) {
        int[] longer = new int[dims.length + 1];
        longer[0] = size;
        System.arraycopy(dims, 0, longer, 1, dims.length);
        return of(longer);
    }

    /** The axes from {@code from} to before {@code to}. */
    public Shape slice(int from, int to) {
        return of(Arrays.copyOfRange(dims, from, to));
    }

    /** The shape without its first axis: that of one image of a batch. */
    public Shape dropFirst() {
        if (dims.length == 0) {
            throw new IllegalArgumentException("a scalar has no first axis to drop");
        }
        return slice(1, dims.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** The sizes as in {@code [2, 28, 28, 1]}. */
    @Override
    public String toString() {
        return Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
