package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.V;

/** Convolution of blocks whose lanes are whole vectors: direct, without im2col, a lane being an image. */
final class VectorConv2d {
    private final Memo<Taps> forward = new Memo<>(Taps::forward);
    private final Memo<Taps> backward = new Memo<>(Taps::inputGradient);

    void forward(ConvGeometry g, int lanes, Floats x, Floats w, Floats bias, boolean relu, Floats y) {
        Taps taps = forward.get(g, lanes);
        int cg = g.channelsPerGroup();
        int mg = g.filtersPerGroup();
        float[] b = bias == null ? null : bias.array;
        for (int group = 0; group < g.groups(); group++) {
            int first = group * mg;
            int xb = x.offset + group * cg * lanes;
            int bb = bias == null ? 0 : bias.offset + first;
            int yb = y.offset + first * lanes;
            gather(taps, lanes, x.array, xb, w.array, w.offset + first, b, bb, relu, y.array, yb, mg, g.m());
        }
    }

    /** Room for the filters with their last two axes turned, where pixels are enough for that to pay. */
    static int inputGradientScratch(ConvGeometry g) {
        return isDense(g) ? 0 : g.filterSize() + Turn.SCRATCH;
    }

    /** A product with a matrix, at too few positions to turn the matrix for them. */
    private static boolean isDense(ConvGeometry g) {
        Window w = g.window();
        return w.equals(Window.pointwise(w.w())) && w.w() < 8 && g.groups() == 1;
    }

    void inputGradient(ConvGeometry g, int lanes, Floats dy, Floats w, Floats dx, Floats scratch) {
        if (isDense(g)) {
            denseInputGradient(g, lanes, dy, w, dx);
            return;
        }
        Taps taps = backward.get(g, lanes);
        int cg = g.channelsPerGroup();
        int mg = g.filtersPerGroup();
        turnFilters(g, w, scratch);
        for (int group = 0; group < g.groups(); group++) {
            int yb = dy.offset + group * mg * lanes;
            int wb = scratch.offset + group * mg * cg;
            int xb = dx.offset + group * cg * lanes;
            gather(taps, lanes, dy.array, yb, scratch.array, wb, null, 0, false, dx.array, xb, cg, g.c());
        }
    }

    private static void denseInputGradient(ConvGeometry g, int lanes, Floats dy, Floats w, Floats dx) {
        for (int p = 0; p < g.window().w(); p++) {
            for (int lane = 0; lane < lanes; ) {
                int vectors = lanes - lane >= 2 * V ? 2 : 1;
                int at = dy.offset + p * g.m() * lanes + lane;
                for (int c = 0; c < g.c(); ) {
                    int rows = RowTiles.rows(g.c() - c);
                    int wb = w.offset + c * g.m();
                    int to = dx.offset + (p * g.c() + c) * lanes + lane;
                    RowTiles.rows(rows, vectors, dy.array, at, lanes, w.array, wb, g.m(), g.m(), dx.array, to, lanes);
                    c += rows;
                }
                lane += vectors * V;
            }
        }
    }

    /** From {@code [R, S, C / groups, M]} to {@code [R, S, M, C / groups]}. */
    static void turnFilters(ConvGeometry g, Floats w, Floats to) {
        int c = g.channelsPerGroup();
        int m = g.m();
        int taps = g.window().r() * g.window().s();
        float[] from = w.array;
        float[] turned = to.array;
        if (c % V == 0 && m % V == 0) {
            int room = to.offset + g.filterSize();
            for (int tap = 0; tap < taps; tap++) {
                int tapAt = tap * c * m;
                Turn.turn(from, w.offset + tapAt, c, m, m, turned, to.offset + tapAt, c, turned, room);
            }
            return;
        }
        for (int tap = 0; tap < taps; tap++) {
            for (int j = 0; j < m; j++) {
                int at = w.offset + tap * c * m + j;
                int start = to.offset + (tap * m + j) * c;
                for (int i = 0; i < c; i++) {
                    turned[start + i] = from[at + i * m];
                }
            }
        }
    }

    /** Every pixel's sums, for {@code channels} of its {@code channelsInAll} output channels, by tiles. */
    private static void gather(
            Taps taps,
            int lanes,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int channels,
            int channelsInAll) {
        for (int row = 0; row < taps.rows(); row++) {
            for (int lane = 0; lane < lanes; ) {
                int vectors = lanes - lane >= 2 * V ? 2 : 1;
                for (int c = 0; c < channels; ) {
                    int size = GatherTiles.rows(channels - c);
                    for (int column = 0; column < taps.columns(); column++) {
                        Taps.Table t = taps.table(row, column);
                        int xi = xb + taps.base(row, column) + lane;
                        int yi = yb + ((row * taps.columns() + column) * channelsInAll + c) * lanes + lane;
                        GatherTiles.gather(
                                size,
                                vectors,
                                x,
                                xi,
                                t.inputs(),
                                t.weights(),
                                w,
                                wb + c,
                                b,
                                bb + c,
                                relu,
                                y,
                                yi,
                                lanes);
                    }
                    c += size;
                }
                lane += vectors * V;
            }
        }
    }
}
