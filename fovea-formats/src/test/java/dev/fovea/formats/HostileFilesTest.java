package dev.fovea.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import dev.fovea.formats.onnx.Onnx;
import dev.fovea.model.MalformedModelException;
import dev.fovea.model.Model;
import dev.fovea.model.SafeTensors;
import dev.fovea.tensor.RandomSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever is changed in a file, its reader reads it or throws the documented exception, soon and without filling the
 * memory. A million inputs for each reader: {@code mvn -pl fovea-formats -am test -Dtest=HostileFilesTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.inputs=1000000}; another seed: {@code -Dfuzz.seed=2}.
 */
class HostileFilesTest {
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 300);
    private static final long SEED = Long.getLong("fuzz.seed", 1);

    @TempDir
    Path folder;

    /** A reader and the file that it is given changed; that of a new format is a constant here. */
    enum Reader {
        KERAS("keras3.keras"),
        KERAS_OF_KERAS("keras3/frozen.keras"),
        KERAS_2("keras2_sequential.h5"),
        KERAS_2_PACKED("keras2_functional.h5"),
        KERAS_WEIGHTS("keras3.weights.h5"),
        ONNX("onnx/tiny.onnx"),
        ONNX_APART("onnx/tiny-bn.onnx"),
        FOVEA("keras3.keras"),
        SAFETENSORS("keras3.keras");

        final String resource;

        Reader(String resource) {
            this.resource = resource;
        }

        /** Makes the file; gives the model that it goes with. */
        Model prepare(Path file) throws IOException {
            try (InputStream in = HostileFilesTest.class.getResourceAsStream(resource)) {
                Files.write(file, in.readAllBytes());
            }
            if (this == KERAS_WEIGHTS) {
                Path whole = file.resolveSibling("whole.keras");
                KERAS.prepare(whole);
                return KerasFile.read(whole);
            }
            if (this == ONNX || this == ONNX_APART) {
                return Onnx.read(file);
            }
            Model model = KerasFile.read(file);
            if (this == FOVEA) {
                model.save(file);
            } else if (this == SAFETENSORS) {
                ModelFiles.save(model, file.resolveSibling("made.safetensors"));
                Files.move(
                        file.resolveSibling("made.safetensors"),
                        file,
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            return model;
        }

        void read(Path file, Model model) throws IOException {
            switch (this) {
                case FOVEA -> Model.load(file);
                case ONNX, ONNX_APART -> Onnx.read(file);
                case KERAS_WEIGHTS -> KerasWeights.load(model, file);
                case SAFETENSORS -> {
                    try (SafeTensors tensors = SafeTensors.open(file)) {
                        tensors.names().forEach(tensors::tensor);
                    }
                    TorchWeights.load(model, file, true);
                }
                default -> KerasFile.read(file);
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
        int[] refused = new int[1];
        assertTimeoutPreemptively(Duration.ofSeconds(30 + INPUTS / 50), () -> {
            for (int i = 0; i < INPUTS; i++) {
                Files.write(file, Mutations.of(whole, RandomSource.fork(SEED, i)));
                try {
                    reader.read(file, model);
                } catch (MalformedModelException e) {
                    refused[0]++;
                    assertThat(e).hasMessageContaining(file.toString());
                } catch (RuntimeException | Error e) {
                    fail(reader + ", input " + i + " of seed " + SEED, e);
                }
            }
        });
        // Among others, those that are cut.
        assertThat(refused[0]).isGreaterThan(INPUTS / 10);
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
