package dev.fovea.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The register tiles of convolution, unrolled by rows and by vectors: {@code gatherRxV} has R rows of V vectors.
 *
 * <p>Gather: {@code y[i, l] = act(b[i] + sum over k of x[kx[k] + l] * w[kw[k] + i * ws])} for R output channels i and V
 * vectors of lanes l. Outer: {@code dw[i, m] += sum over lanes l of x[off[i] + l] * dy[l, m]} for R taps i and V vectors
 * of filters m. Accumulators are local variables in straight-line code, which is what keeps them in registers.
 */
final class Tiles {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int V = SPECIES.length();

    private Tiles() {}

    static void gather8x2(
            float[] x, int xb, int[] kx, int[] kw, float[] w, int wb, int ws, float[] b, int bb, boolean relu, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 0]);
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
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + ws]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2 * ws]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3 * ws]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4 * ws]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5 * ws]);
            a5p = p.fma(w5, a5p);
            a5q = q.fma(w5, a5q);
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wi + 6 * ws]);
            a6p = p.fma(w6, a6p);
            a6q = q.fma(w6, a6q);
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[wi + 7 * ws]);
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
            float[] x, int xb, int[] kx, int[] kw, float[] w, int wb, int ws, float[] b, int bb, boolean relu, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 0]);
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
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + ws]);
            a1p = p.fma(w1, a1p);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2 * ws]);
            a2p = p.fma(w2, a2p);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3 * ws]);
            a3p = p.fma(w3, a3p);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4 * ws]);
            a4p = p.fma(w4, a4p);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5 * ws]);
            a5p = p.fma(w5, a5p);
            FloatVector w6 = FloatVector.broadcast(SPECIES, w[wi + 6 * ws]);
            a6p = p.fma(w6, a6p);
            FloatVector w7 = FloatVector.broadcast(SPECIES, w[wi + 7 * ws]);
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
            float[] x, int xb, int[] kx, int[] kw, float[] w, int wb, int ws, float[] b, int bb, boolean relu, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 0]);
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
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + ws]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2 * ws]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3 * ws]);
            a3p = p.fma(w3, a3p);
            a3q = q.fma(w3, a3q);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4 * ws]);
            a4p = p.fma(w4, a4p);
            a4q = q.fma(w4, a4q);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5 * ws]);
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
            float[] x, int xb, int[] kx, int[] kw, float[] w, int wb, int ws, float[] b, int bb, boolean relu, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 0]);
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
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + ws]);
            a1p = p.fma(w1, a1p);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2 * ws]);
            a2p = p.fma(w2, a2p);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3 * ws]);
            a3p = p.fma(w3, a3p);
            FloatVector w4 = FloatVector.broadcast(SPECIES, w[wi + 4 * ws]);
            a4p = p.fma(w4, a4p);
            FloatVector w5 = FloatVector.broadcast(SPECIES, w[wi + 5 * ws]);
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

    static void gather4x2(
            float[] x, int xb, int[] kx, int[] kw, float[] w, int wb, int ws, float[] b, int bb, boolean relu, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 0]);
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
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + ws]);
            a1p = p.fma(w1, a1p);
            a1q = q.fma(w1, a1q);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2 * ws]);
            a2p = p.fma(w2, a2p);
            a2q = q.fma(w2, a2q);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3 * ws]);
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
            float[] x, int xb, int[] kx, int[] kw, float[] w, int wb, int ws, float[] b, int bb, boolean relu, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 0]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        FloatVector a2p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 2]);
        FloatVector a3p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 3]);
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + ws]);
            a1p = p.fma(w1, a1p);
            FloatVector w2 = FloatVector.broadcast(SPECIES, w[wi + 2 * ws]);
            a2p = p.fma(w2, a2p);
            FloatVector w3 = FloatVector.broadcast(SPECIES, w[wi + 3 * ws]);
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

    static void gather2x2(
            float[] x, int xb, int[] kx, int[] kw, float[] w, int wb, int ws, float[] b, int bb, boolean relu, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 0]);
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
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + ws]);
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
            float[] x, int xb, int[] kx, int[] kw, float[] w, int wb, int ws, float[] b, int bb, boolean relu, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 0]);
        FloatVector a1p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 1]);
        for (int k = 0; k < kx.length; k++) {
            int xi = xb + kx[k];
            int wi = wb + kw[k];
            FloatVector p = FloatVector.fromArray(SPECIES, x, xi);
            FloatVector w0 = FloatVector.broadcast(SPECIES, w[wi]);
            a0p = p.fma(w0, a0p);
            FloatVector w1 = FloatVector.broadcast(SPECIES, w[wi + ws]);
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
            float[] x, int xb, int[] kx, int[] kw, float[] w, int wb, int ws, float[] b, int bb, boolean relu, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 0]);
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
            float[] x, int xb, int[] kx, int[] kw, float[] w, int wb, int ws, float[] b, int bb, boolean relu, float[] y, int yb, int ys) {
        FloatVector a0p = FloatVector.broadcast(SPECIES, b == null ? 0 : b[bb + 0]);
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

    static void outer8x2(
            float[] x, int xb, int xe, int xf, int[] off, int o, float[] dy, int db, int ds, int rows, int columns, int lanes, float[] dw, int wb, int ws) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.zero(SPECIES);
        FloatVector a0q = a0p;
        int o1 = off[o + 1];
        FloatVector a1p = FloatVector.zero(SPECIES);
        FloatVector a1q = a1p;
        int o2 = off[o + 2];
        FloatVector a2p = FloatVector.zero(SPECIES);
        FloatVector a2q = a2p;
        int o3 = off[o + 3];
        FloatVector a3p = FloatVector.zero(SPECIES);
        FloatVector a3q = a3p;
        int o4 = off[o + 4];
        FloatVector a4p = FloatVector.zero(SPECIES);
        FloatVector a4q = a4p;
        int o5 = off[o + 5];
        FloatVector a5p = FloatVector.zero(SPECIES);
        FloatVector a5q = a5p;
        int o6 = off[o + 6];
        FloatVector a6p = FloatVector.zero(SPECIES);
        FloatVector a6q = a6p;
        int o7 = off[o + 7];
        FloatVector a7p = FloatVector.zero(SPECIES);
        FloatVector a7q = a7p;
        int di = db;
        for (int e = 0; e < rows; e++) {
            for (int f = 0; f < columns; f++) {
                int xi = xb + e * xe + f * xf;
                for (int l = 0; l < lanes; l++) {
                    FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                    FloatVector q = FloatVector.fromArray(SPECIES, dy, di + V);
                    FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                    a0p = p.fma(x0, a0p);
                    a0q = q.fma(x0, a0q);
                    FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                    a1p = p.fma(x1, a1p);
                    a1q = q.fma(x1, a1q);
                    FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                    a2p = p.fma(x2, a2p);
                    a2q = q.fma(x2, a2q);
                    FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + o3]);
                    a3p = p.fma(x3, a3p);
                    a3q = q.fma(x3, a3q);
                    FloatVector x4 = FloatVector.broadcast(SPECIES, x[xi + o4]);
                    a4p = p.fma(x4, a4p);
                    a4q = q.fma(x4, a4q);
                    FloatVector x5 = FloatVector.broadcast(SPECIES, x[xi + o5]);
                    a5p = p.fma(x5, a5p);
                    a5q = q.fma(x5, a5q);
                    FloatVector x6 = FloatVector.broadcast(SPECIES, x[xi + o6]);
                    a6p = p.fma(x6, a6p);
                    a6q = q.fma(x6, a6q);
                    FloatVector x7 = FloatVector.broadcast(SPECIES, x[xi + o7]);
                    a7p = p.fma(x7, a7p);
                    a7q = q.fma(x7, a7q);
                    xi++;
                    di += ds;
                }
            }
        }
        a0p.intoArray(dw, wb);
        a0q.intoArray(dw, wb + V);
        a1p.intoArray(dw, wb + ws);
        a1q.intoArray(dw, wb + ws + V);
        a2p.intoArray(dw, wb + 2 * ws);
        a2q.intoArray(dw, wb + 2 * ws + V);
        a3p.intoArray(dw, wb + 3 * ws);
        a3q.intoArray(dw, wb + 3 * ws + V);
        a4p.intoArray(dw, wb + 4 * ws);
        a4q.intoArray(dw, wb + 4 * ws + V);
        a5p.intoArray(dw, wb + 5 * ws);
        a5q.intoArray(dw, wb + 5 * ws + V);
        a6p.intoArray(dw, wb + 6 * ws);
        a6q.intoArray(dw, wb + 6 * ws + V);
        a7p.intoArray(dw, wb + 7 * ws);
        a7q.intoArray(dw, wb + 7 * ws + V);
    }

    static void outer8x1(
            float[] x, int xb, int xe, int xf, int[] off, int o, float[] dy, int db, int ds, int rows, int columns, int lanes, float[] dw, int wb, int ws) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.zero(SPECIES);
        int o1 = off[o + 1];
        FloatVector a1p = FloatVector.zero(SPECIES);
        int o2 = off[o + 2];
        FloatVector a2p = FloatVector.zero(SPECIES);
        int o3 = off[o + 3];
        FloatVector a3p = FloatVector.zero(SPECIES);
        int o4 = off[o + 4];
        FloatVector a4p = FloatVector.zero(SPECIES);
        int o5 = off[o + 5];
        FloatVector a5p = FloatVector.zero(SPECIES);
        int o6 = off[o + 6];
        FloatVector a6p = FloatVector.zero(SPECIES);
        int o7 = off[o + 7];
        FloatVector a7p = FloatVector.zero(SPECIES);
        int di = db;
        for (int e = 0; e < rows; e++) {
            for (int f = 0; f < columns; f++) {
                int xi = xb + e * xe + f * xf;
                for (int l = 0; l < lanes; l++) {
                    FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                    FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                    a0p = p.fma(x0, a0p);
                    FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                    a1p = p.fma(x1, a1p);
                    FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                    a2p = p.fma(x2, a2p);
                    FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + o3]);
                    a3p = p.fma(x3, a3p);
                    FloatVector x4 = FloatVector.broadcast(SPECIES, x[xi + o4]);
                    a4p = p.fma(x4, a4p);
                    FloatVector x5 = FloatVector.broadcast(SPECIES, x[xi + o5]);
                    a5p = p.fma(x5, a5p);
                    FloatVector x6 = FloatVector.broadcast(SPECIES, x[xi + o6]);
                    a6p = p.fma(x6, a6p);
                    FloatVector x7 = FloatVector.broadcast(SPECIES, x[xi + o7]);
                    a7p = p.fma(x7, a7p);
                    xi++;
                    di += ds;
                }
            }
        }
        a0p.intoArray(dw, wb);
        a1p.intoArray(dw, wb + ws);
        a2p.intoArray(dw, wb + 2 * ws);
        a3p.intoArray(dw, wb + 3 * ws);
        a4p.intoArray(dw, wb + 4 * ws);
        a5p.intoArray(dw, wb + 5 * ws);
        a6p.intoArray(dw, wb + 6 * ws);
        a7p.intoArray(dw, wb + 7 * ws);
    }

    static void outer4x2(
            float[] x, int xb, int xe, int xf, int[] off, int o, float[] dy, int db, int ds, int rows, int columns, int lanes, float[] dw, int wb, int ws) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.zero(SPECIES);
        FloatVector a0q = a0p;
        int o1 = off[o + 1];
        FloatVector a1p = FloatVector.zero(SPECIES);
        FloatVector a1q = a1p;
        int o2 = off[o + 2];
        FloatVector a2p = FloatVector.zero(SPECIES);
        FloatVector a2q = a2p;
        int o3 = off[o + 3];
        FloatVector a3p = FloatVector.zero(SPECIES);
        FloatVector a3q = a3p;
        int di = db;
        for (int e = 0; e < rows; e++) {
            for (int f = 0; f < columns; f++) {
                int xi = xb + e * xe + f * xf;
                for (int l = 0; l < lanes; l++) {
                    FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                    FloatVector q = FloatVector.fromArray(SPECIES, dy, di + V);
                    FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                    a0p = p.fma(x0, a0p);
                    a0q = q.fma(x0, a0q);
                    FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                    a1p = p.fma(x1, a1p);
                    a1q = q.fma(x1, a1q);
                    FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                    a2p = p.fma(x2, a2p);
                    a2q = q.fma(x2, a2q);
                    FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + o3]);
                    a3p = p.fma(x3, a3p);
                    a3q = q.fma(x3, a3q);
                    xi++;
                    di += ds;
                }
            }
        }
        a0p.intoArray(dw, wb);
        a0q.intoArray(dw, wb + V);
        a1p.intoArray(dw, wb + ws);
        a1q.intoArray(dw, wb + ws + V);
        a2p.intoArray(dw, wb + 2 * ws);
        a2q.intoArray(dw, wb + 2 * ws + V);
        a3p.intoArray(dw, wb + 3 * ws);
        a3q.intoArray(dw, wb + 3 * ws + V);
    }

    static void outer4x1(
            float[] x, int xb, int xe, int xf, int[] off, int o, float[] dy, int db, int ds, int rows, int columns, int lanes, float[] dw, int wb, int ws) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.zero(SPECIES);
        int o1 = off[o + 1];
        FloatVector a1p = FloatVector.zero(SPECIES);
        int o2 = off[o + 2];
        FloatVector a2p = FloatVector.zero(SPECIES);
        int o3 = off[o + 3];
        FloatVector a3p = FloatVector.zero(SPECIES);
        int di = db;
        for (int e = 0; e < rows; e++) {
            for (int f = 0; f < columns; f++) {
                int xi = xb + e * xe + f * xf;
                for (int l = 0; l < lanes; l++) {
                    FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                    FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                    a0p = p.fma(x0, a0p);
                    FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                    a1p = p.fma(x1, a1p);
                    FloatVector x2 = FloatVector.broadcast(SPECIES, x[xi + o2]);
                    a2p = p.fma(x2, a2p);
                    FloatVector x3 = FloatVector.broadcast(SPECIES, x[xi + o3]);
                    a3p = p.fma(x3, a3p);
                    xi++;
                    di += ds;
                }
            }
        }
        a0p.intoArray(dw, wb);
        a1p.intoArray(dw, wb + ws);
        a2p.intoArray(dw, wb + 2 * ws);
        a3p.intoArray(dw, wb + 3 * ws);
    }

    static void outer2x2(
            float[] x, int xb, int xe, int xf, int[] off, int o, float[] dy, int db, int ds, int rows, int columns, int lanes, float[] dw, int wb, int ws) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.zero(SPECIES);
        FloatVector a0q = a0p;
        int o1 = off[o + 1];
        FloatVector a1p = FloatVector.zero(SPECIES);
        FloatVector a1q = a1p;
        int di = db;
        for (int e = 0; e < rows; e++) {
            for (int f = 0; f < columns; f++) {
                int xi = xb + e * xe + f * xf;
                for (int l = 0; l < lanes; l++) {
                    FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                    FloatVector q = FloatVector.fromArray(SPECIES, dy, di + V);
                    FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                    a0p = p.fma(x0, a0p);
                    a0q = q.fma(x0, a0q);
                    FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                    a1p = p.fma(x1, a1p);
                    a1q = q.fma(x1, a1q);
                    xi++;
                    di += ds;
                }
            }
        }
        a0p.intoArray(dw, wb);
        a0q.intoArray(dw, wb + V);
        a1p.intoArray(dw, wb + ws);
        a1q.intoArray(dw, wb + ws + V);
    }

    static void outer2x1(
            float[] x, int xb, int xe, int xf, int[] off, int o, float[] dy, int db, int ds, int rows, int columns, int lanes, float[] dw, int wb, int ws) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.zero(SPECIES);
        int o1 = off[o + 1];
        FloatVector a1p = FloatVector.zero(SPECIES);
        int di = db;
        for (int e = 0; e < rows; e++) {
            for (int f = 0; f < columns; f++) {
                int xi = xb + e * xe + f * xf;
                for (int l = 0; l < lanes; l++) {
                    FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                    FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                    a0p = p.fma(x0, a0p);
                    FloatVector x1 = FloatVector.broadcast(SPECIES, x[xi + o1]);
                    a1p = p.fma(x1, a1p);
                    xi++;
                    di += ds;
                }
            }
        }
        a0p.intoArray(dw, wb);
        a1p.intoArray(dw, wb + ws);
    }

    static void outer1x2(
            float[] x, int xb, int xe, int xf, int[] off, int o, float[] dy, int db, int ds, int rows, int columns, int lanes, float[] dw, int wb, int ws) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.zero(SPECIES);
        FloatVector a0q = a0p;
        int di = db;
        for (int e = 0; e < rows; e++) {
            for (int f = 0; f < columns; f++) {
                int xi = xb + e * xe + f * xf;
                for (int l = 0; l < lanes; l++) {
                    FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                    FloatVector q = FloatVector.fromArray(SPECIES, dy, di + V);
                    FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                    a0p = p.fma(x0, a0p);
                    a0q = q.fma(x0, a0q);
                    xi++;
                    di += ds;
                }
            }
        }
        a0p.intoArray(dw, wb);
        a0q.intoArray(dw, wb + V);
    }

    static void outer1x1(
            float[] x, int xb, int xe, int xf, int[] off, int o, float[] dy, int db, int ds, int rows, int columns, int lanes, float[] dw, int wb, int ws) {
        int o0 = off[o];
        FloatVector a0p = FloatVector.zero(SPECIES);
        int di = db;
        for (int e = 0; e < rows; e++) {
            for (int f = 0; f < columns; f++) {
                int xi = xb + e * xe + f * xf;
                for (int l = 0; l < lanes; l++) {
                    FloatVector p = FloatVector.fromArray(SPECIES, dy, di);
                    FloatVector x0 = FloatVector.broadcast(SPECIES, x[xi + o0]);
                    a0p = p.fma(x0, a0p);
                    xi++;
                    di += ds;
                }
            }
        }
        a0p.intoArray(dw, wb);
    }
}
