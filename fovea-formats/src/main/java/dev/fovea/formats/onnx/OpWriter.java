package dev.fovea.formats.onnx;

import dev.fovea.formats.onnx.Trace.Traced;
import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.AveragePool2d;
import dev.fovea.op.BatchNormalize;
import dev.fovea.op.BiasAdd;
import dev.fovea.op.ChannelScale;
import dev.fovea.op.Combine;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Conv2d;
import dev.fovea.op.Conv3d;
import dev.fovea.op.Dot;
import dev.fovea.op.ElementMean;
import dev.fovea.op.LogSoftmax;
import dev.fovea.op.MatMul;
import dev.fovea.op.MaxPool2d;
import dev.fovea.op.Normalize;
import dev.fovea.op.Op;
import dev.fovea.op.Ops;
import dev.fovea.op.Pad;
import dev.fovea.op.Repeat;
import dev.fovea.op.Resample;
import dev.fovea.op.Reshape;
import dev.fovea.op.Slice;
import dev.fovea.op.Softmax;
import dev.fovea.op.Transpose;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Writes ops as nodes of ONNX. */
final class OpWriter {
    private final Exporter exporter;
    private final GraphWriter graph;
    private final FunctionWriter functions;
    private final WindowWriter windows;

    OpWriter(Exporter exporter) {
        this.exporter = exporter;
        this.graph = exporter.graph();
        this.functions = new FunctionWriter(graph);
        this.windows = new WindowWriter(exporter);
    }

    /** Whether an op can be written. */
    static boolean knows(Traced value) {
        return switch (value.op()) {
            case Conv2d c -> value.operand(1).tensor() != null;
            case Conv2d.InputGradient c -> value.operand(1).tensor() != null;
            case Conv3d c -> value.operand(1).tensor() != null;
            case Conv3d.InputGradient c -> value.operand(1).tensor() != null;
            case MatMul m -> value.operand(1).tensor() != null;
            case Affine a -> true;
            case Apply a -> true;
            case AveragePool2d p -> true;
            case BatchNormalize n -> value.operands().stream().skip(1).allMatch(w -> w.tensor() != null);
            case BiasAdd b -> value.operand(1).tensor() != null;
            case ChannelScale s -> value.operand(1).tensor() != null;
            case Combine c -> true;
            case Concatenate c -> true;
            case Dot d -> true;
            case ElementMean m -> true;
            case LogSoftmax s -> true;
            case MaxPool2d p -> true;
            case Normalize n -> true;
            case Pad p -> true;
            case Repeat r -> true;
            case Resample r -> true;
            case Reshape r -> true;
            case Slice s -> true;
            case Softmax s -> true;
            case Transpose t -> true;
            default -> false;
        };
    }

    Written write(Traced value) {
        Traced x = value.operand(0);
        int rank = value.shape().rank();
        return switch (value.op()) {
            case Affine(float scale, float offset) -> same(x, affine(name(x), scale, offset));
            case Apply(var function, float alpha) -> same(x, functions.write(function, alpha, name(x)));
            case AveragePool2d pool -> windows.pool(value, pool.poolSize(), pool.strides(), pool.padding(), "Average");
            case MaxPool2d pool -> windows.maxPool(value, pool);
            case BatchNormalize norm -> batchNormalization(value, norm);
            case BiasAdd bias -> windows.biased(value).orElseGet(() -> perChannel("Add", value));
            case ChannelScale scale -> windows.scaled(value).orElseGet(() -> perChannel("Mul", value));
            case Combine(Combine.Function function) -> combined(value, function);
            case Concatenate(int axis) -> {
                List<Integer> order = common(value.operands());
                String[] parts = value.operands().stream()
                        .map(operand -> exporter.ordered(operand, order))
                        .toArray(String[]::new);
                yield new Written(
                        graph.node("Concat", parts)
                                .integer("axis", order.indexOf(axis) + 1)
                                .output(),
                        order);
            }
            case Conv2d conv -> windows.convolution(value, conv);
            case Conv3d conv -> windows.convolution(value, conv);
            case Conv2d.InputGradient gradient -> windows.transposed(value, gradient);
            case Conv3d.InputGradient gradient -> windows.transposed(value, gradient);
            case Dot dot -> {
                String b = exporter.ordered(value.operand(1), List.of(1, 0));
                yield Written.of(graph.node("MatMul", exporter.straight(x), b).output(), 2);
            }
            case ElementMean mean -> {
                List<Integer> axes = Mapped.straight(x.shape().rank()).stream()
                        .map(axis -> axis + 1)
                        .toList();
                String y = axes.isEmpty()
                        ? name(x)
                        : graph.node("ReduceMean", name(x))
                                .ints("axes", axes)
                                .integer("keepdims", 0)
                                .output();
                yield Written.of(y, 0);
            }
            case MatMul product -> windows.product(value);
            case Normalize normalize -> normalized(value, normalize);
            case Pad(int axis, int before, int after) -> {
                List<Integer> pads = new ArrayList<>(Collections.nCopies(2 * rank + 2, 0));
                int at = exporter.written(x).axis(axis);
                pads.set(at, before);
                pads.set(at + rank + 1, after);
                yield same(x, graph.node("Pad", name(x), graph.list(pads)).output());
            }
            case Repeat(int axis, int times) -> repeated(x, axis, times);
            case Resample resample -> resampled(x, resample);
            case Reshape(Shape target) -> Written.of(reshaped(x, target), target.rank());
            case Slice(int axis, int from, int to) -> {
                int at = exporter.written(x).axis(axis);
                yield same(
                        x,
                        graph.node(
                                        "Slice",
                                        name(x),
                                        graph.list(List.of(from)),
                                        graph.list(List.of(to)),
                                        graph.list(List.of(at)))
                                .output());
            }
            case Softmax softmax -> same(x, overLast("Softmax", x));
            case LogSoftmax softmax -> same(x, overLast("LogSoftmax", x));
            case Transpose(List<Integer> axes) -> {
                // Nothing moves: only what the axes are called.
                Written from = exporter.written(x);
                yield new Written(
                        from.name(), from.order().stream().map(axes::indexOf).toList());
            }
            default -> throw new IllegalStateException(value.op() + " was to be refused before");
        };
    }

