package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Input;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupAndRestoreTest {
    private static final Dataset DATA = Dataset.of(random(1, 40, 5), random(2, 40, 2));

    @TempDir
    private Path folder;

    private static Tensor random(long seed, int... dims) {
        Tensor tensor = Tensor.zeros(dims);
        RandomSource random = new RandomSource(seed);
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = random.nextFloat();
        }
        return tensor;
    }

    private static Model model() {
        Model model = Sequential.of(Input.of(5), Dense.of(6), BatchNormalization.of(), Dropout.of(0.3f), Dense.of(2));
        model.compile(Adam.of(1e-2f).useEma(true).gradientAccumulationSteps(3), MeanSquaredError.of());
        return model;
    }

    /** A fit that is cut off in a step. */
    private static LambdaCallback crash(int epoch) {
        return LambdaCallback.of().onTrainBatchEnd((training, step, logs) -> {
            if (training.epoch() == epoch && step == 2) {
                throw new IllegalStateException("the power went");
            }
        });
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("backup"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFitThatWasCutOffEndsWithTheWeightsItWouldHaveHad() throws IOException {
        BackupAndRestore backup = BackupAndRestore.of(folder.resolve("backup"));
        Fit fit = Fit.epochs(5).batchSize(8).seed(4);
        Model straight = model();
        History whole = straight.fit(DATA, fit);
        assertThatThrownBy(() -> model().fit(DATA, fit.callbacks(backup, crash(4))))
                .hasMessage("the power went");
        assertThat(files()).containsExactly("epoch-3.safetensors");
        Model again = model();
        History rest = again.fit(DATA, fit.callbacks(backup));
        assertThat(rest.epochs().stream().map(History.Epoch::number)).containsExactly(4, 5);
        assertThat(rest.last()).isEqualTo(whole.last());
        for (int i = 0; i < again.weights().size(); i++) {
            assertThat(again.weights().get(i).values())
                    .isEqualTo(straight.weights().get(i).values());
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aFitThatIsOverHasNothingLeftToDo() throws IOException {
        BackupAndRestore backup = BackupAndRestore.of(folder.resolve("backup")).deleteCheckpoint(false);
        Model model = model();
        model.fit(DATA, Fit.epochs(2).callbacks(backup));
        assertThat(files()).containsExactly("epoch-2.safetensors");
        Model again = model();
        assertThat(again.fit(DATA, Fit.epochs(2).callbacks(backup)).epochs()).isEmpty();
    }

    @Test
    void theFilesOfAnotherModelAreRefusedAndLeaveThisOneAsItWas() {
        BackupAndRestore backup = BackupAndRestore.of(folder.resolve("backup"));
        assertThatThrownBy(() -> model().fit(DATA, Fit.epochs(3).callbacks(backup, crash(2))));
        Model other = Sequential.of(Input.of(5), Dense.of(2));
        other.compile(SGD.of(0.1f), MeanSquaredError.of());
        float[] before = other.weights().getFirst().values().clone();
        assertThatThrownBy(() -> other.fit(DATA, Fit.epochs(3).callbacks(backup)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("epoch-1.safetensors")
                .hasMessageContaining("of another model")
                .hasMessageContaining("to begin anew");
        assertThat(other.weights().getFirst().values()).isEqualTo(before);
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Path dir = Files.createDirectories(folder.resolve("backup"));
        Files.write(dir.resolve("epoch-7.safetensors"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> model().fit(DATA, Fit.epochs(9).callbacks(BackupAndRestore.of(dir))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("epoch-7.safetensors");
    }
}
