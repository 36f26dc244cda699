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
            Floats scratch,
            int part,
            int parts) {
        Floats scaleShift = Floats.of(new float[2 * g.m()]);
        packFilters(g, lanes, w, bias, null, null, scaleShift);
        conv2dScaled(g, x, w, scaleShift, null, act, alpha, y, part, parts);
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
            apply(act, alpha, c, Floats.of(sums), Floats.of(sums));
            System.arraycopy(sums, 0, y.array, y.offset + p * c, c);
        }
    }

    private static void multiply(float[] sums, float[] x, int xi, float[] w, int wi) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += x[xi + i] * w[wi + i];
        }
    }

    /** The largest of rows, then those of what lies beside each other in them: long loops, which are compiled soon. */
    @Override
    public void maxPool(Window g, int channels, int lanes, Floats x, Floats y) {
        int inner = channels * lanes;
        int next = g.dilationW() * inner;
        int width = (g.f() - 1) * g.strideW() * inner + (g.s() - 1) * next + inner;
        int left = g.padLeft() * inner;
        int inside = Math.min(g.w() * inner, width - left);
        float[] row = new float[width];
        float[] largest = new float[width];
        for (int e = 0; e < g.e(); e++) {
            Arrays.fill(row, Float.NEGATIVE_INFINITY);
            Arrays.fill(largest, Float.NEGATIVE_INFINITY);
            for (int r = 0; r < g.r(); r++) {
                int h = g.row(e, r);
                if (h >= 0 && h < g.h()) {
                    System.arraycopy(x.array, x.offset + h * g.w() * inner, row, left, inside);
                    raise(largest, row, width);
                }
            }
            System.arraycopy(largest, 0, row, 0, width);
            for (int from = next; from < g.s() * next; from += next) {
                System.arraycopy(row, next, row, 0, width - from);
                raise(largest, row, width - from);
            }
            for (int f = 0; f < g.f(); f++) {
                int to = y.offset + (e * g.f() + f) * inner;
                System.arraycopy(largest, f * g.strideW() * inner, y.array, to, inner);
            }
        }
    }

    private static void raise(float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            a[i] = Math.max(a[i], b[i]);
        }
    }

    @Override
    public void averagePool(Window g, int channels, int lanes, Floats x, Floats y) {
        int inner = channels * lanes;
        float[] sums = new float[inner];
        for (int p = 0; p < g.e() * g.f(); p++) {
            Arrays.fill(sums, 0);
            int count = 0;
            for (int r = 0; r < g.r(); r++) {
                for (int s = 0; s < g.s(); s++) {
                    int h = g.row(p / g.f(), r);
                    int col = g.column(p % g.f(), s);
                    if (h >= 0 && h < g.h() && col >= 0 && col < g.w()) {
                        int from = x.offset + (h * g.w() + col) * inner;
                        ColdConv2d.add(sums, Arrays.copyOfRange(x.array, from, from + inner), inner);
                        count++;
                    }
                }
            }
            for (int i = 0; i < inner; i++) {
                y.array[y.offset + p * inner + i] = count == 0 ? 0 : sums[i] / count;
            }
        }
    }
}
