package dev.fovea.formats.onnx;

import dev.fovea.formats.onnx.Trace.Traced;
import dev.fovea.op.Apply;
import dev.fovea.op.Conv2d;
import dev.fovea.op.Conv3d;
import dev.fovea.op.MaxPool2d;
import dev.fovea.op.Normalize;
import dev.fovea.op.Pad;
import dev.fovea.op.Padding;
import dev.fovea.op.Reshape;
import dev.fovea.op.Size;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes convolutions, products with weights and pooling, with biases that follow, as nodes of ONNX. */
final class WindowWriter {
    private final Exporter exporter;
    private final GraphWriter graph;
    /** The nodes that would take a bias; those of a layer normalization a scale before. */
    private final Map<Traced, GraphWriter.Node> open = new IdentityHashMap<>();

    WindowWriter(Exporter exporter) {
        this.exporter = exporter;
        this.graph = exporter.graph();
    }

    /** Pads before all axes, then after them. */
    private static List<Integer> pads(
            List<Integer> sizes, List<Integer> taps, List<Integer> strides, List<Integer> dilations, Padding padding) {
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            int span = (taps.get(i) - 1) * dilations.get(i) + 1;
            int stride = strides.get(i);
            int outputs = (sizes.get(i) - 1) / stride + 1;
            int pad = padding == Padding.VALID ? 0 : Math.max(0, (outputs - 1) * stride + span - sizes.get(i));
            before.add(pad / 2);
            after.add(pad - pad / 2);
        }
        before.addAll(after);
        return before;
    }

    private static List<Integer> places(Shape shape, int axes) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            sizes.add(shape.dim(i));
        }
        return sizes;
    }

    Written pool(Traced value, Size poolSize, Size strides, Padding padding, String type) {
        Traced x = value.operand(0);
        List<Integer> first = Written.channelsFirst(3);
        List<Integer> sizes = places(x.shape(), 2);
        // Over all places, which layers put in a row before.
        if (poolSize.sides().equals(sizes) && x.op() instanceof Reshape && sizes.get(0) == 1) {
            Traced image = x.operand(0);
            int rank = image.shape().rank();
            if (rank >= 2
                    && image.tensor() == null
                    && image.shape().dim(-1) == x.shape().dim(2)) {
                String name = graph.node("Global" + type + "Pool", exporter.ordered(image, Written.channelsFirst(rank)))
                        .output();
                List<Integer> ones = new ArrayList<>(List.of(0, x.shape().dim(2), 1, 1));
                String y = rank == 3
                        ? name
                        : graph.node("Reshape", name, graph.list(ones)).output();
                return new Written(y, first);
            }
        }
        GraphWriter.Node node = graph.node(type + "Pool", exporter.ordered(x, first))
                .ints("kernel_shape", poolSize.sides())
                .ints("strides", strides.sides())
                .ints("pads", pads(sizes, poolSize.sides(), strides.sides(), List.of(1, 1), padding));
        return new Written(node.output(), first);
    }

    /**
     * A maximum over zeros around an image as one over the image alone, and then over 0 where a window reaches beyond it:
     * ONNX Runtime takes zeros that come before it for such that never win.
     */
    Written maxPool(Traced value, MaxPool2d pool) {
        int[] around = new int[4];
        Traced image = value.operand(0);
        while (image.op() instanceof Pad(int axis, int before, int after)
                && axis < 2
                && image.uses() == 1
                && pool.padding() == Padding.VALID) {
            around[axis] += before;
            around[axis + 2] += after;
            image = image.operand(0);
        }
        List<Integer> taps = pool.poolSize().sides();
        List<Integer> strides = pool.strides().sides();
        boolean fits = true;
        for (int i = 0; i < 4; i++) {
            fits &= around[i] < taps.get(i % 2);
        }
        if (image == value.operand(0) || !fits) {
            return pool(value, pool.poolSize(), pool.strides(), pool.padding(), "Max");
        }
        List<Integer> order = Written.channelsFirst(3);
        String y = graph.node("MaxPool", exporter.ordered(image, order))
                .ints("kernel_shape", taps)
                .ints("strides", strides)
                .ints("pads", Arrays.stream(around).boxed().toList())
                .output();
        if (image.op() instanceof Apply(ScalarFunction function, float alpha)
                && (function == ScalarFunction.RELU || function == ScalarFunction.RELU6)) {
            return new Written(y, order);
        }
        int rows = value.shape().dim(0);
        int columns = value.shape().dim(1);
        float[] least = new float[rows * columns];
        for (int i = 0; i < least.length; i++) {
            boolean inside = inside(i / columns, 0, around, image, taps, strides)
                    && inside(i % columns, 1, around, image, taps, strides);
            least[i] = inside ? -Float.MAX_VALUE : 0;
        }
        String zeros = graph.floats("zeros", new int[] {1, rows, columns}, least);
        return new Written(graph.node("Max", y, zeros).output(), order);
    }

    private static boolean inside(
            int output, int axis, int[] around, Traced image, List<Integer> taps, List<Integer> strides) {
        int from = output * strides.get(axis) - around[axis];
        return from >= 0 && from + taps.get(axis) <= image.shape().dim(axis);
    }

    Written convolution(Traced value, Conv2d conv) {
        return convolution(value, conv.strides().sides(), conv.dilation().sides(), conv.padding(), conv.groups());
    }

    Written convolution(Traced value, Conv3d conv) {
        return convolution(value, conv.strides().sides(), conv.dilation().sides(), conv.padding(), conv.groups());
    }

    private Written convolution(
            Traced value, List<Integer> strides, List<Integer> dilations, Padding padding, int groups) {
        Traced x = value.operand(0);
        Traced filters = value.operand(1);
        int axes = strides.size();
        List<Integer> order = Written.channelsFirst(axes + 1);
        List<Integer> taps = places(filters.shape(), axes);
        String weights = exporter.constant(filters, tapsLast(axes));
        GraphWriter.Node node = graph.node("Conv", exporter.ordered(x, order), weights)
                .ints("kernel_shape", taps)
                .ints("strides", strides)
                .ints("dilations", dilations)
                .integer("group", groups)
                .ints("pads", pads(places(x.shape(), axes), taps, strides, dilations, padding));
        open.put(value, graph.named(node, filters.name()));
        return new Written(node.output(), order);
    }

    /** Which axes of filters {@code [taps...,C,M]} become {@code [M,C,taps...]}. */
    private static List<Integer> tapsLast(int axes) {
        List<Integer> order = new ArrayList<>(List.of(axes + 1, axes));
        order.addAll(Mapped.straight(axes));
        return order;
    }

    Written transposed(Traced value, Conv2d.InputGradient gradient) {
        Conv2d conv = gradient.conv();
        return transposed(value, conv.strides().sides(), conv.dilation().sides(), conv.padding(), conv.groups());
    }

    Written transposed(Traced value, Conv3d.InputGradient gradient) {
        Conv3d conv = gradient.conv();
        return transposed(value, conv.strides().sides(), conv.dilation().sides(), conv.padding(), conv.groups());
    }

    private Written transposed(
            Traced value, List<Integer> strides, List<Integer> dilations, Padding padding, int groups) {
        Traced x = value.operand(0);
        Traced filters = value.operand(1);
        int axes = strides.size();
        List<Integer> order = Written.channelsFirst(axes + 1);
        List<Integer> taps = places(filters.shape(), axes);
        List<Integer> outputs = places(value.shape(), axes);
        List<Integer> pads = pads(outputs, taps, strides, dilations, padding);
        List<Integer> more = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            int span = (taps.get(i) - 1) * dilations.get(i) + 1;
            int reached = (x.shape().dim(i) - 1) * strides.get(i) + span - pads.get(i) - pads.get(i + axes);
            more.add(outputs.get(i) - reached);
        }
        String weights = exporter.constant(filters, tapsLast(axes));
        GraphWriter.Node node = graph.node("ConvTranspose", exporter.ordered(x, order), weights)
                .ints("kernel_shape", taps)
                .ints("strides", strides)
                .ints("dilations", dilations)
                .integer("group", groups)
                .ints("pads", pads)
                .ints("output_padding", more);
        open.put(value, graph.named(node, filters.name()));
        return new Written(node.output(), order);
    }

    Written product(Traced value) {
        Traced x = value.operand(0);
        Traced weights = value.operand(1);
        int rank = x.shape().rank();
        String matrix = exporter.constant(weights, List.of(0, 1));
        if (rank == 1) {
            GraphWriter.Node node = graph.node("Gemm", exporter.straight(x), matrix);
            open.put(value, graph.named(node, weights.name()));
            return Written.of(node.output(), 1);
        }
        return Written.of(
                graph.named(graph.node("MatMul", exporter.straight(x), matrix), weights.name())
                        .output(),
                rank);
    }

    /** Lets what follows a layer normalization be its scale and bias. */
    void takes(Traced value, GraphWriter.Node normalization) {
        open.put(value, normalization);
    }

    /** Factors of the last axis as an input of the layer normalization before; nothing where there is none. */
    Optional<Written> scaled(Traced value) {
        Traced x = value.operand(0);
        if (!(x.op() instanceof Normalize) || x.uses() != 1 || !open.containsKey(x)) {
            return Optional.empty();
        }
        GraphWriter.Node node = open.remove(x);
        Traced gamma = value.operand(1);
        node.builder().setInput(1, exporter.constant(gamma, List.of(0)));
        open.put(value, graph.named(node, gamma.name()));
        return Optional.of(exporter.written(x));
    }

    /** A bias as an input of the node that it is added to; nothing where something else reads what the node gives. */
    Optional<Written> biased(Traced value) {
        Traced x = value.operand(0);
        GraphWriter.Node node = x.uses() == 1 ? open.remove(x) : null;
        if (node == null) {
            return Optional.empty();
        }
        node.builder().addInput(exporter.constant(value.operand(1), List.of(0)));
        return Optional.of(exporter.written(x));
    }
}
