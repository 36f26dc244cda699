package dev.fovea.tensor;

/**
 * The functions of one number that networks use between their linear parts, as in {@code keras.activations}, and those
 * that normalizations and losses are made of: value and slope, computed in double precision.
 *
 * <p>{@code alpha} is a function's parameter where its formula names it; the others ignore it.
 */
public enum ScalarFunction {
    LINEAR(false),
    /** max(x, 0). */
    RELU(false),
    /** min(max(x, 0), 6). */
    RELU6(false),
    /** x where x is over alpha, else 0. */
    THRESHOLD(true),
    /** min(x, alpha). */
    CAP(false),
    /** 1 where x is over alpha, else 0. */
    STEP(false),
    /** x, or alpha x where x is negative. */
    LEAKY_RELU(true),
    /** x, or alpha (exp(x) - 1) where x is negative. */
    ELU(true),
    /** {@link #SELU_SCALE} times x, or times {@link #SELU_ALPHA} (exp(x) - 1) where x is negative. */
    SELU(false),
    /** x, or alpha (exp(x / alpha) - 1) where x is negative. */
    CELU(false),
    /** x times the normal distribution's share below x. */
    GELU(true),
    /** GELU by a hyperbolic tangent: x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))). */
    GELU_TANH(true),
    /** x sigmoid(x), also called swish. */
    SILU(true),
    /** x tanh(ln(1 + exp(x))). */
    MISH(true),
    /** 1 / (1 + exp(-x)). */
    SIGMOID(false),
    /** x / 6 + 1/2, from 0 to 1. */
    HARD_SIGMOID(false),
    /** x hard_sigmoid(x), also called hard swish. */
    HARD_SILU(true),
    /** (x + 1) / 2, from 0 to 1. */
    SPARSE_SIGMOID(false),
    /** ln(sigmoid(x)). */
    LOG_SIGMOID(true),
    TANH(false),
    /** x - tanh(x). */
    TANH_SHRINK(true),
    /** x, from -1 to 1. */
    HARD_TANH(false),
    /** x where it is over alpha or below -alpha, else 0. */
    HARD_SHRINK(true),
    /** x brought nearer to 0 by alpha, at most to 0. */
    SOFT_SHRINK(true),
    /** ln(1 + exp(x)). */
    SOFTPLUS(true),
    /** 0 up to -1, (x + 1)^2 / 4 up to 1 and x from there. */
    SPARSE_PLUS(true),
    /** (x + sqrt(x^2 + alpha)) / 2. */
    SQUAREPLUS(true),
    /** x / (1 + |x|). */
    SOFTSIGN(true),
    EXPONENTIAL(false),
    /** The natural logarithm. */
    LOG(true),
    SQRT(false),
    /** x^2. */
    SQUARE(true),
    /** 1 / x. */
    RECIPROCAL(false),
    /** |x|, whose slope at 0 is 0. */
    ABS(true);

    /** What {@link #SELU} multiplies with (Klambauer et al. 2017). */
    public static final double SELU_SCALE = 1.0507009873554805;

    /** Minus the limit, before scaling, that {@link #SELU} goes to. */
    public static final double SELU_ALPHA = 1.6732632423543772;

    /** {@link #GELU_TANH} is x sigmoid(C1 x + C3 x^3). */
    public static final double GELU_C1 = 1.5957691216057308;

    public static final double GELU_C3 = 0.044715 * GELU_C1;

    private final boolean slopeNeedsInput;

    ScalarFunction(boolean slopeNeedsInput) {
        this.slopeNeedsInput = slopeNeedsInput;
    }

    /** The function at x. */
    public float value(float x, float alpha) {
        return (float) valueAt(x, alpha);
    }

    /** The derivative at x, where the value is y. */
    public float slope(float x, float y, float alpha) {
        return (float) slopeAt(x, y, alpha);
    }