    private String name(Traced value) {
        return exporter.written(value).name();
    }

    private Written same(Traced x, String name) {
        return new Written(name, exporter.written(x).order());
    }

    private String affine(String x, float scale, float offset) {
        String y = scale == -1
                ? graph.node("Neg", x).output()
                : scale == 1 ? x : graph.node("Mul", x, graph.number(scale)).output();
        return offset == 0 ? y : graph.node("Add", y, graph.number(offset)).output();
    }

    private String overLast(String type, Traced x) {
        return graph.node(type, name(x))
                .integer("axis", exporter.written(x).axis(x.shape().rank() - 1))
                .output();
    }

    /** Numbers for each entry of the last axis, wherever that is in ONNX. */
    private Written perChannel(String type, Traced value) {
        Traced x = value.operand(0);
        Written from = exporter.written(x);
        int rank = x.shape().rank();
        int[] dims = new int[rank + 1 - from.axis(rank - 1)];
        Arrays.fill(dims, 1);
        dims[0] = value.operand(1).shape().size();
        String numbers = exporter.constant(value.operand(1), List.of(0), Shape.of(dims));
        return same(x, graph.node(type, from.name(), numbers).output());
    }

    private Written batchNormalization(Traced value, BatchNormalize norm) {
        Traced x = value.operand(0);
        int rank = x.shape().rank();
        List<Integer> order = Written.channelsFirst(rank);
        int channels = x.shape().dim(-1);
        Traced moments = value.operand(1);
        Shape row = Shape.of(channels);
        int next = 2;
        String gamma =
                norm.scale() ? row(value.operand(next++)) : graph.floats("ones", row.dims(), filled(channels, 1));
        String beta = norm.center() ? row(value.operand(next)) : graph.floats("zeros", row.dims(), filled(channels, 0));
        String mean;
        String variance;
        String layer = null;
        // Under the names of the weights that layers put together so.
        if (moments.op() instanceof Reshape
                && moments.operand(0).op() instanceof Concatenate
                && moments.operand(0).operands().size() == 2) {
            mean = row(moments.operand(0).operand(0));
            variance = row(moments.operand(0).operand(1));
            layer = moments.operand(0).operand(0).name();
        } else {
            float[] both = moments.tensor().data();
            mean = graph.floats("mean", row.dims(), Arrays.copyOf(both, channels));
            variance = graph.floats("variance", row.dims(), Arrays.copyOfRange(both, channels, 2 * channels));
        }
        GraphWriter.Node node = graph.node(
                        "BatchNormalization", exporter.ordered(x, order), gamma, beta, mean, variance)
                .number("epsilon", norm.epsilon());
        return new Written(graph.named(node, layer).output(), order);
    }

    private String row(Traced weight) {
        return exporter.constant(weight, List.of(0));
    }

