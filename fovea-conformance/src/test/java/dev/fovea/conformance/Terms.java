package dev.fovea.conformance;

import dev.fovea.nn.Activations;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Tensor;
import java.util.function.IntUnaryOperator;

/** Bounds of formulas that are no plain sums, from their terms on absolute values. */
final class Terms {
    private Terms() {}

    /** Two functions, or one of another, and what is between them. */
    private static double ofFunctions(double terms) {
        return Bound.of(2 * Bound.FUNCTION + 4, terms);
    }

    /** How far two values of a function at x may be apart; y is one of them. */
    static double value(Activations f, double x, double y) {
        double size = Math.abs(x);
        double out = Math.abs(y);
        return switch (f) {
            case LINEAR, RELU, RELU6, HARD_TANH, HARD_SHRINK -> 0;
            case LEAKY_RELU, SOFT_SHRINK -> Bound.of(1, out);
            case SOFTSIGN -> Bound.of(4, out);
            case HARD_SIGMOID -> Bound.of(4, size / 6 + 0.5);
            case SPARSE_SIGMOID -> Bound.of(4, (size + 1) / 2);
            case SPARSE_PLUS -> Bound.of(6, Math.pow(size + 1, 2) / 4);
            case HARD_SILU -> Bound.of(4, size * (size / 6 + 0.5));
            case SQUAREPLUS -> Bound.of(6, (size + Math.sqrt(x * x + 4)) / 2);
            // exp(x) - 1 cancels.
            case ELU, CELU -> ofFunctions(x < 0 ? 1 + out : out);
            case SELU -> ofFunctions(x < 0 ? ScalarFunction.SELU_SCALE * ScalarFunction.SELU_ALPHA + out : out);
            // x times a share of 1/2 + 1/2 g; what the rounding of g's argument does is under another 1/2.
            case GELU, SILU, MISH, TANH_SHRINK -> ofFunctions(2 * size);
            default -> ofFunctions(out);
        };
    }

    /** How far two slopes at x, times the seed, may be apart; y is the value there. */
    static double slope(Activations f, double x, double y, double seed) {
        double out = Math.abs(y);
        double size = Math.abs(seed);
        return switch (f) {
            case LINEAR, RELU, RELU6, HARD_TANH, HARD_SHRINK, SOFT_SHRINK -> 0;
            case LEAKY_RELU -> Bound.of(1, size);
            case SOFTSIGN -> Bound.of(6, size / Math.pow(1 + Math.abs(x), 2));
            case SELU -> ofFunctions(size * (ScalarFunction.SELU_SCALE * ScalarFunction.SELU_ALPHA + out));
            case TANH -> Bound.of(4 * Bound.FUNCTION, size * (1 + out * out));
            default -> ofFunctions(size * (1 + out));
        };
    }

    /**
     * Of softmax over rows, of which an output is a sum of exps' part: exp of x - max turns the rounding of its
     * argument, at most 2 max|x|, into a part of itself.
     */
    static double[] softmax(Tensor x, Tensor y, boolean log) {
        int classes = x.shape().dim(-1);
        double[] bound = new double[x.size()];
        for (int i = 0; i < bound.length; i++) {
            int row = i / classes * classes;
            double most = 0;
            for (int k = row; k < row + classes; k++) {
                most = Math.max(most, Math.abs(x.data()[k]));
            }
            double terms = log ? 1 + 4 * most + Math.log(classes) : (1 + 4 * most) * y.data()[i];
            bound[i] = Bound.of(classes + 3 * Bound.FUNCTION, terms);
        }
        return bound;
    }

    /** Of the gradients of softmax and of its logarithm, whose terms are off as softmax is, and a sum over the row. */
    static double[] softmaxSlope(Tensor x, Tensor y, Tensor dy, boolean log) {
        int classes = x.shape().dim(-1);
        double[] bound = new double[x.size()];
        for (int row = 0; row < x.size(); row += classes) {
            double most = 0;
            double sum = 0;
            for (int k = row; k < row + classes; k++) {
                most = Math.max(most, Math.abs(x.data()[k]));
                sum += Math.abs(dy.data()[k]) * (log ? 1 : y.data()[k]);
            }
            for (int k = row; k < row + classes; k++) {
                double seed = Math.abs(dy.data()[k]);
                double part = log ? Math.exp(y.data()[k]) : y.data()[k];
                double terms = (1 + 4 * most) * part * (log ? sum : seed + 2 * sum) + (log ? seed : 0);
                bound[k] = Bound.of(2 * classes + 6 * Bound.FUNCTION, terms);
            }
        }
        return bound;
    }

