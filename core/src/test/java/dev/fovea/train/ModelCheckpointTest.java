package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCheckpointTest {
    private final ScriptedTraining training = new ScriptedTraining();

    @TempDir
    Path folder;

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyEpochIsSavedUnderItsNameInAFolderThatIsMade() throws IOException {
        training.run(
                ModelCheckpoint.of(folder + "/new/{epoch:02d}-{val_loss:.2f}.safetensors"), "val_loss", 0.5, 0.128);
        folder = folder.resolve("new");
        assertThat(files()).containsExactly("01-0.50.safetensors", "02-0.13.safetensors");
        assertThat(folder.resolve("02-0.13.safetensors")).hasContent("model of epoch 2");
    }

    @Test
    void onlyTheBestIsKeptWhereAsked() throws IOException {
        ModelCheckpoint callback =
                ModelCheckpoint.of(folder + "/best.safetensors").saveBestOnly(true);
        training.run(callback, "val_loss", 0.5, 0.2, 0.3);
        assertThat(folder.resolve("best.safetensors")).hasContent("model of epoch 2");
        // A further fit has to be better than the first.
        training.run(callback, "val_loss", 0.25, 0.25, 0.25, 0.1);
        assertThat(folder.resolve("best.safetensors")).hasContent("model of epoch 4");
    }

    @Test
    void theBestAccuracyIsTheLargest() {
        training.run(
                ModelCheckpoint.of(folder + "/best.safetensors")
                        .monitor("val_accuracy")
                        .saveBestOnly(true),
                "val_accuracy",
                0.5,
                0.9,
                0.8);
        assertThat(folder.resolve("best.safetensors")).hasContent("model of epoch 2");
    }

    @Test
    void theThresholdIsToBeBeatenFirst() throws IOException {
        training.run(
                ModelCheckpoint.of(folder + "/{epoch}.safetensors")
                        .saveBestOnly(true)
                        .initialValueThreshold(0.3),
                "val_loss",
                0.5,
                0.2,
                0.1);
        assertThat(files()).containsExactly("2.safetensors", "3.safetensors");
    }

    @Test
    void aFileThatCannotBeWrittenEndsTheFitAndSaysWhy() throws IOException {
        Files.writeString(folder.resolve("taken"), "");
        assertThatThrownBy(
                        () -> training.run(ModelCheckpoint.of(folder + "/taken/{epoch}.safetensors"), "val_loss", 1, 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("ModelCheckpoint can't save the model of epoch 1 to")
                .hasMessageContaining("taken");
    }

    @Test
    void namesThatCannotBeFilledAreRefused() {
        assertThatThrownBy(() -> ModelCheckpoint.of("model.keras")).hasMessageContaining("end in .safetensors");
        assertThatThrownBy(() -> ModelCheckpoint.of("{epoch.safetensors")).hasMessageContaining("has a brace");
        assertThatThrownBy(() -> ModelCheckpoint.of("{val_loss:02d}.safetensors"))
                .hasMessageContaining("the field {val_loss:02d}");
        assertThatThrownBy(() -> training.run(ModelCheckpoint.of("{mape}.safetensors"), "val_loss", 1))
                .hasMessageContaining("the field \"mape\"")
                .hasMessageContaining("epoch, loss, accuracy, val_loss, val_accuracy");
    }

    @Test
    void fieldsAreWrittenAsPythonWritesThem() {
        Logs logs = new Logs(Map.of("loss", 0.25));
        assertThat(new FileTemplate("{epoch}|{epoch:3d}|{epoch:03}|{{x}}").fill(7, logs))
                .isEqualTo("7|  7|007|{x}");
        assertThat(new FileTemplate("{loss}|{loss:f}|{loss:07.3f}|{loss:.1e}").fill(7, logs))
                .isEqualTo("0.25|0.250000|000.250|2.5e-01");
        assertThat(new FileTemplate("{epoch:0d}$1\\").fill(7, logs)).isEqualTo("7$1\\");
    }
}
