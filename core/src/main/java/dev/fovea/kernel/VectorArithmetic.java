package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;
import static dev.fovea.kernel.Simd.load;
import static dev.fovea.kernel.Simd.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Arithmetic of arrays, element by element, a loop for each function. */
final class VectorArithmetic {
    private VectorArithmetic() {}

    static void combine(BinaryFunction f, int n, Floats a, Floats b, Floats y) {
        switch (f) {
            case ADD -> add(n, a, b, y);
            case SUBTRACT -> subtract(n, a, b, y);
            case MULTIPLY -> multiply(n, a, b, y);
            case MAXIMUM -> maximum(n, a, b, y);
            case MINIMUM -> minimum(n, a, b, y);
            case EQUAL -> equal(n, a, b, y);
        }
    }

    private static void add(int n, Floats a, Floats b, Floats y) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            store(load(a, i, some).add(load(b, i, some)), y, i, some);
        }
    }

    private static void subtract(int n, Floats a, Floats b, Floats y) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            store(load(a, i, some).sub(load(b, i, some)), y, i, some);
        }
    }

    private static void multiply(int n, Floats a, Floats b, Floats y) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            store(load(a, i, some).mul(load(b, i, some)), y, i, some);
        }
    }

    private static void maximum(int n, Floats a, Floats b, Floats y) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            store(load(a, i, some).max(load(b, i, some)), y, i, some);
        }
    }

    private static void minimum(int n, Floats a, Floats b, Floats y) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            store(load(a, i, some).min(load(b, i, some)), y, i, some);
        }
    }

    private static void equal(int n, Floats a, Floats b, Floats y) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            store(zero.blend(1, load(a, i, some).compare(VectorOperators.EQ, load(b, i, some))), y, i, some);
        }
    }

    static void affine(int n, float scale, float offset, Floats x, Floats y) {
        FloatVector shift = FloatVector.broadcast(SPECIES, offset);
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            store(load(x, i, some).fma(FloatVector.broadcast(SPECIES, scale), shift), y, i, some);
        }
    }
}
