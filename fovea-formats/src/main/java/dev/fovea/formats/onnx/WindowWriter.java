package dev.fovea.formats.onnx;

import dev.fovea.formats.onnx.Trace.Traced;
import dev.fovea.op.Conv2d;
import dev.fovea.op.Conv3d;
import dev.fovea.op.Padding;
import dev.fovea.op.Reshape;
import dev.fovea.op.Size;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes convolutions, products with weights and pooling, with biases that follow, as nodes of ONNX. */
final class WindowWriter {
    private final Exporter exporter;
    private final GraphWriter graph;
    /** The nodes that would take a bias. */
    private final Map<Traced, GraphWriter.Node> open = new IdentityHashMap<>();

    WindowWriter(Exporter exporter) {
        this.exporter = exporter;
        this.graph = exporter.graph();
    }

    /** The name of a layer, of a weight's. */
    private GraphWriter.Node named(GraphWriter.Node node, Traced weight) {
        String name = weight.name();
        int end = name == null ? -1 : name.lastIndexOf('/');
        return end < 1 ? node : node.named(graph.unique(name.substring(0, end)));
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
            if (rank >= 2 && image.tensor() == null && image.shape().dim(-1) == x.shape().dim(2)) {
                String name = graph.node("Global" + type + "Pool", exporter.ordered(image, Written.channelsFirst(rank)))
                        .output();
                List<Integer> ones = new ArrayList<>(List.of(0, x.shape().dim(2), 1, 1));
                String y = rank == 3 ? name : graph.node("Reshape", name, graph.list(ones)).output();
                return new Written(y, first);
            }
        }
        GraphWriter.Node node = graph.node(type + "Pool", exporter.ordered(x, first))
                .ints("kernel_shape", poolSize.sides())
                .ints("strides", strides.sides())
                .ints("pads", pads(sizes, poolSize.sides(), strides.sides(), List.of(1, 1), padding));
        return new Written(node.output(), first);
    }

    Written convolution(Traced value, Conv2d conv) {
        return convolution(
                value, conv.strides().sides(), conv.dilation().sides(), conv.padding(), conv.groups());
    }

    Written convolution(Traced value, Conv3d conv) {
        return convolution(
                value, conv.strides().sides(), conv.dilation().sides(), conv.padding(), conv.groups());
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
        open.put(value, named(node, filters));
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
        open.put(value, named(node, filters));
        return new Written(node.output(), order);
    }

    Written product(Traced value) {
        Traced x = value.operand(0);
        Traced weights = value.operand(1);
        int rank = x.shape().rank();
        String matrix = exporter.constant(weights, List.of(0, 1));
        if (rank == 1) {
            GraphWriter.Node node = graph.node("Gemm", exporter.straight(x), matrix);
            open.put(value, named(node, weights));
            return Written.of(node.output(), 1);
        }
        return Written.of(
                named(graph.node("MatMul", exporter.straight(x), matrix), weights).output(), rank);
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
