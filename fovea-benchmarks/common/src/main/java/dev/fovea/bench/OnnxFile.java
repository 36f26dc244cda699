package dev.fovea.bench;

import dev.fovea.tensor.Shape;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;

/**
 * Writes a net as an ONNX file (onnx.proto, operator set 13): input {@code x [N,C,H,W]}, output {@code y [N,classes]}.
 * Batch normalizations stay by themselves; to fold them is left to who reads it.
 */
final class OnnxFile {
    private static final int IR_VERSION = 7;
    private static final int OPERATOR_SET = 13;

    // Types of tensors' elements and of attributes.
    private static final int FLOAT = 1;
    private static final int ATTRIBUTE_FLOAT = 1;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    private final Net net;
    private final Materials materials;
    private final Message graph = new Message();

    private OnnxFile(Net net, Materials materials) {
        this.net = net;
        this.materials = materials;
    }

    static void write(Net net, Materials materials) throws IOException {
        Message graph = new OnnxFile(net, materials).graph();
        Message model = new Message()
                .number(1, IR_VERSION)
                .text(2, "fovea-benchmarks")
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, OPERATOR_SET));
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(materials.onnx(net)))) {
            model.writeTo(out);
        }
    }

    private Message graph() throws IOException {
        graph.text(2, net.name());
        Shape image = net.imageShape();
        graph.message(11, value(Materials.ONNX_INPUT, image.dim(2), image.dim(0), image.dim(1)));
        graph.message(12, value("y", net.classes()));
        for (Net.Node node : net.nodes()) {
            add(node);
        }
        return graph;
    }

    private void add(Net.Node node) throws IOException {
        String y = name(node.id());
        String[] x = node.inputs().stream().map(this::name).toArray(String[]::new);
        switch (node.part()) {
            case Part.Input() -> {}
            case Part.Conv(String name, int filters, int size, int stride, int pad, boolean bias) -> {
                String kernel = kernel(name);
                String[] inputs =
                        bias ? new String[] {x[0], kernel, vector(name + "/bias")} : new String[] {x[0], kernel};
                operation("Conv", y, window(size, stride, pad), inputs);
            }
            case Part.Depthwise(String name, int size, int stride, int pad) -> {
                Message attributes = window(size, stride, pad);
                integer(attributes, "group", node.shape().dim(2));
                operation("Conv", y, attributes, x[0], kernel(name));
            }
            case Part.BatchNorm(String name) -> {
                Message attributes = new Message();
                attributes.message(
                        5,
                        new Message()
                                .text(1, "epsilon")
                                .real(2, Part.BatchNorm.EPSILON)
                                .number(20, ATTRIBUTE_FLOAT));
                operation(
                        "BatchNormalization",
                        y,
                        attributes,
                        x[0],
                        vector(name + "/gamma"),
                        vector(name + "/beta"),
                        vector(name + "/moving_mean"),
                        vector(name + "/moving_variance"));
            }
            case Part.Relu() -> operation("Relu", y, new Message(), x);
            case Part.Relu6() -> {
                String zero = tensor(y + "/zero", new int[0], 0);
                String six = tensor(y + "/six", new int[0], 6);
                operation("Clip", y, new Message(), x[0], zero, six);
            }
            case Part.MaxPool(int size, int stride, int pad) -> operation("MaxPool", y, window(size, stride, pad), x);
            case Part.GlobalAverage() -> {
                operation("GlobalAveragePool", y + "/mean", new Message(), x);
                operation("Flatten", y, new Message(), y + "/mean");
            }
            case Part.Flatten() -> operation("Flatten", y, new Message(), x);
            case Part.Dropout(float rate) -> operation("Identity", y, new Message(), x);
            case Part.Dense(String name, int units) -> {
                Message attributes = new Message();
                integer(attributes, "transB", 1);
                int inputs = net.inputShape(node).size();
                float[] turned = ChannelsFirst.dense(materials, net, node);
                String kernel = tensor(name + "/kernel", new int[] {units, inputs}, turned);
                operation("Gemm", y, attributes, x[0], kernel, vector(name + "/bias"));
            }
            case Part.Add() -> operation("Add", y, new Message(), x);
        }
    }

    private String name(int id) {
        return id == 0 ? Materials.ONNX_INPUT : id == net.nodes().size() - 1 ? "y" : "t" + id;
    }

    private String kernel(String layer) throws IOException {
        Shape shape = net.weights().get(layer + "/kernel");
        boolean depthwise = layer.startsWith("depthwise");
        int[] dims = {shape.dim(depthwise ? 2 : 3), depthwise ? 1 : shape.dim(2), shape.dim(0), shape.dim(1)};
        return tensor(layer + "/kernel", dims, ChannelsFirst.kernel(materials, net, layer + "/kernel"));
    }

    private String vector(String weight) throws IOException {
        float[] values = materials.weight(net, weight);
        return tensor(weight, new int[] {values.length}, values);
    }

    private String tensor(String name, int[] dims, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        Message tensor = new Message();
        Arrays.stream(dims).forEach(dim -> tensor.number(1, dim));
        graph.message(5, tensor.number(2, FLOAT).text(8, name).bytes(9, bytes.array()));
        return name;
    }

    private void operation(String type, String output, Message attributes, String... inputs) {
        Message node = new Message();
        Arrays.stream(inputs).forEach(input -> node.text(1, input));
        node.text(2, output).text(3, type + " " + output).text(4, type);
        graph.message(1, node.append(attributes));
    }

    private static Message window(int size, int stride, int pad) {
        Message attributes = new Message();
        integers(attributes, "kernel_shape", size, size);
        integers(attributes, "strides", stride, stride);
        integers(attributes, "pads", pad, pad, pad, pad);
        return attributes;
    }

    private static void integer(Message attributes, String name, int value) {
        attributes.message(5, new Message().text(1, name).number(3, value).number(20, ATTRIBUTE_INT));
    }

    private static void integers(Message attributes, String name, int... values) {
        Message attribute = new Message().text(1, name);
        Arrays.stream(values).forEach(value -> attribute.number(8, value));
        attributes.message(5, attribute.number(20, ATTRIBUTE_INTS));
    }

    private static Message value(String name, int... image) {
        Message shape = new Message().message(1, new Message().text(2, Materials.ONNX_BATCH));
        Arrays.stream(image).forEach(dim -> shape.message(1, new Message().number(1, dim)));
        Message tensor = new Message().number(1, FLOAT).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }
}
