package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Exponential and what is made of it, to a few units in the last place.
 *
 * <p>Every step works lane by lane and rounds as IEEE 754 says, so that a number's result does not depend on its place,
 * the length of the vector, or the machine; the JVM's own vector functions promise none of that.
 */
final class VectorFunctions {
    private static final float LOG2_E = 1.44269504f;

    /** ln 2 in two parts; n times the first is exact for the n that occur. */
    private static final float LN2_HIGH = 0x1.62e4p-1f;

    private static final float LN2_LOW = (float) (Math.log(2) - 0x1.62e4p-1);

    /** Adding 1.5 * 2^23 rounds to a whole number, which then stands in the lowest bits. */
    private static final float ROUND = 0x1.8p23f;

    private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

    /** Beyond these exp is 0 and infinity. */
    private static final float LOWEST = -104;

    private static final float HIGHEST = 89;

    private VectorFunctions() {}

    /** {@code exp(x) = 2^n exp(r)} with {@code x = n ln 2 + r}, |r| at most ln(2)/2. */
    static FloatVector exp(FloatVector x) {
        FloatVector inside = x.max(LOWEST).min(HIGHEST);
        FloatVector shifted = inside.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
        FloatVector r = remainder(inside, shifted.sub(ROUND));
        IntVector n = shifted.reinterpretAsInts().sub(ROUND_BITS);
        // In two steps, as 2^n alone may be no float where the result is one.
        IntVector half = n.lanewise(VectorOperators.ASHR, 1);
        return expm1OfRest(r).add(1).mul(power(half)).mul(power(n.sub(half)));
    }

    /** {@code exp(x) - 1}, exact near 0, for x of at most 80. */
    static FloatVector expm1(FloatVector x) {
        FloatVector inside = x.max(LOWEST);
        FloatVector shifted = inside.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
        FloatVector r = remainder(inside, shifted.sub(ROUND));
        // Below 2^-30 the power makes no difference to -1.
        IntVector n = shifted.reinterpretAsInts().sub(ROUND_BITS).max(-30);
        FloatVector power = power(n);
        return expm1OfRest(r).fma(power, power.sub(1));
    }

    private static FloatVector remainder(FloatVector x, FloatVector n) {
        FloatVector high = n.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), x);
        return n.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), high);
    }

    /** {@code r + r^2/2! + ... + r^7/7!}; what is left out is under 2^-27. */
    private static FloatVector expm1OfRest(FloatVector r) {
        FloatVector p = r.mul(1 / 5040f).add(1 / 720f);
        p = p.fma(r, FloatVector.broadcast(SPECIES, 1 / 120f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 1 / 24f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 1 / 6f));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 1 / 2f));
        return p.mul(r).fma(r, r);
    }

    /** {@code 2^n} for n from -126 to 127. */
    private static FloatVector power(IntVector n) {
        return n.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
    }

    /** {@code ln(1 + u) = 2 artanh(u / (2 + u))} for u from 0 to 1, by the series of artanh. */
    static FloatVector log1p(FloatVector u) {
        return doubleArtanh(u.div(u.add(2)));
    }

    /** {@code ln x} for normal x: the exponent's part, and that of a mantissa from 2/3 to 4/3. */
    static FloatVector log(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        IntVector exponent = bits.sub(Float.floatToRawIntBits(2 / 3f)).lanewise(VectorOperators.ASHR, 23);
        FloatVector mantissa =
                bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats();
        FloatVector n = ((FloatVector) exponent.convert(VectorOperators.I2F, 0));
        FloatVector part = doubleArtanh(mantissa.sub(1).div(mantissa.add(1)));
        FloatVector low = n.fma(FloatVector.broadcast(SPECIES, LN2_LOW), part);
        return n.fma(FloatVector.broadcast(SPECIES, LN2_HIGH), low);
    }

    /** {@code 2 (s + s^3/3 + ... + s^15/15)} for |s| of at most 1/3. */
    private static FloatVector doubleArtanh(FloatVector s) {
        FloatVector q = s.mul(s);
        FloatVector p = q.mul(1 / 15f).add(1 / 13f);
        p = p.fma(q, FloatVector.broadcast(SPECIES, 1 / 11f));
        p = p.fma(q, FloatVector.broadcast(SPECIES, 1 / 9f));
        p = p.fma(q, FloatVector.broadcast(SPECIES, 1 / 7f));
        p = p.fma(q, FloatVector.broadcast(SPECIES, 1 / 5f));
        p = p.fma(q, FloatVector.broadcast(SPECIES, 1 / 3f));
        FloatVector twice = s.add(s);
        return p.mul(q).fma(twice, twice);
    }

    /** {@code 1 / (1 + exp(-x))}, by exp of -|x| so that nothing overflows. */
    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        VectorMask<Float> negative = x.compare(VectorOperators.LT, 0);
        return FloatVector.broadcast(SPECIES, 1).blend(e, negative).div(e.add(1));
    }

    /** {@code e / (e + 2)} with {@code e = exp(2|x|) - 1}, and the sign of x. */
    static FloatVector tanh(FloatVector x) {
        FloatVector size = x.abs().min(10);
        FloatVector e = expm1(size.add(size));
        FloatVector t = e.div(e.add(2));
        return t.blend(t.neg(), x.compare(VectorOperators.LT, 0));
    }

    /** {@code max(x, 0) + ln(1 + exp(-|x|))}. */
    static FloatVector softplus(FloatVector x) {
        return x.max(0).add(log1p(exp(x.abs().neg())));
    }
}
