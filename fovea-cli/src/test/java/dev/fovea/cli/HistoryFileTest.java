package dev.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.train.History;
import dev.fovea.train.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    Path folder;

    private HistoryFile of(double... losses) throws IOException {
        HistoryFile history = new HistoryFile(folder.resolve("history.csv"));
        for (double loss : losses) {
            Logs logs = new Logs(Map.of("val_loss", loss));
            history.add(new History.Epoch(history.epochs() + 1, logs, 1.5, 0.001f));
        }
        return history;
    }

    @Test
    void rowsBehindTheCheckpointAreForgotten() throws IOException {
        of(0.5, 0.25, 0.125);
        HistoryFile read = new HistoryFile(folder.resolve("history.csv"));
        read.read(2);
        assertThat(read.epochs()).isEqualTo(2);
        assertThat(read.curves()).isEqualTo(Map.of("val_loss", List.of(0.5, 0.25)));
        assertThat(read.seconds()).isEqualTo(3);
        assertThat(Files.readString(folder.resolve("history.csv")))
                .startsWith("epoch,val_loss,learning_rate,seconds\n1,0.5,0.001,1.5\n");
    }

    @Test
    void damagedOrMissingRowsAreRefused() throws IOException {
        Path file = folder.resolve("history.csv");
        assertThatThrownBy(() -> new HistoryFile(file).read(1)).hasMessageContaining("0 epochs");
        of(0.5, 0.25);
        assertThatThrownBy(() -> new HistoryFile(file).read(3)).hasMessageContaining("2 epochs");
        Files.writeString(file, "epoch,val_loss,learning_rate,seconds\n1,0.x\n");
        assertThatThrownBy(() -> new HistoryFile(file).read(1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged in the row \"1,0.x\"");
    }

    @Test
    void earlyStoppingIsToldFromTheHistory() throws IOException {
        assertThat(Keep.bestEpoch(of(0.5, 0.3, 0.4))).isEqualTo(2);
        assertThat(Keep.bestEpoch(of(0.5, 0.3, 0.3))).isEqualTo(2);
        assertThat(Keep.isOver(of(0.5, 0.3, 0.4), 1)).isTrue();
        assertThat(Keep.isOver(of(0.5, 0.3, 0.4), 2)).isFalse();
        assertThat(Keep.isOver(of(0.5, 0.3, 0.4, 0.5), 2)).isTrue();
        assertThat(Keep.isOver(of(0.5, 0.3, 0.4, 0.2), 2)).isFalse();
        assertThat(Keep.isOver(of(0.1, 0.3, 0.4, 0.5), 0)).isFalse();
    }
}
