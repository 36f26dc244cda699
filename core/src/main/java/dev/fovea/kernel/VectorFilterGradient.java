package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The filters' gradient: {@code dw[k, m] = sum over e,f,l of x[k at e,f, l] * dy[e,f,m,l]}, where k is a tap and channel.
 *
 * <p>Two ways, chosen by shape alone. By lanes: vectors hold lanes, and are added up at the end; this reads both
 * operands as they lie, and suits many pixels and few taps. By outer products: vectors hold filters, for which each
 * pixel of dy is turned from [m, l] to [l, m] first; this suits few pixels and long sums. A zero border around the image
 * makes every tap valid everywhere.
 */
final class VectorFilterGradient {
    private final Memo<int[]> offsets = new Memo<>(VectorFilterGradient::offsets);

    private static boolean byLanes(ConvGeometry g) {
        Window w = g.window();
        return g.groups() > 1 || w.r() * w.s() * g.c() <= 32 && w.e() * w.f() >= 32;
    }

    /** Whether one image in plain order goes by outer products or, with a filter per channel, along the channels. */
    static boolean suitsPlain(ConvGeometry g) {
        return g.groups() == 1 || PlainConv2d.isDepthwise(g);
    }

    /** Room for {@link #plain}. */
    static int plainScratch(ConvGeometry g) {
        Window w = g.window();
        long room = paddedSize(g);
        if (g.groups() == 1) {
            room += (long) (w.f() + w.r() * w.s() * g.c()) * roundUp(g.m());
        }
        return Math.toIntExact(room);
    }

    /** One image in plain order; its gradient's pixels are rows of filters already. */
    void plain(ConvGeometry g, Floats x, Floats dy, Floats dw, Floats scratch) {
        float[] image = x.array;
        int at = x.offset;
        if (isPadded(g.window())) {
            pad(g, 1, x, scratch);
            image = scratch.array;
            at = scratch.offset;
        }
        if (g.groups() == 1) {
            plainOuterProducts(g, image, at, dy, dw, scratch);
        } else {
            plainDepthwise(g, image, at, dy, dw);
        }
    }

    private void plainOuterProducts(ConvGeometry g, float[] x, int at, Floats dy, Floats dw, Floats scratch) {
        Window w = g.window();
        int[] off = offsets.get(g, 1);
        int m = g.m();
        int wide = roundUp(m);
        float[] s = scratch.array;
        int spread = scratch.offset + paddedSize(g);
        int sums = spread + w.f() * wide;
        Arrays.fill(s, spread, sums + off.length * wide, 0);
        for (int e = 0; e < w.e(); e++) {
            int xb = at + e * w.strideH() * width(w) * g.c();
            for (int f = 0; f < w.f(); f++) {
                System.arraycopy(dy.array, dy.offset + (e * w.f() + f) * m, s, spread + f * wide, m);
            }
            outerTiles(off, x, xb, 0, w.strideW() * g.c(), s, spread, wide, 1, w.f(), sums);
        }
        for (int k = 0; k < off.length; k++) {
            System.arraycopy(s, sums + k * wide, dw.array, dw.offset + k * m, m);
        }
    }

    private void plainDepthwise(ConvGeometry g, float[] x, int at, Floats dy, Floats dw) {
        Window w = g.window();
        int channels = g.c();
        int[] off = offsets.get(g, 1);
        for (int k = 0; k < off.length; k++) {
            for (int c = 0; c < channels; c += V) {
                VectorMask<Float> some = Simd.rest(c, channels);
                FloatVector sum = FloatVector.zero(SPECIES);
                for (int e = 0; e < w.e(); e++) {
                    int xi = at + off[k] + e * w.strideH() * width(w) * channels + c;
                    int yi = e * w.f() * channels + c;
                    for (int f = 0; f < w.f(); f++) {
                        sum = FloatVector.fromArray(SPECIES, x, xi, some).fma(Simd.load(dy, yi, some), sum);
                        xi += w.strideW() * channels;
                        yi += channels;
                    }
                }
                Simd.store(sum, dw, k * channels + c, some);
            }
        }
    }

    /** Room for the padded image, and for sums lane by lane or a turned row and sums of whole vectors. */
    static int scratch(ConvGeometry g, int lanes) {
        Window w = g.window();
        long room = (long) paddedSize(g) * lanes;
        if (byLanes(g)) {
            room += (long) g.filterSize() * V;
        } else {
            room += (long) (w.f() * lanes + w.r() * w.s() * g.c()) * roundUp(g.m()) + Turn.SCRATCH;
        }
        return Math.toIntExact(room);
    }

    private static int roundUp(int m) {
        return (m + V - 1) / V * V;
    }

    private static int paddedHeight(Window w) {
        return Math.max(w.h() + w.padTop(), (w.e() - 1) * w.strideH() + (w.r() - 1) * w.dilationH() + 1);
    }

    private static int paddedWidth(Window w) {
        return Math.max(w.w() + w.padLeft(), (w.f() - 1) * w.strideW() + (w.s() - 1) * w.dilationW() + 1);
    }

    private static int width(Window w) {
        return isPadded(w) ? paddedWidth(w) : w.w();
    }

    private static boolean isPadded(Window w) {
        return paddedHeight(w) > w.h() || paddedWidth(w) > w.w();
    }

