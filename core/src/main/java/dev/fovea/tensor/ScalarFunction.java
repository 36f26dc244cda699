package dev.fovea.tensor;

/**
 * The functions of one number that networks use between their linear parts, as in {@code keras.activations}, and those
 * that normalizations and losses are made of: value and slope, computed in double precision.
 *
 * <p>{@code alpha} is a function's parameter where its formula names it; the others ignore it.
 */
public enum ScalarFunction {
    LINEAR((x, a) -> x, (y, a) -> 1),
    /** max(x, 0). */
    RELU((x, a) -> Math.max(x, 0), (y, a) -> y > 0 ? 1 : 0),
    /** min(max(x, 0), 6). */
    RELU6((x, a) -> Math.min(Math.max(x, 0), 6), (y, a) -> y > 0 && y < 6 ? 1 : 0),
    /** x where x is over alpha, else 0. */
    THRESHOLD((x, a) -> x > a ? x : 0, (x, y, a) -> x > a ? 1 : 0),
    /** min(x, alpha). */
    CAP((x, a) -> Math.min(x, a), (y, a) -> y < a ? 1 : 0),
    /** 1 where x is over alpha, else 0. */
    STEP((x, a) -> x > a ? 1 : 0, (y, a) -> 0),
    /** x, or alpha x where x is negative. */
    LEAKY_RELU((x, a) -> x > 0 ? x : a * x, (x, y, a) -> x > 0 ? 1 : a),
    /** x, or alpha (exp(x) - 1) where x is negative. */
    ELU((x, a) -> x > 0 ? x : a * Math.expm1(x), (x, y, a) -> x > 0 ? 1 : y + a),
    /** {@link #SELU_SCALE} times x, or times {@link #SELU_ALPHA} (exp(x) - 1) where x is negative. */
    SELU(
            (x, a) -> ScalarFunction.SELU_SCALE * (x > 0 ? x : ScalarFunction.SELU_ALPHA * Math.expm1(x)),
            (y, a) -> y > 0 ? ScalarFunction.SELU_SCALE : y + ScalarFunction.SELU_SCALE * ScalarFunction.SELU_ALPHA),
    /** x, or alpha (exp(x / alpha) - 1) where x is negative. */
    CELU((x, a) -> x > 0 ? x : a * Math.expm1(x / a), (y, a) -> y > 0 ? 1 : y / a + 1),
    /** x times the normal distribution's share below x. */
    GELU((x, a) -> x * Normal.below(x), (x, y, a) -> Normal.below(x) + x * Normal.density(x)),
    /** GELU by a hyperbolic tangent: x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))). */
    GELU_TANH((x, a) -> x * sigmoid(ScalarFunction.GELU_C1 * x + ScalarFunction.GELU_C3 * x * x * x), (x, y, a) -> {
        double s = sigmoid(ScalarFunction.GELU_C1 * x + ScalarFunction.GELU_C3 * x * x * x);
        return s + x * s * (1 - s) * (ScalarFunction.GELU_C1 + 3 * ScalarFunction.GELU_C3 * x * x);
    }),
    /** x sigmoid(x), also called swish. */
    SILU((x, a) -> x * sigmoid(x), (x, y, a) -> {
        double s = sigmoid(x);
        return s * (1 + x * (1 - s));
    }),
    /** x tanh(ln(1 + exp(x))). */
    MISH((x, a) -> x * Math.tanh(softplus(x)), (x, y, a) -> {
        double t = Math.tanh(softplus(x));
        return t + x * (1 - t * t) * sigmoid(x);
    }),
    /** 1 / (1 + exp(-x)). */
    SIGMOID((x, a) -> sigmoid(x), (y, a) -> y * (1 - y)),
    /** x / 6 + 1/2, from 0 to 1. */
    HARD_SIGMOID((x, a) -> hardSigmoid(x), (y, a) -> y > 0 && y < 1 ? 1 / 6.0 : 0),
    /** x hard_sigmoid(x), also called hard swish. */
    HARD_SILU((x, a) -> x * hardSigmoid(x), (x, y, a) -> x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5),
    /** (x + 1) / 2, from 0 to 1. */
    SPARSE_SIGMOID((x, a) -> Math.clamp((x + 1) / 2, 0, 1), (y, a) -> y > 0 && y < 1 ? 0.5 : 0),
    /** ln(sigmoid(x)). */
    LOG_SIGMOID((x, a) -> -softplus(-x), (x, y, a) -> sigmoid(-x)),
    TANH((x, a) -> Math.tanh(x), (y, a) -> 1 - y * y),
    /** x - tanh(x). */
    TANH_SHRINK((x, a) -> x - Math.tanh(x), (x, y, a) -> Math.tanh(x) * Math.tanh(x)),
    /** x, from -1 to 1. */
    HARD_TANH((x, a) -> Math.clamp(x, -1, 1), (y, a) -> y > -1 && y < 1 ? 1 : 0),
    /** x where it is over alpha or below -alpha, else 0. */
    HARD_SHRINK((x, a) -> Math.abs(x) > a ? x : 0, (x, y, a) -> Math.abs(x) > a ? 1 : 0),
    /** x brought nearer to 0 by alpha, at most to 0. */
    SOFT_SHRINK((x, a) -> x > a ? x - a : x < -a ? x + a : 0, (x, y, a) -> Math.abs(x) > a ? 1 : 0),
    /** ln(1 + exp(x)). */
    SOFTPLUS((x, a) -> softplus(x), (x, y, a) -> sigmoid(x)),
    /** 0 up to -1, (x + 1)^2 / 4 up to 1 and x from there. */
    SPARSE_PLUS((x, a) -> x <= -1 ? 0 : x >= 1 ? x : (x + 1) * (x + 1) / 4, (x, y, a) -> Math.clamp((x + 1) / 2, 0, 1)),
    /** (x + sqrt(x^2 + alpha)) / 2. */
    SQUAREPLUS((x, a) -> (x + Math.sqrt(x * x + a)) / 2, (x, y, a) -> (1 + x / Math.sqrt(x * x + a)) / 2),
    /** x / (1 + |x|). */
    SOFTSIGN((x, a) -> x / (1 + Math.abs(x)), (x, y, a) -> 1 / ((1 + Math.abs(x)) * (1 + Math.abs(x)))),
    EXPONENTIAL((x, a) -> Math.exp(x), (y, a) -> y),
    /** The natural logarithm. */
    LOG((x, a) -> Math.log(x), (x, y, a) -> 1 / x),
    SQRT((x, a) -> Math.sqrt(x), (y, a) -> 0.5 / y),
    /** x^2. */
    SQUARE((x, a) -> x * x, (x, y, a) -> 2 * x),
    /** 1 / x. */
    RECIPROCAL((x, a) -> 1 / x, (y, a) -> -y * y),
    /** |x|, whose slope at 0 is 0. */
    ABS((x, a) -> Math.abs(x), (x, y, a) -> Math.signum(x));

