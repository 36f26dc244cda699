package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of convolution by packed filters, unrolled by pixels and by vectors of filters: {@code panelPxN} has P
 * pixels and N vectors.
 *
 * <p>{@code y[p, m] = cut(b[p, m] + sum over runs and k < length of x[xb + at[px + p] + runs[run] + k] * w[(run * length + k)
 * * width + m] + e[m])}, where b is y itself or begins a sum, e is added to what ends it, and the result is raised to the first of range and
 * lowered to the second; a panel is 2V wide. So many tiles are made one behind the other, each some steps further on:
 * the next pixels by the same panel, or the same pixels by the next panel. They are not looped over in the tiles' own
 * methods, which would then be called too seldom to be compiled early.
 * Each pixel repeats the statements of pixel 0, each vector those of p with the next V filters. A loop over one run of
 * neighbours is what lets the compiler leave out the checks of its reads. What a tile needs at the end it reads from arrays
 * there, as one number more to hold would cost a register. The largest tile of 16 registers has a method {@code run} of its own
 * for pixels of one run: around a second loop the compiler holds addresses in registers of vectors, which it has none left of. It compares and blends, as minimum and maximum, which mind
 * the signs of zeros, are made of three times as many instructions. Made by {@code core/src/generator/panel_tiles.py}.
 */