    /** Of batch normalization by given moments, as {@code x * scale + shift} or otherwise put. */
    static double[] batchNormalization(
            Tensor x, Tensor gamma, Tensor beta, Tensor mean, Tensor variance, float epsilon) {
        int c = gamma.size();
        double[] bound = new double[x.size()];
        for (int i = 0; i < bound.length; i++) {
            int k = i % c;
            double scale = Math.abs(gamma.data()[k]) / Math.sqrt(variance.data()[k] + epsilon);
            double centred = Math.abs(x.data()[i]) + Math.abs(mean.data()[k]);
            bound[i] = Bound.of(12, scale * centred + Math.abs(beta.data()[k]));
        }
        return bound;
    }

    /**
     * Of numbers brought to mean 0 and variance 1 group by group, in roundings of their own. With s the root of variance
     * + epsilon, a centred number x - mean is off by roundings of a = |x| + mean|x|, and s by the part v / 2 of itself,
     * with v = mean a^2 / s^2; so (x - mean) / s is off by roundings of q = a (1 + v) / s.
     *
     * @param group that of each number
     * @param deviations s of each group
     * @param spreads v of each group
     * @param q of each number
     */
    record Standard(IntUnaryOperator group, int[] sizes, double[] deviations, double[] spreads, double[] q) {
        static Standard of(Tensor x, int groups, IntUnaryOperator group, double epsilon) {
            int[] sizes = new int[groups];
            double[] means = new double[groups];
            double[] absolute = new double[groups];
            for (int i = 0; i < x.size(); i++) {
                int g = group.applyAsInt(i);
                sizes[g]++;
                means[g] += x.data()[i];
                absolute[g] += Math.abs(x.data()[i]);
            }
            double[] variances = new double[groups];
            double[] spreads = new double[groups];
            for (int i = 0; i < x.size(); i++) {
                int g = group.applyAsInt(i);
                variances[g] += Math.pow(x.data()[i] - means[g] / sizes[g], 2) / sizes[g];
                spreads[g] += Math.pow(Math.abs(x.data()[i]) + absolute[g] / sizes[g], 2) / sizes[g];
            }
            double[] deviations = new double[groups];
            for (int g = 0; g < groups; g++) {
                deviations[g] = Math.sqrt(variances[g] + epsilon);
                spreads[g] /= variances[g] + epsilon;
            }
            double[] q = new double[x.size()];
            for (int i = 0; i < q.length; i++) {
                int g = group.applyAsInt(i);
                q[i] = (Math.abs(x.data()[i]) + absolute[g] / sizes[g]) * (1 + spreads[g]) / deviations[g];
            }
            return new Standard(group, sizes, deviations, spreads, q);
        }

        /** The roundings of a number of this group: two sums over it, and what is around them. */
        int roundings(int group) {
            return 2 * sizes[group] + 24;
        }

        /** Of {@code gamma y + beta} over channels last, and its gradients. */
        Normalized normalized(Tensor gamma, Tensor beta, Tensor dy) {
            int c = gamma.size();
            double[] seeds = new double[sizes.length];
            double[] products = new double[sizes.length];
            Normalized bounds =
                    new Normalized(new double[q.length], new double[q.length], new double[c], new double[c]);
            for (int i = 0; i < q.length; i++) {
                int g = group.applyAsInt(i);
                double seed = Math.abs(dy.data()[i]);
                double scale = Math.abs(gamma.data()[i % c]);
                seeds[g] += scale * seed;
                products[g] += scale * seed * q[i];
                int roundings = roundings(g) + q.length / c;
                bounds.byBeta[i % c] += Bound.of(roundings, seed);
                bounds.byGamma[i % c] += Bound.of(roundings, seed * q[i]);
                bounds.output[i] = Bound.of(roundings(g), scale * q[i] + Math.abs(beta.data()[i % c]));
            }
            for (int i = 0; i < q.length; i++) {
                int g = group.applyAsInt(i);
                double seed = Math.abs(gamma.data()[i % c] * dy.data()[i]);
                double terms = seed + seeds[g] / sizes[g] + q[i] * products[g] / sizes[g];
                bounds.byInput[i] = Bound.of(roundings(g), terms * (1 + spreads[g]) / deviations[g]);
            }
            return bounds;
        }
    }

    /** Bounds of a normalization's output and its gradients. */
    record Normalized(double[] output, double[] byInput, double[] byGamma, double[] byBeta) {}
}
