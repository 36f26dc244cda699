package dev.fovea.nn;

import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.LogSoftmax;
import dev.fovea.op.Op;
import dev.fovea.op.Ops;
import dev.fovea.op.Slice;
import dev.fovea.op.Softmax;
import dev.fovea.op.Sparsemax;
import dev.fovea.op.Transpose;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;

/**
 * The activation functions by their names in {@code keras.activations}: as constants, with the functions' defaults, for
 * layers; and as functions on tensors, those that have arguments with them.
 *
 * <p>{@code threshold}, whose arguments have no defaults, is a function alone. Those over an axis (softmax, log_softmax,
 * sparsemax, glu) take the last as constants. {@code swish} and {@code hard_swish} are {@link #SILU} and
 * {@link #HARD_SILU}.
 *
 * <pre>{@code
 * Dense.of(64).activation(Activations.GELU);
 * Activations.MISH.apply(x);
 * Activations.gelu(x, true);  // the approximation by a hyperbolic tangent
 * }</pre>
 */
public enum Activations {
    LINEAR,
    RELU,
    RELU6,
    LEAKY_RELU,
    ELU,
    SELU,
    CELU,
    GELU,
    SILU,
    MISH,
    SIGMOID,
    HARD_SIGMOID,
    HARD_SILU,
    LOG_SIGMOID,
    SPARSE_SIGMOID,
    TANH,
    TANH_SHRINK,
    HARD_TANH,
    HARD_SHRINK,
    SOFT_SHRINK,
    SOFTPLUS,
    SOFTSIGN,
    SPARSE_PLUS,
    SQUAREPLUS,
    EXPONENTIAL,
    SOFTMAX,
    LOG_SOFTMAX,
    SPARSEMAX,
    GLU;

    public static final Activations SWISH = SILU;
    public static final Activations HARD_SWISH = HARD_SILU;

    /** Adds this function to a graph. */
    public Value apply(Value input, Wiring graph) {
        return switch (this) {
            case LINEAR -> input;
            case SOFTMAX -> graph.add(new Softmax(), input);
            case LOG_SOFTMAX -> graph.add(new LogSoftmax(), input);
            case SPARSEMAX -> graph.add(new Sparsemax(), input);
            case GLU -> glu(input, graph);
            default -> graph.add(function(), input);
        };
    }

    /** Whether a number's result depends on the others of its row: those are over the last axis, wherever channels are. */
    boolean overAxis() {
        return switch (this) {
            case SOFTMAX, LOG_SOFTMAX, SPARSEMAX, GLU -> true;
            default -> false;
        };
    }

    private Apply function() {
        ScalarFunction function = ScalarFunction.valueOf(name());
        return switch (this) {
            case LEAKY_RELU -> new Apply(function, 0.2f);
            case ELU, CELU -> new Apply(function, 1);
            case HARD_SHRINK, SOFT_SHRINK -> new Apply(function, 0.5f);
            case SQUAREPLUS -> new Apply(function, 4);
            default -> Apply.of(function);
        };
    }

    private static Value glu(Value input, Wiring graph) {
        int axis = input.shape().rank() - 1;
        int length = axis < 0 ? 0 : input.shape().dim(axis);
        if (length == 0 || length % 2 != 0) {
            throw new IllegalArgumentException(
                    "glu splits its axis in two halves; that of " + input.shape() + " is " + length + " long");
        }
        Value half = graph.add(new Slice(axis, 0, length / 2), input);
        Value gate = graph.add(new Slice(axis, length / 2, length), input);
        return graph.add(
                new Combine(Combine.Function.MULTIPLY), half, graph.add(Apply.of(ScalarFunction.SIGMOID), gate));
    }

    /** The values of this function at each element, or of its rows. */
    public Tensor apply(Tensor x) {
        return ((Computed) apply(new Computed(x), Activations::compute)).tensor;
    }

    /** What an op has made at once, so that what is written for graphs serves tensors too. */
    private record Computed(Tensor tensor) implements Value {
        @Override
        public Shape shape() {
            return tensor.shape();
        }

        @Override
        public boolean batched() {
            return false;
        }

