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

    /** {@code y += x} for n numbers. */
    static void addTo(int n, float[] x, int xi, float[] y, int yi) {
        int i = 0;
        for (; i <= n - V; i += V) {
            FloatVector.fromArray(SPECIES, y, yi + i)
                    .add(FloatVector.fromArray(SPECIES, x, xi + i))
                    .intoArray(y, yi + i);
        }
        for (; i < n; i++) {
            y[yi + i] += x[xi + i];
        }
    }

    /** {@link Kernels#adam} of whole vectors; each step rounds as that of one number does. */
    static void adam(
            int from,
            int to,
            float[] w,
            float[] g,
            int offset,
            float[] m,
            float[] v,
            float gain1,
            float gain2,
            float rate,
            float epsilon) {
        for (int i = from; i < to; i += V) {
            FloatVector gradient = FloatVector.fromArray(SPECIES, g, offset + i);
            FloatVector mean = FloatVector.fromArray(SPECIES, m, i);
            mean = mean.add(gradient.sub(mean).mul(gain1));
            mean.intoArray(m, i);
            FloatVector square = FloatVector.fromArray(SPECIES, v, i);
            square = square.add(gradient.mul(gradient).sub(square).mul(gain2));
            square.intoArray(v, i);
            FloatVector step = mean.mul(rate).div(square.sqrt().add(epsilon));
            FloatVector.fromArray(SPECIES, w, i).sub(step).intoArray(w, i);
        }
    }
}
