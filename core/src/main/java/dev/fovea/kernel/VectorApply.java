package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import dev.fovea.tensor.ScalarFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The functions of one number on arrays, a loop for each so that the compiler keeps its vectors in registers.
 *
 * <p>A last, partial vector goes through the same steps, under a mask or one by one, and so gives the same bits.
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
            case ELU, SELU, CELU, TANH ->
                VectorFunctions.exponentialMinusOne(f, alpha, n, x.array, x.offset, y.array, y.offset);
            case EXPONENTIAL, SIGMOID, SILU -> VectorFunctions.exponential(f, n, x.array, x.offset, y.array, y.offset);
            case GELU -> VectorGates.gelu(n, x, null, y);
            case GELU_TANH -> VectorGates.sigmoidGate(f, n, x, null, y);
            case MISH -> VectorGates.mish(n, x, null, y);
            case HARD_SIGMOID -> hardSigmoid(n, x, y);
            case HARD_SILU -> hardSilu(n, x, y);
            case SQUARE -> square(n, x, y);
            case SQRT -> sqrt(n, x, y);
            case RECIPROCAL -> reciprocal(n, x, y);
            case ABS -> abs(n, x, y);
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
            case GELU -> VectorGates.gelu(n, x, dy, dx);
            case SILU, GELU_TANH -> VectorGates.sigmoidGate(f, n, x, dy, dx);
            case MISH -> VectorGates.mish(n, x, dy, dx);
            case HARD_SIGMOID -> hardSigmoidGradient(n, y, dy, dx);
            case HARD_SILU -> hardSiluGradient(n, x, dy, dx);
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
            FloatVector.fromArray(SPECIES, x.array, x.offset + i).max(0).intoArray(y.array, y.offset + i);
        }
        for (; i < n; i++) {
            y.array[y.offset + i] = Math.max(x.array[x.offset + i], 0);
        }
    }

    private static void reluGradient(int n, Floats y, Floats dy, Floats dx) {
        FloatVector zero = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - V; i += V) {
            zero.blend(
                            FloatVector.fromArray(SPECIES, dy.array, dy.offset + i),
                            FloatVector.fromArray(SPECIES, y.array, y.offset + i)
                                    .compare(VectorOperators.GT, 0))
                    .intoArray(dx.array, dx.offset + i);
        }
        if (i < n) {
            VectorMask<Float> rest = Simd.rest(i, n);
            zero.blend(
                            FloatVector.fromArray(SPECIES, dy.array, dy.offset + i, rest),
                            FloatVector.fromArray(SPECIES, y.array, y.offset + i, rest)
                                    .compare(VectorOperators.GT, 0))
                    .intoArray(dx.array, dx.offset + i, rest);
        }
    }

    private static void relu6(int n, Floats x, Floats y) {
        int i = 0;
        for (; i <= n - V; i += V) {
            FloatVector.fromArray(SPECIES, x.array, x.offset + i).max(0).min(6).intoArray(y.array, y.offset + i);
        }
        for (; i < n; i++) {
            y.array[y.offset + i] = Math.min(Math.max(x.array[x.offset + i], 0), 6);
        }
    }

    private static void leakyRelu(float alpha, int n, Floats x, Floats y) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x.array, x.offset + i, some);
            v.mul(alpha).blend(v, v.compare(VectorOperators.GT, 0)).intoArray(y.array, y.offset + i, some);
        }
    }

    private static void relu6Gradient(int n, Floats y, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, y.array, y.offset + i, some);
            VectorMask<Float> on = v.compare(VectorOperators.GT, 0).and(v.compare(VectorOperators.LT, 6));
            FloatVector.zero(SPECIES)
                    .blend(FloatVector.fromArray(SPECIES, dy.array, dy.offset + i, some), on)
                    .intoArray(dx.array, dx.offset + i, some);
        }
    }

    private static void leakyReluGradient(float alpha, int n, Floats x, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector g = FloatVector.fromArray(SPECIES, dy.array, dy.offset + i, some);
            g.mul(alpha)
                    .blend(
                            g,
                            FloatVector.fromArray(SPECIES, x.array, x.offset + i, some)
                                    .compare(VectorOperators.GT, 0))
                    .intoArray(dx.array, dx.offset + i, some);
        }
    }

    private static void eluGradient(float alpha, int n, Floats x, Floats y, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector g = FloatVector.fromArray(SPECIES, dy.array, dy.offset + i, some);
            FloatVector below = FloatVector.fromArray(SPECIES, y.array, y.offset + i, some)
                    .add(alpha)
                    .mul(g);
            below.blend(
                            g,
                            FloatVector.fromArray(SPECIES, x.array, x.offset + i, some)
                                    .compare(VectorOperators.GT, 0))
                    .intoArray(dx.array, dx.offset + i, some);
        }
    }

    private static void sigmoidGradient(int n, Floats y, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, y.array, y.offset + i, some);
            FloatVector slope = v.mul(v.neg().add(1));
            slope.mul(FloatVector.fromArray(SPECIES, dy.array, dy.offset + i, some))
                    .intoArray(dx.array, dx.offset + i, some);
        }
    }

    private static void tanhGradient(int n, Floats y, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, y.array, y.offset + i, some);
            FloatVector slope = v.mul(v).neg().add(1);
            slope.mul(FloatVector.fromArray(SPECIES, dy.array, dy.offset + i, some))
                    .intoArray(dx.array, dx.offset + i, some);
        }
    }

    private static void exponentialGradient(int n, Floats y, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector.fromArray(SPECIES, y.array, y.offset + i, some)
                    .mul(FloatVector.fromArray(SPECIES, dy.array, dy.offset + i, some))
                    .intoArray(dx.array, dx.offset + i, some);
        }
    }

    private static void hardSigmoid(int n, Floats x, Floats y) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector.fromArray(SPECIES, x.array, x.offset + i, some)
                    .mul(1 / 6f)
                    .add(0.5f)
                    .max(0)
                    .min(1)
                    .intoArray(y.array, y.offset + i, some);
        }
    }

    private static void hardSigmoidGradient(int n, Floats y, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, y.array, y.offset + i, some);
            VectorMask<Float> on = v.compare(VectorOperators.GT, 0).and(v.compare(VectorOperators.LT, 1));
            FloatVector.zero(SPECIES)
                    .blend(
                            FloatVector.fromArray(SPECIES, dy.array, dy.offset + i, some)
                                    .mul(1 / 6f),
                            on)
                    .intoArray(dx.array, dx.offset + i, some);
        }
    }

    private static void hardSilu(int n, Floats x, Floats y) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x.array, x.offset + i, some);
            v.mul(1 / 6f).add(0.5f).max(0).min(1).mul(v).intoArray(y.array, y.offset + i, some);
        }
    }

    private static void hardSiluGradient(int n, Floats x, Floats dy, Floats dx) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x.array, x.offset + i, some);
            FloatVector slope = v.mul(1 / 3f).add(0.5f);
            FloatVector below = slope.blend(0, v.compare(VectorOperators.LE, -3));
            FloatVector beyond = below.blend(1, v.compare(VectorOperators.GE, 3));
            beyond.mul(FloatVector.fromArray(SPECIES, dy.array, dy.offset + i, some))
                    .intoArray(dx.array, dx.offset + i, some);
        }
    }

    private static void square(int n, Floats x, Floats y) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x.array, x.offset + i, some);
            v.mul(v).intoArray(y.array, y.offset + i, some);
        }
    }

    private static void sqrt(int n, Floats x, Floats y) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector.fromArray(SPECIES, x.array, x.offset + i, some).sqrt().intoArray(y.array, y.offset + i, some);
        }
    }

    private static void reciprocal(int n, Floats x, Floats y) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            one.div(FloatVector.fromArray(SPECIES, x.array, x.offset + i, some)).intoArray(y.array, y.offset + i, some);
        }
    }

    private static void abs(int n, Floats x, Floats y) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            FloatVector.fromArray(SPECIES, x.array, x.offset + i, some).abs().intoArray(y.array, y.offset + i, some);
        }
    }
}
