package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;

/**
 * The transforms of Winograd's F(4 x 4, 3 x 3): a tile of 6 x 6 pixels and filters of 3 x 3 taps become 36 numbers each,
 * whose products, added up over channels, become the 4 x 4 outputs. Each is done along one axis and then the other; here
 * is one axis, for n neighbours at a time, n being whole vectors.
 *
 * <p>The polynomials are taken at 0, at plus and minus {@code sqrt(1/2)} and {@code sqrt(2)}, and at infinity: with 1 and
 * 2 for the roots, as is usual, rounding errors are twice as large. Source: S. Winograd, Arithmetic Complexity of
 * Computations, 1980; A. Lavin and S. Gray, Fast Algorithms for Convolutional Neural Networks, 2016, arXiv:1509.09308.
 */
final class Winograd {
    /** The outputs of a tile along an axis. */
    static final int OUT = 4;

    /** The pixels that it reads. */
    static final int IN = 6;

    /** The numbers of a transformed tile. */
    static final int POINTS = IN * IN;

    /** The roots. */
    static final float A = (float) Math.sqrt(0.5);

    static final float B = (float) Math.sqrt(2);

    private Winograd() {}

    /** Whether windows are such that tiles can serve them. */
    static boolean fits(Window w) {
        return w.r() == 3
                && w.s() == 3
                && w.strideH() == 1
                && w.strideW() == 1
                && w.dilationH() == 1
                && w.dilationW() == 1;
    }

    /** The tiles that cover so many outputs along an axis. */
    static int tiles(int outputs) {
        return (outputs + OUT - 1) / OUT;
    }

