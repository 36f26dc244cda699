package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;

/**
 * Register tiles of convolution by packed filters, unrolled by pixels and by vectors of filters: {@code panelPxN} has P
 * pixels and N vectors.
 *
 * <p>{@code y[p, m] += sum over k < length of x[p * xs + k] * w[k * 2V + m]}. Each pixel repeats the statements of pixel
 * 0, each vector those of p with the next V filters. A tile is one loop over one run of neighbours, which is what lets
 * the compiler leave out the checks of its reads; the sums wait in y from run to run. It does nothing else, as one
 * number more to hold would cost a register. Made by {@code core/src/generator/panel_tiles.py}.
 */
final class PanelTiles {
    private PanelTiles() {}

    /** The tile of so many pixels and vectors of filters. */
    static void panel(
            int pixels,
            int vectors,
            int length,
            float[] x,
            int xi,
            int xs,
            float[] w,
            int wi,
            float[] y,
            int yi,
            int ys) {
        switch (pixels * 4 + vectors) {
            case 34 -> panel8x2(length, x, xi, xs, w, wi, y, yi, ys);
            case 33 -> panel8x1(length, x, xi, xs, w, wi, y, yi, ys);
            case 30 -> panel7x2(length, x, xi, xs, w, wi, y, yi, ys);
            case 29 -> panel7x1(length, x, xi, xs, w, wi, y, yi, ys);
            case 26 -> panel6x2(length, x, xi, xs, w, wi, y, yi, ys);
            case 25 -> panel6x1(length, x, xi, xs, w, wi, y, yi, ys);
            case 22 -> panel5x2(length, x, xi, xs, w, wi, y, yi, ys);
            case 21 -> panel5x1(length, x, xi, xs, w, wi, y, yi, ys);
            case 18 -> panel4x2(length, x, xi, xs, w, wi, y, yi, ys);
            case 17 -> panel4x1(length, x, xi, xs, w, wi, y, yi, ys);
            case 14 -> panel3x2(length, x, xi, xs, w, wi, y, yi, ys);
            case 13 -> panel3x1(length, x, xi, xs, w, wi, y, yi, ys);
            case 10 -> panel2x2(length, x, xi, xs, w, wi, y, yi, ys);
            case 9 -> panel2x1(length, x, xi, xs, w, wi, y, yi, ys);
            case 6 -> panel1x2(length, x, xi, xs, w, wi, y, yi, ys);
            default -> panel1x1(length, x, xi, xs, w, wi, y, yi, ys);
        }
    }