    /** What {@link #SELU} multiplies with (Klambauer et al. 2017). */
    public static final double SELU_SCALE = 1.0507009873554805;

    /** Minus the limit, before scaling, that {@link #SELU} goes to. */
    public static final double SELU_ALPHA = 1.6732632423543772;

    /** {@link #GELU_TANH} is x sigmoid(C1 x + C3 x^3). */
    public static final double GELU_C1 = 1.5957691216057308;

    public static final double GELU_C3 = 0.044715 * GELU_C1;

    @FunctionalInterface
    private interface Rule {
        double at(double x, double alpha);
    }

    @FunctionalInterface
    private interface Slope {
        double at(double x, double y, double alpha);
    }

    private final Rule value;
    private final Slope slope;
    private final boolean slopeNeedsInput;

    ScalarFunction(Rule value, Slope slope) {
        this(value, slope, true);
    }

    ScalarFunction(Rule value, Rule slopeOfOutput) {
        this(value, (x, y, alpha) -> slopeOfOutput.at(y, alpha), false);
    }

    ScalarFunction(Rule value, Slope slope, boolean slopeNeedsInput) {
        this.value = value;
        this.slope = slope;
        this.slopeNeedsInput = slopeNeedsInput;
    }

    /** The function at x. */
    public float value(float x, float alpha) {
        return (float) value.at(x, alpha);
    }

    /** The derivative at x, where the value is y. */
    public float slope(float x, float y, float alpha) {
        return (float) slope.at(x, y, alpha);
    }

    /** Whether {@link #slope} looks at x; if not, y alone is enough and x need not be kept. */
    public boolean slopeNeedsInput() {
        return slopeNeedsInput;
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