        @Override
        public Op op() {
            return null;
        }

        @Override
        public Value operand(int index) {
            throw new IndexOutOfBoundsException("a tensor has no operands");
        }
    }

    private static Value compute(Op op, Value... operands) {
        Tensor[] tensors =
                Arrays.stream(operands).map(value -> ((Computed) value).tensor).toArray(Tensor[]::new);
        return new Computed(Ops.apply(op, tensors));
    }

    /**
     * x where it is over the threshold, {@code negativeSlope * (x - threshold)} below, at most {@code maxValue}.
     *
     * @param maxValue null for no bound
     */
    public static Tensor relu(Tensor x, float negativeSlope, Float maxValue, float threshold) {
        ReLU layer = new ReLU(maxValue, negativeSlope, threshold, null);
        return ((Computed) layer.rectify(new Computed(x), Activations::compute)).tensor;
    }

    /** x, or {@code negativeSlope} x where x is negative; Keras's default is 0.2. */
    public static Tensor leakyRelu(Tensor x, float negativeSlope) {
        return Ops.leakyRelu(x, negativeSlope);
    }

    /** x, or {@code alpha} (exp(x) - 1) where x is negative; Keras's default is 1. */
    public static Tensor elu(Tensor x, float alpha) {
        return Ops.elu(x, alpha);
    }

    /** x, or {@code alpha} (exp(x / alpha) - 1) where x is negative; Keras's default is 1. */
    public static Tensor celu(Tensor x, float alpha) {
        return Ops.apply(new Apply(ScalarFunction.CELU, alpha), x);
    }

    /** x times the normal distribution's share below x, exactly or approximated by a hyperbolic tangent. */
    public static Tensor gelu(Tensor x, boolean approximate) {
        return Ops.apply(approximate ? ScalarFunction.GELU_TANH : ScalarFunction.GELU, x);
    }

    /** x where it is over the threshold or below its negative, else 0; Keras's default is 0.5. */
    public static Tensor hardShrink(Tensor x, float threshold) {
        return Ops.apply(new Apply(ScalarFunction.HARD_SHRINK, threshold), x);
    }

    /** x brought nearer to 0 by the threshold, at most to 0; Keras's default is 0.5. */
    public static Tensor softShrink(Tensor x, float threshold) {
        return Ops.apply(new Apply(ScalarFunction.SOFT_SHRINK, threshold), x);
    }

    /** (x + sqrt(x^2 + b)) / 2; Keras's default is 4. */
    public static Tensor squareplus(Tensor x, float b) {
        return Ops.apply(new Apply(ScalarFunction.SQUAREPLUS, b), x);
    }

    /** x where it is over the threshold, elsewhere the default value. */
    public static Tensor threshold(Tensor x, float threshold, float defaultValue) {
        Tensor over = Ops.apply(new Apply(ScalarFunction.STEP, threshold), x);
        Tensor kept = Ops.apply(new Apply(ScalarFunction.THRESHOLD, threshold), x);
        return Ops.add(kept, Ops.affine(over, -defaultValue, defaultValue));
    }

    /** Positive numbers that add up to 1 along an axis; negative axes count from the end. */
    public static Tensor softmax(Tensor x, int axis) {
        return along(axis, x, SOFTMAX);
    }

    /** The logarithms of {@link #softmax}, exact also where that rounds to 0. */
    public static Tensor logSoftmax(Tensor x, int axis) {
        return along(axis, x, LOG_SOFTMAX);
    }

    /** The nearest numbers from 0 that add up to 1 along an axis (Martins and Astudillo 2016). */
    public static Tensor sparsemax(Tensor x, int axis) {
        return along(axis, x, SPARSEMAX);
    }

    /** The first half of an axis times the sigmoid of the second (Dauphin et al. 2017). */
    public static Tensor glu(Tensor x, int axis) {
        return along(axis, x, GLU);
    }

    private static Tensor along(int axis, Tensor x, Activations function) {
        Transpose toLast = Axes.moveLast(x.shape().axis(axis), x.shape().rank());
        return Ops.apply(toLast.inverse(), function.apply(Ops.apply(toLast, x)));
    }
}