    static void panel8x2(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, y, yi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a1q = FloatVector.fromArray(SPECIES, y, yi + ys + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, y, yi + 2 * ys);
        FloatVector a2q = FloatVector.fromArray(SPECIES, y, yi + 2 * ys + V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, y, yi + 3 * ys);
        FloatVector a3q = FloatVector.fromArray(SPECIES, y, yi + 3 * ys + V);
        FloatVector a4p = FloatVector.fromArray(SPECIES, y, yi + 4 * ys);
        FloatVector a4q = FloatVector.fromArray(SPECIES, y, yi + 4 * ys + V);
        FloatVector a5p = FloatVector.fromArray(SPECIES, y, yi + 5 * ys);
        FloatVector a5q = FloatVector.fromArray(SPECIES, y, yi + 5 * ys + V);
        FloatVector a6p = FloatVector.fromArray(SPECIES, y, yi + 6 * ys);
        FloatVector a6q = FloatVector.fromArray(SPECIES, y, yi + 6 * ys + V);
        FloatVector a7p = FloatVector.fromArray(SPECIES, y, yi + 7 * ys);
        FloatVector a7q = FloatVector.fromArray(SPECIES, y, yi + 7 * ys + V);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
            FloatVector q = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V + V);
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
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
        a1p.intoArray(y, yi + ys);
        a1q.intoArray(y, yi + ys + V);
        a2p.intoArray(y, yi + 2 * ys);
        a2q.intoArray(y, yi + 2 * ys + V);
        a3p.intoArray(y, yi + 3 * ys);
        a3q.intoArray(y, yi + 3 * ys + V);
        a4p.intoArray(y, yi + 4 * ys);
        a4q.intoArray(y, yi + 4 * ys + V);
        a5p.intoArray(y, yi + 5 * ys);
        a5q.intoArray(y, yi + 5 * ys + V);
        a6p.intoArray(y, yi + 6 * ys);
        a6q.intoArray(y, yi + 6 * ys + V);
        a7p.intoArray(y, yi + 7 * ys);
        a7q.intoArray(y, yi + 7 * ys + V);
    }

    static void panel8x1(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a2p = FloatVector.fromArray(SPECIES, y, yi + 2 * ys);
        FloatVector a3p = FloatVector.fromArray(SPECIES, y, yi + 3 * ys);
        FloatVector a4p = FloatVector.fromArray(SPECIES, y, yi + 4 * ys);
        FloatVector a5p = FloatVector.fromArray(SPECIES, y, yi + 5 * ys);
        FloatVector a6p = FloatVector.fromArray(SPECIES, y, yi + 6 * ys);
        FloatVector a7p = FloatVector.fromArray(SPECIES, y, yi + 7 * ys);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
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
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
        a3p.intoArray(y, yi + 3 * ys);
        a4p.intoArray(y, yi + 4 * ys);
        a5p.intoArray(y, yi + 5 * ys);
        a6p.intoArray(y, yi + 6 * ys);
        a7p.intoArray(y, yi + 7 * ys);
    }

    static void panel7x2(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, y, yi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a1q = FloatVector.fromArray(SPECIES, y, yi + ys + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, y, yi + 2 * ys);
        FloatVector a2q = FloatVector.fromArray(SPECIES, y, yi + 2 * ys + V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, y, yi + 3 * ys);
        FloatVector a3q = FloatVector.fromArray(SPECIES, y, yi + 3 * ys + V);
        FloatVector a4p = FloatVector.fromArray(SPECIES, y, yi + 4 * ys);
        FloatVector a4q = FloatVector.fromArray(SPECIES, y, yi + 4 * ys + V);
        FloatVector a5p = FloatVector.fromArray(SPECIES, y, yi + 5 * ys);
        FloatVector a5q = FloatVector.fromArray(SPECIES, y, yi + 5 * ys + V);
        FloatVector a6p = FloatVector.fromArray(SPECIES, y, yi + 6 * ys);
        FloatVector a6q = FloatVector.fromArray(SPECIES, y, yi + 6 * ys + V);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
            FloatVector q = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V + V);
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
        }
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
        a1p.intoArray(y, yi + ys);
        a1q.intoArray(y, yi + ys + V);
        a2p.intoArray(y, yi + 2 * ys);
        a2q.intoArray(y, yi + 2 * ys + V);
        a3p.intoArray(y, yi + 3 * ys);
        a3q.intoArray(y, yi + 3 * ys + V);
        a4p.intoArray(y, yi + 4 * ys);
        a4q.intoArray(y, yi + 4 * ys + V);
        a5p.intoArray(y, yi + 5 * ys);
        a5q.intoArray(y, yi + 5 * ys + V);
        a6p.intoArray(y, yi + 6 * ys);
        a6q.intoArray(y, yi + 6 * ys + V);
    }

    static void panel7x1(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a2p = FloatVector.fromArray(SPECIES, y, yi + 2 * ys);
        FloatVector a3p = FloatVector.fromArray(SPECIES, y, yi + 3 * ys);
        FloatVector a4p = FloatVector.fromArray(SPECIES, y, yi + 4 * ys);
        FloatVector a5p = FloatVector.fromArray(SPECIES, y, yi + 5 * ys);
        FloatVector a6p = FloatVector.fromArray(SPECIES, y, yi + 6 * ys);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
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
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
        a3p.intoArray(y, yi + 3 * ys);
        a4p.intoArray(y, yi + 4 * ys);
        a5p.intoArray(y, yi + 5 * ys);
        a6p.intoArray(y, yi + 6 * ys);
    }

    static void panel6x2(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, y, yi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a1q = FloatVector.fromArray(SPECIES, y, yi + ys + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, y, yi + 2 * ys);
        FloatVector a2q = FloatVector.fromArray(SPECIES, y, yi + 2 * ys + V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, y, yi + 3 * ys);
        FloatVector a3q = FloatVector.fromArray(SPECIES, y, yi + 3 * ys + V);
        FloatVector a4p = FloatVector.fromArray(SPECIES, y, yi + 4 * ys);
        FloatVector a4q = FloatVector.fromArray(SPECIES, y, yi + 4 * ys + V);
        FloatVector a5p = FloatVector.fromArray(SPECIES, y, yi + 5 * ys);
        FloatVector a5q = FloatVector.fromArray(SPECIES, y, yi + 5 * ys + V);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
            FloatVector q = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V + V);
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
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
        a1p.intoArray(y, yi + ys);
        a1q.intoArray(y, yi + ys + V);
        a2p.intoArray(y, yi + 2 * ys);
        a2q.intoArray(y, yi + 2 * ys + V);
        a3p.intoArray(y, yi + 3 * ys);
        a3q.intoArray(y, yi + 3 * ys + V);
        a4p.intoArray(y, yi + 4 * ys);
        a4q.intoArray(y, yi + 4 * ys + V);
        a5p.intoArray(y, yi + 5 * ys);
        a5q.intoArray(y, yi + 5 * ys + V);
    }

    static void panel6x1(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a2p = FloatVector.fromArray(SPECIES, y, yi + 2 * ys);
        FloatVector a3p = FloatVector.fromArray(SPECIES, y, yi + 3 * ys);
        FloatVector a4p = FloatVector.fromArray(SPECIES, y, yi + 4 * ys);
        FloatVector a5p = FloatVector.fromArray(SPECIES, y, yi + 5 * ys);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
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
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
        a3p.intoArray(y, yi + 3 * ys);
        a4p.intoArray(y, yi + 4 * ys);
        a5p.intoArray(y, yi + 5 * ys);
    }

    static void panel5x2(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, y, yi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a1q = FloatVector.fromArray(SPECIES, y, yi + ys + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, y, yi + 2 * ys);
        FloatVector a2q = FloatVector.fromArray(SPECIES, y, yi + 2 * ys + V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, y, yi + 3 * ys);
        FloatVector a3q = FloatVector.fromArray(SPECIES, y, yi + 3 * ys + V);
        FloatVector a4p = FloatVector.fromArray(SPECIES, y, yi + 4 * ys);
        FloatVector a4q = FloatVector.fromArray(SPECIES, y, yi + 4 * ys + V);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
            FloatVector q = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V + V);
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
        }
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
        a1p.intoArray(y, yi + ys);
        a1q.intoArray(y, yi + ys + V);
        a2p.intoArray(y, yi + 2 * ys);
        a2q.intoArray(y, yi + 2 * ys + V);
        a3p.intoArray(y, yi + 3 * ys);
        a3q.intoArray(y, yi + 3 * ys + V);
        a4p.intoArray(y, yi + 4 * ys);
        a4q.intoArray(y, yi + 4 * ys + V);
    }

    static void panel5x1(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a2p = FloatVector.fromArray(SPECIES, y, yi + 2 * ys);
        FloatVector a3p = FloatVector.fromArray(SPECIES, y, yi + 3 * ys);
        FloatVector a4p = FloatVector.fromArray(SPECIES, y, yi + 4 * ys);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
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
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
        a3p.intoArray(y, yi + 3 * ys);
        a4p.intoArray(y, yi + 4 * ys);
    }

    static void panel4x2(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, y, yi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a1q = FloatVector.fromArray(SPECIES, y, yi + ys + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, y, yi + 2 * ys);
        FloatVector a2q = FloatVector.fromArray(SPECIES, y, yi + 2 * ys + V);
        FloatVector a3p = FloatVector.fromArray(SPECIES, y, yi + 3 * ys);
        FloatVector a3q = FloatVector.fromArray(SPECIES, y, yi + 3 * ys + V);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
            FloatVector q = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V + V);
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
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
        a1p.intoArray(y, yi + ys);
        a1q.intoArray(y, yi + ys + V);
        a2p.intoArray(y, yi + 2 * ys);
        a2q.intoArray(y, yi + 2 * ys + V);
        a3p.intoArray(y, yi + 3 * ys);
        a3q.intoArray(y, yi + 3 * ys + V);
    }

    static void panel4x1(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a2p = FloatVector.fromArray(SPECIES, y, yi + 2 * ys);
        FloatVector a3p = FloatVector.fromArray(SPECIES, y, yi + 3 * ys);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
            FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
            a0p = p.fma(x0, a0p);
            FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + k + xs]);
            a1p = p.fma(x1, a1p);
            FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + k + 2 * xs]);
            a2p = p.fma(x2, a2p);
            FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + k + 3 * xs]);
            a3p = p.fma(x3, a3p);
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
        a3p.intoArray(y, yi + 3 * ys);
    }

    static void panel3x2(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, y, yi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a1q = FloatVector.fromArray(SPECIES, y, yi + ys + V);
        FloatVector a2p = FloatVector.fromArray(SPECIES, y, yi + 2 * ys);
        FloatVector a2q = FloatVector.fromArray(SPECIES, y, yi + 2 * ys + V);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
            FloatVector q = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V + V);
            FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
            a0p = p.fma(x0, a0p);
            a0q = q.fma(x0, a0q);
            FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + k + xs]);
            a1p = p.fma(x1, a1p);
            a1q = q.fma(x1, a1q);
            FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + k + 2 * xs]);
            a2p = p.fma(x2, a2p);
            a2q = q.fma(x2, a2q);
        }
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
        a1p.intoArray(y, yi + ys);
        a1q.intoArray(y, yi + ys + V);
        a2p.intoArray(y, yi + 2 * ys);
        a2q.intoArray(y, yi + 2 * ys + V);
    }

    static void panel3x1(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a2p = FloatVector.fromArray(SPECIES, y, yi + 2 * ys);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
            FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
            a0p = p.fma(x0, a0p);
            FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + k + xs]);
            a1p = p.fma(x1, a1p);
            FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + k + 2 * xs]);
            a2p = p.fma(x2, a2p);
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
    }

    static void panel2x2(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, y, yi + V);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        FloatVector a1q = FloatVector.fromArray(SPECIES, y, yi + ys + V);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
            FloatVector q = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V + V);
            FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
            a0p = p.fma(x0, a0p);
            a0q = q.fma(x0, a0q);
            FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + k + xs]);
            a1p = p.fma(x1, a1p);
            a1q = q.fma(x1, a1q);
        }
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
        a1p.intoArray(y, yi + ys);
        a1q.intoArray(y, yi + ys + V);
    }

    static void panel2x1(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a1p = FloatVector.fromArray(SPECIES, y, yi + ys);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
            FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
            a0p = p.fma(x0, a0p);
            FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + k + xs]);
            a1p = p.fma(x1, a1p);
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
    }

    static void panel1x2(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        FloatVector a0q = FloatVector.fromArray(SPECIES, y, yi + V);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
            FloatVector q = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V + V);
            FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
            a0p = p.fma(x0, a0p);
            a0q = q.fma(x0, a0q);
        }
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
    }

    static void panel1x1(int length, float[] x, int xi, int xs, float[] w, int wi, float[] y, int yi, int ys) {
        FloatVector a0p = FloatVector.fromArray(SPECIES, y, yi);
        for (int k = 0; k < length; k++) {
            FloatVector p = FloatVector.fromArray(SPECIES, w, wi + k * 2 * V);
            FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + k]);
            a0p = p.fma(x0, a0p);
        }
        a0p.intoArray(y, yi);
    }
}
