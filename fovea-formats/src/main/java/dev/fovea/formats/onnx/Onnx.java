package dev.fovea.formats.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.fovea.data.WholeFile;
import dev.fovea.formats.onnx.proto.ModelProto;
import dev.fovea.model.MalformedModelException;
import dev.fovea.model.Model;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Layer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * ONNX files as models, and models as ONNX files.
 *
 * <p>Of an ONNX node that a layer of Keras stands for, a model gets that layer; of others, those of this package. It is
 * a model like any other: it trains, and is saved by {@code model.save}. To load it again, name this package's layers:
 *
 * <pre>{@code
 * Model model = Onnx.read(Path.of("resnet18.onnx"));
 * Tensor probabilities = model.predict(images);  // [N, 3, 224, 224] -> [N, 1000]
 * model.save(Path.of("resnet18.fovea"));
 * Model.load(Path.of("resnet18.fovea"), Onnx.layers());
 * Onnx.write(model, Path.of("again.onnx"));
 * }</pre>
 *
 * <p>Numbers are float32; those of float16, bfloat16 and double are converted. Sources: the specification of ONNX's
 * intermediate representation and of its operators.
 */
public final class Onnx {
    private Onnx() {}

    /** As {@link #read(Path, ReadOptions)}: images enter as in the file, mostly {@code [N,C,H,W]}. */
    public static Model read(Path file) throws IOException {
        return read(file, ReadOptions.of());
    }

    /**
     * Reads a model of ONNX's own ops, of opset 7 or later.
     *
     * @throws MalformedModelException if the file is no ONNX model, damaged, or needs what Fovea hasn't; ops that it
     *     hasn't are listed all at once
     * @throws IOException if it can't be read
     */
    public static Model read(Path file, ReadOptions options) throws IOException {
        long size = Files.size(file);
        if (size > Integer.MAX_VALUE - 8) {
            throw new MalformedModelException(
                    file, "it has " + size + " bytes; a file of more than 2 GB holds its weights as external data");
        }
        try {
            CodedInputStream bytes = CodedInputStream.newInstance(Files.readAllBytes(file));
            // Weights are read where they lie.
            bytes.enableAliasing(true);
            ModelProto model = ModelProto.parseFrom(bytes);
            if (!model.hasGraph() || model.getGraph().getOutputCount() == 0) {
                throw new MalformedModelException(file, "it holds no ONNX graph");
            }
            TensorReader reader = new TensorReader(file.toAbsolutePath().getParent());
            return new Importer(model, reader, options).model();
        } catch (InvalidProtocolBufferException e) {
            throw new MalformedModelException(file, "it is no ONNX model: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new MalformedModelException(file, e.getMessage());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The names of ONNX's ops that {@link #read} knows, though not each with every attribute. */
    public static SortedSet<String> operators() {
        return new TreeSet<>(Rules.types());
    }

    /** The classes of layers that models of {@link #read} may have beside Fovea's own, for {@link Model#load}. */
    @SuppressWarnings("unchecked") // Each is a class of a layer.
    public static Class<? extends Layer>[] layers() {
        return List.of(
                        ConstantPadding.class,
                        Elementwise.class,
                        Erf.class,
                        LinearMap.class,
                        LocalResponseNormalization.class,
                        Operation.class,
                        Reduce.class,
                        WithConstant.class)
                .toArray(Class[]::new);
    }

    /** As {@link #write(Model, Path, DataFormat)}, with images as the model takes them, {@code [N,H,W,C]}. */
    public static void write(Model model, Path file) throws IOException {
        write(model, file, DataFormat.CHANNELS_LAST);
    }

    /**
     * Writes a model for inference, of opset 17, with any number of images; weights keep their names.
     *
     * @param dataFormat of the images that the file's model takes: as Fovea's, or {@code [N,C,H,W]}, as most ONNX
     *     models have them
     * @throws IllegalArgumentException if the model has ops that ONNX hasn't; they are listed all at once
     * @throws IOException if it can't be written; a file of that name is then as it was
     */
    public static void write(Model model, Path file, DataFormat dataFormat) throws IOException {
        WholeFile.write(file, new Exporter(model, dataFormat).file());
    }
}
