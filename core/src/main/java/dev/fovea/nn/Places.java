package dev.fovea.nn;

import dev.fovea.op.Op;
import dev.fovea.op.Pad;
import dev.fovea.op.Repeat;
import dev.fovea.op.Reshape;
import dev.fovea.op.Slice;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What layers do alike along each axis of places: the one of sequences, the two of images, the three of volumes. */
final class Places {
    private Places() {}

    /**
     * A copy of what a layer does before and after, axis by axis.
     *
     * @param taken how the message writes what the layer takes
     * @throws IllegalArgumentException if there is not a pair of numbers of 0 or more for each of so many axes
     */
    static List<List<Integer>> pairs(String layer, String taken, int axes, List<List<Integer>> pairs) {
        List<List<Integer>> copy = pairs.stream().map(List::copyOf).toList();
        if (copy.size() != axes
                || copy.stream().anyMatch(pair -> pair.size() != 2 || pair.get(0) < 0 || pair.get(1) < 0)) {
            throw new IllegalArgumentException(
                    layer + " takes " + taken + ", each 0 or more; got " + (axes == 1 ? copy.getFirst() : copy));
        }
        return copy;
    }

    /** Zeros before and after. */
    static Value pad(Value input, List<List<Integer>> padding, DataFormat format, LayerContext context) {
        format.check(input, padding.size());
        Value y = input;
        for (int i = padding.size() - 1; i >= 0; i--) {
            List<Integer> pair = padding.get(i);
            y = context.add(new Pad(format.rows() + i, pair.get(0), pair.get(1)), y);
        }
        return y;
    }

    /** Less what lies before and after. */
    static Value crop(Value input, List<List<Integer>> cropping, DataFormat format, LayerContext context) {
        int axes = cropping.size();
        format.check(input, axes);
        Shape places = input.shape().slice(format.rows(), format.rows() + axes);
        Value y = input;
        for (int i = 0; i < axes; i++) {
            int before = cropping.get(i).get(0);
            int after = cropping.get(i).get(1);
            if ((long) before + after >= places.dim(i)) {
                String what = List.of("a sequence of ", "an image of ", "a volume of ")
                        .get(axes - 1);
                throw new IllegalArgumentException("cropping " + (axes == 1 ? cropping.getFirst() : cropping)
                        + " leaves nothing of " + what + text(places));
            }
            y = context.add(new Slice(format.rows() + i, before, places.dim(i) - after), y);
        }
        return y;
    }

    /** So many times as long along each axis. */
    static Value enlarge(
            Value input, List<Integer> times, Interpolation interpolation, DataFormat format, LayerContext context) {
        format.check(input, times.size());
        Value y = input;
        // The last axis first: what is made thus is smaller while the others are short.
        for (int i = times.size() - 1; i >= 0; i--) {
            int axis = format.rows() + i;
            if (times.get(i) > 1) {
                Op op = interpolation == Interpolation.NEAREST
                        ? new Repeat(axis, times.get(i))
                        : interpolation.along(axis, Math.multiplyExact(y.shape().dim(axis), times.get(i)), false);
                y = context.add(op, y);
            }
        }
        return y;
    }

    /** The same numbers in another shape; itself where it has that. */
    static Value reshape(Value value, Shape shape, LayerContext context) {
        return value.shape().equals(shape) ? value : context.add(new Reshape(shape), value);
    }

    /** Sizes as in {@code 2x3}. */
    private static String text(Shape places) {
        return Arrays.stream(places.dims()).mapToObj(Integer::toString).collect(Collectors.joining("x"));
    }
}
