package dev.fovea.formats.onnx;

import dev.fovea.formats.onnx.proto.GraphProto;
import dev.fovea.formats.onnx.proto.ModelProto;
import dev.fovea.formats.onnx.proto.NodeProto;
import dev.fovea.formats.onnx.proto.OperatorSetIdProto;
import dev.fovea.formats.onnx.proto.TensorProto;
import dev.fovea.formats.onnx.proto.TensorShapeProto.Dimension;
import dev.fovea.formats.onnx.proto.ValueInfoProto;
import dev.fovea.model.Model;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Identity;
import dev.fovea.nn.Input;
import dev.fovea.nn.Permute;
import dev.fovea.nn.Symbol;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Walks over an ONNX graph and builds a model of layers. */
final class Importer {
    private final ModelProto file;
    private final TensorReader reader;
    private final ReadOptions options;
    private final Map<String, Operand> values = new HashMap<>();
    private final Map<String, Tensor> weights = new HashMap<>();
    private final Map<Symbol, Map<List<Integer>, Symbol>> reordered = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private long opset;
    private long batchSize = -1;

    Importer(ModelProto file, TensorReader reader, ReadOptions options) {
        this.file = file;
        this.reader = reader;
        this.options = options;
    }

    long opset() {
        return opset;
    }

    /** How many images the file was written for, or -1 where it leaves that open. */
    long batchSize() {
        return batchSize;
    }

    boolean batched() {
        return options.batched();
    }

    void weight(String name, Tensor tensor) {
        weights.put(name, tensor);
    }