    /** Of pixels: 6 numbers to 6, which lie {@code xs} and {@code ys} apart. */
    static void image(int n, float[] x, int xi, int xs, float[] y, int yi, int ys) {
        FloatVector half = FloatVector.broadcast(SPECIES, -0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, -2);
        FloatVector both = FloatVector.broadcast(SPECIES, -2.5f);
        for (int i = 0; i < n; i += V) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + xs + i);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + 2 * xs + i);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, xi + 3 * xs + i);
            FloatVector x4 = FloatVector.fromArray(SPECIES, x, xi + 4 * xs + i);
            FloatVector x5 = FloatVector.fromArray(SPECIES, x, xi + 5 * xs + i);
            x2.fma(both, x0.add(x4)).intoArray(y, yi + i);
            FloatVector even = x2.fma(two, x4);
            FloatVector odd = x1.fma(two, x3).mul(A);
            even.add(odd).intoArray(y, yi + ys + i);
            even.sub(odd).intoArray(y, yi + 2 * ys + i);
            even = x2.fma(half, x4);
            odd = x1.fma(half, x3).mul(B);
            even.add(odd).intoArray(y, yi + 3 * ys + i);
            even.sub(odd).intoArray(y, yi + 4 * ys + i);
            x3.fma(both, x1.add(x5)).intoArray(y, yi + 5 * ys + i);
        }
    }

    /** Of sums of products: 6 numbers to 4. */
    static void output(int n, float[] x, int xi, int xs, float[] y, int yi, int ys) {
        FloatVector a3 = FloatVector.broadcast(SPECIES, A / 2);
        FloatVector b = FloatVector.broadcast(SPECIES, B);
        FloatVector b3 = FloatVector.broadcast(SPECIES, 2 * B);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        for (int i = 0; i < n; i += V) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + xs + i);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + 2 * xs + i);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, xi + 3 * xs + i);
            FloatVector x4 = FloatVector.fromArray(SPECIES, x, xi + 4 * xs + i);
            FloatVector x5 = FloatVector.fromArray(SPECIES, x, xi + 5 * xs + i);
            FloatVector sumA = x1.add(x2);
            FloatVector sumB = x3.add(x4);
            FloatVector oddA = x1.sub(x2);
            FloatVector oddB = x3.sub(x4);
            x0.add(sumA).add(sumB).intoArray(y, yi + i);
            oddB.fma(b, oddA.mul(A)).intoArray(y, yi + ys + i);
            sumB.fma(two, sumA.mul(0.5f)).intoArray(y, yi + 2 * ys + i);
            oddB.fma(b3, oddA.fma(a3, x5)).intoArray(y, yi + 3 * ys + i);
        }
    }

    /** Of pixels for tiles of 2 x 2 outputs: 4 numbers to 4. */
    static void smallImage(int n, float[] x, int xi, int xs, float[] y, int yi, int ys) {
        for (int i = 0; i < n; i += V) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + xs + i);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + 2 * xs + i);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, xi + 3 * xs + i);
            x0.sub(x2).intoArray(y, yi + i);
            x1.add(x2).intoArray(y, yi + ys + i);
            x2.sub(x1).intoArray(y, yi + 2 * ys + i);
            x3.sub(x1).intoArray(y, yi + 3 * ys + i);
        }
    }

    /** Of sums of products for tiles of 2 x 2 outputs: 4 numbers to 2. */
    static void smallOutput(int n, float[] x, int xi, int xs, float[] y, int yi, int ys) {
        for (int i = 0; i < n; i += V) {
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + xs + i);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + 2 * xs + i);
            x1.add(x2).add(FloatVector.fromArray(SPECIES, x, xi + i)).intoArray(y, yi + i);
            x1.sub(x2).add(FloatVector.fromArray(SPECIES, x, xi + 3 * xs + i)).intoArray(y, yi + ys + i);
        }
    }

    /** Of filters for tiles of 2 x 2 outputs: 3 numbers to 4. */
    static void smallFilter(int n, float[] x, int xi, int xs, float[] y, int yi, int ys) {
        for (int i = 0; i < n; i += V) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + xs + i).mul(0.5f);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + 2 * xs + i);
            FloatVector even = x0.add(x2).mul(0.5f);
            x0.intoArray(y, yi + i);
            even.add(x1).intoArray(y, yi + ys + i);
            even.sub(x1).intoArray(y, yi + 2 * ys + i);
            x2.intoArray(y, yi + 3 * ys + i);
        }
    }

    /** Of filters: 3 numbers to 6. */
    static void filter(int n, float[] x, int xi, int xs, float[] y, int yi, int ys) {
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        for (int i = 0; i < n; i += V) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + xs + i);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + 2 * xs + i);
            x0.intoArray(y, yi + i);
            FloatVector even = x2.fma(half, x0).mul(-1 / 1.5f);
            FloatVector odd = x1.mul(-A / 1.5f);
            even.add(odd).intoArray(y, yi + ys + i);
            even.sub(odd).intoArray(y, yi + 2 * ys + i);
            even = x2.fma(two, x0).mul(1 / 6f);
            odd = x1.mul(B / 6);
            even.add(odd).intoArray(y, yi + 3 * ys + i);
            even.sub(odd).intoArray(y, yi + 4 * ys + i);
            x2.intoArray(y, yi + 5 * ys + i);
        }
    }

    /** Of sums of products, for the gradient of filters: 6 numbers to 3; {@link #filter} turned. */
    static void filterGradient(int n, float[] x, int xi, int xs, float[] y, int yi, int ys) {
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector two = FloatVector.broadcast(SPECIES, 2);
        for (int i = 0; i < n; i += V) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi + i);
            FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + xs + i);
            FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + 2 * xs + i);
            FloatVector x3 = FloatVector.fromArray(SPECIES, x, xi + 3 * xs + i);
            FloatVector x4 = FloatVector.fromArray(SPECIES, x, xi + 4 * xs + i);
            FloatVector x5 = FloatVector.fromArray(SPECIES, x, xi + 5 * xs + i);
            FloatVector sumA = x1.add(x2).mul(-1 / 1.5f);
            FloatVector sumB = x3.add(x4).mul(1 / 6f);
            x0.add(sumA).add(sumB).intoArray(y, yi + i);
            x1.sub(x2).mul(-A / 1.5f).add(x3.sub(x4).mul(B / 6)).intoArray(y, yi + ys + i);
            sumB.fma(two, sumA.fma(half, x5)).intoArray(y, yi + 2 * ys + i);
        }
    }
}
