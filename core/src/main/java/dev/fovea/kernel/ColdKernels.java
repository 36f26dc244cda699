package dev.fovea.kernel;

import dev.fovea.tensor.ScalarFunction;
import java.util.Arrays;

/**
 * The primitives for the first prediction of a JVM: convolutions of single images are loops that are compiled soon and
 * read filters as they lie; the rest is the reference.
 */
final class ColdKernels extends ReferenceKernels {
    @Override
    public boolean readsFilters() {
        return true;
    }

    /** A scale and a shift for each filter. */
    @Override
    public int packedFilterSize(ConvGeometry g, int lanes) {
        return 2 * g.m();
    }

    @Override
    public void packFilters(
            ConvGeometry g, int lanes, Floats w, Floats bias, float[] scale, float[] shift, Floats packed) {
        int m = g.m();
        float[] to = packed.array;
        int at = packed.offset;
        if (scale == null) {
            Arrays.fill(to, at, at + m, 1);
            Arrays.fill(to, at + m, at + 2 * m, 0);
        } else {
            System.arraycopy(scale, 0, to, at, m);
            System.arraycopy(shift, 0, to, at + m, m);
        }
        for (int i = 0; bias != null && i < m; i++) {
            to[at + m + i] += bias.array[bias.offset + i] * to[at + i];
        }
    }

    @Override
    public boolean addsResidual(ConvGeometry g, int lanes) {
        return true;
    }

    @Override
    public void conv2dScaled(
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
        if (PlainConv2d.isDepthwise(g)) {
            depthwise(g, x, w, scaleShift, residual, act, alpha, y, part, parts);
        } else {
            ColdConv2d.forward(this, g, x, w, scaleShift, residual, act, alpha, y, part, parts);
        }
    }

    @Override
    public void conv2d(
            ConvGeometry g,
            int lanes,
            Floats x,
            Floats w,
            Floats bias,
            ScalarFunction act,
            float alpha,
            Floats y,
            Floats scratch) {
        Floats scaleShift = Floats.of(new float[2 * g.m()]);
        packFilters(g, lanes, w, bias, null, null, scaleShift);
        conv2dScaled(g, x, w, scaleShift, null, act, alpha, y, 0, 1);
    }

    /** Applies a function to the first numbers of an array. */
    void apply(ScalarFunction act, float alpha, float[] values, int n) {
        if (act == ScalarFunction.RELU) {
            relu(values, n);
        } else if (act != ScalarFunction.LINEAR) {
            Floats row = Floats.of(values);
            apply(act, alpha, n, row, row);
        }
    }

    private static void relu(float[] values, int n) {
        for (int i = 0; i < n; i++) {
            values[i] = Math.max(values[i], 0);
        }
    }

    private void depthwise(
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
        Window win = g.window();
        int c = g.c();
        float[] sums = new float[c];
        int pixels = win.e() * win.f();
        for (int p = pixels * part / parts; p < pixels * (part + 1) / parts; p++) {
            Arrays.fill(sums, 0);
            for (int r = 0; r < win.r(); r++) {
                for (int s = 0; s < win.s(); s++) {
                    int h = win.row(p / win.f(), r);
                    int col = win.column(p % win.f(), s);
                    if (h >= 0 && h < win.h() && col >= 0 && col < win.w()) {
                        multiply(
                                sums,
                                x.array,
                                x.offset + (h * win.w() + col) * c,
                                w.array,
                                w.offset + (r * win.s() + s) * c);
                    }
                }
            }
            for (int i = 0; i < c; i++) {
                sums[i] =
                        sums[i] * scaleShift.array[scaleShift.offset + i] + scaleShift.array[scaleShift.offset + c + i];
                sums[i] += residual == null ? 0 : residual.array[residual.offset + p * c + i];
            }
            apply(act, alpha, sums, c);
            System.arraycopy(sums, 0, y.array, y.offset + p * c, c);
        }
    }

    private static void multiply(float[] sums, float[] x, int xi, float[] w, int wi) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += x[xi + i] * w[wi + i];
        }
    }

    @Override
    public void maxPool(Window g, int channels, int lanes, Floats x, Floats y) {
        int inner = channels * lanes;
        Arrays.fill(y.array, y.offset, y.offset + g.e() * g.f() * inner, Float.NEGATIVE_INFINITY);
        for (int p = 0; p < g.e() * g.f(); p++) {
            for (int r = 0; r < g.r(); r++) {
                for (int s = 0; s < g.s(); s++) {
                    int h = g.row(p / g.f(), r);
                    int col = g.column(p % g.f(), s);
                    if (h >= 0 && h < g.h() && col >= 0 && col < g.w()) {
                        int from = x.offset + (h * g.w() + col) * inner;
                        raise(y.array, y.offset + p * inner, x.array, from, inner);
                    }
                }
            }
        }
    }

    private static void raise(float[] y, int yi, float[] x, int xi, int n) {
        for (int i = 0; i < n; i++) {
            y[yi + i] = Math.max(y[yi + i], x[xi + i]);
        }
    }
}