    Known read(TensorProto tensor) {
        try {
            return reader.read(tensor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException if the file is damaged or needs what Fovea hasn't */
    Model model() {
        GraphProto graph = file.getGraph();
        opset = opset(file.getOpsetImportList());
        refuseUnknown(graph);
        for (TensorProto tensor : graph.getInitializerList()) {
            values.put(tensor.getName(), read(tensor));
        }
        List<Symbol> inputs = new ArrayList<>();
        for (ValueInfoProto input : graph.getInputList()) {
            // Before version 4 of the format, what the file holds is among the inputs too.
            if (!values.containsKey(input.getName())) {
                inputs.add(input(input));
            }
        }
        for (NodeProto node : graph.getNodeList()) {
            apply(node);
        }
        List<Symbol> outputs = new ArrayList<>();
        for (ValueInfoProto output : graph.getOutputList()) {
            outputs.add(output(output.getName()));
        }
        String name = graph.getName().isBlank() ? "onnx" : graph.getName();
        Model model = Model.named(name, 0, inputs, outputs);
        // All of them: a layer here asks for no weight that it is not added with.
        model.weights().forEach(weight -> weight.assign(weights.remove(weight.name())));
        return model;
    }

    private static long opset(List<OperatorSetIdProto> imports) {
        for (OperatorSetIdProto set : imports) {
            if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
                if (set.getVersion() < 7) {
                    throw new IllegalArgumentException("its ops are of opset " + set.getVersion()
                            + "; Fovea reads opset 7 and later, to which ONNX's version converter brings it");
                }
                return set.getVersion();
            }
        }
        throw new IllegalArgumentException("it does not say of which opset its ops are");
    }

    private static void refuseUnknown(GraphProto graph) {
        Set<String> unknown = new LinkedHashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            boolean own = node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx");
            if (!own || Rules.of(node.getOpType()) == null) {
                unknown.add(
                        (own ? "" : node.getDomain() + ".") + node.getOpType() + " (node \"" + node.getName() + "\")");
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("Fovea does not read " + String.join(", ", unknown));
        }
    }

    private Symbol input(ValueInfoProto input) {
        String name = input.getName();
        List<Dimension> dims = input.getType().getTensorType().getShape().getDimList();
        Shape given = options.inputShapes().get(name);
        int lead = batched() ? 1 : 0;
        if (batched() && !dims.isEmpty() && dims.getFirst().hasDimValue()) {
            batchSize = dims.getFirst().getDimValue();
        }
        if (given == null) {
            if (dims.size() < lead) {
                throw new IllegalArgumentException(
                        "its input \"" + name + "\" has no batch axis; say so by batched(false)");
            }
            int[] sizes = new int[dims.size() - lead];
            for (int i = 0; i < sizes.length; i++) {
                Dimension dim = dims.get(i + lead);
                if (!dim.hasDimValue() || dim.getDimValue() < 1 || dim.getDimValue() > Integer.MAX_VALUE) {
                    throw new IllegalArgumentException("its input \"" + name + "\" leaves the size of axis "
                            + (i + lead) + " open; give its shape by inputShape(\"" + name + "\", ...)");
                }
                sizes[i] = (int) dim.getDimValue();
            }
            given = Shape.of(sizes);
        }
        int rank = given.rank();
        if (options.dataFormat() == DataFormat.CHANNELS_LAST && rank > 1 && batched()) {
            List<Integer> order = Mapped.channelsLast(rank);
            int[] sizes = order.stream().mapToInt(given::dim).toArray();
            Symbol symbol = Input.named(unique(name), sizes);
            values.put(name, Mapped.of(symbol, order));
            return symbol;
        }
        Symbol symbol = Input.named(unique(name), given.dims());
        values.put(name, Mapped.of(symbol));
        return symbol;
    }

    /** A value with its axes in this order; brought to it once, however many ask. */
    Symbol ordered(Mapped value, List<Integer> order) {
        if (value.order().equals(order)) {
            return value.symbol();
        }
        List<Integer> dims = order.stream().map(axis -> value.axis(axis) + 1).toList();
        return reordered
                .computeIfAbsent(value.symbol(), symbol -> new HashMap<>())
                .computeIfAbsent(dims, axes -> new Permute(axes, unique("permute")).apply(value.symbol()));
    }

    private Symbol output(String name) {
        return switch (values.get(name)) {
            case null -> throw new IllegalArgumentException("nothing gives its output \"" + name + "\"");
            case Known known ->
                throw new IllegalArgumentException("its output \"" + name + "\" does not depend on an input");
            case Mapped mapped -> {
                boolean last = options.dataFormat() == DataFormat.CHANNELS_LAST && batched();
                Symbol symbol =
                        ordered(mapped, last ? Mapped.channelsLast(mapped.rank()) : Mapped.straight(mapped.rank()));
                yield symbol.layer() instanceof Input
                        ? Identity.of().name(unique(name)).apply(symbol)
                        : symbol;
            }
        };
    }

    private void apply(NodeProto node) {
        List<Operand> operands = new ArrayList<>();
        for (String input : node.getInputList()) {
            Operand operand = values.get(input);
            if (operand == null && !input.isEmpty()) {
                throw new IllegalArgumentException(
                        where(node) + " takes \"" + input + "\", which nothing before it gives");
            }
            operands.add(operand);
        }
        List<Operand> results;
        try {
            results = Rules.of(node.getOpType()).apply(new Call(this, node, operands));
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(where(node) + ": " + e.getMessage(), e);
        }
        for (int i = 0; i < node.getOutputCount(); i++) {
            if (i < results.size()) {
                values.put(node.getOutput(i), results.get(i));
            }
        }
    }

    private static String where(NodeProto node) {
        return node.getOpType() + " \"" + (node.getName().isEmpty() ? node.getOutputList() : node.getName()) + "\"";
    }

    /** A name for a layer: that of a weight without its last part, or that of the node, or the op's. */
    String name(NodeProto node, int weight) {
        String base = node.getName();
        if (weight >= 0 && weight < node.getInputCount()) {
            String[] ends = {".weight", "/kernel", "/gamma", "/depthwise_kernel", "/value", "/alpha"};
            for (String end : ends) {
                String input = node.getInput(weight);
                if (input.length() > end.length() && input.endsWith(end)) {
                    base = input.substring(0, input.length() - end.length());
                }
            }
        }
        return unique(base.isBlank() ? node.getOpType().toLowerCase(Locale.ROOT) : base);
    }

    private String unique(String base) {
        // A slash would part the names of models.
        String plain = base.replaceAll("^/+", "").replace('/', '.');
        String name = plain.isBlank() ? "layer" : plain;
        for (int i = 1; !names.add(name); i++) {
            name = plain + "_" + i;
        }
        return name;
    }
}
