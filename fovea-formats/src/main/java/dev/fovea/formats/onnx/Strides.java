package dev.fovea.formats.onnx;

import dev.fovea.tensor.Shape;
import java.util.Arrays;

/** Walks over numbers whose axes are so far apart. */
final class Strides {
    private Strides() {}

    /** Where the numbers lie that a row-major walk over these sizes meets. */
    static int[] places(int[] sizes, int[] steps, int start) {
        int[] places = new int[Shape.of(sizes).size()];
        int[] index = new int[sizes.length];
        int place = start;
        for (int i = 0; i < places.length; i++) {
            places[i] = place;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                place += steps[axis];
                if (++index[axis] < sizes[axis]) {
                    break;
                }
                place -= index[axis] * steps[axis];
                index[axis] = 0;
            }
        }
        return places;
    }

    /** So many rows and columns at once stay in the cache however they lie. */
    private static final int TILE = 32;

    /** The numbers that a row-major walk over two axes or more meets. */
    static float[] copied(float[] from, int[] sizes, int[] steps) {
        int axes = sizes.length;
        int[] starts = places(Arrays.copyOf(sizes, axes - 2), Arrays.copyOf(steps, axes - 2), 0);
        int rows = sizes[axes - 2];
        int columns = sizes[axes - 1];
        int down = steps[axes - 2];
        int across = steps[axes - 1];
        float[] to = new float[starts.length * rows * columns];
        for (int i = 0; i < starts.length; i++) {
            for (int top = 0; top < rows; top += TILE) {
                for (int left = 0; left < columns; left += TILE) {
                    for (int row = top; row < Math.min(top + TILE, rows); row++) {
                        int place = starts[i] + row * down + left * across;
                        int out = (i * rows + row) * columns;
                        for (int column = left; column < Math.min(left + TILE, columns); column++) {
                            to[out + column] = from[place];
                            place += across;
                        }
                    }
                }
            }
        }
        return to;
    }

    /**
     * What both become when axes of one entry are repeated, and missing ones put in front, as ONNX and numpy do.
     *
     * @throws IllegalArgumentException if they don't go together
     */
    static Shape broadcast(Shape a, Shape b) {
        int rank = Math.max(a.rank(), b.rank());
        int[] sizes = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int m = i <= a.rank() ? a.dim(-i) : 1;
            int n = i <= b.rank() ? b.dim(-i) : 1;
            if (m != n && m != 1 && n != 1) {
                throw new IllegalArgumentException(a + " and " + b + " do not go together");
            }
            sizes[rank - i] = m == 1 ? n : m;
        }
        return Shape.of(sizes);
    }

    /** Where in numbers of one shape those of a broadcast shape lie. */
    static int[] spread(Shape from, Shape to) {
        int missing = to.rank() - from.rank();
        int[] steps = new int[to.rank()];
        for (int i = 0; i < from.rank(); i++) {
            steps[missing + i] =
                    from.dim(i) == 1 ? 0 : from.slice(i + 1, from.rank()).size();
        }
        return places(to.dims(), steps, 0);
    }
}
