package dev.fovea.formats.onnx;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.nn.ELU;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LeakyReLU;
import dev.fovea.nn.PReLU;
import dev.fovea.nn.ReLU;
import dev.fovea.nn.Softmax;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.Op;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Functions of one value: activations, and what networks are normalized with. */
final class FunctionRules {
    static final Map<String, Rule> ALL = all();

    private FunctionRules() {}

    private static Map<String, Rule> all() {
        Map<String, Rule.One> all = new HashMap<>();
        all.put("Relu", call -> layer(call, name -> ReLU.of().name(name)).positive(true));
        all.put(
                "LeakyRelu",
                call -> layer(
                        call, name -> LeakyReLU.of(call.number("alpha", 0.01f)).name(name)));
        all.put(
                "Elu",
                call -> layer(call, name -> ELU.of(call.number("alpha", 1)).name(name)));
        all.put("Celu", call -> ops(call, new Apply(ScalarFunction.CELU, call.number("alpha", 1))));
        all.put("Selu", FunctionRules::selu);
        all.put("Sigmoid", call -> activation(call, Activations.SIGMOID).positive(true));
        all.put("HardSigmoid", FunctionRules::hardSigmoid);
        all.put("HardSwish", call -> activation(call, Activations.HARD_SILU));
        all.put("Tanh", call -> activation(call, Activations.TANH));
        all.put("Softplus", call -> activation(call, Activations.SOFTPLUS).positive(true));
        all.put("Softsign", call -> activation(call, Activations.SOFTSIGN));
        all.put("Mish", call -> activation(call, Activations.MISH));
        all.put("Swish", call -> activation(call, Activations.SILU));
        all.put("Gelu", FunctionRules::gelu);
        all.put("Erf", call -> layer(call, Erf::new));
        all.put(
                "ThresholdedRelu",
                call -> ops(call, new Apply(ScalarFunction.THRESHOLD, call.number("alpha", 1)))
                        .positive(call.number("alpha", 1) >= 0));
        all.put("Shrink", FunctionRules::shrink);
        all.put("Clip", FunctionRules::clip);
        all.put("PRelu", FunctionRules::prelu);
        all.put("Softmax", call -> softmax(call, false));
        all.put("LogSoftmax", call -> softmax(call, true));
        all.put("Exp", call -> folded(call, Math::exp, Apply.of(ScalarFunction.EXPONENTIAL)));
        all.put("Log", call -> folded(call, Math::log, Apply.of(ScalarFunction.LOG)));
        all.put("Sqrt", call -> folded(call, Math::sqrt, Apply.of(ScalarFunction.SQRT)));
        all.put("Abs", call -> folded(call, Math::abs, Apply.of(ScalarFunction.ABS)));
        all.put("Neg", call -> folded(call, x -> -x, new Affine(-1, 0)));
        all.put("Reciprocal", call -> folded(call, x -> 1 / x, Apply.of(ScalarFunction.RECIPROCAL)));
        all.put("Floor", call -> folded(call, Math::floor, null));
        all.put("Ceil", call -> folded(call, Math::ceil, null));
        all.put("Round", call -> folded(call, Math::rint, null));
        all.put("Sign", FunctionRules::sign);
        all.put("Identity", call -> call.operand(0));
        Map<String, Rule> rules = new HashMap<>();
        all.forEach((type, rule) -> rules.put(type, rule.rule()));
        rules.put("Dropout", FunctionRules::dropout);
        return rules;
    }

    private static Mapped layer(Call call, Function<String, Layer> layer) {
        Mapped x = call.mapped(0);
        return Mapped.of(call.add(layer.apply(call.name()), x.symbol()), x.order());
    }

    private static Mapped activation(Call call, Activations function) {
        return layer(call, name -> Activation.of(function).name(name));
    }

    /** Ops one after another. */
    private static Mapped ops(Call call, Op... ops) {
        Mapped x = call.mapped(0);
        return Mapped.of(chain(call, x.symbol(), ops), x.order());
    }

    static Symbol chain(Call call, Symbol x, Op... ops) {
        Symbol y = x;
        for (Op op : ops) {
            y = call.add(op, y);
        }
        return y;
    }

