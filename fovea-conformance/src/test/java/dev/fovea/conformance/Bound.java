package dev.fovea.conformance;

import dev.fovea.tensor.Tensor;

/**
 * How far two float32 computations of the same formula may be apart, for each number of the result.
 *
 * <p>Let u = 2^-24, the rounding of a float32 operation, and gamma(k) = k u / (1 - k u). A sum of terms, each of which
 * passes at most k roundings on its way into the result, in whatever order it is added and with or without fused
 * operations, differs from the exact one by at most gamma(k) T, where T is the sum of the terms' absolute values
 * (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 3.1). A sum of n products has k = n: one
 * for the product, n - 1 for the additions. Fovea and the oracle may each be off by that, so the bound is
 * 2 gamma(k) T. T is found by the same formula on absolute values; where that is done in float32 itself, it may be too
 * small by the factor 1 - gamma(k), which is made good.
 *
 * <p>Where a formula has functions in it, each exp, log, tanh, erf or the like counts {@value #FUNCTION} roundings: the
 * oracles' and Fovea's are documented or meant to be within 4 units in the last place, that is 8 u, with the rounding
 * of the argument counted apart through the function's slope.
 *
 * <p>Results under the smallest normal number may be flushed to 0: k of them are allowed for.
 */
final class Bound {
    static final double U = 0x1p-24;

    /** The roundings that a call of an elementary function counts as. */
    static final int FUNCTION = 8;

    private Bound() {}

    /** The relative error of a term after so many roundings. */
    static double gamma(int roundings) {
        return roundings * U / (1 - roundings * U);
    }

    /** Of sums of terms that pass so many roundings; {@code absolute} is the sum of their absolute values. */
    static double[] sum(int roundings, Tensor absolute) {
        double[] bound = new double[absolute.size()];
        for (int i = 0; i < bound.length; i++) {
            bound[i] = of(roundings, absolute.data()[i] / (1 - gamma(roundings)));
        }
        return bound;
    }

    /** Of one number. */
    static double of(int roundings, double absolute) {
        return 2 * gamma(roundings) * absolute + 2.0 * roundings * Float.MIN_NORMAL;
    }

    /** Of results that must be the same. */
    static double[] exact(Tensor of) {
        return new double[of.size()];
    }

    /** The absolute values. */
    static Tensor abs(Tensor tensor) {
        Tensor result = tensor.copy();
        for (int i = 0; i < result.size(); i++) {
            result.data()[i] = Math.abs(result.data()[i]);
        }
        return result;
    }
}
