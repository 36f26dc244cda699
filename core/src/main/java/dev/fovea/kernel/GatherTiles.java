package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of convolution over blocks, unrolled by rows and by vectors: {@code gatherRxN} has R rows of N vectors.
 *
 * <p>{@code y[i, l] = act(b[i] + sum over k of x[kx[k] + l] * w[kw[k] + i])} for R output channels i and N vectors of
 * lanes l. Each row repeats the statements of row 0 with the next weight, each vector those of p with the next V lanes.
 * Accumulators are local variables in straight-line code, which is what keeps them in registers.
 */
final class GatherTiles {
    private GatherTiles() {}

    /** How many rows the next tile takes when so many are left: never a thin tile where two even ones would do. */
    static int rows(int left) {
        return switch (left) {
            case 7 -> 4;
            case 9, 10 -> 5;
            case 11, 12 -> 6;
            default -> Math.min(left, 8);
        };
    }

    /** The tile of so many rows and vectors. */
    static void gather(
            int rows,
            int vectors,
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        switch (rows * 4 + vectors) {
            case 34 -> gather8x2(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
            case 33 -> gather8x1(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
            case 26 -> gather6x2(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
            case 25 -> gather6x1(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
            case 22 -> gather5x2(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
            case 21 -> gather5x1(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
            case 18 -> gather4x2(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
            case 17 -> gather4x1(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
            case 14 -> gather3x2(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
            case 13 -> gather3x1(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
            case 10 -> gather2x2(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
            case 9 -> gather2x1(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
            case 6 -> gather1x2(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
            default -> gather1x1(x, xb, kx, kw, w, wb, b, bb, relu, y, yb, ys);
        }
    }

    static void gather8x2(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 3]);
        FloatVector a3q = a3p;
        FloatVector a4p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 4]);
        FloatVector a4q = a4p;
        FloatVector a5p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 5]);
        FloatVector a5q = a5p;
        FloatVector a6p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 6]);
        FloatVector a6q = a6p;
        FloatVector a7p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 7]);
        FloatVector a7q = a7p;
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5]);
            a5p = p.fma(w5, a5p);
            a5q = q.fma(w5, a5q);
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wi + 6]);
            a6p = p.fma(w6, a6p);
            a6q = q.fma(w6, a6q);
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[wi + 7]);
            a7p = p.fma(w7, a7p);
            a7q = q.fma(w7, a7q);
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

    static void gather8x1(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 3]);
        FloatVector a4p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 4]);
        FloatVector a5p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 5]);
        FloatVector a6p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 6]);
        FloatVector a7p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 7]);
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5]);
            a5p = p.fma(w5, a5p);
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wi + 6]);
            a6p = p.fma(w6, a6p);
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[wi + 7]);
            a7p = p.fma(w7, a7p);
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
        a0p.intoArray(y, yb);
        a1p.intoArray(y, yb + ys);
        a2p.intoArray(y, yb + 2 * ys);
        a3p.intoArray(y, yb + 3 * ys);
        a4p.intoArray(y, yb + 4 * ys);
        a5p.intoArray(y, yb + 5 * ys);
        a6p.intoArray(y, yb + 6 * ys);
        a7p.intoArray(y, yb + 7 * ys);
    }

    static void gather6x2(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 3]);
        FloatVector a3q = a3p;
        FloatVector a4p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 4]);
        FloatVector a4q = a4p;
        FloatVector a5p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 5]);
        FloatVector a5q = a5p;
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5]);
            a5p = p.fma(w5, a5p);
            a5q = q.fma(w5, a5q);
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

    static void gather6x1(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 3]);
        FloatVector a4p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 4]);
        FloatVector a5p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 5]);
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5]);
            a5p = p.fma(w5, a5p);
        }
        if (relu) {
            a0p = a0p.max(0);
            a1p = a1p.max(0);
            a2p = a2p.max(0);
            a3p = a3p.max(0);
            a4p = a4p.max(0);
            a5p = a5p.max(0);
        }
        a0p.intoArray(y, yb);
        a1p.intoArray(y, yb + ys);
        a2p.intoArray(y, yb + 2 * ys);
        a3p.intoArray(y, yb + 3 * ys);
        a4p.intoArray(y, yb + 4 * ys);
        a5p.intoArray(y, yb + 5 * ys);
    }

    static void gather5x2(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 3]);
        FloatVector a3q = a3p;
        FloatVector a4p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 4]);
        FloatVector a4q = a4p;
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
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
    }

    static void gather5x1(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 3]);
        FloatVector a4p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 4]);
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
        }
        if (relu) {
            a0p = a0p.max(0);
            a1p = a1p.max(0);
            a2p = a2p.max(0);
            a3p = a3p.max(0);
            a4p = a4p.max(0);
        }
        a0p.intoArray(y, yb);
        a1p.intoArray(y, yb + ys);
        a2p.intoArray(y, yb + 2 * ys);
        a3p.intoArray(y, yb + 3 * ys);
        a4p.intoArray(y, yb + 4 * ys);
    }

    static void gather4x2(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 3]);
        FloatVector a3q = a3p;
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
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

    static void gather4x1(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 3]);
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
        }
        if (relu) {
            a0p = a0p.max(0);
            a1p = a1p.max(0);
            a2p = a2p.max(0);
            a3p = a3p.max(0);
        }
        a0p.intoArray(y, yb);
        a1p.intoArray(y, yb + ys);
        a2p.intoArray(y, yb + 2 * ys);
        a3p.intoArray(y, yb + 3 * ys);
    }

    static void gather3x2(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 2]);
        FloatVector a2q = a2p;
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
        }
        if (relu) {
            a0p = a0p.max(0);
            a0q = a0q.max(0);
            a1p = a1p.max(0);
            a1q = a1q.max(0);
            a2p = a2p.max(0);
            a2q = a2q.max(0);
        }
        a0p.intoArray(y, yb);
        a0q.intoArray(y, yb + V);
        a1p.intoArray(y, yb + ys);
        a1q.intoArray(y, yb + ys + V);
        a2p.intoArray(y, yb + 2 * ys);
        a2q.intoArray(y, yb + 2 * ys + V);
    }

    static void gather3x1(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 2]);
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
        }
        if (relu) {
            a0p = a0p.max(0);
            a1p = a1p.max(0);
            a2p = a2p.max(0);
        }
        a0p.intoArray(y, yb);
        a1p.intoArray(y, yb + ys);
        a2p.intoArray(y, yb + 2 * ys);
    }

    static void gather2x2(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        FloatVector a1q = a1p;
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
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

    static void gather2x1(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
        }
        if (relu) {
            a0p = a0p.max(0);
            a1p = a1p.max(0);
        }
        a0p.intoArray(y, yb);
        a1p.intoArray(y, yb + ys);
    }

    static void gather1x2(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        FloatVector a0q = a0p;
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
        }
        if (relu) {
            a0p = a0p.max(0);
            a0q = a0q.max(0);
        }
        a0p.intoArray(y, yb);
        a0q.intoArray(y, yb + V);
    }

    static void gather1x1(
            float[] x,
            int xb,
            int[] kx,
            int[] kw,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yb,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb]);
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
        }
        if (relu) {
            a0p = a0p.max(0);
        }
        a0p.intoArray(y, yb);
    }
}
