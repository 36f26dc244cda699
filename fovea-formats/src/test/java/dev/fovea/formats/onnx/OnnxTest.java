package dev.fovea.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.fovea.formats.onnx.proto.AttributeProto;
import dev.fovea.formats.onnx.proto.GraphProto;
import dev.fovea.formats.onnx.proto.ModelProto;
import dev.fovea.formats.onnx.proto.NodeProto;
import dev.fovea.formats.onnx.proto.OperatorSetIdProto;
import dev.fovea.formats.onnx.proto.StringStringEntryProto;
import dev.fovea.formats.onnx.proto.TensorProto;
import dev.fovea.formats.onnx.proto.TensorProto.DataLocation;
import dev.fovea.formats.onnx.proto.TensorProto.DataType;
import dev.fovea.formats.onnx.proto.TensorShapeProto.Dimension;
import dev.fovea.formats.onnx.proto.ValueInfoProto;
import dev.fovea.model.MalformedModelException;
import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.ZeroPadding2D;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxTest {
    @TempDir
    Path folder;

    private static ValueInfoProto info(String name, int... dims) {
        return GraphWriter.info(name, dims);
    }

    private static NodeProto.Builder node(String type, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(type)
                .setName(type + " of " + output)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }

    private static GraphProto.Builder graph() {
        return GraphProto.newBuilder().addInput(info("x", 2, 4, 4)).addOutput(info("y"));
    }

    private Path write(GraphProto.Builder graph) throws IOException {
        return write(graph, 17);
    }

    private Path write(GraphProto.Builder graph, int opset) throws IOException {
        ModelProto model = ModelProto.newBuilder()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
                .setGraph(graph)
                .build();
        return Files.write(folder.resolve("model.onnx"), model.toByteArray());
    }

    private static TensorProto.Builder tensor(DataType type, long... dims) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName("w").setDataType(type.getNumber());
        for (long dim : dims) {
            tensor.addDims(dim);
        }
        return tensor;
    }

    private static Tensor images(int... dims) {
        Tensor images = Tensor.zeros(dims);
        for (int i = 0; i < images.size(); i++) {
            images.data()[i] = (float) Math.cos(i);
        }
        return images;
    }

    private static void refused(Path file, String... words) {
        assertThatThrownBy(() -> Onnx.read(file))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void everyOpThatIsUnknownIsNamedInOneError() throws IOException {
        GraphProto.Builder graph = graph().addNode(node("Sin", "a", "x"))
                .addNode(node("Relu", "b", "a"))
                .addNode(node("Attention", "y", "b").setDomain("com.microsoft"));
        refused(write(graph), "Sin (node \"Sin of a\")", "com.microsoft.Attention (node \"Attention of y\")");
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.onnx"), "This is no model.");
        refused(text, "it is no ONNX model");
        refused(Files.write(folder.resolve("empty.onnx"), new byte[0]), "it holds no ONNX graph");
        refused(write(graph()), "nothing gives its output \"y\"");
        refused(write(graph().addNode(node("Relu", "y", "z"))), "takes \"z\", which nothing before it gives");
        refused(write(graph().addNode(node("Relu", "y", "x")), 6), "opset 6", "opset 7 and later");
    }

    @Test
    void sizesThatAFileLeavesOpenAreAskedFor() throws IOException {
        ValueInfoProto.Builder open = info("x", 2, 4, 4).toBuilder();
        open.getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .setDim(3, Dimension.newBuilder().setDimParam("width"));
        Path file = write(graph().clearInput().addInput(open).addNode(node("Relu", "y", "x")));
        refused(file, "leaves the size of axis 3 open", "inputShape(\"x\"");
        Model model = Onnx.read(file, ReadOptions.of().inputShape("x", 2, 4, 7));
        assertThat(model.outputShape()).isEqualTo(Shape.of(2, 4, 7));
    }

    @Test
    void whatWouldMixImagesOfABatchIsRefused() throws IOException {
        NodeProto.Builder transpose = node("Transpose", "y", "x");
        transpose.addAttribute(AttributeProto.newBuilder()
                .setName("perm")
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(List.of(1L, 0L, 2L, 3L)));
        refused(write(graph().addNode(transpose)), "Transpose", "it would make the batch another axis than the first");
        refused(write(graph().addNode(node("ReduceMean", "y", "x"))), "that of the batch too");
    }

    @Test
    void numbersOfEveryTypeAreRead() throws IOException {
        float[] expected = {1.5f, -2, 0.25f, 3};
        ByteBuffer halves = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer brains = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer doubles = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer singles = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        TensorProto.Builder halvesApart = tensor(DataType.FLOAT16, 4);
        TensorProto.Builder singlesApart = tensor(DataType.FLOAT, 4);
        TensorProto.Builder doublesApart = tensor(DataType.DOUBLE, 4);
        for (float value : expected) {
            halves.putShort(Float.floatToFloat16(value));
            brains.putShort((short) (Float.floatToIntBits(value) >>> 16));
            doubles.putDouble(value);
            singles.putFloat(value);
            halvesApart.addInt32Data(Float.floatToFloat16(value) & 0xffff);
            singlesApart.addFloatData(value);
            doublesApart.addDoubleData(value);
        }
        List<TensorProto.Builder> tensors = List.of(
                tensor(DataType.FLOAT16, 4).setRawData(ByteString.copyFrom(halves.flip())),
                tensor(DataType.BFLOAT16, 4).setRawData(ByteString.copyFrom(brains.flip())),
                tensor(DataType.DOUBLE, 4).setRawData(ByteString.copyFrom(doubles.flip())),
                tensor(DataType.FLOAT, 4).setRawData(ByteString.copyFrom(singles.flip())),
                halvesApart,
                singlesApart,
                doublesApart);
        for (TensorProto.Builder tensor : tensors) {
            Path file = write(graph().addInitializer(tensor).addNode(node("Add", "y", "x", "w")));
            Tensor sum = Onnx.read(file).predict(Tensor.zeros(1, 2, 4, 4));
            assertThat(sum.reshape(8, 4).slice(0, 1).data()).containsExactly(expected);
        }
    }

    @Test
    void tensorsThatAreNotAsLongAsTheySayAreRefused() throws IOException {
        TensorProto.Builder huge = tensor(DataType.FLOAT, 1 << 20, 1 << 20);
        refused(write(graph().addInitializer(huge)), "\"w\"", "more than 2^31 - 1 numbers");
        TensorProto.Builder large = tensor(DataType.FLOAT, 1 << 30).setRawData(ByteString.copyFromUtf8("1234"));
        refused(write(graph().addInitializer(large)), "\"w\"", "it has 4 bytes", "takes 4294967296");
        refused(write(graph().addInitializer(tensor(DataType.FLOAT, 1 << 30))), "it has 0 numbers");
        refused(write(graph().addInitializer(tensor(DataType.STRING, 1))), "STRING");
    }

    private Path withData(String location, long offset) throws IOException {
        TensorProto.Builder tensor = tensor(DataType.FLOAT, 4).setDataLocation(DataLocation.EXTERNAL);
        tensor.addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue(location));
        tensor.addExternalData(
                StringStringEntryProto.newBuilder().setKey("offset").setValue(Long.toString(offset)));
        return write(graph().addInitializer(tensor).addNode(node("Add", "y", "x", "w")));
    }

    @Test
    void dataBesideAFileIsReadFromItsFolderAlone() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(0).putFloat(1).putFloat(2).putFloat(3).putFloat(4);
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.write(folder.resolve("weights"), data.array());
        Tensor sum = Onnx.read(withData("weights", 4)).predict(Tensor.zeros(1, 2, 4, 4));
        assertThat(sum.reshape(8, 4).slice(0, 1).data()).containsExactly(1, 2, 3, 4);
        refused(withData("weights", 8), "16 bytes at 8 of weights, which has 20");
        refused(withData("nowhere", 0), "is not in");

        Path model = withData("../weights", 4);
        Path within = Files.move(model, inner.resolve("model.onnx"));
        refused(within, "outside of the model's folder");
        Path absolute = Files.move(withData(folder.resolve("weights").toString(), 4), inner.resolve("absolute.onnx"));
        refused(absolute, "outside of the model's folder");
        Files.createSymbolicLink(inner.resolve("link"), folder.resolve("weights"));
        Path linked = Files.move(withData("link", 4), inner.resolve("linked.onnx"));
        refused(linked, "a link that leads out of the model's folder");
    }

    @Test
    void aModelIsTheSameWhenItIsReadAgain() throws IOException {
        Sequential model = Sequential.seeded(
                1,
                Input.of(9, 9, 2),
                Conv2D.of(4, 3).strides(2).padding(Padding.SAME).activation(Activations.TANH),
                ZeroPadding2D.of(1, 0),
                MaxPooling2D.of(2),
                Dropout.of(0.5f),
                Flatten.of(),
                Dense.of(3).activation(Activations.SOFTMAX));
        Tensor images = images(2, 9, 9, 2);
        Path file = folder.resolve("model.onnx");
        Onnx.write(model, file);
        Model again = Onnx.read(file);
        assertThat(again.predict(images).data())
                .containsExactly(model.predict(images).data());
        assertThat(again.weight("conv2d/kernel").tensor())
                .isEqualTo(model.weight("conv2d/kernel").tensor());

        Onnx.write(model, file, DataFormat.CHANNELS_FIRST);
        assertThat(Onnx.read(file).inputShape()).isEqualTo(Shape.of(2, 9, 9));
    }

    @Test
    void whatOnnxHasNotIsNamed() {
        Sequential model = Sequential.of(Input.of(4), Activation.of(Activations.SPARSEMAX));
        assertThatThrownBy(() -> Onnx.write(model, folder.resolve("model.onnx")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Sparsemax");
        assertThat(folder.resolve("model.onnx")).doesNotExist();
    }
}
