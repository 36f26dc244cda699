package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;

/**
 * Convolution of one image by a filter of its own for each channel: vectors run along the channels of image and filters
 * alike. Filters lie as {@code [R, S, C]}, behind them the biases.
 */
final class DepthwiseConv2d implements ImageConv2d {
    /** The numbers that are copied at a time, or about as many. */
    private static final int CACHED = 48 * 1024;

    private final Memo<int[]> taps = new Memo<>((g, lanes) -> taps(g));

    @Override
    public String name(ConvGeometry g) {
        return "depthwise, vectors of channels";
    }

    @Override
    public int packedSize(ConvGeometry g) {
        return Math.addExact(g.filterSize(), g.c());
    }

    @Override
    public void pack(ConvGeometry g, Floats w, Floats bias, float[] scale, float[] shift, Floats packed) {
        int channels = g.c();
        int biases = packed.offset + g.filterSize();
        for (int i = 0; i < g.filterSize(); i++) {
            packed.array[packed.offset + i] = w.array[w.offset + i] * (scale == null ? 1 : scale[i % channels]);
        }
        PackedConv2d.packBiases(bias, scale, shift, 0, channels, packed.array, biases);
    }

    @Override
    public int scratch(ConvGeometry g) {
        return PackedConv2d.copySize(g, rowsAtOnce(g));
    }

    /** The rows of the output that what they read is copied for at a time: as many as the second cache holds. */
    private static int rowsAtOnce(ConvGeometry g) {
        Window w = g.window();
        return Math.clamp(CACHED / ((long) w.strideH() * PackedConv2d.columns(w) * g.c()), 1, w.e());
    }

    /** Where the taps of a window lie from its first. */
    static int[] taps(ConvGeometry g) {
        Window w = g.window();
        int columns = PackedConv2d.columns(w);
        int[] taps = new int[w.r() * w.s()];
        for (int i = 0; i < taps.length; i++) {
            taps[i] = (i / w.s() * w.dilationH() * columns + i % w.s() * w.dilationW()) * g.c();
        }
        return taps;
    }

    @Override
    public void forward(
            ConvGeometry g,
            Floats x,
            Floats packed,
            Floats residual,
            float[] range,
            Floats y,
            Floats scratch,
            int part,
            int parts,
            boolean byFilters) {
        int from = ImageConv2d.firstRow(g, part, parts);
        int to = ImageConv2d.firstRow(g, part + 1, parts);
        int most = rowsAtOnce(g);
        for (int row = from; row < to; row += most) {
            rows(g, x, packed, range, y, scratch, row, Math.min(row + most, to));
        }
    }

    private void rows(
            ConvGeometry g, Floats x, Floats packed, float[] range, Floats y, Floats scratch, int from, int to) {
        Window w = g.window();
        int channels = g.c();
        int columns = PackedConv2d.columns(w);
        float[] image = x.array;
        int start = x.offset;
        if (PackedConv2d.padded(w)) {
            PackedConv2d.copyRows(g, x, from, to, scratch.array, scratch.offset);
            image = scratch.array;
            start = scratch.offset - from * w.strideH() * columns * channels;
        }
        int[] at = taps.get(g, 1);
        int together = together(w);
        for (int e = from; e < to; e++) {
            for (int done = 0; done < w.f(); done += together) {
                // Those at the end of a row begin before what is left, rather than to be fewer.
                int f = Math.min(done, w.f() - together);
                int xi = start + (e * w.strideH() * columns + f * w.strideW()) * channels;
                int yi = y.offset + (e * w.f() + f) * channels;
                if (together == 4) {
                    four(channels, at, image, xi, packed.array, packed.offset, range, y.array, yi);
                } else if (together == 2) {
                    two(channels, at, image, xi, packed.array, packed.offset, range, y.array, yi);
                } else {
                    pixel(channels, at, image, xi, packed.array, packed.offset, range, y.array, yi);
                }
            }
        }
    }

