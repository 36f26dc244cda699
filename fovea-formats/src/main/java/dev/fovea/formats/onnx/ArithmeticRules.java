package dev.fovea.formats.onnx;

import dev.fovea.nn.Add;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Maximum;
import dev.fovea.nn.Minimum;
import dev.fovea.nn.Multiply;
import dev.fovea.nn.Subtract;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Arithmetic element by element, with broadcasting: of values, of a value and what the file holds, of the latter. */
final class ArithmeticRules {
    static final Map<String, Rule> ALL = all();

    private ArithmeticRules() {}

    private static Map<String, Rule> all() {
        Map<String, Rule.One> all = new HashMap<>();
        all.put("Add", call -> binary(call, Arithmetic.ADD, call.operand(0), call.operand(1)));
        all.put("Sub", call -> binary(call, Arithmetic.SUBTRACT, call.operand(0), call.operand(1)));
        all.put("Mul", call -> binary(call, Arithmetic.MULTIPLY, call.operand(0), call.operand(1)));
        all.put("Div", call -> binary(call, Arithmetic.DIVIDE, call.operand(0), call.operand(1)));
        all.put("Pow", call -> binary(call, Arithmetic.POWER, call.operand(0), call.operand(1)));
        all.put("Mod", call -> binary(call, Arithmetic.MODULO, call.operand(0), call.operand(1)));
        all.put("Equal", call -> binary(call, Arithmetic.EQUAL, call.operand(0), call.operand(1)));
        all.put("Sum", call -> several(call, Arithmetic.ADD));
        all.put("Max", call -> several(call, Arithmetic.MAXIMUM));
        all.put("Min", call -> several(call, Arithmetic.MINIMUM));
        all.put("Mean", ArithmeticRules::mean);
        all.put("Greater", ArithmeticRules::greater);
        Map<String, Rule> rules = new HashMap<>();
        all.forEach((type, rule) -> rules.put(type, rule.rule()));
        return rules;
    }

    private static Operand several(Call call, Arithmetic function) {
        Operand y = call.operand(0);
        for (int i = 1; i < call.operands(); i++) {
            y = binary(call, function, y, call.operand(i));
        }
        return y;
    }

    private static Operand mean(Call call) {
        Known share = Known.of(Shape.SCALAR, 1f / call.operands());
        return binary(call, Arithmetic.MULTIPLY, several(call, Arithmetic.ADD), share);
    }

    /** 1 or 0 for true or false: what ONNX casts to numbers is a number here. */
    private static Operand greater(Call call) {
        Mapped x = call.mapped(0);
        return Mapped.of(call.add(new Apply(ScalarFunction.STEP, call.known(1).scalar()), x.symbol()), x.order());
    }

    static Operand binary(Call call, Arithmetic function, Operand a, Operand b) {
        if (a == null || b == null) {
            throw new IllegalArgumentException("it takes two inputs");
        }
        if (a instanceof Known first && b instanceof Known second) {
            return function.fold(first, second);
        } else if (a instanceof Mapped first && b instanceof Mapped second) {
            return both(call, function, first, second);
        } else if (a instanceof Mapped first) {
            return withConstant(call, function, first, (Known) b);
        }
        return constantFirst(call, function, (Known) a, (Mapped) b);
    }

    private static Mapped both(Call call, Arithmetic function, Mapped a, Mapped b) {
        if (function == Arithmetic.DIVIDE) {
            Mapped inverse = Mapped.of(call.add(Apply.of(ScalarFunction.RECIPROCAL), b.symbol()), b.order());
            return both(call, Arithmetic.MULTIPLY, a, inverse);
        }
        Combine.Function combine = function.combine();
        if (combine == null) {
            throw new IllegalArgumentException("Fovea has it only of a value and numbers that the file holds");
        }
        if (a.rank() != b.rank() && call.batched()) {
            throw new IllegalArgumentException("images " + a.shape() + " and " + b.shape()
                    + " differ in their number of axes, so that the batch would meet another axis");
        }
        List<Integer> straight = Mapped.straight(a.rank());
        List<Integer> order = a.rank() == b.rank() ? a.order().equals(straight) ? b.order() : a.order() : null;
        Symbol x = order == null ? call.straight(a) : call.ordered(a, order);
        Symbol y = order == null ? call.straight(b) : call.ordered(b, order);
        boolean positive = a.positive() && b.positive() && combine != Combine.Function.SUBTRACT;
        Layer layer = order != null ? layer(combine, call.name()) : new Elementwise(combine, call.name());
        Symbol z = call.add(layer, x, y);
        Mapped result = order == null ? Mapped.of(z) : Mapped.of(z, order);
        return Gelu.simplified(call, result.positive(positive));
    }

    private static Layer layer(Combine.Function function, String name) {
        return switch (function) {
            case ADD -> Add.of().name(name);
            case SUBTRACT -> Subtract.of().name(name);
            case MULTIPLY -> Multiply.of().name(name);
            case MAXIMUM -> Maximum.of().name(name);
            case MINIMUM -> Minimum.of().name(name);
            case EQUAL -> new Elementwise(function, name);
        };
    }

