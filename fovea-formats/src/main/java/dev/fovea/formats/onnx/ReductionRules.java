package dev.fovea.formats.onnx;

import dev.fovea.nn.DataFormat;
import dev.fovea.nn.GlobalAveragePooling1D;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.GlobalAveragePooling3D;
import dev.fovea.nn.GlobalMaxPooling1D;
import dev.fovea.nn.GlobalMaxPooling2D;
import dev.fovea.nn.GlobalMaxPooling3D;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Symbol;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Reductions along axes. */
final class ReductionRules {
    static final Map<String, Rule> ALL = all();

    private ReductionRules() {}

    private static Map<String, Rule> all() {
        Map<String, Reduce.Function> functions = Map.of(
                "ReduceMean", Reduce.Function.MEAN,
                "ReduceSum", Reduce.Function.SUM,
                "ReduceMax", Reduce.Function.MAX,
                "ReduceMin", Reduce.Function.MIN,
                "ReduceL1", Reduce.Function.L1,
                "ReduceL2", Reduce.Function.L2,
                "ReduceSumSquare", Reduce.Function.SUM_SQUARE,
                "ReduceLogSum", Reduce.Function.LOG_SUM,
                "ReduceLogSumExp", Reduce.Function.LOG_SUM_EXP);
        Map<String, Rule> rules = new HashMap<>();
        functions.forEach((type, function) -> rules.put(type, ((Rule.One) call -> reduce(call, function)).rule()));
        rules.put("ReduceProd", ((Rule.One) ReductionRules::product).rule());
        return rules;
    }

    private static Operand reduce(Call call, Reduce.Function function) {
        Mapped x = call.mapped(0);
        List<Long> axes = call.integers("axes", 1);
        if (axes == null || axes.isEmpty()) {
            if (call.flag("noop_with_empty_axes", false)) {
                return x;
            }
            if (call.batched()) {
                throw new IllegalArgumentException("it is over all axes, that of the batch too");
            }
            return reduce(call, x, function, Mapped.straight(x.rank()), call.flag("keepdims", true));
        }
        List<Integer> images = axes.stream()
                .map(axis -> call.axis(axis, x))
                .distinct()
                .sorted()
                .toList();
        return reduce(call, x, function, images, call.flag("keepdims", true));
    }

    /** Of a list of sizes, the number of elements; of what the model computes Fovea has no product. */
    private static Operand product(Call call) {
        Known known = call.known(0);
        long product = 1;
        for (long value : known.asIntegers()) {
            product = Math.multiplyExact(product, value);
        }
        return Known.of(Shape.of(call.flag("keepdims", true) ? new int[] {1} : new int[0]), product);
    }

    /** @param axes of an image in ONNX's order */
    static Mapped reduce(Call call, Mapped x, Reduce.Function function, List<Integer> axes, boolean keepdims) {
        List<Integer> places = IntStream.range(1, x.rank()).boxed().toList();
        boolean global = axes.equals(places)
                && call.batched()
                && x.order().equals(Mapped.channelsLast(x.rank()))
                && (function == Reduce.Function.MEAN || function == Reduce.Function.MAX)
                && x.rank() >= 2
                && x.rank() <= 4;
        List<Integer> order = keepdims ? x.order() : without(x.order(), axes);
        Layer layer = global
                ? global(function == Reduce.Function.MEAN, x.rank() - 1, keepdims, call.name())
                : new Reduce(function, axes.stream().map(x::axis).sorted().toList(), keepdims, call.name());
        Symbol y = call.add(layer, x.symbol());
        boolean mean = function == Reduce.Function.MEAN || function == Reduce.Function.MAX;
        return Mapped.of(y, order).positive(x.positive() && mean);
    }

    private static Layer global(boolean mean, int places, boolean keepdims, String name) {
        DataFormat last = DataFormat.CHANNELS_LAST;
        return switch (places) {
            case 1 ->
                mean ? new GlobalAveragePooling1D(last, keepdims, name) : new GlobalMaxPooling1D(last, keepdims, name);
            case 2 ->
                mean ? new GlobalAveragePooling2D(last, keepdims, name) : new GlobalMaxPooling2D(last, keepdims, name);
            default ->
                mean ? new GlobalAveragePooling3D(last, keepdims, name) : new GlobalMaxPooling3D(last, keepdims, name);
        };
    }

    /** The order of the axes that are left, numbered anew. */
    static List<Integer> without(List<Integer> order, List<Integer> axes) {
        List<Integer> left = new ArrayList<>();
        for (int axis : order) {
            if (!axes.contains(axis)) {
                left.add(axis - (int) axes.stream().filter(gone -> gone < axis).count());
            }
        }
        return left;
    }
}
