package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;
import static dev.fovea.kernel.Simd.load;
import static dev.fovea.kernel.Simd.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** Convolution of one image in plain order: vectors hold filters, and meet one number of the image at a time. */
final class PlainConv2d {
    private final Memo<Taps> forward = new Memo<>(Taps::forward);
    private final Memo<Taps> backward = new Memo<>(Taps::inputGradient);

    void forward(ConvGeometry g, Floats x, Floats w, Floats bias, boolean relu, Floats y) {
        float[] b = bias == null ? null : bias.array;
        int bb = bias == null ? 0 : bias.offset;
        if (isDepthwise(g)) {
            depthwise(forward.get(g, 1), g.c(), x, w, b, bb, relu, y);
        } else if (isDense(g)) {
            dense(g.inputSize(), g.m(), x, w, b, bb, relu, y);
        } else {
            int cg = g.channelsPerGroup();
            int mg = g.filtersPerGroup();
            for (int group = 0; group < g.groups(); group++) {
                int first = group * mg;
                int xb = x.offset + group * cg;
                int bias0 = bb + first;
                sums(
                        forward.get(g, 1),
                        x.array,
                        xb,
                        w.array,
                        w.offset + first,
                        g.m(),
                        b,
                        bias0,
                        relu,
                        y,
                        first,
                        mg,
                        g.m());
            }
        }
    }

    static boolean isDepthwise(ConvGeometry g) {
        return g.groups() == g.c() && g.groups() == g.m() && g.c() > 1;
    }

    /** Whether the only window is the whole image, so that filters are a matrix and the image a vector. */
    static boolean isDense(ConvGeometry g) {
        Window w = g.window();
        boolean whole = w.r() == w.h() && w.s() == w.w() && w.dilationH() == 1 && w.dilationW() == 1;
        return g.groups() == 1 && whole && w.e() == 1 && w.f() == 1 && w.padTop() == 0 && w.padLeft() == 0;
    }

    /** The scratch holds the filters with their last two axes turned. */
    void inputGradient(ConvGeometry g, Floats dy, Floats w, Floats dx, Floats scratch) {
        Taps taps = backward.get(g, 1);
        if (isDepthwise(g)) {
            depthwise(taps, g.c(), dy, w, null, 0, false, dx);
            return;
        }
        VectorConv2d.turnFilters(g, w, scratch);
        int cg = g.channelsPerGroup();
        int mg = g.filtersPerGroup();
        for (int group = 0; group < g.groups(); group++) {
            int yb = dy.offset + group * mg;
            int wb = scratch.offset + group * mg * cg;
            sums(taps, dy.array, yb, scratch.array, wb, cg, null, 0, false, dx, group * cg, cg, g.c());
        }
    }

    /** Every pixel's {@code channels} sums from channel {@code channel} on, of {@code all} that the output has. */
    private static void sums(
            Taps taps,
            float[] x,
            int xb,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            boolean relu,
            Floats y,
            int channel,
            int channels,
            int all) {
        for (int first = 0; first < channels; ) {
            int left = channels - first;
            int vectors = left >= 2 * V ? 2 : 1;
            for (int row = 0; row < taps.rows(); row++) {
                for (Taps.Span span : taps.spans()) {
                    int[] runs = taps.table(row, span.first()).runs();
                    int xi = xb + taps.base(row, span.first());
                    int yi = y.offset + (row * taps.columns() + span.first()) * all + channel + first;
                    int ys = span.step() * all;
                    for (int p = 0; p < span.count(); ) {
                        int pixels = GatherTiles.rows(span.count() - p);
                        int from = xi + p * span.inputStep();
                        int to = yi + p * ys;
                        if (left >= V) {
                            PlainTiles.plain(
                                    pixels,
                                    vectors,
                                    x,
                                    from,
                                    span.inputStep(),
                                    runs,
                                    w,
                                    wb + first,
                                    ws,
                                    b,
                                    bb + first,
                                    relu,
                                    y.array,
                                    to,
                                    ys);
                        } else {
                            PlainTiles.part(
                                    pixels,
                                    x,
                                    from,
                                    span.inputStep(),
                                    runs,
                                    w,
                                    wb + first,
                                    ws,
                                    b,
                                    bb + first,
                                    left,
                                    relu,
                                    y.array,
                                    to,
                                    ys);
                        }
                        p += pixels;
                    }
                }
            }
            first += vectors * V;
        }
    }

    /** One pixel: by whole rows of weights where they are long, for memory is read in order; else column by column. */
    private static void dense(int k, int m, Floats x, Floats w, float[] b, int bb, boolean relu, Floats y) {
        if (m < 4 * V) {
            for (int i = 0; i < m; i += V) {
                denseColumn(k, m, i, x, w, b, bb, relu, y);
            }
            return;
        }
        if (b == null) {
            java.util.Arrays.fill(y.array, y.offset, y.offset + m, 0);
        } else {
            System.arraycopy(b, bb, y.array, y.offset, m);
        }
        int row = 0;
        for (; row <= k - 8; row += 8) {
            eightRows(x.array, x.offset + row, w.array, w.offset + row * m, m, y);
        }
        for (; row < k; row++) {
            FloatVector v = FloatVector.broadcast(SPECIES, x.array[x.offset + row]);
            for (int i = 0; i < m; i += V) {
                VectorMask<Float> some = Simd.rest(i, m);
                store(load(w, row * m + i, some).fma(v, load(y, i, some)), y, i, some);
            }
        }
        if (relu) {
            for (int i = 0; i < m; i += V) {
                VectorMask<Float> some = Simd.rest(i, m);
                store(load(y, i, some).max(0), y, i, some);
            }
        }
    }

