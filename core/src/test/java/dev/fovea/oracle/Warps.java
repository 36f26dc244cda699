package dev.fovea.oracle;

import dev.fovea.op.Size;
import dev.fovea.op.Warp;
import dev.fovea.tensor.Shape;

/** Pixels moved by an affine map, as a weight of each old pixel for each new one. */
final class Warps {
    private Warps() {}

    /** Takes a new pixel, an old one or -1 for what lies beyond the border, and the weight. */
    private interface Link {
        void at(int to, int from, double weight);
    }

    static double[] forward(Warp op, Image in) {
        double[] y = new double[in.output().size()];
        links(op, in.shape(0), in, (to, from, weight) -> y[to] += weight * (from < 0 ? op.fillValue() : in.x(0)[from]));
        return y;
    }

    static double[] back(Warp.Gradient op, Image in) {
        double[] dx = new double[in.output().size()];
        links(op.warp(), op.image(), in, (to, from, weight) -> {
            if (from >= 0) {
                dx[from] += weight * in.x(0)[to];
            }
        });
        return dx;
    }

    private static void links(Warp op, Shape image, Image in, Link link) {
        int axis = op.axis();
        Size from = Size.of(image.dim(axis), image.dim(axis + 1));
        Size to = op.motion().result(from);
        float[] m = new float[6];
        op.motion().write(Draws.imageKey(op.key(), in), from, m, 0, 1);
        int planes = image.slice(0, axis).size();
        int each = image.slice(axis + 2, image.rank()).size();
        for (int r = 0; r < to.height(); r++) {
            for (int c = 0; c < to.width(); c++) {
                // Where the nearest is taken, float32 decides between two as near.
                double row = op.bilinear() ? (double) m[0] * r + (double) m[1] * c + m[2] : m[0] * r + m[1] * c + m[2];
                double column =
                        op.bilinear() ? (double) m[3] * r + (double) m[4] * c + m[5] : m[3] * r + m[4] * c + m[5];
                for (int p = 0; p < planes; p++) {
                    for (int e = 0; e < each; e++) {
                        int at = ((p * to.height() + r) * to.width() + c) * each + e;
                        pixel(op, from, row, column, p, each, e, at, link);
                    }
                }
            }
        }
    }

    private static void pixel(
            Warp op, Size from, double row, double column, int plane, int each, int e, int at, Link link) {
        if (!op.bilinear()) {
            int i = (int) Math.floor((float) row + 0.5f);
            int j = (int) Math.floor((float) column + 0.5f);
            link.at(at, place(op, from, i, j, plane, each, e), 1);
            return;
        }
        int i = (int) Math.floor(row);
        int j = (int) Math.floor(column);
        for (int down = 0; down <= 1; down++) {
            for (int right = 0; right <= 1; right++) {
                double weight = (1 - Math.abs(row - i - down)) * (1 - Math.abs(column - j - right));
                link.at(at, place(op, from, i + down, j + right, plane, each, e), weight);
            }
        }
    }

    private static int place(Warp op, Size from, int i, int j, int plane, int each, int e) {
        int row = inside(op, i, from.height());
        int column = inside(op, j, from.width());
        return row < 0 || column < 0 ? -1 : ((plane * from.height() + row) * from.width() + column) * each + e;
    }

    /** The image goes on as its outermost pixel, in a mirror or again; or not, which is -1. */
    private static int inside(Warp op, int i, int n) {
        return switch (op.fillMode()) {
            case CONSTANT -> i >= 0 && i < n ? i : -1;
            case NEAREST -> Math.clamp(i, 0, n - 1);
            case REFLECT -> Math.min(Math.floorMod(i, 2 * n), 2 * n - 1 - Math.floorMod(i, 2 * n));
            case WRAP -> Math.floorMod(i, n);
        };
    }
}
