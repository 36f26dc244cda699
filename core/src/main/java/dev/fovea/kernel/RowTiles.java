package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of a dense layer's input gradient over blocks, unrolled by rows of weights and by vectors: {@code
 * rowsRxN} has R rows and N vectors.
 *
 * <p>{@code y[i, l] = sum over k of x[k * xs + l] * w[i * ws + k]} for R rows i and N vectors of lanes l. Each row
 * repeats the statements of row 0 with its own stride, each vector those of p with the next V lanes.
 */
final class RowTiles {
    private RowTiles() {}

    /** How many rows the next tile takes when so many are left. */
    static int rows(int left) {
        return Integer.highestOneBit(Math.min(left, Simd.MANY_REGISTERS ? 8 : 4));
    }

    /** The tile of so many rows and vectors, over sums of {@code length} terms. */
    static void rows(
            int rows,
            int vectors,
            float[] x,
            int xb,
            int xs,
            float[] w,
            int wb,
            int ws,
            int length,
            float[] y,
            int yb,
            int ys) {
        switch (rows * 4 + vectors) {
            case 34 -> rows8x2(x, xb, xs, w, wb, ws, length, y, yb, ys);
            case 33 -> rows8x1(x, xb, xs, w, wb, ws, length, y, yb, ys);
            case 18 -> rows4x2(x, xb, xs, w, wb, ws, length, y, yb, ys);
            case 17 -> rows4x1(x, xb, xs, w, wb, ws, length, y, yb, ys);
            case 10 -> rows2x2(x, xb, xs, w, wb, ws, length, y, yb, ys);
            case 9 -> rows2x1(x, xb, xs, w, wb, ws, length, y, yb, ys);
            case 6 -> rows1x2(x, xb, xs, w, wb, ws, length, y, yb, ys);
            default -> rows1x1(x, xb, xs, w, wb, ws, length, y, yb, ys);
        }
    }

