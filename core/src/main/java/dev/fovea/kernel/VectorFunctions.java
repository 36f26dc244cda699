package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Exponential and what is made of it, to a few units in the last place.
 *
 * <p>Every step works lane by lane and rounds as IEEE 754 says, so that a number's result does not depend on its place,
 * the length of the vector, or the machine; the JVM's own vector functions promise none of that.
 *
 * <p>Constants are whole vectors, for the compiler gives up inlining, and allocates every vector, where a loop makes too
 * many of them from numbers. For the same reason no function here is made of two others.
 */
final class VectorFunctions {
    private static final FloatVector LOG2_E = of(1.44269504f);

    /** Minus ln 2 in two parts; n times the first is exact for the n that occur. */
    private static final FloatVector LN2_HIGH = of(-0x1.62e4p-1f);

    private static final FloatVector LN2_LOW = of((float) (0x1.62e4p-1 - Math.log(2)));

    /** Adding 1.5 * 2^23 rounds to a whole number, which then stands in the lowest bits. */
    private static final FloatVector ROUND = of(0x1.8p23f);

    private static final IntVector ROUND_BITS = ROUND.reinterpretAsInts();

    /** Beyond these exp is 0 and infinity. */
    private static final FloatVector LOWEST = of(-104);

    private static final FloatVector HIGHEST = of(89);

    private static final FloatVector ONE = of(1);
    private static final IntVector BIAS = ONE.reinterpretAsInts().lanewise(VectorOperators.LSHR, 23);
    private static final IntVector LEAST_POWER = BIAS.lanewise(VectorOperators.ASHR, 10).sub(30);

    private static final FloatVector E7 = of(1 / 5040f);
    private static final FloatVector E6 = of(1 / 720f);
    private static final FloatVector E5 = of(1 / 120f);
    private static final FloatVector E4 = of(1 / 24f);
    private static final FloatVector E3 = of(1 / 6f);
    private static final FloatVector E2 = of(1 / 2f);

    private VectorFunctions() {}

    static FloatVector of(float x) {
        return FloatVector.broadcast(SPECIES, x);
    }

    /** {@code exp(x) = 2^n exp(r)} with {@code x = n ln 2 + r}, |r| at most ln(2)/2. */
    static FloatVector exp(FloatVector x) {
        FloatVector inside = x.max(LOWEST).min(HIGHEST);
        FloatVector shifted = inside.fma(LOG2_E, ROUND);
        FloatVector r = remainder(inside, shifted.sub(ROUND));
        IntVector n = shifted.reinterpretAsInts().sub(ROUND_BITS);
        // In two steps, as 2^n alone may be no float where the result is one.
        IntVector half = n.lanewise(VectorOperators.ASHR, 1);
        return expm1OfRest(r).add(ONE).mul(power(half)).mul(power(n.sub(half)));
    }

    /** {@code exp(x) - 1}, exact near 0, for x of at most 80. */
    static FloatVector expm1(FloatVector x) {
        FloatVector inside = x.max(LOWEST);
        FloatVector shifted = inside.fma(LOG2_E, ROUND);
        FloatVector r = remainder(inside, shifted.sub(ROUND));
        // Below 2^-30 the power makes no difference to -1.
        IntVector n = shifted.reinterpretAsInts().sub(ROUND_BITS).max(LEAST_POWER);
        FloatVector power = power(n);
        return expm1OfRest(r).fma(power, power.sub(ONE));
    }

    private static FloatVector remainder(FloatVector x, FloatVector n) {
        return n.fma(LN2_LOW, n.fma(LN2_HIGH, x));
    }

    /** {@code r + r^2/2! + ... + r^7/7!}; what is left out is under 2^-27. */
    private static FloatVector expm1OfRest(FloatVector r) {
        FloatVector p = r.fma(E7, E6).fma(r, E5).fma(r, E4).fma(r, E3).fma(r, E2);
        return p.mul(r).fma(r, r);
    }

    /** {@code 2^n} for n from -126 to 127. */
    private static FloatVector power(IntVector n) {
        return n.add(BIAS).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }
}
