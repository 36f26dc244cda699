package dev.fovea.kernel;

import dev.fovea.tensor.ScalarFunction;
import java.util.Arrays;

/**
 * Convolution of one image by plain loops, for a JVM that has compiled nothing yet: the compiler makes vectors of such a
 * loop within milliseconds, but only where every array is counted from the same index. So sums of a pixel are an array of
 * their own, and rows of filters are copied to others.
 *
 * <p>For a block of pixels and some filters: {@code y[p, m] = scale[m] * (sum over k of x[p, k] * w[k, m]) + shift[m]},
 * four numbers k and three pixels p at a time.
 */
final class ColdConv2d {
    /** The filters of a block at most. */
    private static final int FILTERS = 256;

    /** The sums of a block at most: half of a small second cache. */
    private static final int SUMS = 24_576;

    /** From so many pixels on, threads share out pixels; before, filters. */
    private static final int MANY_PIXELS = 400;

    private final ConvGeometry g;
    private final Window win;
    private final int channels;
    private final float[] x;
    private final int start;
    private final int step;
    private final Floats w;
    private final int pixels;
    private final float[][] sums;
    private final int[] rows;
    private final int[] inputs;
    private final float[][] taps = new float[4][];
    private int count;

    private ColdConv2d(ConvGeometry g, int group, Floats image, Floats w, int filters, int pixels) {
        this.g = g;
        this.win = g.window();
        this.channels = g.channelsPerGroup();
        this.w = w;
        if (channels % 4 == 0) {
            x = image.array;
            start = image.offset + group * channels;
            step = g.c();
        } else {
            // Channels of zeros behind the others, so that there are whole fours.
            step = channels + 3 & -4;
            start = 0;
            x = new float[win.h() * win.w() * step];
            for (int p = 0; p < win.h() * win.w(); p++) {
                System.arraycopy(image.array, image.offset + p * g.c() + group * channels, x, p * step, channels);
            }
        }
        int blocks = (pixels - 1) / Math.max(3, SUMS / filters) + 1;
        this.pixels = (pixels - 1) / blocks + 1;
        // The last takes what belongs to no pixel.
        sums = new float[this.pixels + 1][filters];
        rows = new int[this.pixels + 2];
        inputs = new int[this.pixels + 2];
        Arrays.setAll(taps, i -> new float[filters]);
    }

    /** A part of {@link Kernels#conv2dScaled}. */
    static void forward(
            ColdKernels kernels,
            ConvGeometry g,
            Floats x,
            Floats w,
            Floats scaleShift,
            Floats residual,
            ScalarFunction act,
            float alpha,
            Floats y,
            int part,
            int parts) {
        int all = g.window().e() * g.window().f();
        boolean byPixels = all >= MANY_PIXELS || g.filtersPerGroup() < 16 * parts;
        int fromPixel = byPixels ? (int) ((long) all * part / parts) : 0;
        int toPixel = byPixels ? (int) ((long) all * (part + 1) / parts) : all;
        int mg = g.filtersPerGroup();
        int from = byPixels ? 0 : mg * part / parts;
        int to = byPixels ? mg : mg * (part + 1) / parts;
        if (fromPixel == toPixel) {
            return;
        }
        int most = Math.min(to - from, FILTERS);
        for (int group = 0; group < g.groups(); group++) {
            ColdConv2d conv = new ColdConv2d(g, group, x, w, most, toPixel - fromPixel);
            for (int m = from; m < to; m += most) {
                int filters = Math.min(most, to - m);
                int first = group * mg + m;
                float[] scale = copy(scaleShift, first, filters);
                float[] shift = copy(scaleShift, g.m() + first, filters);
                for (int p = fromPixel; p < toPixel; p += conv.pixels) {
                    int pixels = Math.min(conv.pixels, toPixel - p);
                    conv.sum(p, pixels, first, filters);
                    for (int i = 0; i < pixels; i++) {
                        int at = (p + i) * g.m() + first;
                        float[] row = conv.sums[i];
                        finish(row, scale, shift, filters);
                        if (residual != null) {
                            add(row, copy(residual, at, filters), filters);
                        }
                        kernels.apply(act, alpha, row, filters);
                        System.arraycopy(row, 0, y.array, y.offset + at, filters);
                    }
                }
            }
        }
    }