    static void rows8x2(float[] x, int xb, int xs, float[] w, int wb, int ws, int length, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.zero(SPECIES);
        FloatVector a0q = FloatVector.zero(SPECIES);
        FloatVector a1p = FloatVector.zero(SPECIES);
        FloatVector a1q = FloatVector.zero(SPECIES);
        FloatVector a2p = FloatVector.zero(SPECIES);
        FloatVector a2q = FloatVector.zero(SPECIES);
        FloatVector a3p = FloatVector.zero(SPECIES);
        FloatVector a3q = FloatVector.zero(SPECIES);
        FloatVector a4p = FloatVector.zero(SPECIES);
        FloatVector a4q = FloatVector.zero(SPECIES);
        FloatVector a5p = FloatVector.zero(SPECIES);
        FloatVector a5q = FloatVector.zero(SPECIES);
        FloatVector a6p = FloatVector.zero(SPECIES);
        FloatVector a6q = FloatVector.zero(SPECIES);
        FloatVector a7p = FloatVector.zero(SPECIES);
        FloatVector a7q = FloatVector.zero(SPECIES);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, x, xb + k * xs);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xb + k * xs + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + k]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + ws + k]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + 2 * ws + k]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + 3 * ws + k]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wb + 4 * ws + k]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wb + 5 * ws + k]);
            a5p = p.fma(w5, a5p);
            a5q = q.fma(w5, a5q);
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wb + 6 * ws + k]);
            a6p = p.fma(w6, a6p);
            a6q = q.fma(w6, a6q);
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[wb + 7 * ws + k]);
            a7p = p.fma(w7, a7p);
            a7q = q.fma(w7, a7q);
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

    static void rows8x1(float[] x, int xb, int xs, float[] w, int wb, int ws, int length, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.zero(SPECIES);
        FloatVector a1p = FloatVector.zero(SPECIES);
        FloatVector a2p = FloatVector.zero(SPECIES);
        FloatVector a3p = FloatVector.zero(SPECIES);
        FloatVector a4p = FloatVector.zero(SPECIES);
        FloatVector a5p = FloatVector.zero(SPECIES);
        FloatVector a6p = FloatVector.zero(SPECIES);
        FloatVector a7p = FloatVector.zero(SPECIES);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, x, xb + k * xs);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + k]);
            a0p = p.fma(w0, a0p);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + ws + k]);
            a1p = p.fma(w1, a1p);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + 2 * ws + k]);
            a2p = p.fma(w2, a2p);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + 3 * ws + k]);
            a3p = p.fma(w3, a3p);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wb + 4 * ws + k]);
            a4p = p.fma(w4, a4p);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wb + 5 * ws + k]);
            a5p = p.fma(w5, a5p);
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wb + 6 * ws + k]);
            a6p = p.fma(w6, a6p);
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[wb + 7 * ws + k]);
            a7p = p.fma(w7, a7p);
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

    static void rows4x2(float[] x, int xb, int xs, float[] w, int wb, int ws, int length, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.zero(SPECIES);
        FloatVector a0q = FloatVector.zero(SPECIES);
        FloatVector a1p = FloatVector.zero(SPECIES);
        FloatVector a1q = FloatVector.zero(SPECIES);
        FloatVector a2p = FloatVector.zero(SPECIES);
        FloatVector a2q = FloatVector.zero(SPECIES);
        FloatVector a3p = FloatVector.zero(SPECIES);
        FloatVector a3q = FloatVector.zero(SPECIES);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, x, xb + k * xs);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xb + k * xs + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + k]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + ws + k]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + 2 * ws + k]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + 3 * ws + k]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
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

    static void rows4x1(float[] x, int xb, int xs, float[] w, int wb, int ws, int length, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.zero(SPECIES);
        FloatVector a1p = FloatVector.zero(SPECIES);
        FloatVector a2p = FloatVector.zero(SPECIES);
        FloatVector a3p = FloatVector.zero(SPECIES);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, x, xb + k * xs);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + k]);
            a0p = p.fma(w0, a0p);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + ws + k]);
            a1p = p.fma(w1, a1p);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + 2 * ws + k]);
            a2p = p.fma(w2, a2p);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + 3 * ws + k]);
            a3p = p.fma(w3, a3p);
        }
        a0p.intoArray(y, yb);
        a1p.intoArray(y, yb + ys);
        a2p.intoArray(y, yb + 2 * ys);
        a3p.intoArray(y, yb + 3 * ys);
    }

    static void rows2x2(float[] x, int xb, int xs, float[] w, int wb, int ws, int length, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.zero(SPECIES);
        FloatVector a0q = FloatVector.zero(SPECIES);
        FloatVector a1p = FloatVector.zero(SPECIES);
        FloatVector a1q = FloatVector.zero(SPECIES);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, x, xb + k * xs);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xb + k * xs + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + k]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + ws + k]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
        }
        a0p.intoArray(y, yb);
        a0q.intoArray(y, yb + V);
        a1p.intoArray(y, yb + ys);
        a1q.intoArray(y, yb + ys + V);
    }

    static void rows2x1(float[] x, int xb, int xs, float[] w, int wb, int ws, int length, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.zero(SPECIES);
        FloatVector a1p = FloatVector.zero(SPECIES);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, x, xb + k * xs);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + k]);
            a0p = p.fma(w0, a0p);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + ws + k]);
            a1p = p.fma(w1, a1p);
        }
        a0p.intoArray(y, yb);
        a1p.intoArray(y, yb + ys);
    }

    static void rows1x2(float[] x, int xb, int xs, float[] w, int wb, int ws, int length, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.zero(SPECIES);
        FloatVector a0q = FloatVector.zero(SPECIES);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, x, xb + k * xs);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xb + k * xs + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + k]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
        }
        a0p.intoArray(y, yb);
        a0q.intoArray(y, yb + V);
    }

    static void rows1x1(float[] x, int xb, int xs, float[] w, int wb, int ws, int length, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.zero(SPECIES);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, x, xb + k * xs);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + k]);
            a0p = p.fma(w0, a0p);
        }
        a0p.intoArray(y, yb);
    }
}