    /** Whether {@link #slope} looks at x; if not, y alone is enough and x need not be kept. */
    public boolean slopeNeedsInput() {
        return slopeNeedsInput;
    }

    // Not a lambda for each function: to make them all takes a JVM longer than a small network's first prediction.
    private double valueAt(double x, double a) {
        return switch (this) {
            case LINEAR -> x;
            case RELU -> Math.max(x, 0);
            case RELU6 -> Math.min(Math.max(x, 0), 6);
            case THRESHOLD -> x > a ? x : 0;
            case CAP -> Math.min(x, a);
            case STEP -> x > a ? 1 : 0;
            case LEAKY_RELU -> x > 0 ? x : a * x;
            case ELU -> x > 0 ? x : a * Math.expm1(x);
            case SELU -> SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x));
            case CELU -> x > 0 ? x : a * Math.expm1(x / a);
            case GELU -> x * Normal.below(x);
            case GELU_TANH -> x * sigmoid(GELU_C1 * x + GELU_C3 * x * x * x);
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
            case SOFT_SHRINK -> x > a ? x - a : x < -a ? x + a : 0;
            case SOFTPLUS -> softplus(x);
            case SPARSE_PLUS -> x <= -1 ? 0 : x >= 1 ? x : (x + 1) * (x + 1) / 4;
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

    private double slopeAt(double x, double y, double a) {
        return switch (this) {
            case LINEAR -> 1;
            case RELU -> y > 0 ? 1 : 0;
            case RELU6 -> y > 0 && y < 6 ? 1 : 0;
            case THRESHOLD -> x > a ? 1 : 0;
            case CAP -> y < a ? 1 : 0;
            case STEP -> 0;
            case LEAKY_RELU -> x > 0 ? 1 : a;
            case ELU -> x > 0 ? 1 : y + a;
            case SELU -> y > 0 ? SELU_SCALE : y + SELU_SCALE * SELU_ALPHA;
            case CELU -> y > 0 ? 1 : y / a + 1;
            case GELU -> Normal.below(x) + x * Normal.density(x);
            case GELU_TANH -> {
                double s = sigmoid(GELU_C1 * x + GELU_C3 * x * x * x);
                yield s + x * s * (1 - s) * (GELU_C1 + 3 * GELU_C3 * x * x);
            }
            case SILU -> {
                double s = sigmoid(x);
                yield s * (1 + x * (1 - s));
            }
            case MISH -> {
                double t = Math.tanh(softplus(x));
                yield t + x * (1 - t * t) * sigmoid(x);
            }
            case SIGMOID -> y * (1 - y);
            case HARD_SIGMOID -> y > 0 && y < 1 ? 1 / 6.0 : 0;
            case HARD_SILU -> x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5;
            case SPARSE_SIGMOID -> y > 0 && y < 1 ? 0.5 : 0;
            case LOG_SIGMOID -> sigmoid(-x);
            case TANH -> 1 - y * y;
            case TANH_SHRINK -> Math.tanh(x) * Math.tanh(x);
            case HARD_TANH -> y > -1 && y < 1 ? 1 : 0;
            case HARD_SHRINK -> Math.abs(x) > a ? 1 : 0;
            case SOFT_SHRINK -> Math.abs(x) > a ? 1 : 0;
            case SOFTPLUS -> sigmoid(x);
            case SPARSE_PLUS -> Math.clamp((x + 1) / 2, 0, 1);
            case SQUAREPLUS -> (1 + x / Math.sqrt(x * x + a)) / 2;
            case SOFTSIGN -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x)));
            case EXPONENTIAL -> y;
            case LOG -> 1 / x;
            case SQRT -> 0.5 / y;
            case SQUARE -> 2 * x;
            case RECIPROCAL -> -y * y;
            case ABS -> Math.signum(x);
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double hardSigmoid(double x) {
        return Math.clamp(x / 6 + 0.5, 0, 1);
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
