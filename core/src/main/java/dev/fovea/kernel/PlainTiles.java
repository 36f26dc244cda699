package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Register tiles of convolution in plain order, unrolled by pixels and by vectors of filters: {@code plainPx2} has P
 * pixels and two vectors, {@code plainPxPart} a vector of which some lanes may be no filters.
 *
 * <p>{@code y[p, m] = act(b[m] + sum over k of x[p * xs + k] * w[k * ws + m])}, where k goes through runs, each three
 * numbers: where it starts in x, where in w, and its length. Each pixel repeats the statements of pixel 0, each vector
 * those of p with the next V filters.
 */
final class PlainTiles {
    private PlainTiles() {}

    /** How many pixels the next tile takes when so many are left: not two thin tiles where two even ones would do. */
    static int pixels(int left) {
        return switch (left) {
            case 3 -> 2;
            case 5, 7 -> 4;
            case 10, 11, 12 -> 6;
            default -> Math.min(left, 8);
        };
    }

    /** The tile of so many pixels and two vectors of filters. */
    static void plain(
            int pixels,
            float[] x,
            int xb,
            int xs,
            int[] runs,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        switch (pixels) {
            case 8 -> plain8x2(x, xb, xs, runs, w, wb, ws, b, bb, relu, y, yb, ys);
            case 6 -> plain6x2(x, xb, xs, runs, w, wb, ws, b, bb, relu, y, yb, ys);
            case 4 -> plain4x2(x, xb, xs, runs, w, wb, ws, b, bb, relu, y, yb, ys);
            case 2 -> plain2x2(x, xb, xs, runs, w, wb, ws, b, bb, relu, y, yb, ys);
            default -> plain1x2(x, xb, xs, runs, w, wb, ws, b, bb, relu, y, yb, ys);
        }
    }

    /** The tile of so many pixels and so many filters, no more than a vector has lanes. */
    static void part(
            int pixels,
            float[] x,
            int xb,
            int xs,
            int[] runs,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            int filters,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        switch (pixels) {
            case 8 -> plain8xPart(x, xb, xs, runs, w, wb, ws, b, bb, filters, relu, y, yb, ys);
            case 6 -> plain6xPart(x, xb, xs, runs, w, wb, ws, b, bb, filters, relu, y, yb, ys);
            case 4 -> plain4xPart(x, xb, xs, runs, w, wb, ws, b, bb, filters, relu, y, yb, ys);
            case 2 -> plain2xPart(x, xb, xs, runs, w, wb, ws, b, bb, filters, relu, y, yb, ys);
            default -> plain1xPart(x, xb, xs, runs, w, wb, ws, b, bb, filters, relu, y, yb, ys);
        }
    }