    private static Operand folded(Call call, DoubleUnaryOperator function, Op op) {
        if (!(call.operand(0) instanceof Known known)) {
            if (op == null) {
                throw new IllegalArgumentException(
                        "Fovea rounds only what the file holds, not what the model computes");
            }
            return ops(call, op);
        }
        if (known.whole()) {
            long[] values = known.integers().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = (long) function.applyAsDouble(values[i]);
            }
            return Known.of(known.shape(), values);
        }
        float[] values = known.floats().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) function.applyAsDouble(values[i]);
        }
        return Known.of(known.shape(), values);
    }

    private static Operand selu(Call call) {
        float alpha = call.number("alpha", (float) ScalarFunction.SELU_ALPHA);
        float gamma = call.number("gamma", (float) ScalarFunction.SELU_SCALE);
        return alpha == (float) ScalarFunction.SELU_ALPHA && gamma == (float) ScalarFunction.SELU_SCALE
                ? activation(call, Activations.SELU)
                : ops(call, new Apply(ScalarFunction.ELU, alpha), new Affine(gamma, 0));
    }

    private static Operand hardSigmoid(Call call) {
        float alpha = call.number("alpha", 0.2f);
        float beta = call.number("beta", 0.5f);
        // A sixth, as torch writes it with few digits too.
        return Math.abs(alpha - 1 / 6.0) < 1e-5 && beta == 0.5f
                ? activation(call, Activations.HARD_SIGMOID).positive(true)
                : ops(call, new Affine(alpha, beta), Apply.of(ScalarFunction.RELU), new Apply(ScalarFunction.CAP, 1))
                        .positive(true);
    }

    private static Operand gelu(Call call) {
        return switch (call.text("approximate", "none")) {
            case "none" -> activation(call, Activations.GELU);
            case "tanh" -> ops(call, Apply.of(ScalarFunction.GELU_TANH));
            default -> throw new IllegalArgumentException("its approximation is neither none nor tanh");
        };
    }

    private static Operand shrink(Call call) {
        float lambda = call.number("lambd", 0.5f);
        float bias = call.number("bias", 0);
        if (bias == 0) {
            return ops(call, new Apply(ScalarFunction.HARD_SHRINK, lambda));
        }
        if (bias == lambda) {
            return ops(call, new Apply(ScalarFunction.SOFT_SHRINK, lambda));
        }
        throw new IllegalArgumentException("its bias is 0 or lambd, " + lambda + ", in Fovea; not " + bias);
    }

    private static Operand sign(Call call) {
        if (call.operand(0) instanceof Known) {
            return folded(call, Math::signum, null);
        }
        Mapped x = call.mapped(0);
        Symbol above = call.add(Apply.of(ScalarFunction.STEP), x.symbol());
        Symbol below = chain(call, x.symbol(), new Affine(-1, 0), Apply.of(ScalarFunction.STEP));
        return Mapped.of(call.add(new Combine(Combine.Function.SUBTRACT), above, below), x.order());
    }

    private static Operand clip(Call call) {
        Known low = call.opset() < 11 ? null : call.known(1);
        Known high = call.opset() < 11 ? null : call.known(2);
        Float least = low != null ? Float.valueOf(low.scalar()) : call.has("min") ? call.number("min", 0) : null;
        Float most = high != null ? Float.valueOf(high.scalar()) : call.has("max") ? call.number("max", 0) : null;
        // The largest floats stand for no bound in older versions.
        if (least != null && least <= -Float.MAX_VALUE) {
            least = null;
        }
        if (most != null && most >= Float.MAX_VALUE) {
            most = null;
        }
        if (call.operand(0) instanceof Known) {
            double from = least == null ? Double.NEGATIVE_INFINITY : least;
            double to = most == null ? Double.POSITIVE_INFINITY : most;
            return folded(call, x -> Math.min(Math.max(x, from), to), null);
        }
        if (least != null && least == 0 && (most == null || most >= 0)) {
            Float bound = most;
            return layer(call, name -> ReLU.of().maxValue(bound).name(name)).positive(true);
        }
        List<Op> ops = new ArrayList<>();
        if (least != null) {
            ops.addAll(List.of(new Affine(-1, 0), new Apply(ScalarFunction.CAP, -least), new Affine(-1, 0)));
        }
        if (most != null) {
            ops.add(new Apply(ScalarFunction.CAP, most));
        }
        return ops(call, ops.toArray(Op[]::new)).positive(least != null && least >= 0 && (most == null || most >= 0));
    }

    private static Operand prelu(Call call) {
        Mapped x = call.mapped(0);
        Known slope = ArithmeticRules.aligned(call, call.known(1), x);
        Shape shape = slope.shape();
        int[] shared = IntStream.range(0, shape.rank())
                .filter(axis -> shape.dim(axis) == 1)
                .map(axis -> axis + 1)
                .toArray();
        for (int axis = 0; axis < shape.rank(); axis++) {
            if (shape.dim(axis) != 1 && shape.dim(axis) != x.symbol().shape().dim(axis)) {
                throw new IllegalArgumentException(
                        "slopes " + shape + " do not go with " + x.symbol().shape());
            }
        }
        PReLU layer = PReLU.of().sharedAxes(shared).name(call.name(1));
        return Mapped.of(call.add(layer, Map.of("alpha", Tensor.of(shape, slope.asFloats())), x.symbol()), x.order());
    }

    private static Operand softmax(Call call, boolean logarithm) {
        Mapped x = call.mapped(0);
        int axis = call.axis(call.integer("axis", call.opset() < 13 ? 1 : -1), x);
        if (call.opset() < 13 && axis < x.rank() - 1) {
            // Over all axes from this one on, before version 13.
            Shape image = x.shape();
            Shape rows = Shape.of(
                    image.slice(0, axis).size(), image.slice(axis, x.rank()).size());
            Mapped flat = call.reshape(x, rows);
            Mapped y = Mapped.of(softmax(call, call.straight(flat), 1, logarithm));
            return call.reshape(y, image).positive(!logarithm);
        }
        if (logarithm && x.axis(axis) != x.rank() - 1) {
            List<Integer> order = new ArrayList<>(x.order());
            order.remove(Integer.valueOf(axis));
            order.add(axis);
            return Mapped.of(softmax(call, call.ordered(x, order), x.rank() - 1, true), order);
        }
        return Mapped.of(softmax(call, x.symbol(), x.axis(axis), logarithm), x.order())
                .positive(!logarithm);
    }

    private static Symbol softmax(Call call, Symbol x, int axis, boolean logarithm) {
        Layer layer = logarithm
                ? Activation.of(Activations.LOG_SOFTMAX).name(call.name())
                : Softmax.of(axis == x.shape().rank() - 1 ? -1 : axis + 1).name(call.name());
        return call.add(layer, x);
    }

    private static List<Operand> dropout(Call call) {
        if (call.gives(1)) {
            throw new IllegalArgumentException("Fovea does not give what dropout keeps, its second output");
        }
        if (call.operand(2) != null && call.known(2).scalar() != 0) {
            throw new IllegalArgumentException("it is written for training; export the model for inference");
        }
        return List.of(call.operand(0));
    }
}
