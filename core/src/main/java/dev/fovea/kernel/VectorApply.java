package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;
import static dev.fovea.kernel.Simd.load;
import static dev.fovea.kernel.Simd.store;

import dev.fovea.tensor.ScalarFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The functions of one number on arrays, a loop for each so that the compiler keeps its vectors in registers.
 *
 * <p>A last, partial vector goes through the same steps under a mask, and so gives the same bits.
 */
final class VectorApply {
    private VectorApply() {}

    /** Whether the function has a loop here, which has then been run; if not, nothing is done. */
    static boolean apply(ScalarFunction f, float alpha, int n, Floats x, Floats y) {
        switch (f) {
            case LINEAR -> System.arraycopy(x.array, x.offset, y.array, y.offset, n);
            case RELU -> relu(n, x, y);
            case RELU6 -> relu6(n, x, y);
            case LEAKY_RELU -> leakyRelu(alpha, n, x, y);
            case ELU, TANH -> VectorFunctions.exponentialMinusOne(f, alpha, n, x.array, x.offset, y.array, y.offset);
            case EXPONENTIAL, SIGMOID, SILU -> VectorFunctions.exponential(f, n, x.array, x.offset, y.array, y.offset);
            // Exponential and logarithm in one loop are more than the compiler takes in without allocating vectors.
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Whether the function's gradient has a loop here, which has then been run; if not, nothing is done. */
    static boolean gradient(ScalarFunction f, float alpha, int n, Floats x, Floats y, Floats dy, Floats dx) {
        switch (f) {
            case LINEAR -> System.arraycopy(dy.array, dy.offset, dx.array, dx.offset, n);
            case RELU -> reluGradient(n, y, dy, dx);
            case RELU6 -> relu6Gradient(n, y, dy, dx);
            case LEAKY_RELU -> leakyReluGradient(alpha, n, x, dy, dx);
            case ELU -> eluGradient(alpha, n, x, y, dy, dx);
            case SIGMOID -> sigmoidGradient(n, y, dy, dx);
            case TANH -> tanhGradient(n, y, dy, dx);
            case EXPONENTIAL -> exponentialGradient(n, y, dy, dx);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void relu(int n, Floats x, Floats y) {
        int i = 0;
        for (; i <= n - V; i += V) {
            store(load(x, i).max(0), y, i);
        }
        if (i < n) {
            VectorMask<Float> rest = Simd.rest(i, n);
            store(load(x, i, rest).max(0), y, i, rest);
        }
    }

    private static void reluGradient(int n, Floats y, Floats dy, Floats dx) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - V; i += V) {
            store(zero.blend(load(dy, i), load(y, i).compare(VectorOperators.GT, 0)), dx, i);
        }
        if (i < n) {
            VectorMask<Float> rest = Simd.rest(i, n);
            store(zero.blend(load(dy, i, rest), load(y, i, rest).compare(VectorOperators.GT, 0)), dx, i, rest);
        }
    }

    private static void relu6(int n, Floats x, Floats y) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            store(load(x, i, some).max(0).min(6), y, i, some);
        }
    }

    private static void leakyRelu(float alpha, int n, Floats x, Floats y) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector v = load(x, i, some);
            store(v.mul(alpha).blend(v, v.compare(VectorOperators.GT, 0)), y, i, some);
        }
    }

    private static void relu6Gradient(int n, Floats y, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector v = load(y, i, some);
            VectorMask<Float> on = v.compare(VectorOperators.GT, 0).and(v.compare(VectorOperators.LT, 6));
            store(FloatVector.zero(SPECIES).blend(load(dy, i, some), on), dx, i, some);
        }
    }

    private static void leakyReluGradient(float alpha, int n, Floats x, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector g = load(dy, i, some);
            store(g.mul(alpha).blend(g, load(x, i, some).compare(VectorOperators.GT, 0)), dx, i, some);
        }
    }

    private static void eluGradient(float alpha, int n, Floats x, Floats y, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector g = load(dy, i, some);
            FloatVector below = load(y, i, some).add(alpha).mul(g);
            store(below.blend(g, load(x, i, some).compare(VectorOperators.GT, 0)), dx, i, some);
        }
    }

    private static void sigmoidGradient(int n, Floats y, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector v = load(y, i, some);
            FloatVector slope = v.mul(v.neg().add(1));
            store(slope.mul(load(dy, i, some)), dx, i, some);
        }
    }

    private static void tanhGradient(int n, Floats y, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector v = load(y, i, some);
            FloatVector slope = v.mul(v).neg().add(1);
            store(slope.mul(load(dy, i, some)), dx, i, some);
        }
    }

    private static void exponentialGradient(int n, Floats y, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            store(load(y, i, some).mul(load(dy, i, some)), dx, i, some);
        }
    }
}
