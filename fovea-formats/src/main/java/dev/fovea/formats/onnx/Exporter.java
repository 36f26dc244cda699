package dev.fovea.formats.onnx;

import dev.fovea.data.WholeFile;
import dev.fovea.formats.onnx.Trace.Traced;
import dev.fovea.formats.onnx.proto.GraphProto;
import dev.fovea.formats.onnx.proto.ModelProto;
import dev.fovea.formats.onnx.proto.OperatorSetIdProto;
import dev.fovea.formats.onnx.proto.ValueInfoProto;
import dev.fovea.model.Model;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Input;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Writes a model as an ONNX graph, op by op. */
final class Exporter {
    /** The version of ONNX's format, and of its ops. */
    private static final int FORMAT = 8;

    private static final int OPSET = 17;

    private final Model model;
    private final DataFormat dataFormat;
    private final GraphWriter graph = new GraphWriter();
    private final Map<Traced, Written> written = new IdentityHashMap<>();
    private final Map<String, Map<List<Integer>, String>> reordered = new HashMap<>();
    private final Map<List<Object>, String> weights = new HashMap<>();

    Exporter(Model model, DataFormat dataFormat) {
        this.model = model;
        this.dataFormat = dataFormat;
    }

    GraphWriter graph() {
        return graph;
    }

    /** @throws IllegalArgumentException if the model has ops that ONNX hasn't */
    WholeFile.Content file() {
        Trace trace = new Trace(model);
        List<Value> inputs = new ArrayList<>();
        List<String> inputNames = inputNames();
        GraphProto.Builder ends = GraphProto.newBuilder();
        for (int i = 0; i < inputNames.size(); i++) {
            Shape shape = model.inputShapes().get(i);
            Traced input = trace.input(shape);
            inputs.add(input);
            String name = graph.unique(inputNames.get(i));
            Written value = new Written(name, outside(shape.rank()));
            written.put(input, value);
            ends.addInput(GraphWriter.info(name, dims(shape, value.order())));
        }
        List<Traced> outputs = model.callAll(inputs, trace).stream()
                .map(value -> (Traced) value)
                .toList();
        outputs.forEach(Traced::used);
        refuseUnknown(trace.values());
        OpWriter ops = new OpWriter(this);
        for (Traced value : trace.values()) {
            written.put(value, ops.write(value));
        }
        for (int i = 0; i < outputs.size(); i++) {
            ends.addOutput(output(outputs.get(i), model.outputNames().get(i)));
        }
        ModelProto file = ModelProto.newBuilder()
                .setIrVersion(FORMAT)
                .setProducerName("Fovea")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(
                        graph.graph(ends.getOutputList()).setName(model.name()).addAllInput(ends.getInputList()))
                .build();
        return file::writeTo;
    }

    private List<String> inputNames() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < model.layers().size(); i++) {
            if (model.layers().get(i) instanceof Input) {
                names.add(model.layerNames().get(i));
            }
        }
        return names;
    }

    /** The order of axes of images that enter or leave. */
    private List<Integer> outside(int rank) {
        return dataFormat == DataFormat.CHANNELS_LAST || rank < 2 ? Mapped.straight(rank) : Written.channelsFirst(rank);
    }

    private static int[] dims(Shape shape, List<Integer> order) {
        return order.stream().mapToInt(shape::dim).toArray();
    }

    private static void refuseUnknown(List<Traced> values) {
        Set<String> unknown = new TreeSet<>();
        for (Traced value : values) {
            if (!OpWriter.knows(value)) {
                unknown.add(value.op().getClass().getSimpleName());
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "the model has ops that can't be written as ONNX: " + String.join(", ", unknown));
        }
    }

    private ValueInfoProto output(Traced value, String layer) {
        List<Integer> order = outside(value.shape().rank());
        String inside = ordered(value, order);
        boolean direct = value.op() != null && value.tensor() == null && value.uses() == 1;
        String name = graph.unique(layer);
        if (direct || !inside.equals(written(value).name())) {
            graph.rename(inside, name);
        } else {
            // An input that leaves as it came, or a value that leaves twice.
            graph.rename(graph.node("Identity", inside).output(), name);
        }
        return GraphWriter.info(name, dims(value.shape(), order));
    }

    /** Where a value stands in the graph; one that is the same for all images is put there as it is asked for. */
    Written written(Traced value) {
        Written known = written.get(value);
        if (known != null) {
            return known;
        }
        int rank = value.shape().rank();
        String shared = constant(value, Mapped.straight(rank));
        // As many of it as there are images: those of any input.
        Written image = written.values().iterator().next();
        String count = graph.node("Shape", image.name()).integer("end", 1).output();
        List<Integer> dims = Arrays.stream(value.shape().dims()).boxed().toList();
        String shape =
                graph.node("Concat", count, graph.list(dims)).integer("axis", 0).output();
        Written expanded = Written.of(graph.node("Expand", shared, shape).output(), rank);
        written.put(value, expanded);
        return expanded;
    }

    /** A value with its axes in an order; brought to it once, however many ask. */
    String ordered(Traced value, List<Integer> order) {
        return ordered(written(value), order);
    }

    String ordered(Written value, List<Integer> order) {
        if (value.order().equals(order)) {
            return value.name();
        }
        List<Integer> perm = new ArrayList<>(List.of(0));
        order.forEach(axis -> perm.add(value.axis(axis)));
        return reordered
                .computeIfAbsent(value.name(), name -> new HashMap<>())
                .computeIfAbsent(
                        perm,
                        p -> graph.node("Transpose", value.name())
                                .ints("perm", p)
                                .output());
    }

    String straight(Traced value) {
        return ordered(value, Mapped.straight(value.shape().rank()));
    }

    /** What is the same for all images, with its axes in an order, under the name of its weight where it is one. */
    String constant(Traced value, List<Integer> order) {
        return constant(value, order, null);
    }

    /** @param shape another shape of the numbers, once they are in order; null for none */
    String constant(Traced value, List<Integer> order, Shape shape) {
        Tensor tensor = value.tensor();
        if (tensor == null) {
            throw new IllegalArgumentException("ONNX takes weights that do not depend on the images");
        }
        Known known = Known.of(tensor.shape(), tensor.data())
                .transposed(order.stream().mapToInt(Integer::intValue).toArray());
        int[] dims = (shape == null ? known.shape() : shape).dims();
        if (value.name() == null) {
            return graph.floats("constant", dims, known.floats());
        }
        return weights.computeIfAbsent(
                List.of(value.name(), order, Shape.of(dims)), key -> graph.floats(value.name(), dims, known.floats()));
    }
}