    /** Numbers of the file in the order and number of a value's axes, without the batch. */
    static Known aligned(Call call, Known constant, Mapped x) {
        int rank = x.rank() + call.lead();
        int[] sizes = new int[rank];
        int missing = rank - constant.shape().rank();
        for (int i = 0; i < -missing; i++) {
            if (constant.shape().dim(i) != 1) {
                throw new IllegalArgumentException(
                        "numbers " + constant.shape() + " have more axes than images " + x.shape());
            }
        }
        for (int i = 0; i < rank; i++) {
            sizes[i] = i < missing ? 1 : constant.shape().dim(i - missing);
        }
        if (call.batched() && sizes[0] != 1) {
            throw new IllegalArgumentException(
                    "numbers " + constant.shape() + " differ from image to image of a batch");
        }
        Shape image = Shape.of(sizes).slice(call.lead(), rank);
        return constant.reshaped(image)
                .transposed(x.order().stream().mapToInt(Integer::intValue).toArray());
    }

    private static Mapped withConstant(Call call, Arithmetic function, Mapped x, Known constant) {
        if (constant.shape().size() == 1 && constant.shape().rank() <= x.rank() + call.lead()) {
            Mapped y = withScalar(call, function, x, constant.scalar());
            if (y != null) {
                return y;
            }
        }
        return switch (function) {
            case SUBTRACT -> constant(call, Combine.Function.ADD, x, constant.map(c -> -c));
            case DIVIDE -> constant(call, Combine.Function.MULTIPLY, x, constant.map(c -> 1 / c));
            default -> {
                if (function.combine() == null) {
                    throw new IllegalArgumentException("Fovea has it only of a value and one number");
                }
                yield constant(call, function.combine(), x, constant);
            }
        };
    }

    private static Mapped constantFirst(Call call, Arithmetic function, Known constant, Mapped x) {
        return switch (function) {
            case SUBTRACT ->
                withConstant(
                        call, Arithmetic.ADD, Mapped.of(call.add(new Affine(-1, 0), x.symbol()), x.order()), constant);
            case DIVIDE ->
                withConstant(
                        call,
                        Arithmetic.MULTIPLY,
                        Mapped.of(call.add(Apply.of(ScalarFunction.RECIPROCAL), x.symbol()), x.order()),
                        constant);
            case POWER, MODULO ->
                throw new IllegalArgumentException("Fovea has it only of a value and a number, in this order");
            default -> withConstant(call, function, x, constant);
        };
    }

    private static Mapped constant(Call call, Combine.Function function, Mapped x, Known constant) {
        Mapped value = x;
        if (!call.batched() && constant.shape().rank() > x.rank()) {
            // Numbers of more axes than the value has put axes in front of it.
            int[] sizes = new int[constant.shape().rank()];
            for (int i = 1; i <= sizes.length; i++) {
                sizes[sizes.length - i] = i <= x.rank() ? x.shape().dim(-i) : 1;
            }
            value = call.reshape(x, Shape.of(sizes));
        }
        Known aligned = aligned(call, constant, value);
        Strides.broadcast(aligned.shape(), value.symbol().shape());
        WithConstant layer = new WithConstant(function, aligned.shape(), true, call.name(1));
        Tensor numbers = Tensor.of(aligned.shape(), aligned.asFloats());
        return Mapped.of(call.add(layer, Map.of("value", numbers), value.symbol()), value.order());
    }

    /** What needs no more than a function of one number; null where it does. */
    private static Mapped withScalar(Call call, Arithmetic function, Mapped x, float c) {
        Symbol y = switch (function) {
            case ADD -> call.add(new Affine(1, c), x.symbol());
            case SUBTRACT -> call.add(new Affine(1, -c), x.symbol());
            case MULTIPLY -> call.add(new Affine(c, 0), x.symbol());
            case DIVIDE -> call.add(new Affine(1 / c, 0), x.symbol());
            case MAXIMUM ->
                FunctionRules.chain(
                        call, x.symbol(), new Affine(-1, 0), new Apply(ScalarFunction.CAP, -c), new Affine(-1, 0));
            case MINIMUM -> call.add(new Apply(ScalarFunction.CAP, c), x.symbol());
            case POWER -> power(call, x.symbol(), c);
            case MODULO, EQUAL -> null;
        };
        if (y == null) {
            return null;
        }
        boolean scaled = function == Arithmetic.MULTIPLY || function == Arithmetic.DIVIDE || function == Arithmetic.ADD;
        return Gelu.simplified(call, Mapped.of(y, x.order()).positive(x.positive() && c >= 0 && scaled));
    }

    private static Symbol power(Call call, Symbol x, float exponent) {
        if (exponent < 0) {
            return call.add(Apply.of(ScalarFunction.RECIPROCAL), power(call, x, -exponent));
        }
        if (exponent == 0.5f) {
            return call.add(Apply.of(ScalarFunction.SQRT), x);
        }
        if (exponent == Math.rint(exponent) && exponent >= 1 && exponent <= 64) {
            int n = (int) exponent;
            if (n == 1) {
                return x;
            }
            Symbol half = power(call, x, n / 2);
            Symbol even = call.add(Apply.of(ScalarFunction.SQUARE), half);
            return n % 2 == 0 ? even : call.add(new Combine(Combine.Function.MULTIPLY), even, x);
        }
        // As for any exponent that is not whole, numbers below 0 give none.
        return FunctionRules.chain(
                call, x, Apply.of(ScalarFunction.LOG), new Affine(exponent, 0), Apply.of(ScalarFunction.EXPONENTIAL));
    }
}
