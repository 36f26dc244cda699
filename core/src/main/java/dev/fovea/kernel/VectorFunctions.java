package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import dev.fovea.tensor.ScalarFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Exponential and what is made of it, on arrays, to a few units in the last place.
 *
 * <p>Every step works lane by lane and rounds as IEEE 754 says, so that a number's result does not depend on its place,
 * the length of the vector, or the machine; the JVM's own vector functions promise none of that.
 *
 * <p>The loops are straight-line code of nothing but the Vector API's own methods, with constants that are whole vectors:
 * a method of ours that takes or gives a vector is at times not inlined, and then every vector becomes an object.
 */
final class VectorFunctions {
    static final FloatVector LOG2_E = of(1.44269504f);

    /** Minus ln 2 in two parts; n times the first is exact for the n that occur. */
    static final FloatVector LN2_HIGH = of(-0x1.62e4p-1f);

    static final FloatVector LN2_LOW = of((float) (0x1.62e4p-1 - Math.log(2)));

    /** Adding 1.5 * 2^23 rounds to a whole number, which then stands in the lowest bits. */
    static final FloatVector ROUND = of(0x1.8p23f);

    static final IntVector ROUND_BITS = ROUND.reinterpretAsInts();

    /** Beyond these exp is 0 and infinity. */
    private static final FloatVector LOWEST = of(-104);

    private static final FloatVector HIGHEST = of(89);

    static final FloatVector ONE = of(1);
    static final IntVector BIAS = ONE.reinterpretAsInts().lanewise(VectorOperators.LSHR, 23);
    private static final IntVector LEAST_POWER =
            BIAS.lanewise(VectorOperators.ASHR, 10).sub(30);

    static final FloatVector E7 = of(1 / 5040f);
    static final FloatVector E6 = of(1 / 720f);
    static final FloatVector E5 = of(1 / 120f);
    static final FloatVector E4 = of(1 / 24f);
    static final FloatVector E3 = of(1 / 6f);
    static final FloatVector E2 = of(1 / 2f);

    static final FloatVector ZERO = of(0);
    private static final FloatVector MINUS_ONE = of(-1);
    static final FloatVector TWO = of(2);
    private static final FloatVector TEN = of(10);
    private static final FloatVector MINUS_TEN = of(-10);

    private VectorFunctions() {}

    private static FloatVector of(float x) {
        return FloatVector.broadcast(SPECIES, x);
    }

    /**
     * EXPONENTIAL {@code exp(x)}, SIGMOID {@code 1 / (1 + exp(-x))} or SILU {@code x / (1 + exp(-x))} of n numbers.
     *
     * <p>{@code exp(x) = 2^n exp(r)} with {@code x = n ln 2 + r}, |r| at most ln(2)/2, and {@code exp(r) - 1 = r + r^2/2! +
     * ... + r^7/7!}; what is left out is under 2^-27.
     */
    static void exponential(ScalarFunction f, int n, float[] x, int xi, float[] y, int yi) {
        boolean plain = f == ScalarFunction.EXPONENTIAL;
        FloatVector sign = plain ? ONE : MINUS_ONE;
        boolean timesInput = f == ScalarFunction.SILU;
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = SPECIES.indexInRange(i, n);
            FloatVector in = FloatVector.fromArray(SPECIES, x, xi + i, some);
            FloatVector inside = in.mul(sign).max(LOWEST).min(HIGHEST);
            FloatVector shifted = inside.fma(LOG2_E, ROUND);
            FloatVector whole = shifted.sub(ROUND);
            FloatVector r = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, inside));
            FloatVector p = r.fma(E7, E6).fma(r, E5).fma(r, E4).fma(r, E3).fma(r, E2);
            FloatVector expOfRest = p.mul(r).fma(r, r).add(ONE);
            // The power in two steps, as 2^n alone may be no float where the result is one.
            IntVector power = shifted.reinterpretAsInts().sub(ROUND_BITS);
            IntVector half = power.lanewise(VectorOperators.ASHR, 1);
            IntVector other = power.sub(half);
            FloatVector first =
                    half.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector second =
                    other.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector exp = expOfRest.mul(first).mul(second);
            if (plain) {
                exp.intoArray(y, yi + i, some);
            } else if (timesInput) {
                in.div(exp.add(ONE)).intoArray(y, yi + i, some);
            } else {
                ONE.div(exp.add(ONE)).intoArray(y, yi + i, some);
            }
        }
    }

    /**
     * TANH {@code e / (e + 2)} with {@code e = exp(2x) - 1}, or ELU {@code x > 0 ? x : alpha (exp(x) - 1)} and its kin SELU
     * and CELU of n numbers; {@code exp(x) - 1} is exact near 0.
     */
    static void exponentialMinusOne(ScalarFunction f, float alpha, int n, float[] x, int xi, float[] y, int yi) {
        boolean tanh = f == ScalarFunction.TANH;
        FloatVector scaleAbove = of(f == ScalarFunction.SELU ? (float) ScalarFunction.SELU_SCALE : 1);
        FloatVector scaleBelow =
                of(f == ScalarFunction.SELU ? (float) (ScalarFunction.SELU_SCALE * ScalarFunction.SELU_ALPHA) : alpha);
        FloatVector narrowing = of(f == ScalarFunction.CELU ? 1 / alpha : 1);
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = SPECIES.indexInRange(i, n);
            FloatVector in = FloatVector.fromArray(SPECIES, x, xi + i, some);
            // Beyond 10 the hyperbolic tangent is 1.
            FloatVector inside = tanh
                    ? in.max(MINUS_TEN).min(TEN).mul(TWO)
                    : in.min(ZERO).mul(narrowing).max(LOWEST);
            FloatVector shifted = inside.fma(LOG2_E, ROUND);
            FloatVector whole = shifted.sub(ROUND);
            FloatVector r = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, inside));
            FloatVector p = r.fma(E7, E6).fma(r, E5).fma(r, E4).fma(r, E3).fma(r, E2);
            FloatVector expm1OfRest = p.mul(r).fma(r, r);
            // Below 2^-30 the power makes no difference to -1.
            IntVector least = shifted.reinterpretAsInts().sub(ROUND_BITS).max(LEAST_POWER);
            FloatVector power =
                    least.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector e = expm1OfRest.fma(power, power.sub(ONE));
            if (tanh) {
                e.div(e.add(TWO)).intoArray(y, yi + i, some);
            } else {
                e.mul(scaleBelow)
                        .blend(in.mul(scaleAbove), in.compare(VectorOperators.GT, ZERO))
                        .intoArray(y, yi + i, some);
            }
        }
    }
}
