package dev.fovea.kernel;

import dev.fovea.tensor.ScalarFunction;
import java.util.Arrays;

/**
 * Convolution of one image by plain loops, for a JVM that has compiled nothing yet: the compiler makes vectors of such a
 * loop within milliseconds, but only of one with six arrays at most, all counted from the same index. So sums of a pixel are
 * an array of their own, and rows of filters are copied to others.
 *
 * <p>For a block of pixels and some filters: {@code y[p, m] = scale[m] * (sum over k of x[p, k] * w[k, m]) + shift[m]},
 * three numbers k and three pixels p at a time.
 */
final class ColdConv2d {
    /** The filters of a block at most. */
    private static final int FILTERS = 512;

    /** The sums of a block at most: half of a small second cache. */
    private static final int SUMS = 24_576;

    /** Where a part would have so many pixels or more, pixels are shared out; else filters, so many or more. */
    private static final int LEAST_PIXELS = 24;

    private static final int LEAST_FILTERS = 128;

    private final ConvGeometry g;
    private final Window win;
    private final int channels;
    private final float[] x;
    private final int start;
    private final Floats w;
    private final int pixels;
    private final float[][] sums;
    private final int[] rows;
    private final int[] inputs;
    private final float[][] taps;
    private int count;

    private ColdConv2d(ConvGeometry g, int group, Floats image, Floats w, int filters, int pixels) {
        this.g = g;
        this.win = g.window();
        this.channels = g.channelsPerGroup();
        this.w = w;
        x = image.array;
        start = image.offset + group * channels;
        int blocks = (pixels - 1) / Math.max(3, SUMS / filters) + 1;
        this.pixels = (pixels - 1) / blocks + 1;
        // The last takes what belongs to no pixel. With four more, whose room is a multiple of a vector's, rows lie
        // alike.
        sums = new float[this.pixels + 1][filters + 4];
        rows = new int[this.pixels + 2];
        inputs = new int[this.pixels + 2];
        taps = new float[3][filters + 4];
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
        int mg = g.filtersPerGroup();
        boolean byPixels = all >= LEAST_PIXELS * parts || mg < 2 * LEAST_FILTERS;
        int taking = Math.min(parts, byPixels ? all : mg / LEAST_FILTERS);
        if (part >= taking) {
            return;
        }
        int fromPixel = byPixels ? (int) ((long) all * part / taking) : 0;
        int toPixel = byPixels ? (int) ((long) all * (part + 1) / taking) : all;
        int from = byPixels ? 0 : mg * part / taking;
        int to = byPixels ? mg : mg * (part + 1) / taking;
        int block = Math.min(to - from, FILTERS);
        float least = act == ScalarFunction.RELU ? 0 : Float.NEGATIVE_INFINITY;
        for (int group = 0; group < g.groups(); group++) {
            ColdConv2d conv = new ColdConv2d(g, group, x, w, block, toPixel - fromPixel);
            float[] row = new float[block + 4];
            float[] none = new float[block + 4];
            for (int m = from; m < to; m += block) {
                int filters = Math.min(block, to - m);
                int first = group * mg + m;
                float[] scale = copy(scaleShift, first, filters);
                float[] shift = copy(scaleShift, g.m() + first, filters);
                for (int p = fromPixel; p < toPixel; p += conv.pixels) {
                    int pixels = Math.min(conv.pixels, toPixel - p);
                    conv.sum(p, pixels, first, filters);
                    for (int i = 0; i < pixels; i++) {
                        int at = (p + i) * g.m() + first;
                        float[] other = residual == null ? none : copy(residual, at, filters);
                        finish(row, conv.sums[i], scale, shift, other, least, filters);
                        if (act != ScalarFunction.RELU) {
                            kernels.apply(act, alpha, filters, Floats.of(row), Floats.of(row));
                        }
                        System.arraycopy(row, 0, y.array, y.offset + at, filters);
                    }
                }
            }
        }
    }

    private static float[] copy(Floats from, int at, int count) {
        return Arrays.copyOfRange(from.array, from.offset + at, from.offset + at + count);
    }

    /** The sums of a block of pixels, which are zeros before. */
    private void sum(int pixel, int pixels, int filter, int filters) {
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
                inputs[count++] = start + (h * win.w() + col) * g.c();
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
        for (int c = 0; c < channels; c += 3) {
            for (int i = 0; i < 3; i++) {
                if (c + i < channels) {
                    System.arraycopy(w.array, at + (c + i) * g.m(), taps[i], 0, filters);
                } else {
                    Arrays.fill(taps[i], 0);
                }
            }
            for (int i = 0; i < count; i += 3) {
                add(i, c, filters);
            }
        }
    }

    /**
     * Adds what three channels, or as many as there are, give to three pixels. It has too much code to be compiled anew
     * within each method that calls it, which would take the compiler several times as long.
     */
    private void add(int at, int c, int n) {
        float[] p = sums[rows[at]];
        float[] q = sums[rows[at + 1]];
        float[] r = sums[rows[at + 2]];
        float[] t0 = taps[0];
        float[] t1 = taps[1];
        float[] t2 = taps[2];
        int i = inputs[at] + c;
        int j = inputs[at + 1] + c;
        int k = inputs[at + 2] + c;
        boolean second = c + 1 < channels;
        boolean third = c + 2 < channels;
        float p0 = x[i];
        float p1 = second ? x[i + 1] : 0;
        float p2 = third ? x[i + 2] : 0;
        float q0 = x[j];
        float q1 = second ? x[j + 1] : 0;
        float q2 = third ? x[j + 2] : 0;
        float r0 = x[k];
        float r1 = second ? x[k + 1] : 0;
        float r2 = third ? x[k + 2] : 0;
        for (int m = 0; m < n; m++) {
            float w0 = t0[m];
            float w1 = t1[m];
            float w2 = t2[m];
            p[m] = Math.fma(p2, w2, Math.fma(p1, w1, Math.fma(p0, w0, p[m])));
            q[m] = Math.fma(q2, w2, Math.fma(q1, w1, Math.fma(q0, w0, q[m])));
            r[m] = Math.fma(r2, w2, Math.fma(r1, w1, Math.fma(r0, w0, r[m])));
        }
    }

    /** Makes the results of sums, and zeros of these. */
    private static void finish(
            float[] results, float[] sums, float[] scale, float[] shift, float[] other, float least, int n) {
        for (int m = 0; m < n; m++) {
            results[m] = Math.max(sums[m] * scale[m] + shift[m] + other[m], least);
            sums[m] = 0;
        }
    }

    static void add(float[] row, float[] other, int n) {
        for (int m = 0; m < n; m++) {
            row[m] += other[m];
        }
    }
}