final class PanelTiles {
    /** A range that all numbers are in. */
    static final float[] ALL = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};

    /** What ends no sum. */
    static final float[] ZEROS = new float[2 * V];

    /** One run, from where a pixel begins. */
    static final int[] ONE = {0};

    private PanelTiles() {}

    /** The tile of so many pixels and vectors of filters, of a sum of any length that goes on or ends as it is. */
    static void panel(
            int pixels,
            int vectors,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] y,
            int yi,
            int ys) {
        for (int k = 0; k < length; ) {
            int depth = PackedConv2d.part(length - k, PackedConv2d.DEPTH);
            boolean begins = k == 0;
            panels(
                    pixels,
                    vectors,
                    1,
                    ONE,
                    depth,
                    x,
                    xb + k,
                    at,
                    px,
                    0,
                    w,
                    wi + k * 2 * V,
                    0,
                    begins ? b : y,
                    begins ? bi : yi,
                    begins ? bs : ys,
                    0,
                    ZEROS,
                    0,
                    0,
                    ALL,
                    y,
                    yi,
                    ys,
                    0);
            k += depth;
        }
    }

    /** Tiles of so many pixels and vectors of filters. */
    static void panels(
            int pixels,
            int vectors,
            int tiles,
            int[] runs,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            int pxStep,
            float[] w,
            int wi,
            int wStep,
            float[] b,
            int bi,
            int bs,
            int bStep,
            float[] e,
            int ei,
            int eStep,
            float[] range,
            float[] y,
            int yi,
            int ys,
            int yStep) {
        for (int tile = 0; tile < tiles; tile++) {
            switch (pixels * 4 + vectors) {
                case 34 -> panel8x2(runs, length, x, xb, at, px, w, wi, b, bi, bs, e, ei, range, y, yi, ys);
                case 33 -> panel8x1(runs, length, x, xb, at, px, w, wi, b, bi, bs, e, ei, range, y, yi, ys);
                case 26 -> {
                    if (runs.length == 1) {
                        run6x2(length, x, xb + runs[0], at, px, w, wi, b, bi, bs, e, ei, range, y, yi, ys);
                    } else {
                        panel6x2(runs, length, x, xb, at, px, w, wi, b, bi, bs, e, ei, range, y, yi, ys);
                    }
                }
                case 25 -> panel6x1(runs, length, x, xb, at, px, w, wi, b, bi, bs, e, ei, range, y, yi, ys);
                case 22 -> panel5x2(runs, length, x, xb, at, px, w, wi, b, bi, bs, e, ei, range, y, yi, ys);
                case 18 -> panel4x2(runs, length, x, xb, at, px, w, wi, b, bi, bs, e, ei, range, y, yi, ys);
                case 17 -> panel4x1(runs, length, x, xb, at, px, w, wi, b, bi, bs, e, ei, range, y, yi, ys);
                case 14 -> panel3x2(runs, length, x, xb, at, px, w, wi, b, bi, bs, e, ei, range, y, yi, ys);
                case 10 -> panel2x2(runs, length, x, xb, at, px, w, wi, b, bi, bs, e, ei, range, y, yi, ys);
                case 6 -> panel1x2(runs, length, x, xb, at, px, w, wi, b, bi, bs, e, ei, range, y, yi, ys);
                case 5 -> panel1x1(runs, length, x, xb, at, px, w, wi, b, bi, bs, e, ei, range, y, yi, ys);
                default -> {
                    // Seldom enough to be made of two.
                    int some = Integer.highestOneBit(pixels - 1);
                    panels(
                            some, vectors, 1, runs, length, x, xb, at, px, 0, w, wi, 0, b, bi, bs, 0, e, ei, 0, range,
                            y, yi, ys, 0);
                    panels(
                            pixels - some,
                            vectors,
                            1,
                            runs,
                            length,
                            x,
                            xb,
                            at,
                            px + some,
                            0,
                            w,
                            wi,
                            0,
                            b,
                            bi + some * bs,
                            bs,
                            0,
                            e,
                            ei,
                            0,
                            range,
                            y,
                            yi + some * ys,
                            ys,
                            0);
                }
            }
            px += pxStep;
            wi += wStep;
            bi += bStep;
            ei += eStep;
            yi += yStep;
        }
    }

    private static void panel8x2(
            int[] runs,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        int n = Simd.terms(length);
        FloatVector a0p = FloatVector.fromArray(SPECIES, b, bi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, b, bi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, b, bi + bs);
        FloatVector a1q = FloatVector.fromArray(SPECIES, b, bi + bs + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, b, bi + 2 * bs);
        FloatVector a2q = FloatVector.fromArray(SPECIES, b, bi + 2 * bs + V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, b, bi + 3 * bs);
        FloatVector a3q = FloatVector.fromArray(SPECIES, b, bi + 3 * bs + V);
        FloatVector a4p = FloatVector.fromArray(SPECIES, b, bi + 4 * bs);
        FloatVector a4q = FloatVector.fromArray(SPECIES, b, bi + 4 * bs + V);
        FloatVector a5p = FloatVector.fromArray(SPECIES, b, bi + 5 * bs);
        FloatVector a5q = FloatVector.fromArray(SPECIES, b, bi + 5 * bs + V);
        FloatVector a6p = FloatVector.fromArray(SPECIES, b, bi + 6 * bs);
        FloatVector a6q = FloatVector.fromArray(SPECIES, b, bi + 6 * bs + V);
        FloatVector a7p = FloatVector.fromArray(SPECIES, b, bi + 7 * bs);
        FloatVector a7q = FloatVector.fromArray(SPECIES, b, bi + 7 * bs + V);
        for (int run : runs) {
            int from = xb + run;
            int x0 = Simd.start(from + at[px]);
            int x1 = Simd.start(from + at[px + 1]);
            int x2 = Simd.start(from + at[px + 2]);
            int x3 = Simd.start(from + at[px + 3]);
            int x4 = Simd.start(from + at[px + 4]);
            int x5 = Simd.start(from + at[px + 5]);
            int x6 = Simd.start(from + at[px + 6]);
            int x7 = Simd.start(from + at[px + 7]);
            int w0 = Simd.start(wi);
            for (int k = 0; k < n; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V);
                FloatVector q = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V + V);
                FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
                a0p = p.fma(v0, a0p);
                a0q = q.fma(v0, a0q);
                Simd.inOrder();
                FloatVector v1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
                a1p = p.fma(v1, a1p);
                a1q = q.fma(v1, a1q);
                Simd.inOrder();
                FloatVector v2 = FloatVector.broadcast(SPECIES, x[x2 + k]);
                a2p = p.fma(v2, a2p);
                a2q = q.fma(v2, a2q);
                Simd.inOrder();
                FloatVector v3 = FloatVector.broadcast(SPECIES, x[x3 + k]);
                a3p = p.fma(v3, a3p);
                a3q = q.fma(v3, a3q);
                Simd.inOrder();
                FloatVector v4 = FloatVector.broadcast(SPECIES, x[x4 + k]);
                a4p = p.fma(v4, a4p);
                a4q = q.fma(v4, a4q);
                Simd.inOrder();
                FloatVector v5 = FloatVector.broadcast(SPECIES, x[x5 + k]);
                a5p = p.fma(v5, a5p);
                a5q = q.fma(v5, a5q);
                Simd.inOrder();
                FloatVector v6 = FloatVector.broadcast(SPECIES, x[x6 + k]);
                a6p = p.fma(v6, a6p);
                a6q = q.fma(v6, a6q);
                Simd.inOrder();
                FloatVector v7 = FloatVector.broadcast(SPECIES, x[x7 + k]);
                a7p = p.fma(v7, a7p);
                a7q = q.fma(v7, a7q);
            }
            wi += n * 2 * V;
        }
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector ep = FloatVector.fromArray(SPECIES, e, ei);
        FloatVector eq = FloatVector.fromArray(SPECIES, e, ei + V);
        a0p = a0p.add(ep);
        a0p = a0p.blend(low, a0p.lt(low));
        a0p.blend(high, high.lt(a0p)).intoArray(y, yi);
        a0q = a0q.add(eq);
        a0q = a0q.blend(low, a0q.lt(low));
        a0q.blend(high, high.lt(a0q)).intoArray(y, yi + V);
        a1p = a1p.add(ep);
        a1p = a1p.blend(low, a1p.lt(low));
        a1p.blend(high, high.lt(a1p)).intoArray(y, yi + ys);
        a1q = a1q.add(eq);
        a1q = a1q.blend(low, a1q.lt(low));
        a1q.blend(high, high.lt(a1q)).intoArray(y, yi + ys + V);
        a2p = a2p.add(ep);
        a2p = a2p.blend(low, a2p.lt(low));
        a2p.blend(high, high.lt(a2p)).intoArray(y, yi + 2 * ys);
        a2q = a2q.add(eq);
        a2q = a2q.blend(low, a2q.lt(low));
        a2q.blend(high, high.lt(a2q)).intoArray(y, yi + 2 * ys + V);
        a3p = a3p.add(ep);
        a3p = a3p.blend(low, a3p.lt(low));
        a3p.blend(high, high.lt(a3p)).intoArray(y, yi + 3 * ys);
        a3q = a3q.add(eq);
        a3q = a3q.blend(low, a3q.lt(low));
        a3q.blend(high, high.lt(a3q)).intoArray(y, yi + 3 * ys + V);
        a4p = a4p.add(ep);
        a4p = a4p.blend(low, a4p.lt(low));
        a4p.blend(high, high.lt(a4p)).intoArray(y, yi + 4 * ys);
        a4q = a4q.add(eq);
        a4q = a4q.blend(low, a4q.lt(low));
        a4q.blend(high, high.lt(a4q)).intoArray(y, yi + 4 * ys + V);
        a5p = a5p.add(ep);
        a5p = a5p.blend(low, a5p.lt(low));
        a5p.blend(high, high.lt(a5p)).intoArray(y, yi + 5 * ys);
        a5q = a5q.add(eq);
        a5q = a5q.blend(low, a5q.lt(low));
        a5q.blend(high, high.lt(a5q)).intoArray(y, yi + 5 * ys + V);
        a6p = a6p.add(ep);
        a6p = a6p.blend(low, a6p.lt(low));
        a6p.blend(high, high.lt(a6p)).intoArray(y, yi + 6 * ys);
        a6q = a6q.add(eq);
        a6q = a6q.blend(low, a6q.lt(low));
        a6q.blend(high, high.lt(a6q)).intoArray(y, yi + 6 * ys + V);
        a7p = a7p.add(ep);
        a7p = a7p.blend(low, a7p.lt(low));
        a7p.blend(high, high.lt(a7p)).intoArray(y, yi + 7 * ys);
        a7q = a7q.add(eq);
        a7q = a7q.blend(low, a7q.lt(low));
        a7q.blend(high, high.lt(a7q)).intoArray(y, yi + 7 * ys + V);
    }

    private static void panel8x1(
            int[] runs,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        int n = Simd.terms(length);
        FloatVector a0p = FloatVector.fromArray(SPECIES, b, bi);
        FloatVector a1p = FloatVector.fromArray(SPECIES, b, bi + bs);
        FloatVector a2p = FloatVector.fromArray(SPECIES, b, bi + 2 * bs);
        FloatVector a3p = FloatVector.fromArray(SPECIES, b, bi + 3 * bs);
        FloatVector a4p = FloatVector.fromArray(SPECIES, b, bi + 4 * bs);
        FloatVector a5p = FloatVector.fromArray(SPECIES, b, bi + 5 * bs);
        FloatVector a6p = FloatVector.fromArray(SPECIES, b, bi + 6 * bs);
        FloatVector a7p = FloatVector.fromArray(SPECIES, b, bi + 7 * bs);
        for (int run : runs) {
            int from = xb + run;
            int x0 = Simd.start(from + at[px]);
            int x1 = Simd.start(from + at[px + 1]);
            int x2 = Simd.start(from + at[px + 2]);
            int x3 = Simd.start(from + at[px + 3]);
            int x4 = Simd.start(from + at[px + 4]);
            int x5 = Simd.start(from + at[px + 5]);
            int x6 = Simd.start(from + at[px + 6]);
            int x7 = Simd.start(from + at[px + 7]);
            int w0 = Simd.start(wi);
            for (int k = 0; k < n; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V);
                FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
                a0p = p.fma(v0, a0p);
                Simd.inOrder();
                FloatVector v1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
                a1p = p.fma(v1, a1p);
                Simd.inOrder();
                FloatVector v2 = FloatVector.broadcast(SPECIES, x[x2 + k]);
                a2p = p.fma(v2, a2p);
                Simd.inOrder();
                FloatVector v3 = FloatVector.broadcast(SPECIES, x[x3 + k]);
                a3p = p.fma(v3, a3p);
                Simd.inOrder();
                FloatVector v4 = FloatVector.broadcast(SPECIES, x[x4 + k]);
                a4p = p.fma(v4, a4p);
                Simd.inOrder();
                FloatVector v5 = FloatVector.broadcast(SPECIES, x[x5 + k]);
                a5p = p.fma(v5, a5p);
                Simd.inOrder();
                FloatVector v6 = FloatVector.broadcast(SPECIES, x[x6 + k]);
                a6p = p.fma(v6, a6p);
                Simd.inOrder();
                FloatVector v7 = FloatVector.broadcast(SPECIES, x[x7 + k]);
                a7p = p.fma(v7, a7p);
            }
            wi += n * 2 * V;
        }
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector ep = FloatVector.fromArray(SPECIES, e, ei);
        a0p = a0p.add(ep);
        a0p = a0p.blend(low, a0p.lt(low));
        a0p.blend(high, high.lt(a0p)).intoArray(y, yi);
        a1p = a1p.add(ep);
        a1p = a1p.blend(low, a1p.lt(low));
        a1p.blend(high, high.lt(a1p)).intoArray(y, yi + ys);
        a2p = a2p.add(ep);
        a2p = a2p.blend(low, a2p.lt(low));
        a2p.blend(high, high.lt(a2p)).intoArray(y, yi + 2 * ys);
        a3p = a3p.add(ep);
        a3p = a3p.blend(low, a3p.lt(low));
        a3p.blend(high, high.lt(a3p)).intoArray(y, yi + 3 * ys);
        a4p = a4p.add(ep);
        a4p = a4p.blend(low, a4p.lt(low));
        a4p.blend(high, high.lt(a4p)).intoArray(y, yi + 4 * ys);
        a5p = a5p.add(ep);
        a5p = a5p.blend(low, a5p.lt(low));
        a5p.blend(high, high.lt(a5p)).intoArray(y, yi + 5 * ys);
        a6p = a6p.add(ep);
        a6p = a6p.blend(low, a6p.lt(low));
        a6p.blend(high, high.lt(a6p)).intoArray(y, yi + 6 * ys);
        a7p = a7p.add(ep);
        a7p = a7p.blend(low, a7p.lt(low));
        a7p.blend(high, high.lt(a7p)).intoArray(y, yi + 7 * ys);
    }

    private static void panel6x2(
            int[] runs,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        int n = Simd.terms(length);
        FloatVector a0p = FloatVector.fromArray(SPECIES, b, bi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, b, bi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, b, bi + bs);
        FloatVector a1q = FloatVector.fromArray(SPECIES, b, bi + bs + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, b, bi + 2 * bs);
        FloatVector a2q = FloatVector.fromArray(SPECIES, b, bi + 2 * bs + V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, b, bi + 3 * bs);
        FloatVector a3q = FloatVector.fromArray(SPECIES, b, bi + 3 * bs + V);
        FloatVector a4p = FloatVector.fromArray(SPECIES, b, bi + 4 * bs);
        FloatVector a4q = FloatVector.fromArray(SPECIES, b, bi + 4 * bs + V);
        FloatVector a5p = FloatVector.fromArray(SPECIES, b, bi + 5 * bs);
        FloatVector a5q = FloatVector.fromArray(SPECIES, b, bi + 5 * bs + V);
        for (int run : runs) {
            int from = xb + run;
            int x0 = Simd.start(from + at[px]);
            int x1 = Simd.start(from + at[px + 1]);
            int x2 = Simd.start(from + at[px + 2]);
            int x3 = Simd.start(from + at[px + 3]);
            int x4 = Simd.start(from + at[px + 4]);
            int x5 = Simd.start(from + at[px + 5]);
            int w0 = Simd.start(wi);
            for (int k = 0; k < n; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V);
                FloatVector q = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V + V);
                FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
                a0p = p.fma(v0, a0p);
                a0q = q.fma(v0, a0q);
                Simd.inOrder();
                FloatVector v1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
                a1p = p.fma(v1, a1p);
                a1q = q.fma(v1, a1q);
                Simd.inOrder();
                FloatVector v2 = FloatVector.broadcast(SPECIES, x[x2 + k]);
                a2p = p.fma(v2, a2p);
                a2q = q.fma(v2, a2q);
                Simd.inOrder();
                FloatVector v3 = FloatVector.broadcast(SPECIES, x[x3 + k]);
                a3p = p.fma(v3, a3p);
                a3q = q.fma(v3, a3q);
                Simd.inOrder();
                FloatVector v4 = FloatVector.broadcast(SPECIES, x[x4 + k]);
                a4p = p.fma(v4, a4p);
                a4q = q.fma(v4, a4q);
                Simd.inOrder();
                FloatVector v5 = FloatVector.broadcast(SPECIES, x[x5 + k]);
                a5p = p.fma(v5, a5p);
                a5q = q.fma(v5, a5q);
            }
            wi += n * 2 * V;
        }
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector ep = FloatVector.fromArray(SPECIES, e, ei);
        FloatVector eq = FloatVector.fromArray(SPECIES, e, ei + V);
        a0p = a0p.add(ep);
        a0p = a0p.blend(low, a0p.lt(low));
        a0p.blend(high, high.lt(a0p)).intoArray(y, yi);
        a0q = a0q.add(eq);
        a0q = a0q.blend(low, a0q.lt(low));
        a0q.blend(high, high.lt(a0q)).intoArray(y, yi + V);
        a1p = a1p.add(ep);
        a1p = a1p.blend(low, a1p.lt(low));
        a1p.blend(high, high.lt(a1p)).intoArray(y, yi + ys);
        a1q = a1q.add(eq);
        a1q = a1q.blend(low, a1q.lt(low));
        a1q.blend(high, high.lt(a1q)).intoArray(y, yi + ys + V);
        a2p = a2p.add(ep);
        a2p = a2p.blend(low, a2p.lt(low));
        a2p.blend(high, high.lt(a2p)).intoArray(y, yi + 2 * ys);
        a2q = a2q.add(eq);
        a2q = a2q.blend(low, a2q.lt(low));
        a2q.blend(high, high.lt(a2q)).intoArray(y, yi + 2 * ys + V);
        a3p = a3p.add(ep);
        a3p = a3p.blend(low, a3p.lt(low));
        a3p.blend(high, high.lt(a3p)).intoArray(y, yi + 3 * ys);
        a3q = a3q.add(eq);
        a3q = a3q.blend(low, a3q.lt(low));
        a3q.blend(high, high.lt(a3q)).intoArray(y, yi + 3 * ys + V);
        a4p = a4p.add(ep);
        a4p = a4p.blend(low, a4p.lt(low));
        a4p.blend(high, high.lt(a4p)).intoArray(y, yi + 4 * ys);
        a4q = a4q.add(eq);
        a4q = a4q.blend(low, a4q.lt(low));
        a4q.blend(high, high.lt(a4q)).intoArray(y, yi + 4 * ys + V);
        a5p = a5p.add(ep);
        a5p = a5p.blend(low, a5p.lt(low));
        a5p.blend(high, high.lt(a5p)).intoArray(y, yi + 5 * ys);
        a5q = a5q.add(eq);
        a5q = a5q.blend(low, a5q.lt(low));
        a5q.blend(high, high.lt(a5q)).intoArray(y, yi + 5 * ys + V);
    }

    private static void panel6x1(
            int[] runs,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        int n = Simd.terms(length);
        FloatVector a0p = FloatVector.fromArray(SPECIES, b, bi);
        FloatVector a1p = FloatVector.fromArray(SPECIES, b, bi + bs);
        FloatVector a2p = FloatVector.fromArray(SPECIES, b, bi + 2 * bs);
        FloatVector a3p = FloatVector.fromArray(SPECIES, b, bi + 3 * bs);
        FloatVector a4p = FloatVector.fromArray(SPECIES, b, bi + 4 * bs);
        FloatVector a5p = FloatVector.fromArray(SPECIES, b, bi + 5 * bs);
        for (int run : runs) {
            int from = xb + run;
            int x0 = Simd.start(from + at[px]);
            int x1 = Simd.start(from + at[px + 1]);
            int x2 = Simd.start(from + at[px + 2]);
            int x3 = Simd.start(from + at[px + 3]);
            int x4 = Simd.start(from + at[px + 4]);
            int x5 = Simd.start(from + at[px + 5]);
            int w0 = Simd.start(wi);
            for (int k = 0; k < n; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V);
                FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
                a0p = p.fma(v0, a0p);
                Simd.inOrder();
                FloatVector v1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
                a1p = p.fma(v1, a1p);
                Simd.inOrder();
                FloatVector v2 = FloatVector.broadcast(SPECIES, x[x2 + k]);
                a2p = p.fma(v2, a2p);
                Simd.inOrder();
                FloatVector v3 = FloatVector.broadcast(SPECIES, x[x3 + k]);
                a3p = p.fma(v3, a3p);
                Simd.inOrder();
                FloatVector v4 = FloatVector.broadcast(SPECIES, x[x4 + k]);
                a4p = p.fma(v4, a4p);
                Simd.inOrder();
                FloatVector v5 = FloatVector.broadcast(SPECIES, x[x5 + k]);
                a5p = p.fma(v5, a5p);
            }
            wi += n * 2 * V;
        }
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector ep = FloatVector.fromArray(SPECIES, e, ei);
        a0p = a0p.add(ep);
        a0p = a0p.blend(low, a0p.lt(low));
        a0p.blend(high, high.lt(a0p)).intoArray(y, yi);
        a1p = a1p.add(ep);
        a1p = a1p.blend(low, a1p.lt(low));
        a1p.blend(high, high.lt(a1p)).intoArray(y, yi + ys);
        a2p = a2p.add(ep);
        a2p = a2p.blend(low, a2p.lt(low));
        a2p.blend(high, high.lt(a2p)).intoArray(y, yi + 2 * ys);
        a3p = a3p.add(ep);
        a3p = a3p.blend(low, a3p.lt(low));
        a3p.blend(high, high.lt(a3p)).intoArray(y, yi + 3 * ys);
        a4p = a4p.add(ep);
        a4p = a4p.blend(low, a4p.lt(low));
        a4p.blend(high, high.lt(a4p)).intoArray(y, yi + 4 * ys);
        a5p = a5p.add(ep);
        a5p = a5p.blend(low, a5p.lt(low));
        a5p.blend(high, high.lt(a5p)).intoArray(y, yi + 5 * ys);
    }

    private static void panel5x2(
            int[] runs,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        int n = Simd.terms(length);
        FloatVector a0p = FloatVector.fromArray(SPECIES, b, bi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, b, bi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, b, bi + bs);
        FloatVector a1q = FloatVector.fromArray(SPECIES, b, bi + bs + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, b, bi + 2 * bs);
        FloatVector a2q = FloatVector.fromArray(SPECIES, b, bi + 2 * bs + V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, b, bi + 3 * bs);
        FloatVector a3q = FloatVector.fromArray(SPECIES, b, bi + 3 * bs + V);
        FloatVector a4p = FloatVector.fromArray(SPECIES, b, bi + 4 * bs);
        FloatVector a4q = FloatVector.fromArray(SPECIES, b, bi + 4 * bs + V);
        for (int run : runs) {
            int from = xb + run;
            int x0 = Simd.start(from + at[px]);
            int x1 = Simd.start(from + at[px + 1]);
            int x2 = Simd.start(from + at[px + 2]);
            int x3 = Simd.start(from + at[px + 3]);
            int x4 = Simd.start(from + at[px + 4]);
            int w0 = Simd.start(wi);
            for (int k = 0; k < n; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V);
                FloatVector q = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V + V);
                FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
                a0p = p.fma(v0, a0p);
                a0q = q.fma(v0, a0q);
                Simd.inOrder();
                FloatVector v1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
                a1p = p.fma(v1, a1p);
                a1q = q.fma(v1, a1q);
                Simd.inOrder();
                FloatVector v2 = FloatVector.broadcast(SPECIES, x[x2 + k]);
                a2p = p.fma(v2, a2p);
                a2q = q.fma(v2, a2q);
                Simd.inOrder();
                FloatVector v3 = FloatVector.broadcast(SPECIES, x[x3 + k]);
                a3p = p.fma(v3, a3p);
                a3q = q.fma(v3, a3q);
                Simd.inOrder();
                FloatVector v4 = FloatVector.broadcast(SPECIES, x[x4 + k]);
                a4p = p.fma(v4, a4p);
                a4q = q.fma(v4, a4q);
            }
            wi += n * 2 * V;
        }
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector ep = FloatVector.fromArray(SPECIES, e, ei);
        FloatVector eq = FloatVector.fromArray(SPECIES, e, ei + V);
        a0p = a0p.add(ep);
        a0p = a0p.blend(low, a0p.lt(low));
        a0p.blend(high, high.lt(a0p)).intoArray(y, yi);
        a0q = a0q.add(eq);
        a0q = a0q.blend(low, a0q.lt(low));
        a0q.blend(high, high.lt(a0q)).intoArray(y, yi + V);
        a1p = a1p.add(ep);
        a1p = a1p.blend(low, a1p.lt(low));
        a1p.blend(high, high.lt(a1p)).intoArray(y, yi + ys);
        a1q = a1q.add(eq);
        a1q = a1q.blend(low, a1q.lt(low));
        a1q.blend(high, high.lt(a1q)).intoArray(y, yi + ys + V);
        a2p = a2p.add(ep);
        a2p = a2p.blend(low, a2p.lt(low));
        a2p.blend(high, high.lt(a2p)).intoArray(y, yi + 2 * ys);
        a2q = a2q.add(eq);
        a2q = a2q.blend(low, a2q.lt(low));
        a2q.blend(high, high.lt(a2q)).intoArray(y, yi + 2 * ys + V);
        a3p = a3p.add(ep);
        a3p = a3p.blend(low, a3p.lt(low));
        a3p.blend(high, high.lt(a3p)).intoArray(y, yi + 3 * ys);
        a3q = a3q.add(eq);
        a3q = a3q.blend(low, a3q.lt(low));
        a3q.blend(high, high.lt(a3q)).intoArray(y, yi + 3 * ys + V);
        a4p = a4p.add(ep);
        a4p = a4p.blend(low, a4p.lt(low));
        a4p.blend(high, high.lt(a4p)).intoArray(y, yi + 4 * ys);
        a4q = a4q.add(eq);
        a4q = a4q.blend(low, a4q.lt(low));
        a4q.blend(high, high.lt(a4q)).intoArray(y, yi + 4 * ys + V);
    }

    private static void panel4x2(
            int[] runs,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        int n = Simd.terms(length);
        FloatVector a0p = FloatVector.fromArray(SPECIES, b, bi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, b, bi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, b, bi + bs);
        FloatVector a1q = FloatVector.fromArray(SPECIES, b, bi + bs + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, b, bi + 2 * bs);
        FloatVector a2q = FloatVector.fromArray(SPECIES, b, bi + 2 * bs + V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, b, bi + 3 * bs);
        FloatVector a3q = FloatVector.fromArray(SPECIES, b, bi + 3 * bs + V);
        for (int run : runs) {
            int from = xb + run;
            int x0 = Simd.start(from + at[px]);
            int x1 = Simd.start(from + at[px + 1]);
            int x2 = Simd.start(from + at[px + 2]);
            int x3 = Simd.start(from + at[px + 3]);
            int w0 = Simd.start(wi);
            for (int k = 0; k < n; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V);
                FloatVector q = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V + V);
                FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
                a0p = p.fma(v0, a0p);
                a0q = q.fma(v0, a0q);
                Simd.inOrder();
                FloatVector v1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
                a1p = p.fma(v1, a1p);
                a1q = q.fma(v1, a1q);
                Simd.inOrder();
                FloatVector v2 = FloatVector.broadcast(SPECIES, x[x2 + k]);
                a2p = p.fma(v2, a2p);
                a2q = q.fma(v2, a2q);
                Simd.inOrder();
                FloatVector v3 = FloatVector.broadcast(SPECIES, x[x3 + k]);
                a3p = p.fma(v3, a3p);
                a3q = q.fma(v3, a3q);
            }
            wi += n * 2 * V;
        }
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector ep = FloatVector.fromArray(SPECIES, e, ei);
        FloatVector eq = FloatVector.fromArray(SPECIES, e, ei + V);
        a0p = a0p.add(ep);
        a0p = a0p.blend(low, a0p.lt(low));
        a0p.blend(high, high.lt(a0p)).intoArray(y, yi);
        a0q = a0q.add(eq);
        a0q = a0q.blend(low, a0q.lt(low));
        a0q.blend(high, high.lt(a0q)).intoArray(y, yi + V);
        a1p = a1p.add(ep);
        a1p = a1p.blend(low, a1p.lt(low));
        a1p.blend(high, high.lt(a1p)).intoArray(y, yi + ys);
        a1q = a1q.add(eq);
        a1q = a1q.blend(low, a1q.lt(low));
        a1q.blend(high, high.lt(a1q)).intoArray(y, yi + ys + V);
        a2p = a2p.add(ep);
        a2p = a2p.blend(low, a2p.lt(low));
        a2p.blend(high, high.lt(a2p)).intoArray(y, yi + 2 * ys);
        a2q = a2q.add(eq);
        a2q = a2q.blend(low, a2q.lt(low));
        a2q.blend(high, high.lt(a2q)).intoArray(y, yi + 2 * ys + V);
        a3p = a3p.add(ep);
        a3p = a3p.blend(low, a3p.lt(low));
        a3p.blend(high, high.lt(a3p)).intoArray(y, yi + 3 * ys);
        a3q = a3q.add(eq);
        a3q = a3q.blend(low, a3q.lt(low));
        a3q.blend(high, high.lt(a3q)).intoArray(y, yi + 3 * ys + V);
    }

    private static void panel4x1(
            int[] runs,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        int n = Simd.terms(length);
        FloatVector a0p = FloatVector.fromArray(SPECIES, b, bi);
        FloatVector a1p = FloatVector.fromArray(SPECIES, b, bi + bs);
        FloatVector a2p = FloatVector.fromArray(SPECIES, b, bi + 2 * bs);
        FloatVector a3p = FloatVector.fromArray(SPECIES, b, bi + 3 * bs);
        for (int run : runs) {
            int from = xb + run;
            int x0 = Simd.start(from + at[px]);
            int x1 = Simd.start(from + at[px + 1]);
            int x2 = Simd.start(from + at[px + 2]);
            int x3 = Simd.start(from + at[px + 3]);
            int w0 = Simd.start(wi);
            for (int k = 0; k < n; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V);
                FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
                a0p = p.fma(v0, a0p);
                Simd.inOrder();
                FloatVector v1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
                a1p = p.fma(v1, a1p);
                Simd.inOrder();
                FloatVector v2 = FloatVector.broadcast(SPECIES, x[x2 + k]);
                a2p = p.fma(v2, a2p);
                Simd.inOrder();
                FloatVector v3 = FloatVector.broadcast(SPECIES, x[x3 + k]);
                a3p = p.fma(v3, a3p);
            }
            wi += n * 2 * V;
        }
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector ep = FloatVector.fromArray(SPECIES, e, ei);
        a0p = a0p.add(ep);
        a0p = a0p.blend(low, a0p.lt(low));
        a0p.blend(high, high.lt(a0p)).intoArray(y, yi);
        a1p = a1p.add(ep);
        a1p = a1p.blend(low, a1p.lt(low));
        a1p.blend(high, high.lt(a1p)).intoArray(y, yi + ys);
        a2p = a2p.add(ep);
        a2p = a2p.blend(low, a2p.lt(low));
        a2p.blend(high, high.lt(a2p)).intoArray(y, yi + 2 * ys);
        a3p = a3p.add(ep);
        a3p = a3p.blend(low, a3p.lt(low));
        a3p.blend(high, high.lt(a3p)).intoArray(y, yi + 3 * ys);
    }

    private static void panel3x2(
            int[] runs,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        int n = Simd.terms(length);
        FloatVector a0p = FloatVector.fromArray(SPECIES, b, bi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, b, bi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, b, bi + bs);
        FloatVector a1q = FloatVector.fromArray(SPECIES, b, bi + bs + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, b, bi + 2 * bs);
        FloatVector a2q = FloatVector.fromArray(SPECIES, b, bi + 2 * bs + V);
        for (int run : runs) {
            int from = xb + run;
            int x0 = Simd.start(from + at[px]);
            int x1 = Simd.start(from + at[px + 1]);
            int x2 = Simd.start(from + at[px + 2]);
            int w0 = Simd.start(wi);
            for (int k = 0; k < n; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V);
                FloatVector q = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V + V);
                FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
                a0p = p.fma(v0, a0p);
                a0q = q.fma(v0, a0q);
                Simd.inOrder();
                FloatVector v1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
                a1p = p.fma(v1, a1p);
                a1q = q.fma(v1, a1q);
                Simd.inOrder();
                FloatVector v2 = FloatVector.broadcast(SPECIES, x[x2 + k]);
                a2p = p.fma(v2, a2p);
                a2q = q.fma(v2, a2q);
            }
            wi += n * 2 * V;
        }
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector ep = FloatVector.fromArray(SPECIES, e, ei);
        FloatVector eq = FloatVector.fromArray(SPECIES, e, ei + V);
        a0p = a0p.add(ep);
        a0p = a0p.blend(low, a0p.lt(low));
        a0p.blend(high, high.lt(a0p)).intoArray(y, yi);
        a0q = a0q.add(eq);
        a0q = a0q.blend(low, a0q.lt(low));
        a0q.blend(high, high.lt(a0q)).intoArray(y, yi + V);
        a1p = a1p.add(ep);
        a1p = a1p.blend(low, a1p.lt(low));
        a1p.blend(high, high.lt(a1p)).intoArray(y, yi + ys);
        a1q = a1q.add(eq);
        a1q = a1q.blend(low, a1q.lt(low));
        a1q.blend(high, high.lt(a1q)).intoArray(y, yi + ys + V);
        a2p = a2p.add(ep);
        a2p = a2p.blend(low, a2p.lt(low));
        a2p.blend(high, high.lt(a2p)).intoArray(y, yi + 2 * ys);
        a2q = a2q.add(eq);
        a2q = a2q.blend(low, a2q.lt(low));
        a2q.blend(high, high.lt(a2q)).intoArray(y, yi + 2 * ys + V);
    }

    private static void panel2x2(
            int[] runs,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        int n = Simd.terms(length);
        FloatVector a0p = FloatVector.fromArray(SPECIES, b, bi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, b, bi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, b, bi + bs);
        FloatVector a1q = FloatVector.fromArray(SPECIES, b, bi + bs + V);
        for (int run : runs) {
            int from = xb + run;
            int x0 = Simd.start(from + at[px]);
            int x1 = Simd.start(from + at[px + 1]);
            int w0 = Simd.start(wi);
            for (int k = 0; k < n; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V);
                FloatVector q = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V + V);
                FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
                a0p = p.fma(v0, a0p);
                a0q = q.fma(v0, a0q);
                Simd.inOrder();
                FloatVector v1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
                a1p = p.fma(v1, a1p);
                a1q = q.fma(v1, a1q);
            }
            wi += n * 2 * V;
        }
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector ep = FloatVector.fromArray(SPECIES, e, ei);
        FloatVector eq = FloatVector.fromArray(SPECIES, e, ei + V);
        a0p = a0p.add(ep);
        a0p = a0p.blend(low, a0p.lt(low));
        a0p.blend(high, high.lt(a0p)).intoArray(y, yi);
        a0q = a0q.add(eq);
        a0q = a0q.blend(low, a0q.lt(low));
        a0q.blend(high, high.lt(a0q)).intoArray(y, yi + V);
        a1p = a1p.add(ep);
        a1p = a1p.blend(low, a1p.lt(low));
        a1p.blend(high, high.lt(a1p)).intoArray(y, yi + ys);
        a1q = a1q.add(eq);
        a1q = a1q.blend(low, a1q.lt(low));
        a1q.blend(high, high.lt(a1q)).intoArray(y, yi + ys + V);
    }

    private static void panel1x2(
            int[] runs,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        int n = Simd.terms(length);
        FloatVector a0p = FloatVector.fromArray(SPECIES, b, bi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, b, bi + V);
        for (int run : runs) {
            int from = xb + run;
            int x0 = Simd.start(from + at[px]);
            int w0 = Simd.start(wi);
            for (int k = 0; k < n; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V);
                FloatVector q = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V + V);
                FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
                a0p = p.fma(v0, a0p);
                a0q = q.fma(v0, a0q);
            }
            wi += n * 2 * V;
        }
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector ep = FloatVector.fromArray(SPECIES, e, ei);
        FloatVector eq = FloatVector.fromArray(SPECIES, e, ei + V);
        a0p = a0p.add(ep);
        a0p = a0p.blend(low, a0p.lt(low));
        a0p.blend(high, high.lt(a0p)).intoArray(y, yi);
        a0q = a0q.add(eq);
        a0q = a0q.blend(low, a0q.lt(low));
        a0q.blend(high, high.lt(a0q)).intoArray(y, yi + V);
    }

    private static void panel1x1(
            int[] runs,
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        int n = Simd.terms(length);
        FloatVector a0p = FloatVector.fromArray(SPECIES, b, bi);
        for (int run : runs) {
            int from = xb + run;
            int x0 = Simd.start(from + at[px]);
            int w0 = Simd.start(wi);
            for (int k = 0; k < n; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V);
                FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
                a0p = p.fma(v0, a0p);
            }
            wi += n * 2 * V;
        }
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector ep = FloatVector.fromArray(SPECIES, e, ei);
        a0p = a0p.add(ep);
        a0p = a0p.blend(low, a0p.lt(low));
        a0p.blend(high, high.lt(a0p)).intoArray(y, yi);
    }

    private static void run6x2(
            int length,
            float[] x,
            int xb,
            int[] at,
            int px,
            float[] w,
            int wi,
            float[] b,
            int bi,
            int bs,
            float[] e,
            int ei,
            float[] range,
            float[] y,
            int yi,
            int ys) {
        int n = Simd.terms(length);
        FloatVector a0p = FloatVector.fromArray(SPECIES, b, bi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, b, bi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, b, bi + bs);
        FloatVector a1q = FloatVector.fromArray(SPECIES, b, bi + bs + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, b, bi + 2 * bs);
        FloatVector a2q = FloatVector.fromArray(SPECIES, b, bi + 2 * bs + V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, b, bi + 3 * bs);
        FloatVector a3q = FloatVector.fromArray(SPECIES, b, bi + 3 * bs + V);
        FloatVector a4p = FloatVector.fromArray(SPECIES, b, bi + 4 * bs);
        FloatVector a4q = FloatVector.fromArray(SPECIES, b, bi + 4 * bs + V);
        FloatVector a5p = FloatVector.fromArray(SPECIES, b, bi + 5 * bs);
        FloatVector a5q = FloatVector.fromArray(SPECIES, b, bi + 5 * bs + V);
        int x0 = Simd.start(xb + at[px]);
        int x1 = Simd.start(xb + at[px + 1]);
        int x2 = Simd.start(xb + at[px + 2]);
        int x3 = Simd.start(xb + at[px + 3]);
        int x4 = Simd.start(xb + at[px + 4]);
        int x5 = Simd.start(xb + at[px + 5]);
        int w0 = Simd.start(wi);
        for (int k = 0; k < n; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V);
            FloatVector q = FloatVector.fromArray(SPECIES, w, w0 + k * 2 * V + V);
            FloatVector v0 = FloatVector.broadcast(SPECIES, x[x0 + k]);
            a0p = p.fma(v0, a0p);
            a0q = q.fma(v0, a0q);
            Simd.inOrder();
            FloatVector v1 = FloatVector.broadcast(SPECIES, x[x1 + k]);
            a1p = p.fma(v1, a1p);
            a1q = q.fma(v1, a1q);
            Simd.inOrder();
            FloatVector v2 = FloatVector.broadcast(SPECIES, x[x2 + k]);
            a2p = p.fma(v2, a2p);
            a2q = q.fma(v2, a2q);
            Simd.inOrder();
            FloatVector v3 = FloatVector.broadcast(SPECIES, x[x3 + k]);
            a3p = p.fma(v3, a3p);
            a3q = q.fma(v3, a3q);
            Simd.inOrder();
            FloatVector v4 = FloatVector.broadcast(SPECIES, x[x4 + k]);
            a4p = p.fma(v4, a4p);
            a4q = q.fma(v4, a4q);
            Simd.inOrder();
            FloatVector v5 = FloatVector.broadcast(SPECIES, x[x5 + k]);
            a5p = p.fma(v5, a5p);
            a5q = q.fma(v5, a5q);
        }
        FloatVector low = FloatVector.broadcast(SPECIES, range[0]);
        FloatVector high = FloatVector.broadcast(SPECIES, range[1]);
        FloatVector ep = FloatVector.fromArray(SPECIES, e, ei);
        FloatVector eq = FloatVector.fromArray(SPECIES, e, ei + V);
        a0p = a0p.add(ep);
        a0p = a0p.blend(low, a0p.lt(low));
        a0p.blend(high, high.lt(a0p)).intoArray(y, yi);
        a0q = a0q.add(eq);
        a0q = a0q.blend(low, a0q.lt(low));
        a0q.blend(high, high.lt(a0q)).intoArray(y, yi + V);
        a1p = a1p.add(ep);
        a1p = a1p.blend(low, a1p.lt(low));
        a1p.blend(high, high.lt(a1p)).intoArray(y, yi + ys);
        a1q = a1q.add(eq);
        a1q = a1q.blend(low, a1q.lt(low));
        a1q.blend(high, high.lt(a1q)).intoArray(y, yi + ys + V);
        a2p = a2p.add(ep);
        a2p = a2p.blend(low, a2p.lt(low));
        a2p.blend(high, high.lt(a2p)).intoArray(y, yi + 2 * ys);
        a2q = a2q.add(eq);
        a2q = a2q.blend(low, a2q.lt(low));
        a2q.blend(high, high.lt(a2q)).intoArray(y, yi + 2 * ys + V);
        a3p = a3p.add(ep);
        a3p = a3p.blend(low, a3p.lt(low));
        a3p.blend(high, high.lt(a3p)).intoArray(y, yi + 3 * ys);
        a3q = a3q.add(eq);
        a3q = a3q.blend(low, a3q.lt(low));
        a3q.blend(high, high.lt(a3q)).intoArray(y, yi + 3 * ys + V);
        a4p = a4p.add(ep);
        a4p = a4p.blend(low, a4p.lt(low));
        a4p.blend(high, high.lt(a4p)).intoArray(y, yi + 4 * ys);
        a4q = a4q.add(eq);
        a4q = a4q.blend(low, a4q.lt(low));
        a4q.blend(high, high.lt(a4q)).intoArray(y, yi + 4 * ys + V);
        a5p = a5p.add(ep);
        a5p = a5p.blend(low, a5p.lt(low));
        a5p.blend(high, high.lt(a5p)).intoArray(y, yi + 5 * ys);
        a5q = a5q.add(eq);
        a5q = a5q.blend(low, a5q.lt(low));
        a5q.blend(high, high.lt(a5q)).intoArray(y, yi + 5 * ys + V);
    }
}
