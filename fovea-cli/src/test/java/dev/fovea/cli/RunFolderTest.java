package dev.fovea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
    @TempDir
    Path parent;

    @Test
    void theFirstFreeNumberIsTaken() throws IOException {
        Files.createDirectories(parent.resolve("mnist-mlp-2"));
        assertThat(List.of(
                        RunFolder.create(parent, "mnist", "mlp").path(),
                        RunFolder.create(parent, "mnist", "mlp").path(),
                        RunFolder.create(parent, "mnist", "convnet").path()))
                .containsExactly(
                        parent.resolve("mnist-mlp-1"),
                        parent.resolve("mnist-mlp-3"),
                        parent.resolve("mnist-convnet-1"));
    }

    @Test
    void runsThatBeginAtOnceGetFoldersOfTheirOwn() {
        List<Path> folders = IntStream.range(0, 40)
                .parallel()
                .mapToObj(i -> {
                    try {
                        return RunFolder.create(parent, "mnist", "mlp").path();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertThat(folders).doesNotHaveDuplicates();
    }

    @Test
    void aFileInTheWayIsNamed() throws IOException {
        Path file = Files.writeString(parent.resolve("taken"), "");
        assertThatThrownBy(() -> RunFolder.create(file, "mnist", "mlp"))
                .hasMessage(
                        "can't make the folder " + file + ": a file of that name is there; name another with --out");
        assertThatThrownBy(() -> RunFolder.create(file.resolve("below"), "mnist", "mlp"))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("--out");
    }
}
