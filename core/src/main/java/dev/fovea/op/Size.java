package dev.fovea.op;

import java.util.List;

/** Rows and columns, of a window or of its steps. */
public record Size(int height, int width) {
    public Size {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("sizes are at least 1 x 1, not " + height + " x " + width);
        }
    }

    public static Size of(int side) {
        return new Size(side, side);
    }

    public static Size of(int height, int width) {
        return new Size(height, width);
    }

    /** Both, rows first. */
    public List<Integer> sides() {
        return List.of(height, width);
    }

    // Written out, as the JVM's own for records are put together at their first use, which delays a start.
    @Override
    public boolean equals(Object other) {
        return other instanceof Size size && size.height == height && size.width == width;
    }

    @Override
    public int hashCode() {
        return 31 * height + width;
    }

    @Override
    public String toString() {
        return height + "x" + width;
    }
}
