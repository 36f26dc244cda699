package dev.fovea.tensor;

/** The normal distribution of mean 0 and deviation 1, which GELU weighs its input by. */
final class Normal {
    private static final double DENSITY_AT_0 = 0.3989422804014327;

    /** From here on the continued fraction is the faster and the exacter. */
    private static final double FAR = 3;

    private Normal() {}

    /** exp(-x^2 / 2) / sqrt(2 pi). */
    static double density(double x) {
        return DENSITY_AT_0 * Math.exp(-x * x / 2);
    }

    /** The probability of a draw below x, with a small relative error also where it is small. */
    static double below(double x) {
        double far = Math.abs(x);
        double tail = far < FAR ? 0.5 - density(x) * series(far) : density(x) * fraction(far);
        return x < 0 ? tail : 1 - tail;
    }

    /** The probability between 0 and x, over the density at x: x + x^3 / 3 + x^5 / (3 5) + ..., all of one sign. */
    private static double series(double x) {
        double term = x;
        double sum = x;
        for (int k = 3; term > sum * 0x1p-54; k += 2) {
            term *= x * x / k;
            sum += term;
        }
        return sum;
    }

    /** The probability beyond x, over the density at x: 1 / (x + 1 / (x + 2 / (x + 3 / (x + ...)))). */
    private static double fraction(double x) {
        double f = x;
        for (int k = 30; k >= 1; k--) {
            f = x + k / f;
        }
        return 1 / f;
    }
}
