package dev.fovea.oracle;

import dev.fovea.op.Apply;
import dev.fovea.tensor.ScalarFunction;

/** The functions of one number in double precision, and their slopes. */
final class Functions {
    private static final double SELU_SCALE = 1.0507009873554805;
    private static final double SELU_ALPHA = 1.6732632423543772;

    private Functions() {}

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** The normal distribution's share below x: 1/2 + density(x) (x + x^3 / 3 + x^5 / (3 5) + ...). */
    private static double below(double x) {
        double term = x;
        double sum = x;
        for (int k = 3; Math.abs(term) > 1e-20 * Math.abs(sum); k += 2) {
            term *= x * x / k;
            sum += term;
        }
        return 0.5 + density(x) * sum;
    }

    /** What GELU's approximation takes the hyperbolic tangent of. */
    private static double inner(double x) {
        return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
    }

    private static double hardSigmoid(double x) {
        return Math.clamp(x / 6 + 0.5, 0, 1);
    }

    static double value(ScalarFunction f, double x, double a) {
        return switch (f) {
            case LINEAR -> x;
            case RELU -> Math.max(x, 0);
            case RELU6 -> Math.clamp(x, 0, 6);
            case THRESHOLD -> x > a ? x : 0;
            case CAP -> Math.min(x, a);
            case STEP -> x > a ? 1 : 0;
            case LEAKY_RELU -> x > 0 ? x : a * x;
            case ELU -> x > 0 ? x : a * Math.expm1(x);
            case SELU -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x));
            case CELU -> x > 0 ? x : a * Math.expm1(x / a);
            case GELU -> x * below(x);
            case GELU_TANH -> x / 2 * (1 + Math.tanh(inner(x)));
            case SILU -> x * sigmoid(x);
            case MISH -> x * Math.tanh(softplus(x));
            case SIGMOID -> sigmoid(x);
            case HARD_SIGMOID -> hardSigmoid(x);
            case HARD_SILU -> x * hardSigmoid(x);
            case SPARSE_SIGMOID -> Math.clamp((x + 1) / 2, 0, 1);
            case LOG_SIGMOID -> -softplus(-x);
            case TANH -> Math.tanh(x);
            case TANH_SHRINK -> x - Math.tanh(x);
            case HARD_TANH -> Math.clamp(x, -1, 1);
            case HARD_SHRINK -> Math.abs(x) > a ? x : 0;
            case SOFT_SHRINK -> Math.signum(x) * Math.max(Math.abs(x) - a, 0);
            case SOFTPLUS -> softplus(x);
            case SPARSE_PLUS -> x <= -1 ? 0 : x >= 1 ? x : Math.pow(x + 1, 2) / 4;
            case SQUAREPLUS -> (x + Math.sqrt(x * x + a)) / 2;
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case EXPONENTIAL -> Math.exp(x);
            case LOG -> Math.log(x);
            case SQRT -> Math.sqrt(x);
            case SQUARE -> x * x;
            case RECIPROCAL -> 1 / x;
            case ABS -> Math.abs(x);
        };
    }

    /** The slope at x, where the value is y; x is no number where the engine does without it. */
    static double slope(ScalarFunction f, double x, double y, double a) {
        return switch (f) {
            case LINEAR -> 1;
            case RELU -> y > 0 ? 1 : 0;
            case RELU6 -> y > 0 && y < 6 ? 1 : 0;
            case THRESHOLD -> x > a ? 1 : 0;
            case CAP -> y < a ? 1 : 0;
            case STEP -> 0;
            case LEAKY_RELU -> x > 0 ? 1 : a;
            case ELU -> x > 0 ? 1 : a * Math.exp(x);
            case SELU -> y > 0 ? SELU_SCALE : y + SELU_SCALE * SELU_ALPHA;
            case CELU -> y > 0 ? 1 : 1 + y / a;
            case GELU -> below(x) + x * density(x);
            case GELU_TANH -> {
                double t = Math.tanh(inner(x));
                yield (1 + t + x * (1 - t * t) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x)) / 2;
            }
            case SILU -> sigmoid(x) + x * sigmoid(x) * sigmoid(-x);
            case MISH -> {
                double t = Math.tanh(softplus(x));
                yield t + x * (1 - t * t) * sigmoid(x);
            }
            case SIGMOID -> y * (1 - y);
            case HARD_SIGMOID -> y > 0 && y < 1 ? 1 / 6.0 : 0;
            case HARD_SILU -> x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6;
            case SPARSE_SIGMOID -> y > 0 && y < 1 ? 0.5 : 0;
            case LOG_SIGMOID -> sigmoid(-x);
            case TANH -> 1 - y * y;
            case TANH_SHRINK -> Math.pow(Math.tanh(x), 2);
            case HARD_TANH -> y > -1 && y < 1 ? 1 : 0;
            case HARD_SHRINK, SOFT_SHRINK -> Math.abs(x) > a ? 1 : 0;
            case SOFTPLUS -> sigmoid(x);
            case SPARSE_PLUS -> Math.clamp((x + 1) / 2, 0, 1);
            case SQUAREPLUS -> (1 + x / Math.sqrt(x * x + a)) / 2;
            case SOFTSIGN -> Math.pow(1 + Math.abs(x), -2);
            case EXPONENTIAL -> y;
            case LOG -> 1 / x;
            case SQRT -> 1 / (2 * y);
            case SQUARE -> 2 * x;
            case RECIPROCAL -> -y * y;
            case ABS -> Math.signum(x);
        };
    }

    /** From y, dy and, where the slope needs it, x. */
    static double[] gradient(Apply apply, Image in) {
        double[] dx = in.x(1).clone();
        for (int i = 0; i < dx.length; i++) {
            double x = apply.function().slopeNeedsInput() ? in.x(2)[i] : Double.NaN;
            dx[i] *= slope(apply.function(), x, in.x(0)[i], apply.alpha());
        }
        return dx;
    }
}