    static void plain8x2(
            float[] x,
            int xb,
            int xs,
            int[] runs,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb);
        FloatVector a0q = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb + V);
        FloatVector a1p = a0p;
        FloatVector a1q = a0q;
        FloatVector a2p = a0p;
        FloatVector a2q = a0q;
        FloatVector a3p = a0p;
        FloatVector a3q = a0q;
        FloatVector a4p = a0p;
        FloatVector a4q = a0q;
        FloatVector a5p = a0p;
        FloatVector a5q = a0q;
        FloatVector a6p = a0p;
        FloatVector a6q = a0q;
        FloatVector a7p = a0p;
        FloatVector a7q = a0q;
        for (int run = 0; run < runs.length; run += 3) {
            int xi = xb + runs[run];
            int wi = wb + runs[run + 1];
            int length = runs[run + 2];
            for (int k = 0; k < length; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * ws);
                FloatVector q = FloatVector.fromArray(SPECIES, w, wi + k * ws + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
                a0p = p.fma(x0, a0p);
                a0q = q.fma(x0, a0q);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + k + xs]);
                a1p = p.fma(x1, a1p);
                a1q = q.fma(x1, a1q);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + k + 2 * xs]);
                a2p = p.fma(x2, a2p);
                a2q = q.fma(x2, a2q);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + k + 3 * xs]);
                a3p = p.fma(x3, a3p);
                a3q = q.fma(x3, a3q);
                FloatVector x4 = FloatVector.broadcast(SPECIES, x[xi + k + 4 * xs]);
                a4p = p.fma(x4, a4p);
                a4q = q.fma(x4, a4q);
                FloatVector x5 = FloatVector.broadcast(SPECIES, x[xi + k + 5 * xs]);
                a5p = p.fma(x5, a5p);
                a5q = q.fma(x5, a5q);
                FloatVector x6 = FloatVector.broadcast(SPECIES, x[xi + k + 6 * xs]);
                a6p = p.fma(x6, a6p);
                a6q = q.fma(x6, a6q);
                FloatVector x7 = FloatVector.broadcast(SPECIES, x[xi + k + 7 * xs]);
                a7p = p.fma(x7, a7p);
                a7q = q.fma(x7, a7q);
            }
        }
        if (relu) {
            a0p = a0p.max(0);
            a0q = a0q.max(0);
            a1p = a1p.max(0);
            a1q = a1q.max(0);
            a2p = a2p.max(0);
            a2q = a2q.max(0);
            a3p = a3p.max(0);
            a3q = a3q.max(0);
            a4p = a4p.max(0);
            a4q = a4q.max(0);
            a5p = a5p.max(0);
            a5q = a5q.max(0);
            a6p = a6p.max(0);
            a6q = a6q.max(0);
            a7p = a7p.max(0);
            a7q = a7q.max(0);
        }
        a0p.intoArray(y, yb);
        a0q.intoArray(y, yb + V);
        a1p.intoArray(y, yb + ys);
        a1q.intoArray(y, yb + ys + V);
        a2p.intoArray(y, yb + 2 * ys);
        a2q.intoArray(y, yb + 2 * ys + V);
        a3p.intoArray(y, yb + 3 * ys);
        a3q.intoArray(y, yb + 3 * ys + V);
        a4p.intoArray(y, yb + 4 * ys);
        a4q.intoArray(y, yb + 4 * ys + V);
        a5p.intoArray(y, yb + 5 * ys);
        a5q.intoArray(y, yb + 5 * ys + V);
        a6p.intoArray(y, yb + 6 * ys);
        a6q.intoArray(y, yb + 6 * ys + V);
        a7p.intoArray(y, yb + 7 * ys);
        a7q.intoArray(y, yb + 7 * ys + V);
    }

    static void plain6x2(
            float[] x,
            int xb,
            int xs,
            int[] runs,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb);
        FloatVector a0q = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb + V);
        FloatVector a1p = a0p;
        FloatVector a1q = a0q;
        FloatVector a2p = a0p;
        FloatVector a2q = a0q;
        FloatVector a3p = a0p;
        FloatVector a3q = a0q;
        FloatVector a4p = a0p;
        FloatVector a4q = a0q;
        FloatVector a5p = a0p;
        FloatVector a5q = a0q;
        for (int run = 0; run < runs.length; run += 3) {
            int xi = xb + runs[run];
            int wi = wb + runs[run + 1];
            int length = runs[run + 2];
            for (int k = 0; k < length; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * ws);
                FloatVector q = FloatVector.fromArray(SPECIES, w, wi + k * ws + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
                a0p = p.fma(x0, a0p);
                a0q = q.fma(x0, a0q);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + k + xs]);
                a1p = p.fma(x1, a1p);
                a1q = q.fma(x1, a1q);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + k + 2 * xs]);
                a2p = p.fma(x2, a2p);
                a2q = q.fma(x2, a2q);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + k + 3 * xs]);
                a3p = p.fma(x3, a3p);
                a3q = q.fma(x3, a3q);
                FloatVector x4 = FloatVector.broadcast(SPECIES, x[xi + k + 4 * xs]);
                a4p = p.fma(x4, a4p);
                a4q = q.fma(x4, a4q);
                FloatVector x5 = FloatVector.broadcast(SPECIES, x[xi + k + 5 * xs]);
                a5p = p.fma(x5, a5p);
                a5q = q.fma(x5, a5q);
            }
        }
        if (relu) {
            a0p = a0p.max(0);
            a0q = a0q.max(0);
            a1p = a1p.max(0);
            a1q = a1q.max(0);
            a2p = a2p.max(0);
            a2q = a2q.max(0);
            a3p = a3p.max(0);
            a3q = a3q.max(0);
            a4p = a4p.max(0);
            a4q = a4q.max(0);
            a5p = a5p.max(0);
            a5q = a5q.max(0);
        }
        a0p.intoArray(y, yb);
        a0q.intoArray(y, yb + V);
        a1p.intoArray(y, yb + ys);
        a1q.intoArray(y, yb + ys + V);
        a2p.intoArray(y, yb + 2 * ys);
        a2q.intoArray(y, yb + 2 * ys + V);
        a3p.intoArray(y, yb + 3 * ys);
        a3q.intoArray(y, yb + 3 * ys + V);
        a4p.intoArray(y, yb + 4 * ys);
        a4q.intoArray(y, yb + 4 * ys + V);
        a5p.intoArray(y, yb + 5 * ys);
        a5q.intoArray(y, yb + 5 * ys + V);
    }

    static void plain4x2(
            float[] x,
            int xb,
            int xs,
            int[] runs,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb);
        FloatVector a0q = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb + V);
        FloatVector a1p = a0p;
        FloatVector a1q = a0q;
        FloatVector a2p = a0p;
        FloatVector a2q = a0q;
        FloatVector a3p = a0p;
        FloatVector a3q = a0q;
        for (int run = 0; run < runs.length; run += 3) {
            int xi = xb + runs[run];
            int wi = wb + runs[run + 1];
            int length = runs[run + 2];
            for (int k = 0; k < length; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * ws);
                FloatVector q = FloatVector.fromArray(SPECIES, w, wi + k * ws + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
                a0p = p.fma(x0, a0p);
                a0q = q.fma(x0, a0q);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + k + xs]);
                a1p = p.fma(x1, a1p);
                a1q = q.fma(x1, a1q);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + k + 2 * xs]);
                a2p = p.fma(x2, a2p);
                a2q = q.fma(x2, a2q);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + k + 3 * xs]);
                a3p = p.fma(x3, a3p);
                a3q = q.fma(x3, a3q);
            }
        }
        if (relu) {
            a0p = a0p.max(0);
            a0q = a0q.max(0);
            a1p = a1p.max(0);
            a1q = a1q.max(0);
            a2p = a2p.max(0);
            a2q = a2q.max(0);
            a3p = a3p.max(0);
            a3q = a3q.max(0);
        }
        a0p.intoArray(y, yb);
        a0q.intoArray(y, yb + V);
        a1p.intoArray(y, yb + ys);
        a1q.intoArray(y, yb + ys + V);
        a2p.intoArray(y, yb + 2 * ys);
        a2q.intoArray(y, yb + 2 * ys + V);
        a3p.intoArray(y, yb + 3 * ys);
        a3q.intoArray(y, yb + 3 * ys + V);
    }

    static void plain2x2(
            float[] x,
            int xb,
            int xs,
            int[] runs,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb);
        FloatVector a0q = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb + V);
        FloatVector a1p = a0p;
        FloatVector a1q = a0q;
        for (int run = 0; run < runs.length; run += 3) {
            int xi = xb + runs[run];
            int wi = wb + runs[run + 1];
            int length = runs[run + 2];
            for (int k = 0; k < length; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * ws);
                FloatVector q = FloatVector.fromArray(SPECIES, w, wi + k * ws + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
                a0p = p.fma(x0, a0p);
                a0q = q.fma(x0, a0q);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + k + xs]);
                a1p = p.fma(x1, a1p);
                a1q = q.fma(x1, a1q);
            }
        }
        if (relu) {
            a0p = a0p.max(0);
            a0q = a0q.max(0);
            a1p = a1p.max(0);
            a1q = a1q.max(0);
        }
        a0p.intoArray(y, yb);
        a0q.intoArray(y, yb + V);
        a1p.intoArray(y, yb + ys);
        a1q.intoArray(y, yb + ys + V);
    }

    static void plain1x2(
            float[] x,
            int xb,
            int xs,
            int[] runs,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb);
        FloatVector a0q = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb + V);
        for (int run = 0; run < runs.length; run += 3) {
            int xi = xb + runs[run];
            int wi = wb + runs[run + 1];
            int length = runs[run + 2];
            for (int k = 0; k < length; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * ws);
                FloatVector q = FloatVector.fromArray(SPECIES, w, wi + k * ws + V);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
                a0p = p.fma(x0, a0p);
                a0q = q.fma(x0, a0q);
            }
        }
        if (relu) {
            a0p = a0p.max(0);
            a0q = a0q.max(0);
        }
        a0p.intoArray(y, yb);
        a0q.intoArray(y, yb + V);
    }

    static void plain8xPart(
            float[] x,
            int xb,
            int xs,
            int[] runs,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            int filters,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        VectorMask<Float> part = Simd.rest(0, filters);
        FloatVector a0p = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb, part);
        FloatVector a1p = a0p;
        FloatVector a2p = a0p;
        FloatVector a3p = a0p;
        FloatVector a4p = a0p;
        FloatVector a5p = a0p;
        FloatVector a6p = a0p;
        FloatVector a7p = a0p;
        for (int run = 0; run < runs.length; run += 3) {
            int xi = xb + runs[run];
            int wi = wb + runs[run + 1];
            int length = runs[run + 2];
            for (int k = 0; k < length; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * ws, part);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
                a0p = p.fma(x0, a0p);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + k + xs]);
                a1p = p.fma(x1, a1p);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + k + 2 * xs]);
                a2p = p.fma(x2, a2p);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + k + 3 * xs]);
                a3p = p.fma(x3, a3p);
                FloatVector x4 = FloatVector.broadcast(SPECIES, x[xi + k + 4 * xs]);
                a4p = p.fma(x4, a4p);
                FloatVector x5 = FloatVector.broadcast(SPECIES, x[xi + k + 5 * xs]);
                a5p = p.fma(x5, a5p);
                FloatVector x6 = FloatVector.broadcast(SPECIES, x[xi + k + 6 * xs]);
                a6p = p.fma(x6, a6p);
                FloatVector x7 = FloatVector.broadcast(SPECIES, x[xi + k + 7 * xs]);
                a7p = p.fma(x7, a7p);
            }
        }
        if (relu) {
            a0p = a0p.max(0);
            a1p = a1p.max(0);
            a2p = a2p.max(0);
            a3p = a3p.max(0);
            a4p = a4p.max(0);
            a5p = a5p.max(0);
            a6p = a6p.max(0);
            a7p = a7p.max(0);
        }
        a0p.intoArray(y, yb, part);
        a1p.intoArray(y, yb + ys, part);
        a2p.intoArray(y, yb + 2 * ys, part);
        a3p.intoArray(y, yb + 3 * ys, part);
        a4p.intoArray(y, yb + 4 * ys, part);
        a5p.intoArray(y, yb + 5 * ys, part);
        a6p.intoArray(y, yb + 6 * ys, part);
        a7p.intoArray(y, yb + 7 * ys, part);
    }

    static void plain6xPart(
            float[] x,
            int xb,
            int xs,
            int[] runs,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            int filters,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        VectorMask<Float> part = Simd.rest(0, filters);
        FloatVector a0p = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb, part);
        FloatVector a1p = a0p;
        FloatVector a2p = a0p;
        FloatVector a3p = a0p;
        FloatVector a4p = a0p;
        FloatVector a5p = a0p;
        for (int run = 0; run < runs.length; run += 3) {
            int xi = xb + runs[run];
            int wi = wb + runs[run + 1];
            int length = runs[run + 2];
            for (int k = 0; k < length; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * ws, part);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
                a0p = p.fma(x0, a0p);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + k + xs]);
                a1p = p.fma(x1, a1p);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + k + 2 * xs]);
                a2p = p.fma(x2, a2p);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + k + 3 * xs]);
                a3p = p.fma(x3, a3p);
                FloatVector x4 = FloatVector.broadcast(SPECIES, x[xi + k + 4 * xs]);
                a4p = p.fma(x4, a4p);
                FloatVector x5 = FloatVector.broadcast(SPECIES, x[xi + k + 5 * xs]);
                a5p = p.fma(x5, a5p);
            }
        }
        if (relu) {
            a0p = a0p.max(0);
            a1p = a1p.max(0);
            a2p = a2p.max(0);
            a3p = a3p.max(0);
            a4p = a4p.max(0);
            a5p = a5p.max(0);
        }
        a0p.intoArray(y, yb, part);
        a1p.intoArray(y, yb + ys, part);
        a2p.intoArray(y, yb + 2 * ys, part);
        a3p.intoArray(y, yb + 3 * ys, part);
        a4p.intoArray(y, yb + 4 * ys, part);
        a5p.intoArray(y, yb + 5 * ys, part);
    }

    static void plain4xPart(
            float[] x,
            int xb,
            int xs,
            int[] runs,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            int filters,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        VectorMask<Float> part = Simd.rest(0, filters);
        FloatVector a0p = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb, part);
        FloatVector a1p = a0p;
        FloatVector a2p = a0p;
        FloatVector a3p = a0p;
        for (int run = 0; run < runs.length; run += 3) {
            int xi = xb + runs[run];
            int wi = wb + runs[run + 1];
            int length = runs[run + 2];
            for (int k = 0; k < length; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * ws, part);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
                a0p = p.fma(x0, a0p);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + k + xs]);
                a1p = p.fma(x1, a1p);
                FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + k + 2 * xs]);
                a2p = p.fma(x2, a2p);
                FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + k + 3 * xs]);
                a3p = p.fma(x3, a3p);
            }
        }
        if (relu) {
            a0p = a0p.max(0);
            a1p = a1p.max(0);
            a2p = a2p.max(0);
            a3p = a3p.max(0);
        }
        a0p.intoArray(y, yb, part);
        a1p.intoArray(y, yb + ys, part);
        a2p.intoArray(y, yb + 2 * ys, part);
        a3p.intoArray(y, yb + 3 * ys, part);
    }

    static void plain2xPart(
            float[] x,
            int xb,
            int xs,
            int[] runs,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            int filters,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        VectorMask<Float> part = Simd.rest(0, filters);
        FloatVector a0p = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb, part);
        FloatVector a1p = a0p;
        for (int run = 0; run < runs.length; run += 3) {
            int xi = xb + runs[run];
            int wi = wb + runs[run + 1];
            int length = runs[run + 2];
            for (int k = 0; k < length; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * ws, part);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
                a0p = p.fma(x0, a0p);
                FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + k + xs]);
                a1p = p.fma(x1, a1p);
            }
        }
        if (relu) {
            a0p = a0p.max(0);
            a1p = a1p.max(0);
        }
        a0p.intoArray(y, yb, part);
        a1p.intoArray(y, yb + ys, part);
    }

    static void plain1xPart(
            float[] x,
            int xb,
            int xs,
            int[] runs,
            float[] w,
            int wb,
            int ws,
            float[] b,
            int bb,
            int filters,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        VectorMask<Float> part = Simd.rest(0, filters);
        FloatVector a0p = b == null ? FloatVector.zero(SPECIES) : FloatVector.fromArray(SPECIES, b, bb, part);
        for (int run = 0; run < runs.length; run += 3) {
            int xi = xb + runs[run];
            int wi = wb + runs[run + 1];
            int length = runs[run + 2];
            for (int k = 0; k < length; k++) {
                FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * ws, part);
                FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
                a0p = p.fma(x0, a0p);
            }
        }
        if (relu) {
            a0p = a0p.max(0);
        }
        a0p.intoArray(y, yb, part);
    }
}
