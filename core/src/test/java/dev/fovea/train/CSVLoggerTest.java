package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CSVLoggerTest {
    private static final String HEADER = "epoch,accuracy,loss,val_accuracy,val_loss\n";

    private final ScriptedTraining training = new ScriptedTraining();

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("history.csv");
    }

    @Test
    void aRowHoldsTheEpochFromZeroAndTheFiguresInAlphabeticalOrder() throws IOException {
        training.run(CSVLogger.of(file()), "val_loss", 0.75, 1e-5);
        assertThat(Files.readString(file())).isEqualTo(HEADER + "0,0.5,1.0,0.5,0.75\n1,0.5,0.5,0.5,1.0E-5\n");
    }

    @Test
    void rowsAreThereBeforeTheFitEnds() throws IOException {
        CSVLogger callback = CSVLogger.of(file());
        Callback crash = new Callback() {
            @Override
            public void onTrainBegin(Training training) {
                callback.onTrainBegin(training);
            }

            @Override
            public void onEpochEnd(Training training, History.Epoch epoch) {
                if (epoch.number() == 2) {
                    throw new IllegalStateException("crash");
                }
                callback.onEpochEnd(training, epoch);
            }
        };
        assertThatThrownBy(() -> training.run(crash, "val_loss", 0.75, 0.5)).hasMessage("crash");
        assertThat(Files.readString(file())).isEqualTo(HEADER + "0,0.5,1.0,0.5,0.75\n");
    }

    @Test
    void anotherFitOverwritesUnlessItIsToAppend() throws IOException {
        training.run(CSVLogger.of(file()), "val_loss", 1, 2);
        training.run(CSVLogger.of(file()).append(true), "val_loss", 3);
        assertThat(Files.readString(file()))
                .isEqualTo(HEADER + "0,0.5,1.0,0.5,1.0\n1,0.5,0.5,0.5,2.0\n0,0.5,1.0,0.5,3.0\n");
        training.run(CSVLogger.of(file()), "val_loss", 4);
        assertThat(Files.readString(file())).isEqualTo(HEADER + "0,0.5,1.0,0.5,4.0\n");
    }

    @Test
    void appendingWithoutAFileBeginsOneInAFolderThatIsMade() throws IOException {
        Path file = folder.resolve("run").resolve("history.csv");
        training.run(CSVLogger.of(file).append(true).separator(";"), "val_loss", 1);
        assertThat(Files.readString(file)).isEqualTo((HEADER + "0,0.5,1.0,0.5,1.0\n").replace(',', ';'));
    }

    @Test
    void aRowThatWasCutOffIsTakenAwayAndAWholeOneKept() throws IOException {
        Files.writeString(file(), HEADER + "0,0.5,1.0,0.5,1.0\n1,0.5,0.");
        training.run(CSVLogger.of(file()).append(true), "val_loss", 3);
        assertThat(Files.readString(file())).isEqualTo(HEADER + "0,0.5,1.0,0.5,1.0\n0,0.5,1.0,0.5,3.0\n");
        Files.writeString(file(), HEADER + "0,0.5,1.0,0.5,1.0");
        training.run(CSVLogger.of(file()).append(true), "val_loss", 3);
        assertThat(Files.readString(file())).isEqualTo(HEADER + "0,0.5,1.0,0.5,1.0\n0,0.5,1.0,0.5,3.0\n");
    }

    @Test
    void aFileWithOtherColumnsIsNotAppendedTo() throws IOException {
        Files.writeString(file(), "epoch,loss\n0,1\n");
        assertThatThrownBy(() -> training.run(CSVLogger.of(file()).append(true), "val_loss", 1))
                .hasMessageContaining("its columns are epoch,loss, but this fit measures epoch,accuracy,loss");
        assertThat(Files.readString(file())).isEqualTo("epoch,loss\n0,1\n");
    }

    @Test
    void aFullDiskEndsTheFitAndSaysSo() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "Linux has a device that is always full");
        assertThatThrownBy(() -> training.run(CSVLogger.of(full), "val_loss", 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("CSVLogger can't begin /dev/full: ")
                .hasMessageContaining("No space left on device");
    }

    @Test
    void aSeparatorIsOneCharacter() {
        assertThatThrownBy(() -> CSVLogger.of(file()).separator("")).hasMessageContaining("one character");
        assertThatThrownBy(() -> CSVLogger.of(file()).separator("\"")).hasMessageContaining("one character");
    }
}