    /** How many neighbours in a row are made together, so that what they read in common is read once. */
    private static int together(Window w) {
        boolean three = w.r() == 3 && w.s() == 3 && w.dilationW() == 1;
        return three && w.strideW() == 1 && w.f() >= 4 ? 4 : three && w.strideW() == 2 && w.f() >= 2 ? 2 : 1;
    }

    /** {@code y[p, c] = b[c] + sum over nine taps of x[p + tap, c] * w[tap, c]} of four pixels, within the range. */
    private static void four(
            int n, int[] taps, float[] x, int x0, float[] w, int w0, float[] range, float[] y, int yi) {
        int x1 = x0 + taps[3];
        int x2 = x0 + taps[6];
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        int c = 0;
        for (; c <= n - V; c += V) {
            FloatVector s0 = FloatVector.fromArray(SPECIES, w, w0 + 9 * n + c);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + c);
            FloatVector q = FloatVector.fromArray(SPECIES, w, w0 + n + c);
            FloatVector r = FloatVector.fromArray(SPECIES, w, w0 + 2 * n + c);
            FloatVector v = FloatVector.fromArray(SPECIES, x, x0 + c);
            s0 = v.fma(p, s0);
            v = FloatVector.fromArray(SPECIES, x, x0 + n + c);
            s0 = v.fma(q, s0);
            s1 = v.fma(p, s1);
            v = FloatVector.fromArray(SPECIES, x, x0 + 2 * n + c);
            s0 = v.fma(r, s0);
            s1 = v.fma(q, s1);
            s2 = v.fma(p, s2);
            v = FloatVector.fromArray(SPECIES, x, x0 + 3 * n + c);
            s1 = v.fma(r, s1);
            s2 = v.fma(q, s2);
            s3 = v.fma(p, s3);
            v = FloatVector.fromArray(SPECIES, x, x0 + 4 * n + c);
            s2 = v.fma(r, s2);
            s3 = v.fma(q, s3);
            v = FloatVector.fromArray(SPECIES, x, x0 + 5 * n + c);
            s3 = v.fma(r, s3);
            Simd.inOrder();
            p = FloatVector.fromArray(SPECIES, w, w0 + 3 * n + c);
            q = FloatVector.fromArray(SPECIES, w, w0 + 4 * n + c);
            r = FloatVector.fromArray(SPECIES, w, w0 + 5 * n + c);
            v = FloatVector.fromArray(SPECIES, x, x1 + c);
            s0 = v.fma(p, s0);
            v = FloatVector.fromArray(SPECIES, x, x1 + n + c);
            s0 = v.fma(q, s0);
            s1 = v.fma(p, s1);
            v = FloatVector.fromArray(SPECIES, x, x1 + 2 * n + c);
            s0 = v.fma(r, s0);
            s1 = v.fma(q, s1);
            s2 = v.fma(p, s2);
            v = FloatVector.fromArray(SPECIES, x, x1 + 3 * n + c);
            s1 = v.fma(r, s1);
            s2 = v.fma(q, s2);
            s3 = v.fma(p, s3);
            v = FloatVector.fromArray(SPECIES, x, x1 + 4 * n + c);
            s2 = v.fma(r, s2);
            s3 = v.fma(q, s3);
            v = FloatVector.fromArray(SPECIES, x, x1 + 5 * n + c);
            s3 = v.fma(r, s3);
            Simd.inOrder();
            p = FloatVector.fromArray(SPECIES, w, w0 + 6 * n + c);
            q = FloatVector.fromArray(SPECIES, w, w0 + 7 * n + c);
            r = FloatVector.fromArray(SPECIES, w, w0 + 8 * n + c);
            v = FloatVector.fromArray(SPECIES, x, x2 + c);
            s0 = v.fma(p, s0);
            v = FloatVector.fromArray(SPECIES, x, x2 + n + c);
            s0 = v.fma(q, s0);
            s1 = v.fma(p, s1);
            v = FloatVector.fromArray(SPECIES, x, x2 + 2 * n + c);
            s0 = v.fma(r, s0);
            s1 = v.fma(q, s1);
            s2 = v.fma(p, s2);
            v = FloatVector.fromArray(SPECIES, x, x2 + 3 * n + c);
            s1 = v.fma(r, s1);
            s2 = v.fma(q, s2);
            s3 = v.fma(p, s3);
            v = FloatVector.fromArray(SPECIES, x, x2 + 4 * n + c);
            s2 = v.fma(r, s2);
            s3 = v.fma(q, s3);
            v = FloatVector.fromArray(SPECIES, x, x2 + 5 * n + c);
            s3 = v.fma(r, s3);
            s0 = s0.blend(low, s0.lt(low));
            s0.blend(high, high.lt(s0)).intoArray(y, yi + c);
            s1 = s1.blend(low, s1.lt(low));
            s1.blend(high, high.lt(s1)).intoArray(y, yi + n + c);
            s2 = s2.blend(low, s2.lt(low));
            s2.blend(high, high.lt(s2)).intoArray(y, yi + 2 * n + c);
            s3 = s3.blend(low, s3.lt(low));
            s3.blend(high, high.lt(s3)).intoArray(y, yi + 3 * n + c);
        }
        last(4, 1, c, n, taps, x, x0, w, w0, range, y, yi);
    }

    /** The same of two pixels whose windows begin two columns apart. */
    private static void two(int n, int[] taps, float[] x, int x0, float[] w, int w0, float[] range, float[] y, int yi) {
        int x1 = x0 + taps[3];
        int x2 = x0 + taps[6];
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        int c = 0;
        for (; c <= n - V; c += V) {
            FloatVector s0 = FloatVector.fromArray(SPECIES, w, w0 + 9 * n + c);
            FloatVector s1 = s0;
            FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + c);
            FloatVector q = FloatVector.fromArray(SPECIES, w, w0 + n + c);
            FloatVector r = FloatVector.fromArray(SPECIES, w, w0 + 2 * n + c);
            FloatVector v = FloatVector.fromArray(SPECIES, x, x0 + c);
            s0 = v.fma(p, s0);
            v = FloatVector.fromArray(SPECIES, x, x0 + n + c);
            s0 = v.fma(q, s0);
            v = FloatVector.fromArray(SPECIES, x, x0 + 2 * n + c);
            s0 = v.fma(r, s0);
            s1 = v.fma(p, s1);
            v = FloatVector.fromArray(SPECIES, x, x0 + 3 * n + c);
            s1 = v.fma(q, s1);
            v = FloatVector.fromArray(SPECIES, x, x0 + 4 * n + c);
            s1 = v.fma(r, s1);
            Simd.inOrder();
            p = FloatVector.fromArray(SPECIES, w, w0 + 3 * n + c);
            q = FloatVector.fromArray(SPECIES, w, w0 + 4 * n + c);
            r = FloatVector.fromArray(SPECIES, w, w0 + 5 * n + c);
            v = FloatVector.fromArray(SPECIES, x, x1 + c);
            s0 = v.fma(p, s0);
            v = FloatVector.fromArray(SPECIES, x, x1 + n + c);
            s0 = v.fma(q, s0);
            v = FloatVector.fromArray(SPECIES, x, x1 + 2 * n + c);
            s0 = v.fma(r, s0);
            s1 = v.fma(p, s1);
            v = FloatVector.fromArray(SPECIES, x, x1 + 3 * n + c);
            s1 = v.fma(q, s1);
            v = FloatVector.fromArray(SPECIES, x, x1 + 4 * n + c);
            s1 = v.fma(r, s1);
            Simd.inOrder();
            p = FloatVector.fromArray(SPECIES, w, w0 + 6 * n + c);
            q = FloatVector.fromArray(SPECIES, w, w0 + 7 * n + c);
            r = FloatVector.fromArray(SPECIES, w, w0 + 8 * n + c);
            v = FloatVector.fromArray(SPECIES, x, x2 + c);
            s0 = v.fma(p, s0);
            v = FloatVector.fromArray(SPECIES, x, x2 + n + c);
            s0 = v.fma(q, s0);
            v = FloatVector.fromArray(SPECIES, x, x2 + 2 * n + c);
            s0 = v.fma(r, s0);
            s1 = v.fma(p, s1);
            v = FloatVector.fromArray(SPECIES, x, x2 + 3 * n + c);
            s1 = v.fma(q, s1);
            v = FloatVector.fromArray(SPECIES, x, x2 + 4 * n + c);
            s1 = v.fma(r, s1);
            s0 = s0.blend(low, s0.lt(low));
            s0.blend(high, high.lt(s0)).intoArray(y, yi + c);
            s1 = s1.blend(low, s1.lt(low));
            s1.blend(high, high.lt(s1)).intoArray(y, yi + n + c);
        }
        last(2, 2, c, n, taps, x, x0, w, w0, range, y, yi);
    }

    /** The last channels of such pixels, which fill no vector. */
    private static void last(
            int pixels,
            int stride,
            int from,
            int n,
            int[] taps,
            float[] x,
            int xi,
            float[] w,
            int wi,
            float[] range,
            float[] y,
            int yi) {
        for (int c = from; c < n; c++) {
            for (int p = 0; p < pixels; p++) {
                float s = w[wi + taps.length * n + c];
                for (int tap = 0; tap < taps.length; tap++) {
                    s += x[xi + p * stride * n + taps[tap] + c] * w[wi + tap * n + c];
                }
                y[yi + p * n + c] = Math.min(Math.max(s, range[0]), range[1]);
            }
        }
    }

    private static void pixel(
            int channels, int[] taps, float[] x, int xi, float[] w, int wb, float[] range, float[] y, int yi) {
        float[] b = w;
        int bi = wb + taps.length * channels;
        int tap = 0;
        while (tap < taps.length) {
            int left = taps.length - tap;
            int some = left >= 9 ? 9 : left >= 5 ? 5 : 1;
            boolean last = some == left;
            float[] cut = last ? range : PanelTiles.ALL;
            int wi = wb + tap * channels;
            switch (some) {
                case 9 -> nine(channels, taps, tap, x, xi, w, wi, b, bi, cut, y, yi);
                case 5 -> five(channels, taps, tap, x, xi, w, wi, b, bi, cut, y, yi);
                default -> one(channels, x, xi + taps[tap], w, wi, b, bi, cut, y, yi);
            }
            b = y;
            bi = yi;
            tap += some;
        }
    }

    /** {@code y[c] = b[c] + sum over nine taps of x[c] * w[c]}, within the range. */
    private static void nine(
            int n,
            int[] taps,
            int tap,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bi,
            float[] range,
            float[] y,
            int yi) {
        int x0 = xb + taps[tap];
        int x1 = xb + taps[tap + 1];
        int x2 = xb + taps[tap + 2];
        int x3 = xb + taps[tap + 3];
        int x4 = xb + taps[tap + 4];
        int x5 = xb + taps[tap + 5];
        int x6 = xb + taps[tap + 6];
        int x7 = xb + taps[tap + 7];
        int x8 = xb + taps[tap + 8];
        int w1 = wb + n;
        int w2 = w1 + n;
        int w3 = w2 + n;
        int w4 = w3 + n;
        int w5 = w4 + n;
        int w6 = w5 + n;
        int w7 = w6 + n;
        int w8 = w7 + n;
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        int c = 0;
        for (; c <= n - V; c += V) {
            FloatVector s = FloatVector.fromArray(SPECIES, b, bi + c);
            FloatVector t = FloatVector.fromArray(SPECIES, x, x0 + c).mul(FloatVector.fromArray(SPECIES, w, wb + c));
            s = FloatVector.fromArray(SPECIES, x, x1 + c).fma(FloatVector.fromArray(SPECIES, w, w1 + c), s);
            t = FloatVector.fromArray(SPECIES, x, x2 + c).fma(FloatVector.fromArray(SPECIES, w, w2 + c), t);
            s = FloatVector.fromArray(SPECIES, x, x3 + c).fma(FloatVector.fromArray(SPECIES, w, w3 + c), s);
            t = FloatVector.fromArray(SPECIES, x, x4 + c).fma(FloatVector.fromArray(SPECIES, w, w4 + c), t);
            s = FloatVector.fromArray(SPECIES, x, x5 + c).fma(FloatVector.fromArray(SPECIES, w, w5 + c), s);
            t = FloatVector.fromArray(SPECIES, x, x6 + c).fma(FloatVector.fromArray(SPECIES, w, w6 + c), t);
            s = FloatVector.fromArray(SPECIES, x, x7 + c).fma(FloatVector.fromArray(SPECIES, w, w7 + c), s);
            t = FloatVector.fromArray(SPECIES, x, x8 + c).fma(FloatVector.fromArray(SPECIES, w, w8 + c), t);
            s = s.add(t);
            s = s.blend(low, s.lt(low));
            s.blend(high, high.lt(s)).intoArray(y, yi + c);
        }
        for (; c < n; c++) {
            float s = b[bi + c] + x[x1 + c] * w[w1 + c] + x[x3 + c] * w[w3 + c] + x[x5 + c] * w[w5 + c];
            float t = x[x0 + c] * w[wb + c] + x[x2 + c] * w[w2 + c] + x[x4 + c] * w[w4 + c] + x[x6 + c] * w[w6 + c];
            s += x[x7 + c] * w[w7 + c] + x[x8 + c] * w[w8 + c];
            y[yi + c] = Math.min(Math.max(s + t, range[0]), range[1]);
        }
    }

    /** The same of five taps. */
    private static void five(
            int n,
            int[] taps,
            int tap,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bi,
            float[] range,
            float[] y,
            int yi) {
        int x0 = xb + taps[tap];
        int x1 = xb + taps[tap + 1];
        int x2 = xb + taps[tap + 2];
        int x3 = xb + taps[tap + 3];
        int x4 = xb + taps[tap + 4];
        int w1 = wb + n;
        int w2 = w1 + n;
        int w3 = w2 + n;
        int w4 = w3 + n;
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        int c = 0;
        for (; c <= n - V; c += V) {
            FloatVector s = FloatVector.fromArray(SPECIES, b, bi + c);
            FloatVector t = FloatVector.fromArray(SPECIES, x, x0 + c).mul(FloatVector.fromArray(SPECIES, w, wb + c));
            s = FloatVector.fromArray(SPECIES, x, x1 + c).fma(FloatVector.fromArray(SPECIES, w, w1 + c), s);
            t = FloatVector.fromArray(SPECIES, x, x2 + c).fma(FloatVector.fromArray(SPECIES, w, w2 + c), t);
            s = FloatVector.fromArray(SPECIES, x, x3 + c).fma(FloatVector.fromArray(SPECIES, w, w3 + c), s);
            t = FloatVector.fromArray(SPECIES, x, x4 + c).fma(FloatVector.fromArray(SPECIES, w, w4 + c), t);
            s = s.add(t);
            s = s.blend(low, s.lt(low));
            s.blend(high, high.lt(s)).intoArray(y, yi + c);
        }
        for (; c < n; c++) {
            float s = b[bi + c] + x[x1 + c] * w[w1 + c] + x[x3 + c] * w[w3 + c];
            float t = x[x0 + c] * w[wb + c] + x[x2 + c] * w[w2 + c] + x[x4 + c] * w[w4 + c];
            y[yi + c] = Math.min(Math.max(s + t, range[0]), range[1]);
        }
    }

    /** The same of one tap. */
    private static void one(
            int n, float[] x, int xi, float[] w, int wi, float[] b, int bi, float[] range, float[] y, int yi) {
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        int c = 0;
        for (; c <= n - V; c += V) {
            FloatVector s = FloatVector.fromArray(SPECIES, x, xi + c)
                    .fma(FloatVector.fromArray(SPECIES, w, wi + c), FloatVector.fromArray(SPECIES, b, bi + c));
            s = s.blend(low, s.lt(low));
            s.blend(high, high.lt(s)).intoArray(y, yi + c);
        }
        for (; c < n; c++) {
            y[yi + c] = Math.min(Math.max(b[bi + c] + x[xi + c] * w[wi + c], range[0]), range[1]);
        }
    }
}