    private static float[] copy(Floats from, int at, int count) {
        return Arrays.copyOfRange(from.array, from.offset + at, from.offset + at + count);
    }

    /** The sums of a block of pixels. */
    private void sum(int pixel, int pixels, int filter, int filters) {
        for (int i = 0; i < pixels; i++) {
            Arrays.fill(sums[i], 0, filters, 0);
        }
        for (int r = 0; r < win.r(); r++) {
            for (int s = 0; s < win.s(); s++) {
                find(r, s, pixel, pixels);
                if (count > 0) {
                    tap(w.offset + (r * win.s() + s) * channels * g.m() + filter, filters);
                }
            }
        }
    }

    /** Finds the pixels of the block to which a tap adds something, and what it reads for each; a multiple of three. */
    private void find(int r, int s, int pixel, int pixels) {
        count = 0;
        for (int i = 0; i < pixels; i++) {
            int h = win.row((pixel + i) / win.f(), r);
            int col = win.column((pixel + i) % win.f(), s);
            if (h >= 0 && h < win.h() && col >= 0 && col < win.w()) {
                rows[count] = i;
                inputs[count++] = start + (h * win.w() + col) * step;
            }
        }
        while (count % 3 > 0) {
            rows[count] = this.pixels;
            inputs[count] = inputs[count - 1];
            count++;
        }
    }

    /** Adds what one tap of the filters gives. */
    private void tap(int at, int filters) {
        for (int c = 0; c < channels; c += 4) {
            for (int i = 0; i < 4; i++) {
                if (c + i < channels) {
                    System.arraycopy(w.array, at + (c + i) * g.m(), taps[i], 0, filters);
                } else {
                    Arrays.fill(taps[i], 0);
                }
            }
            for (int i = 0; i < count; i += 3) {
                add(rows[i], inputs[i] + c, rows[i + 1], inputs[i + 1] + c, rows[i + 2], inputs[i + 2] + c, filters);
            }
        }
    }

    private void add(int i, int a, int j, int b, int k, int c, int n) {
        add(
                sums[i], sums[j], sums[k], taps[0], taps[1], taps[2], taps[3], //
                x[a], x[a + 1], x[a + 2], x[a + 3], //
                x[b], x[b + 1], x[b + 2], x[b + 3], //
                x[c], x[c + 1], x[c + 2], x[c + 3], n);
    }

    private static void add(
            float[] a,
            float[] b,
            float[] c,
            float[] t0,
            float[] t1,
            float[] t2,
            float[] t3,
            float a0,
            float a1,
            float a2,
            float a3,
            float b0,
            float b1,
            float b2,
            float b3,
            float c0,
            float c1,
            float c2,
            float c3,
            int n) {
        for (int m = 0; m < n; m++) {
            float w0 = t0[m];
            float w1 = t1[m];
            float w2 = t2[m];
            float w3 = t3[m];
            a[m] = Math.fma(a3, w3, Math.fma(a2, w2, Math.fma(a1, w1, Math.fma(a0, w0, a[m]))));
            b[m] = Math.fma(b3, w3, Math.fma(b2, w2, Math.fma(b1, w1, Math.fma(b0, w0, b[m]))));
            c[m] = Math.fma(c3, w3, Math.fma(c2, w2, Math.fma(c1, w1, Math.fma(c0, w0, c[m]))));
        }
    }

    private static void finish(float[] row, float[] scale, float[] shift, int n) {
        for (int m = 0; m < n; m++) {
            row[m] = row[m] * scale[m] + shift[m];
        }
    }

    private static void add(float[] row, float[] other, int n) {
        for (int m = 0; m < n; m++) {
            row[m] += other[m];
        }
    }
}
