package dev.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.formats.ModelFiles;
import dev.fovea.model.Model;
import dev.fovea.model.SafeTensors;
import dev.fovea.models.Models;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertCommandTest {
    @TempDir
    static Path folder;

    private static Path model;
    private static Tensor images;

    @BeforeAll
    static void writeAModel() throws IOException {
        model = folder.resolve("model.safetensors");
        Models.byName("lenet5").save(model);
        Random random = new Random(2);
        float[] values = new float[3 * 28 * 28];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        images = Tensor.of(Shape.of(3, 28, 28, 1), values);
    }

    private static void refused(int exit, String message, Object... arguments) {
        Outcome outcome = Outcome.of(arguments);
        assertThat(outcome.err()).contains(message).doesNotContain("\tat ");
        assertThat(outcome.exit()).isEqualTo(exit);
    }

    @Test
    void modelsComeBackThroughAllFormatsAndPredictTheSame() throws IOException {
        Path from = model;
        for (String name : new String[] {"a.keras", "b.onnx", "c.fovea", "d.keras"}) {
            Path to = folder.resolve(name);
            Outcome outcome = Outcome.of("convert", from, to);
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.exit()).isZero();
            assertThat(outcome.out())
                    .startsWith("Read  " + from + ": \"lenet5\", ")
                    .containsPattern("Wrote .*" + name + ": \"lenet5\", \\d+ layers, 61,706 parameters, \\d+\\.\\d kB");
            from = to;
        }
        float[] before = Model.load(model).predict(images).data();
        float[] after = ModelFiles.load(from).predict(images).data();
        for (int i = 0; i < before.length; i++) {
            assertThat(after[i]).isCloseTo(before[i], Offset.offset(1e-6f));
        }
        assertThat(Outcome.of("summary", from).out()).contains("Total params: 61,706");
    }

    @Test
    void aRunsFolderIsConvertedAndWeightsAloneAreToldOf() throws IOException {
        Path run = Files.createDirectories(folder.resolve("run"));
        Files.copy(model, run.resolve("model.safetensors"));
        Path weights = folder.resolve("weights.safetensors");
        Outcome outcome = Outcome.of("convert", run, weights);
        assertThat(outcome.out()).contains("Wrote " + weights + ": weights alone, 61,706 parameters, 247.");
        try (SafeTensors file = SafeTensors.open(weights)) {
            assertThat(file.names()).hasSize(10);
        }
        assertThat(Outcome.of("convert", run, folder.resolve("w.weights.h5")).out())
                .contains("weights alone");
        refused(1, weights + ": it holds tensors, but no architecture", "convert", weights, folder.resolve("x.keras"));
    }

    @Test
    void whatCannotBeReadOrWrittenIsSaid() throws IOException {
        byte[] before = Files.readAllBytes(model);
        Path file = folder.resolve("x.keras");
        refused(2, "unknown ending \".kers\"; did you mean \".keras\"", "convert", model, folder.resolve("x.kers"));
        Path text = Files.writeString(folder.resolve("a.txt"), "no model");
        refused(2, text + ": unknown ending \".txt\"", "convert", text, file);
        refused(1, "there is no model " + folder.resolve("none.keras"), "convert", folder.resolve("none.keras"), file);
        refused(
                2,
                "is the file that is read; name another one",
                "convert",
                model,
                folder.resolve("../").resolve(folder.getFileName()).resolve("model.safetensors"));
        refused(1, "write .keras, or .weights.h5", "convert", model, folder.resolve("x.h5"));
        Path damaged = Files.writeString(folder.resolve("damaged.onnx"), "no model at all");
        refused(1, damaged + ": ", "convert", damaged, file);
        assertThat(file).doesNotExist();
        assertThat(Files.readAllBytes(model)).isEqualTo(before);
    }
}
