package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;
import static dev.fovea.kernel.VectorFunctions.BIAS;
import static dev.fovea.kernel.VectorFunctions.E2;
import static dev.fovea.kernel.VectorFunctions.E3;
import static dev.fovea.kernel.VectorFunctions.E4;
import static dev.fovea.kernel.VectorFunctions.E5;
import static dev.fovea.kernel.VectorFunctions.E6;
import static dev.fovea.kernel.VectorFunctions.E7;
import static dev.fovea.kernel.VectorFunctions.LN2_HIGH;
import static dev.fovea.kernel.VectorFunctions.LN2_LOW;
import static dev.fovea.kernel.VectorFunctions.LOG2_E;
import static dev.fovea.kernel.VectorFunctions.ONE;
import static dev.fovea.kernel.VectorFunctions.ROUND;
import static dev.fovea.kernel.VectorFunctions.ROUND_BITS;
import static dev.fovea.kernel.VectorFunctions.TWO;
import static dev.fovea.kernel.VectorFunctions.ZERO;

import dev.fovea.tensor.ScalarFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The functions that let a share of x through, {@code x g(x)}, and their gradients {@code (g(x) + x g'(x)) dy}, on arrays.
 *
 * <p>Each loop holds an exponential of its own, as that of {@link VectorFunctions} and for the reasons told there.
 */
final class VectorGates {
    private static final FloatVector FOUR = of(4);
    private static final FloatVector MINUS_HALF = of(-0.5f);

    /** Where exp is still a number over 0 and below infinity. */
    private static final FloatVector LOWEST = of(-88);

    private static final FloatVector HIGHEST = of(88);

    /** From here on mish's share is 1. */
    private static final FloatVector MISH_FULL = of(20);

    /** From here on the normal distribution's tail is 0. */
    private static final FloatVector NORMAL_END = of(14.5f);

    private static final FloatVector MINUS_NORMAL_END = NORMAL_END.neg();
    private static final FloatVector DENSITY_AT_0 = of(0.3989422804014327f);

    /** The tail beyond x over exp(-x^2 / 2) is a polynomial of t = 1 / (1 + 0.265 x), fitted to an error of 3e-8. */
    private static final FloatVector TAIL = of(0.265f);

    private static final FloatVector T1 = of(0.10574157f);
    private static final FloatVector T2 = of(0.1052465f);
    private static final FloatVector T3 = of(0.1027022f);
    private static final FloatVector T4 = of(0.06030825f);
    private static final FloatVector T5 = of(0.1379648f);
    private static final FloatVector T6 = of(-0.11638004f);
    private static final FloatVector T7 = of(0.21783067f);
    private static final FloatVector T8 = of(-0.14423648f);
    private static final FloatVector T9 = of(0.03082252f);

    private VectorGates() {}

    private static FloatVector of(float x) {
        return FloatVector.broadcast(SPECIES, x);
    }

    /** GELU of n numbers, or the gradient where there is a dy. */
    static void gelu(int n, Floats x, Floats dy, Floats out) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = SPECIES.indexInRange(i, n);
            FloatVector in = FloatVector.fromArray(SPECIES, x.array, x.offset + i, some);
            FloatVector signed = in.max(MINUS_NORMAL_END).min(NORMAL_END);
            FloatVector far = signed.abs();
            // exp(-x^2 / 2), with what the square loses to rounding.
            FloatVector square = far.mul(far);
            FloatVector lost = far.fma(far, square.neg());
            FloatVector inside = square.mul(MINUS_HALF);
            FloatVector shifted = inside.fma(LOG2_E, ROUND);
            FloatVector whole = shifted.sub(ROUND);
            FloatVector r = lost.fma(MINUS_HALF, whole.fma(LN2_LOW, whole.fma(LN2_HIGH, inside)));
            FloatVector p = r.fma(E7, E6).fma(r, E5).fma(r, E4).fma(r, E3).fma(r, E2);
            FloatVector expOfRest = p.mul(r).fma(r, r).add(ONE);
            IntVector power = shifted.reinterpretAsInts().sub(ROUND_BITS);
            IntVector half = power.lanewise(VectorOperators.ASHR, 1);
            IntVector other = power.sub(half);
            FloatVector first =
                    half.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector second =
                    other.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector exp = expOfRest.mul(first).mul(second);
            FloatVector t = ONE.div(far.fma(TAIL, ONE));
            FloatVector q = t.fma(T9, T8)
                    .fma(t, T7)
                    .fma(t, T6)
                    .fma(t, T5)
                    .fma(t, T4)
                    .fma(t, T3)
                    .fma(t, T2)
                    .fma(t, T1);
            FloatVector tail = q.mul(t).mul(exp);
            FloatVector below = ONE.sub(tail).blend(tail, in.compare(VectorOperators.LT, ZERO));
            if (dy == null) {
                in.mul(below).intoArray(out.array, out.offset + i, some);
            } else {
                FloatVector slope = exp.mul(DENSITY_AT_0).fma(signed, below);
                slope.mul(FloatVector.fromArray(SPECIES, dy.array, dy.offset + i, some))
                        .intoArray(out.array, out.offset + i, some);
            }
        }
    }

    /**
     * SILU or GELU_TANH of n numbers, {@code x s} with {@code s = 1 / (1 + exp(-u))} and {@code u = c1 x + c3 x^3}, or the
     * gradient {@code (s + x s (1 - s) u') dy} where there is a dy.
     */
    static void sigmoidGate(ScalarFunction f, int n, Floats x, Floats dy, Floats out) {
        boolean gelu = f == ScalarFunction.GELU_TANH;
        FloatVector c1 = of(gelu ? (float) ScalarFunction.GELU_C1 : 1);
        FloatVector c3 = of(gelu ? (float) ScalarFunction.GELU_C3 : 0);
        FloatVector threeC3 = of(gelu ? (float) (3 * ScalarFunction.GELU_C3) : 0);
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = SPECIES.indexInRange(i, n);
            FloatVector in = FloatVector.fromArray(SPECIES, x.array, x.offset + i, some);
            FloatVector near = in.max(LOWEST).min(HIGHEST);
            FloatVector square = near.mul(near);
            FloatVector inside = square.fma(c3, c1).mul(near).neg().max(LOWEST).min(HIGHEST);
            FloatVector shifted = inside.fma(LOG2_E, ROUND);
            FloatVector whole = shifted.sub(ROUND);
            FloatVector r = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, inside));
            FloatVector p = r.fma(E7, E6).fma(r, E5).fma(r, E4).fma(r, E3).fma(r, E2);
            FloatVector expOfRest = p.mul(r).fma(r, r).add(ONE);
            IntVector power = shifted.reinterpretAsInts().sub(ROUND_BITS);
            FloatVector scale =
                    power.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector exp = expOfRest.mul(scale);
            FloatVector s = ONE.div(exp.add(ONE));
            if (dy == null) {
                in.mul(s).intoArray(out.array, out.offset + i, some);
            } else {
                FloatVector rise = square.fma(threeC3, c1).mul(near);
                FloatVector slope = rise.mul(exp.mul(s)).fma(s, s);
                slope.mul(FloatVector.fromArray(SPECIES, dy.array, dy.offset + i, some))
                        .intoArray(out.array, out.offset + i, some);
            }
        }
    }

    /**
     * MISH of n numbers, or the gradient where there is a dy. With {@code e = exp(x)} and {@code m = e (e + 2)} the share
     * {@code tanh(ln(1 + e))} is {@code m / (m + 2)} and its slope {@code 4 e (e + 1) / (m + 2)^2}.
     */
    static void mish(int n, Floats x, Floats dy, Floats out) {
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = SPECIES.indexInRange(i, n);
            FloatVector in = FloatVector.fromArray(SPECIES, x.array, x.offset + i, some);
            FloatVector inside = in.max(LOWEST).min(MISH_FULL);
            FloatVector shifted = inside.fma(LOG2_E, ROUND);
            FloatVector whole = shifted.sub(ROUND);
            FloatVector r = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, inside));
            FloatVector p = r.fma(E7, E6).fma(r, E5).fma(r, E4).fma(r, E3).fma(r, E2);
            FloatVector expOfRest = p.mul(r).fma(r, r).add(ONE);
            IntVector power = shifted.reinterpretAsInts().sub(ROUND_BITS);
            FloatVector scale =
                    power.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector exp = expOfRest.mul(scale);
            FloatVector m = exp.add(TWO).mul(exp);
            FloatVector inverse = ONE.div(m.add(TWO));
            FloatVector share = m.mul(inverse);
            if (dy == null) {
                in.mul(share).intoArray(out.array, out.offset + i, some);
            } else {
                FloatVector rise = exp.fma(exp, exp).mul(FOUR).mul(inverse).mul(inverse);
                rise.fma(inside, share)
                        .mul(FloatVector.fromArray(SPECIES, dy.array, dy.offset + i, some))
                        .intoArray(out.array, out.offset + i, some);
            }
        }
    }
}
