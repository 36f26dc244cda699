package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import java.util.Arrays;
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
        turnFilters(g, w, scratch);
        int cg = g.channelsPerGroup();
        int mg = g.filtersPerGroup();
        for (int group = 0; group < g.groups(); group++) {
            int yb = dy.offset + group * mg;
            int wb = scratch.offset + group * mg * cg;
            sums(taps, dy.array, yb, scratch.array, wb, cg, null, 0, false, dx, group * cg, cg, g.c());
        }
    }

    /** From {@code [R, S, C / groups, M]} to {@code [R, S, M, C / groups]}. */
    private static void turnFilters(ConvGeometry g, Floats w, Floats to) {
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
            int now = left >= 2 * V ? 2 * V : Math.min(left, V);
            for (int row = 0; row < taps.rows(); row++) {
                for (Taps.Span span : taps.spans()) {
                    int[] runs = taps.table(row, span.first()).runs();
                    int xi = xb + taps.base(row, span.first());
                    int yi = y.offset + (row * taps.columns() + span.first()) * all + channel + first;
                    int ys = span.step() * all;
                    for (int p = 0; p < span.count(); ) {
                        int pixels = PlainTiles.pixels(span.count() - p);
                        int from = xi + p * span.inputStep();
                        int to = yi + p * ys;
                        if (now == 2 * V) {
                            PlainTiles.plain(
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
                                    now,
                                    relu,
                                    y.array,
                                    to,
                                    ys);
                        }
                        p += pixels;
                    }
                }
            }
            first += now;
        }
    }

    /** The first filter of a part. */
    static int firstFilter(ConvGeometry g, int part, int parts) {
        return part == parts ? g.m() : g.m() / V * part / parts * V;
    }

    /** One pixel, by rows of weights, or of a part of the filters: memory is read in order. */
    static void dense(ConvGeometry g, Floats x, Floats w, Floats bias, Floats y, int part, int parts) {
        int k = g.inputSize();
        int m = g.m();
        int first = firstFilter(g, part, parts);
        int n = firstFilter(g, part + 1, parts) - first;
        int from = w.offset + first;
        int to = y.offset + first;
        if (bias == null) {
            Arrays.fill(y.array, to, to + n, 0);
        } else {
            System.arraycopy(bias.array, bias.offset + first, y.array, to, n);
        }
        int row = 0;
        for (; row <= k - 4; row += 4) {
            fourRows(x.array, x.offset + row, w.array, from + row * m, m, n, y.array, to);
        }
        for (; row < k; row++) {
            oneRow(x.array[x.offset + row], w.array, from + row * m, n, y.array, to);
        }
    }

    private static void fourRows(float[] x, int xi, float[] w, int wb, int m, int n, float[] y, int yb) {
        float x0 = x[xi];
        float x1 = x[xi + 1];
        float x2 = x[xi + 2];
        float x3 = x[xi + 3];
        FloatVector v0 = FloatVector.broadcast(SPECIES, x0);
        FloatVector v1 = FloatVector.broadcast(SPECIES, x1);
        FloatVector v2 = FloatVector.broadcast(SPECIES, x2);
        FloatVector v3 = FloatVector.broadcast(SPECIES, x3);
        int whole = n - n % V;
        for (int i = 0; i < whole; i += V) {
            FloatVector even =
                    FloatVector.fromArray(SPECIES, w, wb + i).fma(v0, FloatVector.fromArray(SPECIES, y, yb + i));
            FloatVector odd = FloatVector.fromArray(SPECIES, w, wb + m + i).mul(v1);
            even = FloatVector.fromArray(SPECIES, w, wb + 2 * m + i).fma(v2, even);
            odd = FloatVector.fromArray(SPECIES, w, wb + 3 * m + i).fma(v3, odd);
            even.add(odd).intoArray(y, yb + i);
        }
        for (int i = whole; i < n; i++) {
            y[yb + i] += (w[wb + i] * x0 + w[wb + 2 * m + i] * x2) + (w[wb + m + i] * x1 + w[wb + 3 * m + i] * x3);
        }
    }

    private static void oneRow(float x, float[] w, int wb, int n, float[] y, int yb) {
        FloatVector v = FloatVector.broadcast(SPECIES, x);
        int whole = n - n % V;
        for (int i = 0; i < whole; i += V) {
            FloatVector.fromArray(SPECIES, w, wb + i)
                    .fma(v, FloatVector.fromArray(SPECIES, y, yb + i))
                    .intoArray(y, yb + i);
        }
        for (int i = whole; i < n; i++) {
            y[yb + i] += w[wb + i] * x;
        }
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
                sum = FloatVector.fromArray(SPECIES, x.array, x.offset + xi + inputs[k] + c, some)
                        .fma(FloatVector.fromArray(SPECIES, w.array, w.offset + weights[k] + c, some), sum);
            }
            (relu ? sum.max(0) : sum).intoArray(y.array, y.offset + yi + c, some);
        }
    }
}