    static float[] filled(int size, float value) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return values;
    }

    /** The order in which most of what is combined lies already. */
    private List<Integer> common(List<Traced> operands) {
        List<Integer> straight = Mapped.straight(operands.getFirst().shape().rank());
        return operands.stream()
                .filter(operand -> operand.tensor() == null)
                .map(operand -> exporter.written(operand).order())
                .filter(order -> !order.equals(straight))
                .findFirst()
                .orElse(straight);
    }

    private Written combined(Traced value, Combine.Function function) {
        List<Integer> order = common(value.operands());
        String[] sides = value.operands().stream()
                .map(operand ->
                        operand.tensor() == null ? exporter.ordered(operand, order) : exporter.constant(operand, order))
                .toArray(String[]::new);
        String y = switch (function) {
            case ADD -> graph.node("Add", sides).output();
            case SUBTRACT -> graph.node("Sub", sides).output();
            case MULTIPLY -> graph.node("Mul", sides).output();
            case MAXIMUM -> graph.node("Max", sides).output();
            case MINIMUM -> graph.node("Min", sides).output();
            case EQUAL ->
                graph.node("Cast", graph.node("Equal", sides).output())
                        .integer("to", 1)
                        .output();
        };
        return new Written(y, order);
    }

    private Written normalized(Traced value, Normalize normalize) {
        Traced x = value.operand(0);
        int last = x.shape().dim(-1);
        String rows = exporter.straight(x);
        int rank = x.shape().rank();
        if (normalize.to() == Normalize.To.STANDARD) {
            String ones = graph.floats("ones", new int[] {last}, filled(last, 1));
            GraphWriter.Node node = graph.node("LayerNormalization", rows, ones)
                    .integer("axis", -1)
                    .number("epsilon", normalize.epsilon());
            windows.takes(value, node);
            return Written.of(node.output(), rank);
        }
        String squares = graph.node("Mul", rows, rows).output();
        String sum;
        if (normalize.to() == Normalize.To.LENGTH) {
            sum = graph.node(
                            "Max",
                            graph.node("ReduceSum", squares, graph.list(List.of(-1)))
                                    .output(),
                            graph.number(normalize.epsilon()))
                    .output();
        } else {
            sum = graph.node(
                            "Add",
                            graph.node("ReduceMean", squares)
                                    .ints("axes", List.of(-1))
                                    .output(),
                            graph.number(normalize.epsilon()))
                    .output();
        }
        return Written.of(
                graph.node("Div", rows, graph.node("Sqrt", sum).output()).output(), rank);
    }

    private Written repeated(Traced x, int axis, int times) {
        int length = x.shape().dim(axis);
        List<Integer> entries = new ArrayList<>();
        for (int i = 0; i < length * times; i++) {
            entries.add(i / times);
        }
        return same(
                x,
                graph.node("Gather", name(x), graph.list(entries))
                        .integer("axis", exporter.written(x).axis(axis))
                        .output());
    }

    private Written resampled(Traced x, Resample resample) {
        Written from = exporter.written(x);
        int rank = x.shape().rank();
        boolean plain = !resample.antialias()
                || resample.filter() == Resample.Filter.NEAREST
                || resample.size() >= x.shape().dim(resample.axis());
        if (plain && resample.filter().compareTo(Resample.Filter.CUBIC) < 0) {
            boolean nearest = resample.filter() == Resample.Filter.NEAREST;
            List<Integer> sizes = new ArrayList<>();
            from.order()
                    .forEach(axis -> sizes.add(
                            axis == resample.axis()
                                    ? resample.size()
                                    : x.shape().dim(axis)));
            String count = graph.node("Shape", from.name()).integer("end", 1).output();
            String all = graph.node("Concat", count, graph.list(sizes))
                    .integer("axis", 0)
                    .output();
            GraphWriter.Node node = graph.node("Resize", from.name(), "", "", all)
                    .text("mode", nearest ? "nearest" : "linear")
                    .text("coordinate_transformation_mode", "half_pixel");
            if (nearest) {
                node.text("nearest_mode", "round_prefer_ceil");
            }
            return same(x, node.output());
        }
        // Any resampling is a product with a matrix: what it makes of the unit vectors.
        int n = x.shape().dim(resample.axis());
        float[] units = new float[n * n];
        for (int i = 0; i < n; i++) {
            units[i * n + i] = 1;
        }
        Op overRows = new Resample(1, resample.size(), resample.filter(), resample.antialias());
        Tensor matrix = Ops.apply(overRows, Tensor.of(Shape.of(n, n), units));
        List<Integer> order = Stream.concat(
                        Mapped.straight(rank).stream().filter(axis -> axis != resample.axis()),
                        Stream.of(resample.axis()))
                .toList();
        String rows = exporter.ordered(from, order);
        String weights = graph.floats("resample", matrix.shape().dims(), matrix.data());
        return new Written(graph.node("MatMul", rows, weights).output(), order);
    }

    private String reshaped(Traced x, Shape target) {
        Written from = exporter.written(x);
        List<Integer> wide =
                from.order().stream().filter(axis -> x.shape().dim(axis) != 1).toList();
        boolean inOrder = wide.equals(wide.stream().sorted().toList());
        String y = inOrder ? from.name() : exporter.straight(x);
        List<Integer> sizes = new ArrayList<>(List.of(0));
        Arrays.stream(target.dims()).forEach(sizes::add);
        return graph.node("Reshape", y, graph.list(sizes)).output();
    }
}
