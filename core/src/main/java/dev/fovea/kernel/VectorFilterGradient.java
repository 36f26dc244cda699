package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * The filters' gradient: {@code dw[k, m] = sum over e,f,l of x[k at e,f, l] * dy[e,f,m,l]}, where k is a tap and channel.
 *
 * <p>Two ways, chosen by shape alone, both row by row of the output, with the image in scratch room so that what a term
 * meets in a row are neighbours. By lanes: vectors hold lanes, and are added up at the end; this suits many pixels and few
 * taps. By outer products: the row of dy is turned to panels of filters, and a tile of {@link PanelTiles} takes terms for
 * pixels. A zero border around the image makes every tap valid everywhere.
 */
final class VectorFilterGradient {
    private static final int WIDTH = 2 * V;

    private final Memo<int[]> offsets = new Memo<>(VectorFilterGradient::offsets);
    private final Memo<int[]> terms = new Memo<>(VectorFilterGradient::terms);

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
        return g.groups() == 1 ? outerScratch(g, 1) : paddedSize(g);
    }

    /** One image in plain order. */
    void plain(ConvGeometry g, Floats x, Floats dy, Floats dw, Floats scratch) {
        if (g.groups() == 1) {
            outerProducts(g, 1, x, dy, dw, scratch);
            return;
        }
        float[] image = x.array;
        int at = x.offset;
        if (isPadded(g.window())) {
            pad(g, 1, x, scratch);
            image = scratch.array;
            at = scratch.offset;
        }
        plainDepthwise(g, image, at, dy, dw);
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
                        sum = FloatVector.fromArray(SPECIES, x, xi, some)
                                .fma(FloatVector.fromArray(SPECIES, dy.array, dy.offset + yi, some), sum);
                        xi += w.strideW() * channels;
                        yi += channels;
                    }
                }
                sum.intoArray(dw.array, dw.offset + k * channels + c, some);
            }
        }
    }

    /** Room for {@link #run}. */
    static int scratch(ConvGeometry g, int lanes) {
        return byLanes(g)
                ? Math.toIntExact((long) paddedHeight(g.window()) * rowSize(g) * lanes
                        + (long) g.filterSize() * V
                        + (long) g.window().f() * LaneTiles.pitch(LaneTiles.FILTERS) * lanes)
                : outerScratch(g, lanes);
    }

    /** Room for the image, for a row of panels, for the sums and for turning. */
    private static int outerScratch(ConvGeometry g, int lanes) {
        Window w = g.window();
        long image = (long) paddedHeight(w) * rowSize(g) * lanes;
        long row = (long) panels(g) * w.f() * lanes * WIDTH;
        long sums = (long) w.r() * w.s() * g.c() * roundUp(g.m());
        return Math.toIntExact(image + row + sums + Turn.SCRATCH);
    }

    private static int panels(ConvGeometry g) {
        return (g.m() + WIDTH - 1) / WIDTH;
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
        if (!byLanes(g)) {
            outerProducts(g, lanes, x, dy, dw, scratch);
            return;
        }
        sumLanes(g, lanes, x, dy, dw, scratch);
    }

    private void sumLanes(ConvGeometry g, int lanes, Floats x, Floats dy, Floats dw, Floats scratch) {
        Window w = g.window();
        int[] off = terms.get(g, lanes);
        int m = g.m();
        int mg = g.filtersPerGroup();
        int row = rowSize(g) * lanes;
        float[] s = scratch.array;
        int sums = scratch.offset + paddedHeight(w) * row;
        int together = sums + off.length * m * V;
        spread(g, lanes, x, s, scratch.offset);
        Arrays.fill(s, sums, together, 0);
        for (int e = 0; e < w.e(); e++) {
            int xb = scratch.offset + e * w.strideH() * row;
            int db = dy.offset + e * w.f() * m * lanes;
            for (int first = 0; first < m; ) {
                int group = first / mg;
                int filters = LaneTiles.filters((group + 1) * mg - first, lanes);
                int xi = xb + row / g.groups() * group;
                float[] d = dy.array;
                int di = db + first * lanes;
                int df = m * lanes;
                int pitch = LaneTiles.pitch(filters) * lanes;
                if (lanes == 2 * V && df != pitch) {
                    for (int f = 0; f < w.f(); f++) {
                        System.arraycopy(d, di + f * df, s, together + f * pitch, filters * lanes);
                    }
                    d = s;
                    di = together;
                    df = pitch;
                }
                for (int k = 0; k < off.length; ) {
                    int taps = LaneTiles.taps(off.length - k);
                    int sb = sums + (k * m + first) * V;
                    LaneTiles.sum(taps, filters, s, xi, off, k, d, di, df, w.f(), lanes, s, sb, m * V);
                    k += taps;
                }
                first += filters;
            }
        }
        for (int i = 0; i < off.length * m; i++) {
            dw.array[dw.offset + i] = Simd.sum(FloatVector.fromArray(SPECIES, s, sums + i * V));
        }
    }

    /** The columns of an image that a step of the window leads to from one of them; those between have theirs apart. */
    private static int columns(Window w) {
        return (paddedWidth(w) + w.strideW() - 1) / w.strideW();
    }

    private static int rowSize(ConvGeometry g) {
        return g.c() * g.window().strideW() * columns(g.window());
    }

    /** Where what the terms meet begins in an image that {@link #spread} made, from the first row of a window. */
    private static int[] terms(ConvGeometry g, int lanes) {
        Window w = g.window();
        int cg = g.channelsPerGroup();
        int[] terms = new int[w.r() * w.s() * cg];
        for (int k = 0; k < terms.length; k++) {
            int c = k % cg;
            int column = k / cg % w.s() * w.dilationW();
            int row = k / cg / w.s() * w.dilationH();
            int line = (row * g.c() + c) * w.strideW() + column % w.strideW();
            terms[k] = (line * columns(w) + column / w.strideW()) * lanes;
        }
        return terms;
    }

    private void outerProducts(ConvGeometry g, int lanes, Floats x, Floats dy, Floats dw, Floats scratch) {
        Window w = g.window();
        int[] at = terms.get(g, lanes);
        int m = g.m();
        int wide = roundUp(m);
        int length = w.f() * lanes;
        int row = rowSize(g) * lanes;
        float[] s = scratch.array;
        int image = scratch.offset;
        int turned = image + paddedHeight(w) * row;
        int sums = turned + panels(g) * length * WIDTH;
        int room = sums + at.length * wide;
        spread(g, lanes, x, s, image);
        Arrays.fill(s, sums, room, 0);
        int blocks = Math.ceilDiv(length, PackedConv2d.DEPTH);
        for (int e = 0; e < w.e(); e++) {
            for (int panel = 0; panel < panels(g); panel++) {
                int to = turned + panel * length * WIDTH;
                turn(g, lanes, dy, e, panel * WIDTH, s, to, room);
            }
            int xb = image + e * w.strideH() * row;
            for (int block = 0; block < blocks; block++) {
                int first = length * block / blocks;
                int part = length * (block + 1) / blocks - first;
                for (int panel = 0; panel < panels(g); panel++) {
                    int d = turned + (panel * length + first) * WIDTH;
                    int sb = sums + panel * WIDTH;
                    tiles(at, part, s, xb + first, d, wide - panel * WIDTH > V ? 2 : 1, sb, wide);
                }
            }
        }
        for (int k = 0; k < at.length; k++) {
            System.arraycopy(s, sums + k * wide, dw.array, dw.offset + k * m, m);
        }
    }

    private static void tiles(int[] at, int length, float[] s, int xb, int d, int vectors, int sums, int wide) {
        for (int k = 0; k < at.length; ) {
            int some = PackedConv2d.pixels(at.length - k);
            int sb = sums + k * wide;
            PanelTiles.panel(some, vectors, length, s, xb, at, k, s, d, s, sb, wide, s, sb, wide);
            k += some;
        }
    }

    /** A row of some filters of dy as a panel: {@code [F, lanes][filters]}. */
    private static void turn(ConvGeometry g, int lanes, Floats dy, int e, int first, float[] to, int start, int room) {
        int columns = g.window().f();
        int filters = Math.min(WIDTH, g.m() - first);
        int from = dy.offset + (e * columns * g.m() + first) * lanes;
        if (lanes == 1) {
            for (int f = 0; f < columns; f++) {
                System.arraycopy(dy.array, from + f * g.m(), to, start + f * WIDTH, filters);
            }
        }
        for (int lane = 0; lane <= lanes - V; lane += V) {
            int at = start + lane * WIDTH;
            int next = g.m() * lanes;
            Turn.turn(columns, next, lanes * WIDTH, dy.array, from + lane, filters, lanes, to, at, WIDTH, to, room);
        }
    }

    /** An image with its border as {@code [row, C, column % strideW, column / strideW, lanes]}. */
    private static void spread(ConvGeometry g, int lanes, Floats x, float[] to, int start) {
        Window w = g.window();
        int row = rowSize(g) * lanes;
        int line = columns(w) * lanes;
        if (isPadded(w)) {
            Arrays.fill(to, start, start + paddedHeight(w) * row, 0);
        }
        for (int h = 0; h < w.h(); h++) {
            int rowAt = start + (h + w.padTop()) * row;
            if (w.r() == 1 && (h + w.padTop()) % w.strideH() != 0) {
                continue;
            }
            for (int column = 0; column < w.w(); column++) {
                int padded = column + w.padLeft();
                if (w.s() == 1 && padded % w.strideW() != 0) {
                    continue;
                }
                int at = rowAt + padded % w.strideW() * line + padded / w.strideW() * lanes;
                int from = x.offset + (h * w.w() + column) * g.c() * lanes;
                copy(x.array, from, g.c(), lanes, to, at, w.strideW() * line);
            }
        }
    }

    /** So many runs of so many lanes from where they are neighbours to where they are {@code step} apart. */
    private static void copy(float[] from, int at, int runs, int lanes, float[] to, int start, int step) {
        for (int i = 0; i < runs; i++) {
            int source = at + i * lanes;
            int target = start + i * step;
            if (lanes == 1) {
                to[target] = from[source];
                continue;
            }
            for (int l = 0; l < lanes; l += V) {
                FloatVector.fromArray(SPECIES, from, source + l).intoArray(to, target + l);
            }
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
