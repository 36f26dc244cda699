package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.V;

import java.util.Arrays;

/**
 * Convolution of blocks whose lanes are whole vectors: direct, without im2col, a lane being an image.
 *
 * <p>Filters are packed for the tiles that a pixel's filters are cut into: behind each other what the filters of a tile
 * multiply a term with, {@code [tile][R, S, C / groups][filters of the tile]}; then the biases of all.
 */
final class VectorConv2d {
    private final Memo<Taps> forward = new Memo<>(Taps::forwardPacked);
    private final Memo<Taps> backward = new Memo<>(Taps::inputGradientPacked);

    /** How many filters the next tile takes when so many are left: never a thin tile where two even ones would do. */
    static int filters(int left, int lanes) {
        // Sums, terms and a weight must find room in the registers.
        return PackedConv2d.evenPart(left, PackedConv2d.PIXELS);
    }

    static int packedSize(ConvGeometry g) {
        return Math.addExact(g.filterSize(), g.m());
    }

    /** Packs filters times {@code scale[m]} and {@code bias[m] * scale[m] + shift[m]}; each of the three may be null. */
    static void pack(ConvGeometry g, int lanes, Floats w, Floats bias, float[] scale, float[] shift, Floats packed) {
        int depth = g.window().r() * g.window().s() * g.channelsPerGroup();
        float[] from = w.array;
        float[] to = packed.array;
        int next = packed.offset;
        for (int group = 0; group < g.groups(); group++) {
            int end = (group + 1) * g.filtersPerGroup();
            for (int m = group * g.filtersPerGroup(); m < end; ) {
                int filters = filters(end - m, lanes);
                for (int k = 0; k < depth; k++) {
                    int row = w.offset + k * g.m() + m;
                    for (int i = 0; i < filters; i++) {
                        to[next++] = scale == null ? from[row + i] : from[row + i] * scale[m + i];
                    }
                }
                m += filters;
            }
        }
        PackedConv2d.packBiases(bias, scale, shift, 0, g.m(), to, next);
    }

    /** Makes all but the first {@code wide} outputs of each of the first {@code tall} rows. */
    void forward(ConvGeometry g, int lanes, int tall, int wide, Floats x, Floats packed, boolean relu, Floats y) {
        Taps taps = forward.get(g, lanes);
        int cg = g.channelsPerGroup();
        int mg = g.filtersPerGroup();
        int depth = g.window().r() * g.window().s() * cg;
        int biases = packed.offset + g.filterSize();
        for (int group = 0; group < g.groups(); group++) {
            int first = group * mg;
            int xb = x.offset + group * cg * lanes;
            int wb = packed.offset + first * depth;
            int yb = y.offset + first * lanes;
            int b = biases + first;
            sums(taps, lanes, tall, wide, x.array, xb, packed.array, wb, depth, b, relu, y.array, yb, mg, g.m());
        }
    }

    /** The floats of filters packed for the input gradient; 0 where they are best read as they lie. */
    static int packedInputGradientSize(ConvGeometry g) {
        return isDense(g) ? 0 : Math.addExact(g.filterSize(), g.channelsPerGroup());
    }

    /** Packs filters as those of a convolution from their outputs to their inputs, behind them biases of 0. */
    static void packInputGradient(ConvGeometry g, int lanes, Floats w, Floats packed) {
        int taps = g.window().r() * g.window().s();
        int cg = g.channelsPerGroup();
        int mg = g.filtersPerGroup();
        float[] from = w.array;
        float[] to = packed.array;
        int next = packed.offset;
        for (int group = 0; group < g.groups(); group++) {
            for (int c = 0; c < cg; ) {
                int channels = filters(cg - c, lanes);
                for (int tap = 0; tap < taps; tap++) {
                    int row = w.offset + (tap * cg + c) * g.m() + group * mg;
                    for (int m = 0; m < mg; m++) {
                        for (int i = 0; i < channels; i++) {
                            to[next++] = from[row + i * g.m() + m];
                        }
                    }
                }
                c += channels;
            }
        }
        Arrays.fill(to, next, next + cg, 0);
    }

    /** Makes all but the first {@code wide} pixels of each of the first {@code tall} rows. */
    void inputGradient(ConvGeometry g, int lanes, int tall, int wide, Floats dy, Floats packed, Floats dx) {
        Taps taps = backward.get(g, lanes);
        int cg = g.channelsPerGroup();
        int mg = g.filtersPerGroup();
        int depth = g.window().r() * g.window().s() * mg;
        int zeros = packed.offset + g.filterSize();
        for (int group = 0; group < g.groups(); group++) {
            int yb = dy.offset + group * mg * lanes;
            int wb = packed.offset + group * cg * depth;
            int xb = dx.offset + group * cg * lanes;
            float[] w = packed.array;
            sums(taps, lanes, tall, wide, dy.array, yb, w, wb, depth, zeros, false, dx.array, xb, cg, g.c());
        }
    }

    /** A product with a matrix, at too few positions to turn the matrix for them. */
    private static boolean isDense(ConvGeometry g) {
        Window w = g.window();
        return w.isPointwise() && w.w() < 8 && g.groups() == 1;
    }

    /** The input gradient of what {@link #packedInputGradientSize} does not pack. */
    static void denseInputGradient(ConvGeometry g, int lanes, Floats dy, Floats w, Floats dx) {
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

    /** Every pixel's sums, for {@code channels} of its {@code channelsInAll} output channels, by tiles. */
    private static void sums(
            Taps taps,
            int lanes,
            int tall,
            int wide,
            float[] x,
            int xb,
            float[] w,
            int wb,
            int depth,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int channels,
            int channelsInAll) {
        for (int row = 0; row < taps.rows(); row++) {
            for (int lane = 0; lane < lanes; ) {
                int vectors = lanes - lane >= 2 * V ? 2 : 1;
                for (int column = row < tall ? wide : 0; column < taps.columns(); column++) {
                    Taps.Table t = taps.table(row, column);
                    int[] at = t.inputs();
                    int xi = xb + taps.base(row, column) + lane;
                    int yi = yb + (row * taps.columns() + column) * channelsInAll * lanes + lane;
                    for (int c = 0; c < channels; ) {
                        int size = filters(channels - c, lanes);
                        int wi = wb + c * depth;
                        int to = yi + c * lanes;
                        if (at.length == depth) {
                            BlockTiles.whole(size, vectors, at, x, xi, w, wi, w, bb + c, relu, y, to, lanes);
                        } else {
                            BlockTiles.part(
                                    size, vectors, t.weights(), at, x, xi, w, wi, w, bb + c, relu, y, to, lanes);
                        }
                        c += size;
                    }
                }
                lane += vectors * V;
            }
        }
    }
}
