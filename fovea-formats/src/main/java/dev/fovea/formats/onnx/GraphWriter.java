package dev.fovea.formats.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.fovea.formats.onnx.proto.AttributeProto;
import dev.fovea.formats.onnx.proto.AttributeProto.AttributeType;
import dev.fovea.formats.onnx.proto.GraphProto;
import dev.fovea.formats.onnx.proto.NodeProto;
import dev.fovea.formats.onnx.proto.TensorProto;
import dev.fovea.formats.onnx.proto.TensorProto.DataType;
import dev.fovea.formats.onnx.proto.TensorShapeProto;
import dev.fovea.formats.onnx.proto.TypeProto;
import dev.fovea.formats.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The nodes and numbers of an ONNX graph that is being written. */
final class GraphWriter {
    private final List<NodeProto.Builder> nodes = new ArrayList<>();
    private final List<TensorProto> initializers = new ArrayList<>();
    private final Map<String, String> lists = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private long bytes;

    /** A name that nothing else has, made of this one. */
    String unique(String base) {
        String name = base;
        while (!names.add(name)) {
            name = base + "_" + counts.merge(base, 1, Integer::sum);
        }
        return name;
    }

    /** A node with one output; gives its name. */
    Node node(String type, String... inputs) {
        String output = unique(type.toLowerCase(Locale.ROOT) + ":0");
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(type)
                .setName(unique(type))
                .addAllInput(List.of(inputs))
                .addOutput(output);
        nodes.add(node);
        return new Node(node);
    }

    /** Names a node after the layer of a weight, if there is one. */
    Node named(Node node, String weight) {
        int end = weight == null ? -1 : weight.lastIndexOf('/');
        return end < 1 ? node : node.named(unique(weight.substring(0, end)));
    }

    /** A node as it is made. */
    record Node(NodeProto.Builder builder) {
        Node named(String name) {
            builder.setName(name);
            return this;
        }

        private AttributeProto.Builder attribute(String name, AttributeType type) {
            return builder.addAttributeBuilder().setName(name).setType(type);
        }

        Node ints(String name, List<Integer> values) {
            AttributeProto.Builder attribute = attribute(name, AttributeType.INTS);
            values.forEach(attribute::addInts);
            return this;
        }

        Node integer(String name, long value) {
            attribute(name, AttributeType.INT).setI(value);
            return this;
        }

        Node number(String name, float value) {
            attribute(name, AttributeType.FLOAT).setF(value);
            return this;
        }

        Node text(String name, String value) {
            attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value));
            return this;
        }

        String output() {
            return builder.getOutput(0);
        }
    }

    /** Numbers that the file holds; gives their name. */
    String floats(String name, int[] dims, float[] values) {
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(values.length, 4)).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return initializer(name, dims, DataType.FLOAT, data);
    }

    String number(float value) {
        return lists.computeIfAbsent("number " + value, key -> floats("number", new int[0], new float[] {value}));
    }

    /** Whole numbers, held once however often they are asked for. */
    String list(List<Integer> values) {
        return lists.computeIfAbsent("list " + values, key -> {
            ByteBuffer data = ByteBuffer.allocate(values.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
            values.forEach(data::putLong);
            return initializer("list", new int[] {values.size()}, DataType.INT64, data.flip());
        });
    }

    private String initializer(String base, int[] dims, DataType type, ByteBuffer data) {
        bytes += data.capacity();
        if (bytes > Integer.MAX_VALUE - (1 << 20)) {
            throw new IllegalArgumentException("its weights take more than the 2 GB of one ONNX file");
        }
        String name = unique(base);
        initializers.add(TensorProto.newBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .addAllDims(IntStream.of(dims).mapToObj(Long::valueOf).toList())
                .setRawData(UnsafeByteOperations.unsafeWrap(data.array()))
                .build());
        return name;
    }

    /** Calls a value otherwise, wherever it is given or read. */
    void rename(String from, String to) {
        for (NodeProto.Builder node : nodes) {
            for (int i = 0; i < node.getInputCount(); i++) {
                if (node.getInput(i).equals(from)) {
                    node.setInput(i, to);
                }
            }
            if (node.getOutput(0).equals(from)) {
                node.setOutput(0, to);
            }
        }
    }

    /** An input or output of images {@code [N, dims...]}. */
    static ValueInfoProto info(String name, int[] dims) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam("N");
        for (int dim : dims) {
            shape.addDimBuilder().setDimValue(dim);
        }
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder()
                .setElemType(DataType.FLOAT.getNumber())
                .setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** The graph of all that these outputs are made of. */
    GraphProto.Builder graph(List<ValueInfoProto> outputs) {
        Set<String> read = new HashSet<>();
        outputs.forEach(output -> read.add(output.getName()));
        List<NodeProto> needed = new ArrayList<>();
        for (NodeProto.Builder node : nodes.reversed()) {
            if (read.contains(node.getOutput(0))) {
                read.addAll(node.getInputList());
                needed.addFirst(node.build());
            }
        }
        GraphProto.Builder graph = GraphProto.newBuilder().addAllNode(needed).addAllOutput(outputs);
        initializers.stream().filter(tensor -> read.contains(tensor.getName())).forEach(graph::addInitializer);
        return graph;
    }
}
