package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Register tiles of convolution over blocks by packed filters, unrolled by filters and by vectors of lanes: {@code
 * wholePxN} has P filters and N vectors, and so has {@code partPxN}.
 *
 * <p>{@code y[i, l] = act(b[i] + sum over terms t of x[at[t] + l] * w[k(t) * P + i])} for P filters i and N vectors of
 * lanes l. Of whole filters k(t) is t. Each filter repeats the statements of filter 0 with the next weight, each vector those of p
 * with the next V lanes. Weights are read in order, so that a tile takes one register for them. Made by {@code core/src/generator/block_tiles.py}.
 */
final class BlockTiles {
    private BlockTiles() {}

    /** The tile of so many filters and vectors, on all weights of filters. */
    static void whole(
            int filters,
            int vectors,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        switch (filters * 4 + vectors) {
            case 34 -> whole8x2(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 33 -> whole8x1(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 30 -> whole7x2(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 29 -> whole7x1(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 26 -> whole6x2(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 25 -> whole6x1(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 22 -> whole5x2(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 21 -> whole5x1(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 18 -> whole4x2(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 17 -> whole4x1(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 14 -> whole3x2(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 13 -> whole3x1(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 10 -> whole2x2(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 9 -> whole2x1(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 6 -> whole1x2(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            default -> whole1x1(at, x, xb, w, wb, b, bb, relu, y, yi, ys);
        }
    }

    /** The tile of so many filters and vectors, on some weights of filters. */
    static void part(
            int filters,
            int vectors,
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        switch (filters * 4 + vectors) {
            case 34 -> part8x2(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 33 -> part8x1(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 30 -> part7x2(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 29 -> part7x1(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 26 -> part6x2(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 25 -> part6x1(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 22 -> part5x2(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 21 -> part5x1(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 18 -> part4x2(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 17 -> part4x1(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 14 -> part3x2(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 13 -> part3x1(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 10 -> part2x2(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 9 -> part2x1(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            case 6 -> part1x2(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
            default -> part1x1(k, at, x, xb, w, wb, b, bb, relu, y, yi, ys);
        }
    }

    static void whole8x2(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a3q = a3p;
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a4q = a4p;
        FloatVector a5p = FloatVector.broadcast(SPECIES, b[bb + 5]);
        FloatVector a5q = a5p;
        FloatVector a6p = FloatVector.broadcast(SPECIES, b[bb + 6]);
        FloatVector a6q = a6p;
        FloatVector a7p = FloatVector.broadcast(SPECIES, b[bb + 7]);
        FloatVector a7q = a7p;
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 8]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 4]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
            Simd.inOrder();
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 5]);
            a5p = p.fma(w5, a5p);
            a5q = q.fma(w5, a5q);
            Simd.inOrder();
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 6]);
            a6p = p.fma(w6, a6p);
            a6q = q.fma(w6, a6q);
            Simd.inOrder();
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 7]);
            a7p = p.fma(w7, a7p);
            a7q = q.fma(w7, a7q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a2q = a2q.blend(0, a2q.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a3q = a3q.blend(0, a3q.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a4q = a4q.blend(0, a4q.compare(VectorOperators.LT, 0));
            a5p = a5p.blend(0, a5p.compare(VectorOperators.LT, 0));
            a5q = a5q.blend(0, a5q.compare(VectorOperators.LT, 0));
            a6p = a6p.blend(0, a6p.compare(VectorOperators.LT, 0));
            a6q = a6q.blend(0, a6q.compare(VectorOperators.LT, 0));
            a7p = a7p.blend(0, a7p.compare(VectorOperators.LT, 0));
            a7q = a7q.blend(0, a7q.compare(VectorOperators.LT, 0));
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

    static void whole8x1(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a5p = FloatVector.broadcast(SPECIES, b[bb + 5]);
        FloatVector a6p = FloatVector.broadcast(SPECIES, b[bb + 6]);
        FloatVector a7p = FloatVector.broadcast(SPECIES, b[bb + 7]);
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 8]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 1]);
            a1p = p.fma(w1, a1p);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 2]);
            a2p = p.fma(w2, a2p);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 3]);
            a3p = p.fma(w3, a3p);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 4]);
            a4p = p.fma(w4, a4p);
            Simd.inOrder();
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 5]);
            a5p = p.fma(w5, a5p);
            Simd.inOrder();
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 6]);
            a6p = p.fma(w6, a6p);
            Simd.inOrder();
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[wb + t * 8 + 7]);
            a7p = p.fma(w7, a7p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a5p = a5p.blend(0, a5p.compare(VectorOperators.LT, 0));
            a6p = a6p.blend(0, a6p.compare(VectorOperators.LT, 0));
            a7p = a7p.blend(0, a7p.compare(VectorOperators.LT, 0));
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

    static void whole7x2(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a3q = a3p;
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a4q = a4p;
        FloatVector a5p = FloatVector.broadcast(SPECIES, b[bb + 5]);
        FloatVector a5q = a5p;
        FloatVector a6p = FloatVector.broadcast(SPECIES, b[bb + 6]);
        FloatVector a6q = a6p;
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 7]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 7 + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + t * 7 + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + t * 7 + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wb + t * 7 + 4]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
            Simd.inOrder();
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wb + t * 7 + 5]);
            a5p = p.fma(w5, a5p);
            a5q = q.fma(w5, a5q);
            Simd.inOrder();
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wb + t * 7 + 6]);
            a6p = p.fma(w6, a6p);
            a6q = q.fma(w6, a6q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a2q = a2q.blend(0, a2q.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a3q = a3q.blend(0, a3q.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a4q = a4q.blend(0, a4q.compare(VectorOperators.LT, 0));
            a5p = a5p.blend(0, a5p.compare(VectorOperators.LT, 0));
            a5q = a5q.blend(0, a5q.compare(VectorOperators.LT, 0));
            a6p = a6p.blend(0, a6p.compare(VectorOperators.LT, 0));
            a6q = a6q.blend(0, a6q.compare(VectorOperators.LT, 0));
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

    static void whole7x1(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a5p = FloatVector.broadcast(SPECIES, b[bb + 5]);
        FloatVector a6p = FloatVector.broadcast(SPECIES, b[bb + 6]);
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 7]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 7 + 1]);
            a1p = p.fma(w1, a1p);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + t * 7 + 2]);
            a2p = p.fma(w2, a2p);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + t * 7 + 3]);
            a3p = p.fma(w3, a3p);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wb + t * 7 + 4]);
            a4p = p.fma(w4, a4p);
            Simd.inOrder();
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wb + t * 7 + 5]);
            a5p = p.fma(w5, a5p);
            Simd.inOrder();
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wb + t * 7 + 6]);
            a6p = p.fma(w6, a6p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a5p = a5p.blend(0, a5p.compare(VectorOperators.LT, 0));
            a6p = a6p.blend(0, a6p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
        a3p.intoArray(y, yi + 3 * ys);
        a4p.intoArray(y, yi + 4 * ys);
        a5p.intoArray(y, yi + 5 * ys);
        a6p.intoArray(y, yi + 6 * ys);
    }

    static void whole6x2(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a3q = a3p;
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a4q = a4p;
        FloatVector a5p = FloatVector.broadcast(SPECIES, b[bb + 5]);
        FloatVector a5q = a5p;
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 6]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 6 + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + t * 6 + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + t * 6 + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wb + t * 6 + 4]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
            Simd.inOrder();
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wb + t * 6 + 5]);
            a5p = p.fma(w5, a5p);
            a5q = q.fma(w5, a5q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a2q = a2q.blend(0, a2q.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a3q = a3q.blend(0, a3q.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a4q = a4q.blend(0, a4q.compare(VectorOperators.LT, 0));
            a5p = a5p.blend(0, a5p.compare(VectorOperators.LT, 0));
            a5q = a5q.blend(0, a5q.compare(VectorOperators.LT, 0));
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

    static void whole6x1(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a5p = FloatVector.broadcast(SPECIES, b[bb + 5]);
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 6]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 6 + 1]);
            a1p = p.fma(w1, a1p);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + t * 6 + 2]);
            a2p = p.fma(w2, a2p);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + t * 6 + 3]);
            a3p = p.fma(w3, a3p);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wb + t * 6 + 4]);
            a4p = p.fma(w4, a4p);
            Simd.inOrder();
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wb + t * 6 + 5]);
            a5p = p.fma(w5, a5p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a5p = a5p.blend(0, a5p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
        a3p.intoArray(y, yi + 3 * ys);
        a4p.intoArray(y, yi + 4 * ys);
        a5p.intoArray(y, yi + 5 * ys);
    }

    static void whole5x2(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a3q = a3p;
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a4q = a4p;
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 5]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 5 + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + t * 5 + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + t * 5 + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wb + t * 5 + 4]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a2q = a2q.blend(0, a2q.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a3q = a3q.blend(0, a3q.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a4q = a4q.blend(0, a4q.compare(VectorOperators.LT, 0));
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

    static void whole5x1(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 5]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 5 + 1]);
            a1p = p.fma(w1, a1p);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + t * 5 + 2]);
            a2p = p.fma(w2, a2p);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + t * 5 + 3]);
            a3p = p.fma(w3, a3p);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wb + t * 5 + 4]);
            a4p = p.fma(w4, a4p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
        a3p.intoArray(y, yi + 3 * ys);
        a4p.intoArray(y, yi + 4 * ys);
    }

    static void whole4x2(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a3q = a3p;
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 4]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 4 + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + t * 4 + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + t * 4 + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a2q = a2q.blend(0, a2q.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a3q = a3q.blend(0, a3q.compare(VectorOperators.LT, 0));
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

    static void whole4x1(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 4]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 4 + 1]);
            a1p = p.fma(w1, a1p);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + t * 4 + 2]);
            a2p = p.fma(w2, a2p);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wb + t * 4 + 3]);
            a3p = p.fma(w3, a3p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
        a3p.intoArray(y, yi + 3 * ys);
    }

    static void whole3x2(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a2q = a2p;
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 3]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 3 + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + t * 3 + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a2q = a2q.blend(0, a2q.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
        a1p.intoArray(y, yi + ys);
        a1q.intoArray(y, yi + ys + V);
        a2p.intoArray(y, yi + 2 * ys);
        a2q.intoArray(y, yi + 2 * ys + V);
    }

    static void whole3x1(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 3]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 3 + 1]);
            a1p = p.fma(w1, a1p);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wb + t * 3 + 2]);
            a2p = p.fma(w2, a2p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
    }

    static void whole2x2(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 2]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 2 + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
        a1p.intoArray(y, yi + ys);
        a1q.intoArray(y, yi + ys + V);
    }

    static void whole2x1(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t * 2]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wb + t * 2 + 1]);
            a1p = p.fma(w1, a1p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
    }

    static void whole1x2(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
    }

    static void whole1x1(
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        for (int t = 0; t < at.length; t++) {
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wb + t]);
            a0p = p.fma(w0, a0p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
    }

    static void part8x2(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a3q = a3p;
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a4q = a4p;
        FloatVector a5p = FloatVector.broadcast(SPECIES, b[bb + 5]);
        FloatVector a5q = a5p;
        FloatVector a6p = FloatVector.broadcast(SPECIES, b[bb + 6]);
        FloatVector a6q = a6p;
        FloatVector a7p = FloatVector.broadcast(SPECIES, b[bb + 7]);
        FloatVector a7q = a7p;
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 8;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
            Simd.inOrder();
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5]);
            a5p = p.fma(w5, a5p);
            a5q = q.fma(w5, a5q);
            Simd.inOrder();
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wi + 6]);
            a6p = p.fma(w6, a6p);
            a6q = q.fma(w6, a6q);
            Simd.inOrder();
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[wi + 7]);
            a7p = p.fma(w7, a7p);
            a7q = q.fma(w7, a7q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a2q = a2q.blend(0, a2q.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a3q = a3q.blend(0, a3q.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a4q = a4q.blend(0, a4q.compare(VectorOperators.LT, 0));
            a5p = a5p.blend(0, a5p.compare(VectorOperators.LT, 0));
            a5q = a5q.blend(0, a5q.compare(VectorOperators.LT, 0));
            a6p = a6p.blend(0, a6p.compare(VectorOperators.LT, 0));
            a6q = a6q.blend(0, a6q.compare(VectorOperators.LT, 0));
            a7p = a7p.blend(0, a7p.compare(VectorOperators.LT, 0));
            a7q = a7q.blend(0, a7q.compare(VectorOperators.LT, 0));
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

    static void part8x1(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a5p = FloatVector.broadcast(SPECIES, b[bb + 5]);
        FloatVector a6p = FloatVector.broadcast(SPECIES, b[bb + 6]);
        FloatVector a7p = FloatVector.broadcast(SPECIES, b[bb + 7]);
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 8;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
            Simd.inOrder();
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5]);
            a5p = p.fma(w5, a5p);
            Simd.inOrder();
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wi + 6]);
            a6p = p.fma(w6, a6p);
            Simd.inOrder();
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[wi + 7]);
            a7p = p.fma(w7, a7p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a5p = a5p.blend(0, a5p.compare(VectorOperators.LT, 0));
            a6p = a6p.blend(0, a6p.compare(VectorOperators.LT, 0));
            a7p = a7p.blend(0, a7p.compare(VectorOperators.LT, 0));
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

    static void part7x2(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a3q = a3p;
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a4q = a4p;
        FloatVector a5p = FloatVector.broadcast(SPECIES, b[bb + 5]);
        FloatVector a5q = a5p;
        FloatVector a6p = FloatVector.broadcast(SPECIES, b[bb + 6]);
        FloatVector a6q = a6p;
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 7;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
            Simd.inOrder();
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5]);
            a5p = p.fma(w5, a5p);
            a5q = q.fma(w5, a5q);
            Simd.inOrder();
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wi + 6]);
            a6p = p.fma(w6, a6p);
            a6q = q.fma(w6, a6q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a2q = a2q.blend(0, a2q.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a3q = a3q.blend(0, a3q.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a4q = a4q.blend(0, a4q.compare(VectorOperators.LT, 0));
            a5p = a5p.blend(0, a5p.compare(VectorOperators.LT, 0));
            a5q = a5q.blend(0, a5q.compare(VectorOperators.LT, 0));
            a6p = a6p.blend(0, a6p.compare(VectorOperators.LT, 0));
            a6q = a6q.blend(0, a6q.compare(VectorOperators.LT, 0));
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

    static void part7x1(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a5p = FloatVector.broadcast(SPECIES, b[bb + 5]);
        FloatVector a6p = FloatVector.broadcast(SPECIES, b[bb + 6]);
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 7;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
            Simd.inOrder();
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5]);
            a5p = p.fma(w5, a5p);
            Simd.inOrder();
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wi + 6]);
            a6p = p.fma(w6, a6p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a5p = a5p.blend(0, a5p.compare(VectorOperators.LT, 0));
            a6p = a6p.blend(0, a6p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
        a3p.intoArray(y, yi + 3 * ys);
        a4p.intoArray(y, yi + 4 * ys);
        a5p.intoArray(y, yi + 5 * ys);
        a6p.intoArray(y, yi + 6 * ys);
    }

    static void part6x2(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a3q = a3p;
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a4q = a4p;
        FloatVector a5p = FloatVector.broadcast(SPECIES, b[bb + 5]);
        FloatVector a5q = a5p;
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 6;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
            Simd.inOrder();
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5]);
            a5p = p.fma(w5, a5p);
            a5q = q.fma(w5, a5q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a2q = a2q.blend(0, a2q.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a3q = a3q.blend(0, a3q.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a4q = a4q.blend(0, a4q.compare(VectorOperators.LT, 0));
            a5p = a5p.blend(0, a5p.compare(VectorOperators.LT, 0));
            a5q = a5q.blend(0, a5q.compare(VectorOperators.LT, 0));
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

    static void part6x1(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a5p = FloatVector.broadcast(SPECIES, b[bb + 5]);
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 6;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
            Simd.inOrder();
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5]);
            a5p = p.fma(w5, a5p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a5p = a5p.blend(0, a5p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
        a3p.intoArray(y, yi + 3 * ys);
        a4p.intoArray(y, yi + 4 * ys);
        a5p.intoArray(y, yi + 5 * ys);
    }

    static void part5x2(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a3q = a3p;
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        FloatVector a4q = a4p;
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 5;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a2q = a2q.blend(0, a2q.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a3q = a3q.blend(0, a3q.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
            a4q = a4q.blend(0, a4q.compare(VectorOperators.LT, 0));
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

    static void part5x1(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a4p = FloatVector.broadcast(SPECIES, b[bb + 4]);
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 5;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            Simd.inOrder();
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4]);
            a4p = p.fma(w4, a4p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a4p = a4p.blend(0, a4p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
        a3p.intoArray(y, yi + 3 * ys);
        a4p.intoArray(y, yi + 4 * ys);
    }

    static void part4x2(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a2q = a2p;
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        FloatVector a3q = a3p;
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 4;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a2q = a2q.blend(0, a2q.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
            a3q = a3q.blend(0, a3q.compare(VectorOperators.LT, 0));
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

    static void part4x1(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b[bb + 3]);
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 4;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            Simd.inOrder();
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3]);
            a3p = p.fma(w3, a3p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a3p = a3p.blend(0, a3p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
        a3p.intoArray(y, yi + 3 * ys);
    }

    static void part3x2(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        FloatVector a2q = a2p;
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 3;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
            a2q = a2q.blend(0, a2q.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
        a1p.intoArray(y, yi + ys);
        a1q.intoArray(y, yi + ys + V);
        a2p.intoArray(y, yi + 2 * ys);
        a2q.intoArray(y, yi + 2 * ys + V);
    }

    static void part3x1(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b[bb + 2]);
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 3;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            Simd.inOrder();
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2]);
            a2p = p.fma(w2, a2p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a2p = a2p.blend(0, a2p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
        a2p.intoArray(y, yi + 2 * ys);
    }

    static void part2x2(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        FloatVector a1q = a1p;
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 2;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
            a1q = a1q.blend(0, a1q.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
        a1p.intoArray(y, yi + ys);
        a1q.intoArray(y, yi + ys + V);
    }

    static void part2x1(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b[bb + 1]);
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t] * 2;
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            Simd.inOrder();
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + 1]);
            a1p = p.fma(w1, a1p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a1p = a1p.blend(0, a1p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a1p.intoArray(y, yi + ys);
    }

    static void part1x2(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        FloatVector a0q = a0p;
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t];
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector q = FloatVector.fromArray(SPECIES, x, xi + V);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            a0q = q.fma(w0, a0q);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
            a0q = a0q.blend(0, a0q.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
        a0q.intoArray(y, yi + V);
    }

    static void part1x1(
            int[] k,
            int[] at,
            float[] x,
            int xb,
            float[] w,
            int wb,
            float[] b,
            int bb,
            boolean relu,
            float[] y,
            int yi,
            int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b[bb]);
        for (int t = 0; t < at.length; t++) {
            int wi = wb + k[t];
            int xi = xb + at[t];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
        }
        if (relu) {
            a0p = a0p.blend(0, a0p.compare(VectorOperators.LT, 0));
        }
        a0p.intoArray(y, yi);
    }
}
