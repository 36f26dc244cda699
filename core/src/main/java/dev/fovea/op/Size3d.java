package dev.fovea.op;

import java.util.List;

/** Depth, rows and columns, of a window over a volume or of its steps. */
public record Size3d(int depth, int height, int width) {
    public Size3d {
        if (depth < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "sizes are at least 1 x 1 x 1, not " + depth + " x " + height + " x " + width);
        }
    }

    public static Size3d of(int side) {
        return new Size3d(side, side, side);
    }

    public static Size3d of(int depth, int height, int width) {
        return new Size3d(depth, height, width);
    }

    /** Rows and columns alone. */
    Size plane() {
        return Size.of(height, width);
    }

    /** The three in their order. */
    public List<Integer> sides() {
        return List.of(depth, height, width);
    }

    @Override
    public String toString() {
        return depth + "x" + height + "x" + width;
    }
}
