package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

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
        int i = 0;
        for (; i <= n - V; i += V) {
            FloatVector.fromArray(SPECIES, a.array, a.offset + i)
                    .add(FloatVector.fromArray(SPECIES, b.array, b.offset + i))
                    .intoArray(y.array, y.offset + i);
        }
        for (; i < n; i++) {
            y.array[y.offset + i] = a.array[a.offset + i] + b.array[b.offset + i];
        }
    }

    private static void subtract(int n, Floats a, Floats b, Floats y) {
        int i = 0;
        for (; i <= n - V; i += V) {
            FloatVector.fromArray(SPECIES, a.array, a.offset + i)
                    .sub(FloatVector.fromArray(SPECIES, b.array, b.offset + i))
                    .intoArray(y.array, y.offset + i);
        }
        for (; i < n; i++) {
            y.array[y.offset + i] = a.array[a.offset + i] - b.array[b.offset + i];
        }
    }

    private static void multiply(int n, Floats a, Floats b, Floats y) {
        int i = 0;
        for (; i <= n - V; i += V) {
            FloatVector.fromArray(SPECIES, a.array, a.offset + i)
                    .mul(FloatVector.fromArray(SPECIES, b.array, b.offset + i))
                    .intoArray(y.array, y.offset + i);
        }
        for (; i < n; i++) {
            y.array[y.offset + i] = a.array[a.offset + i] * b.array[b.offset + i];
        }
    }

    private static void maximum(int n, Floats a, Floats b, Floats y) {
        int i = 0;
        for (; i <= n - V; i += V) {
            FloatVector.fromArray(SPECIES, a.array, a.offset + i)
                    .max(FloatVector.fromArray(SPECIES, b.array, b.offset + i))
                    .intoArray(y.array, y.offset + i);
        }
        for (; i < n; i++) {
            y.array[y.offset + i] = Math.max(a.array[a.offset + i], b.array[b.offset + i]);
        }
    }

    private static void minimum(int n, Floats a, Floats b, Floats y) {
        int i = 0;
        for (; i <= n - V; i += V) {
            FloatVector.fromArray(SPECIES, a.array, a.offset + i)
                    .min(FloatVector.fromArray(SPECIES, b.array, b.offset + i))
                    .intoArray(y.array, y.offset + i);
        }
        for (; i < n; i++) {
            y.array[y.offset + i] = Math.min(a.array[a.offset + i], b.array[b.offset + i]);
        }
    }

    private static void equal(int n, Floats a, Floats b, Floats y) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            zero.blend(
                            1,
                            FloatVector.fromArray(SPECIES, a.array, a.offset + i, some)
                                    .compare(
                                            VectorOperators.EQ,
                                            FloatVector.fromArray(SPECIES, b.array, b.offset + i, some)))
                    .intoArray(y.array, y.offset + i, some);
        }
    }

    static void affine(int n, float scale, float offset, Floats x, Floats y) {
        FloatVector shift = FloatVector.broadcast(SPECIES, offset);
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector.fromArray(SPECIES, x.array, x.offset + i, some)
                    .fma(FloatVector.broadcast(SPECIES, scale), shift)
                    .intoArray(y.array, y.offset + i, some);
        }
    }
}