    private static void eightRows(float[] x, int xi, float[] w, int wb, int m, Floats y) {
        FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi]);
        FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + 1]);
        FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + 2]);
        FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + 3]);
        FloatVector x4 = FloatVector.broadcast(SPECIES, x[xi + 4]);
        FloatVector x5 = FloatVector.broadcast(SPECIES, x[xi + 5]);
        FloatVector x6 = FloatVector.broadcast(SPECIES, x[xi + 6]);
        FloatVector x7 = FloatVector.broadcast(SPECIES, x[xi + 7]);
        for (int i = 0; i < m; i += V) {
            VectorMask<Float> some = Simd.rest(i, m);
            int wi = wb + i;
            FloatVector sum = load(y, i, some);
            FloatVector even = FloatVector.fromArray(SPECIES, w, wi, some).mul(x0);
            sum = FloatVector.fromArray(SPECIES, w, wi + m, some).fma(x1, sum);
            even = FloatVector.fromArray(SPECIES, w, wi + 2 * m, some).fma(x2, even);
            sum = FloatVector.fromArray(SPECIES, w, wi + 3 * m, some).fma(x3, sum);
            even = FloatVector.fromArray(SPECIES, w, wi + 4 * m, some).fma(x4, even);
            sum = FloatVector.fromArray(SPECIES, w, wi + 5 * m, some).fma(x5, sum);
            even = FloatVector.fromArray(SPECIES, w, wi + 6 * m, some).fma(x6, even);
            sum = FloatVector.fromArray(SPECIES, w, wi + 7 * m, some).fma(x7, sum);
            store(sum.add(even), y, i, some);
        }
    }

    /** One vector of filters; every fourth term goes to the same of four sums, as one sum would wait for itself. */
    private static void denseColumn(
            int k, int m, int i, Floats x, Floats w, float[] b, int bb, boolean relu, Floats y) {
        VectorMask<Float> some = Simd.rest(i, m);
        FloatVector s0 = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb + i, some);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector s2 = s1;
        FloatVector s3 = s1;
        int row = 0;
        for (; row <= k - 4; row += 4) {
            int xi = x.offset + row;
            int wi = row * m + i;
            s0 = load(w, wi, some).fma(FloatVector.broadcast(SPECIES, x.array[xi]), s0);
            s1 = load(w, wi + m, some).fma(FloatVector.broadcast(SPECIES, x.array[xi + 1]), s1);
            s2 = load(w, wi + 2 * m, some).fma(FloatVector.broadcast(SPECIES, x.array[xi + 2]), s2);
            s3 = load(w, wi + 3 * m, some).fma(FloatVector.broadcast(SPECIES, x.array[xi + 3]), s3);
        }
        for (; row < k; row++) {
            s0 = load(w, row * m + i, some).fma(FloatVector.broadcast(SPECIES, x.array[x.offset + row]), s0);
        }
        FloatVector sum = s0.add(s1).add(s2.add(s3));
        store(relu ? sum.max(0) : sum, y, i, some);
    }

    /** A filter of its own for each channel: vectors run along the channels of image and filter alike. */
    private static void depthwise(
            Taps taps, int channels, Floats x, Floats w, float[] b, int bb, boolean relu, Floats y) {
        for (int row = 0; row < taps.rows(); row++) {
            for (Taps.Span span : taps.spans()) {
                Taps.Table table = taps.table(row, span.first());
                for (int p = 0; p < span.count(); p++) {
                    int xi = taps.base(row, span.first()) + p * span.inputStep();
                    int yi = (row * taps.columns() + span.first() + p * span.step()) * channels;
                    depthwisePixel(table, channels, x, xi, w, b, bb, relu, y, yi);
                }
            }
        }
    }

    private static void depthwisePixel(
            Taps.Table table,
            int channels,
            Floats x,
            int xi,
            Floats w,
            float[] b,
            int bb,
            boolean relu,
            Floats y,
            int yi) {
        int[] inputs = table.inputs();
        int[] weights = table.weights();
        for (int c = 0; c < channels; c += V) {
            VectorMask<Float> some = Simd.rest(c, channels);
            FloatVector sum = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb + c, some);
            for (int k = 0; k < inputs.length; k++) {
                sum = load(x, xi + inputs[k] + c, some).fma(load(w, weights[k] + c, some), sum);
            }
            store(relu ? sum.max(0) : sum, y, yi + c, some);
        }
    }
}
