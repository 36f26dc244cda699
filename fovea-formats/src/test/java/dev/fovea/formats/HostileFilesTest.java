package dev.fovea.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import dev.fovea.data.Dataset;
import dev.fovea.formats.onnx.Onnx;
import dev.fovea.model.MalformedModelException;
import dev.fovea.model.Model;
import dev.fovea.model.SafeTensors;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Activations;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.op.Padding;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.Fit;
import dev.fovea.train.SparseCategoricalAccuracy;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever is changed in a file, its reader reads it or throws the documented exception, soon and without filling the
 * memory. {@code -Dfuzz.inputs=100000} gives each reader so many inputs, and prints what came of them; {@code
 * -Dfuzz.seed=2} draws others; {@code -Dtest.options=-Xmx64m} lets what takes more room fail.
 */
class HostileFilesTest {
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 300);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    /** Inputs that are timed together; one of them takes milliseconds. */
    private static final int STRETCH = 100;

    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** A reader and the file that it is given changed, made here where none is named; that of a new format is a constant here. */
    enum Reader {
        KERAS(null),
        KERAS_OF_KERAS("keras3/frozen.keras"),
        KERAS_2("keras2_sequential.h5"),
        KERAS_2_PACKED("keras2_functional.h5"),
        KERAS_WEIGHTS(null),
        KERAS_APPLICATIONS("applications_notop.h5"),
        ONNX("onnx/tiny.onnx"),
        ONNX_APART("onnx/tiny-bn.onnx"),
        FOVEA(null),
        SAFETENSORS(null);

        final String resource;

        Reader(String resource) {
            this.resource = resource;
        }

        /** Makes the file; gives the model that it goes with. */
        Model prepare(Path file) throws IOException {
            if (resource != null) {
                try (InputStream in = HostileFilesTest.class.getResourceAsStream(resource)) {
                    Files.write(file, in.readAllBytes());
                }
            }
            Model model = small();
            switch (this) {
                case KERAS -> KerasFile.write(model, file);
                case KERAS_WEIGHTS -> KerasWeights.write(model, file);
                case FOVEA -> model.save(file);
                case SAFETENSORS -> {
                    Path made = file.resolveSibling("made.safetensors");
                    ModelFiles.save(model, made);
                    Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
                }
                case KERAS_APPLICATIONS -> {
                    return Sequential.of(Input.of(4, 4, 1), Conv2D.of(2, 3).name("block1_conv1"));
                }
                case ONNX, ONNX_APART, KERAS_OF_KERAS, KERAS_2, KERAS_2_PACKED -> {}
            }
            return model;
        }

        /** One that has learned, of few weights, so that most changes hit something else. */
        private static Model small() {
            Sequential model = Sequential.of(
                    Input.of(4, 4, 1),
                    Conv2D.of(2, 3).padding(Padding.SAME).activation(Activations.RELU),
                    BatchNormalization.of(),
                    Flatten.of(),
                    Dense.of(2).activation(Activations.SOFTMAX));
            model.compile(Adam.of(1e-3f), SparseCategoricalCrossentropy.of(), SparseCategoricalAccuracy.of());
            Tensor labels = Tensor.of(Shape.of(2), new float[] {0, 1});
            model.fit(
                    Dataset.of(Tensor.zeros(2, 4, 4, 1), labels), Fit.epochs(1).threads(1));
            return model;
        }

        void read(Path file, Model model) throws IOException {
            switch (this) {
                case FOVEA -> Model.load(file);
                case ONNX, ONNX_APART -> Onnx.read(file);
                case KERAS_WEIGHTS, KERAS_APPLICATIONS -> KerasWeights.load(model, file);
                case SAFETENSORS -> {
                    try (SafeTensors tensors = SafeTensors.open(file)) {
                        tensors.names().forEach(tensors::tensor);
                    }
                    TorchWeights.load(model, file, true);
                }
                case KERAS, KERAS_OF_KERAS, KERAS_2, KERAS_2_PACKED -> KerasFile.read(file);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void onlyTheDocumentedExceptionComes(Reader reader) throws IOException {
        Path file = folder.resolve("input");
        Model model = reader.prepare(file);
        byte[] whole = Files.readAllBytes(file);
        reader.read(file, model);
        int refused = 0;
        long start = System.nanoTime();
        for (int from = 0; from < INPUTS; from += STRETCH) {
            int first = from;
            refused += assertTimeoutPreemptively(
                    LONGEST,
                    () -> refused(reader, model, file, whole, first, Math.min(first + STRETCH, INPUTS)),
                    () -> reader + " hangs at one of the inputs from " + first + " of seed " + SEED);
        }
        // Among others, those that are cut.
        assertThat(refused).isGreaterThan(INPUTS / 10);
        if (INPUTS > 1000) {
            System.out.printf(
                    "| %s | %d | %d | %d | %.0f s |%n",
                    reader, whole.length, INPUTS, refused, 1e-9 * (System.nanoTime() - start));
        }
    }

    /** How many of some inputs are refused. */
    private static int refused(Reader reader, Model model, Path file, byte[] whole, int from, int to)
            throws IOException {
        int refused = 0;
        for (int i = from; i < to; i++) {
            Files.write(file, Mutations.of(whole, RandomSource.fork(SEED, i)));
            try {
                reader.read(file, model);
            } catch (MalformedModelException e) {
                refused++;
                assertThat(e).hasMessageContaining(file.toString());
            } catch (RuntimeException | Error e) {
                fail(reader + ", input " + i + " of seed " + SEED, e);
            }
        }
        return refused;
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void whatBeginsSoAndEndsAnywhereIsRefused(Reader reader) throws IOException {
        Path file = folder.resolve("input");
        Model model = reader.prepare(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 1 + whole.length / 60) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            int cut = length;
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> reader.read(file, model))
                    .as(reader + " of " + cut + " bytes")
                    .isInstanceOf(MalformedModelException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Reader.class)
    void whatIsNoSuchFileAtAllIsRefused(Reader reader) throws IOException {
        Path file = folder.resolve("input");
        Model model = reader.prepare(file);
        for (String text : new String[] {"", "P", "PK", "\u0089HDF", "{}", "a".repeat(100_000)}) {
            Files.writeString(file, text);
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> reader.read(file, model))
                    .as(reader + " of " + Map.of("text", text.substring(0, Math.min(5, text.length()))))
                    .isInstanceOf(MalformedModelException.class);
        }
    }
}