    private static int paddedSize(ConvGeometry g) {
        Window w = g.window();
        return isPadded(w) ? paddedHeight(w) * paddedWidth(w) * g.c() : 0;
    }

    /** Where the taps of a group lie from the first pixel of a window, for each number k. */
    private static int[] offsets(ConvGeometry g, int lanes) {
        Window w = g.window();
        int cg = g.channelsPerGroup();
        int[] offsets = new int[w.r() * w.s() * cg];
        for (int k = 0; k < offsets.length; k++) {
            int c = k % cg;
            int col = k / cg % w.s();
            int row = k / cg / w.s();
            offsets[k] = ((row * w.dilationH() * width(w) + col * w.dilationW()) * g.c() + c) * lanes;
        }
        return offsets;
    }

    void run(ConvGeometry g, int lanes, Floats x, Floats dy, Floats dw, Floats scratch) {
        float[] image = x.array;
        int at = x.offset;
        if (isPadded(g.window())) {
            pad(g, lanes, x, scratch);
            image = scratch.array;
            at = scratch.offset;
        }
        if (byLanes(g)) {
            sumLanes(g, lanes, image, at, dy, dw, scratch);
        } else {
            outerProducts(g, lanes, image, at, dy, dw, scratch);
        }
    }

    private void sumLanes(ConvGeometry g, int lanes, float[] x, int at, Floats dy, Floats dw, Floats scratch) {
        Window w = g.window();
        int[] off = offsets.get(g, lanes);
        int m = g.m();
        int mg = g.filtersPerGroup();
        int xf = w.strideW() * g.c() * lanes;
        float[] s = scratch.array;
        int sums = scratch.offset + paddedSize(g) * lanes;
        Arrays.fill(s, sums, sums + off.length * m * V, 0);
        for (int e = 0; e < w.e(); e++) {
            int xb = at + e * w.strideH() * width(w) * g.c() * lanes;
            int db = dy.offset + e * w.f() * m * lanes;
            for (int first = 0; first < m; ) {
                int group = first / mg;
                int filters = LaneTiles.filters((group + 1) * mg - first);
                int xi = xb + group * g.channelsPerGroup() * lanes;
                int di = db + first * lanes;
                for (int k = 0; k < off.length; ) {
                    int taps = LaneTiles.taps(off.length - k);
                    int sb = sums + (k * m + first) * V;
                    LaneTiles.sum(
                            taps, filters, x, xi, xf, off, k, dy.array, di, m * lanes, w.f(), lanes, s, sb, m * V);
                    k += taps;
                }
                first += filters;
            }
        }
        for (int i = 0; i < off.length * m; i++) {
            dw.array[dw.offset + i] = Simd.sum(FloatVector.fromArray(SPECIES, s, sums + i * V));
        }
    }

    /** Row by row, so that a turned row stays in the cache while it meets every tap. */
    private void outerProducts(ConvGeometry g, int lanes, float[] x, int at, Floats dy, Floats dw, Floats scratch) {
        Window w = g.window();
        int[] off = offsets.get(g, lanes);
        int m = g.m();
        int wide = roundUp(m);
        int xf = w.strideW() * g.c() * lanes;
        float[] s = scratch.array;
        int turned = scratch.offset + paddedSize(g) * lanes;
        int sums = turned + w.f() * lanes * wide;
        int room = sums + off.length * wide;
        Arrays.fill(s, sums, room, 0);
        for (int e = 0; e < w.e(); e++) {
            int xb = at + e * w.strideH() * width(w) * g.c() * lanes;
            for (int f = 0; f < w.f(); f++) {
                int from = dy.offset + (e * w.f() + f) * m * lanes;
                Turn.turn(dy.array, from, m, lanes, lanes, s, turned + f * lanes * wide, wide, s, room);
            }
            outerTiles(off, x, xb, xf, 1, s, turned, wide, w.f(), lanes, sums);
        }
        for (int k = 0; k < off.length; k++) {
            System.arraycopy(s, sums + k * wide, dw.array, dw.offset + k * m, m);
        }
    }

    private static void outerTiles(
            int[] off,
            float[] x,
            int xb,
            int xf,
            int xl,
            float[] s,
            int dy,
            int wide,
            int columns,
            int lanes,
            int sums) {
        for (int first = 0; first < wide; ) {
            int vectors = wide - first >= 2 * V ? 2 : 1;
            for (int k = 0; k < off.length; ) {
                int taps = GatherTiles.rows(off.length - k);
                int sb = sums + k * wide + first;
                OuterTiles.outer(
                        taps, vectors, x, xb, xf, xl, off, k, s, dy + first, wide, columns, lanes, s, sb, wide);
                k += taps;
            }
            first += vectors * V;
        }
    }

    private static void pad(ConvGeometry g, int lanes, Floats x, Floats to) {
        Window w = g.window();
        int row = w.w() * g.c() * lanes;
        int paddedRow = paddedWidth(w) * g.c() * lanes;
        Arrays.fill(to.array, to.offset, to.offset + paddedSize(g) * lanes, 0);
        for (int h = 0; h < w.h(); h++) {
            int at = to.offset + (h + w.padTop()) * paddedRow + w.padLeft() * g.c() * lanes;
            System.arraycopy(x.array, x.offset + h * row, to.array, at, row);
        }
    }
}
