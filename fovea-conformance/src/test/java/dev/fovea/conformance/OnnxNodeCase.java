package dev.fovea.conformance;

import dev.fovea.formats.onnx.Onnx;
import dev.fovea.formats.onnx.ReadOptions;
import dev.fovea.formats.onnx.proto.GraphProto;
import dev.fovea.formats.onnx.proto.ModelProto;
import dev.fovea.formats.onnx.proto.TensorProto;
import dev.fovea.formats.onnx.proto.TensorProto.DataType;
import dev.fovea.formats.onnx.proto.ValueInfoProto;
import dev.fovea.model.MalformedModelException;
import dev.fovea.model.Model;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One of ONNX's tests of an op: a model of it, inputs, and the outputs to be had.
 *
 * <p>There, weights and axes are inputs like images; of a network's file they are constants. So inputs are tried as the
 * model's in this order: all that are floating, or the first alone and the others as constants; with axis 0 as the batch
 * where all have it, or as any other axis. What Fovea reads first is what is held to the outputs.
 */
record OnnxNodeCase(String name, ModelProto model, List<TensorProto> inputs, List<TensorProto> outputs) {
    /** Whether its ops are of those, and what goes in and out are images. */
    boolean inScope(Set<String> operators) {
        return model.getGraph().getNodeList().stream().allMatch(node -> operators.contains(node.getOpType()))
                && !inputs.isEmpty()
                && floating(inputs.getFirst())
                && model.getGraph().getInputList().stream()
                        .allMatch(input -> input.getType().hasTensorType())
                && outputs.stream().allMatch(OnnxNodeCase::floating)
                && inputs.size() == fed().size();
    }

    /** The inputs of the graph but those of which the file holds the numbers. */
    private List<ValueInfoProto> fed() {
        Set<String> held = model.getGraph().getInitializerList().stream()
                .map(TensorProto::getName)
                .collect(Collectors.toSet());
        return model.getGraph().getInputList().stream()
                .filter(input -> !held.contains(input.getName()))
                .toList();
    }

    private static boolean floating(TensorProto tensor) {
        return switch (DataType.forNumber(tensor.getDataType())) {
            case FLOAT, FLOAT16, DOUBLE -> true;
            case null, default -> false;
        };
    }

    /** What is wrong with what Fovea makes of it, or null. */
    String failure(Path folder) throws IOException {
        String refused = null;
        for (boolean batched : new boolean[] {true, false}) {
            for (boolean all : new boolean[] {true, false}) {
                List<Integer> live = live(all);
                if (batched && !sameBatch(live)) {
                    continue;
                }
                Path file =
                        Files.write(folder.resolve(name + ".onnx"), with(live).toByteArray());
                Model read;
                try {
                    read = Onnx.read(file, ReadOptions.of().batched(batched));
                } catch (MalformedModelException e) {
                    refused = refused == null ? e.getMessage() : refused;
                    continue;
                }
                try {
                    return difference(read, live, batched);
                } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                    return e.toString();
                }
            }
        }
        return refused;
    }

    private List<Integer> live(boolean all) {
        List<Integer> live = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            if (floating(inputs.get(i)) && (all || live.isEmpty())) {
                live.add(i);
            }
        }
        return live;
    }

    private boolean sameBatch(List<Integer> live) {
        return live.stream().allMatch(i -> inputs.get(i).getDimsCount() > 0)
                && live.stream()
                                .mapToLong(i -> inputs.get(i).getDims(0))
                                .distinct()
                                .count()
                        == 1;
    }

    private ModelProto with(List<Integer> live) {
        GraphProto graph = model.getGraph();
        GraphProto.Builder changed = graph.toBuilder().clearInput();
        for (int i = 0; i < inputs.size(); i++) {
            ValueInfoProto input = fed().get(i);
            if (live.contains(i)) {
                changed.addInput(input);
            } else {
                changed.addInitializer(inputs.get(i).toBuilder().setName(input.getName()));
            }
        }
        ModelProto.Builder file = model.toBuilder().setGraph(changed);
        // Tests of ops that opset 7 has unchanged may say an older one.
        file.getOpsetImportBuilderList().forEach(set -> set.setVersion(Math.max(set.getVersion(), 7)));
        return file.build();
    }

    private String difference(Model read, List<Integer> live, boolean batched) {
        Tensor[] fed = live.stream().map(i -> tensor(inputs.get(i), batched)).toArray(Tensor[]::new);
        List<Tensor> results = read.predictAll(fed);
        for (int i = 0; i < outputs.size(); i++) {
            Tensor expected = tensor(outputs.get(i), batched);
            Tensor actual = results.get(i);
            if (!actual.shape().equals(expected.shape())) {
                return "gives " + actual.shape() + ", expected " + expected.shape();
            }
            double rounding = outputs.get(i).getDataType() == DataType.FLOAT16.getNumber() ? 1e-3 : 1e-5;
            for (int j = 0; j < expected.size(); j++) {
                float a = actual.data()[j];
                float b = expected.data()[j];
                // ONNX's own tests allow 1e-3.
                if (Float.compare(a, b) != 0 && !(Math.abs(a - b) <= rounding * (1 + Math.abs(b)))) {
                    return "gives " + a + " for number " + j + ", expected " + b;
                }
            }
        }
        return null;
    }

    private static Tensor tensor(TensorProto proto, boolean batched) {
        int[] dims = proto.getDimsList().stream().mapToInt(Math::toIntExact).toArray();
        Shape shape = Shape.of(dims);
        ByteBuffer raw = proto.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            if (!proto.hasRawData()) {
                values[i] = proto.getFloatData(i);
                continue;
            }
            values[i] = switch (DataType.forNumber(proto.getDataType())) {
                case FLOAT -> raw.getFloat();
                case DOUBLE -> (float) raw.getDouble();
                default -> Float.float16ToFloat(raw.getShort());
            };
        }
        return Tensor.of(batched ? shape : shape.prepend(1), values);
    }
}
