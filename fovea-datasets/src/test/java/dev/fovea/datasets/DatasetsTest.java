package dev.fovea.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fovea.data.MalformedDataException;
import dev.fovea.data.Split;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
    @TempDir
    Path folder;

    private static byte[] images(int n, int side) {
        return ByteBuffer.allocate(16 + n * side * side)
                .putInt(0x803)
                .putInt(n)
                .putInt(side)
                .putInt(side)
                .array();
    }

    private static byte[] labels(int... labels) {
        ByteBuffer buffer = ByteBuffer.allocate(8 + labels.length).putInt(0x801).putInt(labels.length);
        Arrays.stream(labels).forEach(label -> buffer.put((byte) label));
        return buffer.array();
    }

    private void write(String name, byte[] bytes) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
            out.write(bytes);
        }
    }

    private void writeFour() throws IOException {
        write("train-images-idx3-ubyte", images(3, 2));
        write("train-labels-idx1-ubyte.gz", labels(0, 1, 2));
        write("t10k-images.idx3-ubyte", images(2, 2));
        write("t10k-labels.idx1-ubyte.gz", labels(4, 0));
    }

    @Test
    void mnistIsKnownByName() throws IOException {
        assertThat(Datasets.byName("mnist").test().label(0)).isEqualTo(7);
        assertThat(Datasets.names()).containsExactly("mnist", "fashion-mnist");
    }

    @Test
    void aFolderOfIdxFilesIsADataSetWithAllClassesOfBothParts() throws IOException {
        writeFour();
        Split data = Datasets.byName(folder.toString());
        assertThat(data.train().size()).isEqualTo(3);
        assertThat(data.test().size()).isEqualTo(2);
        assertThat(data.train().classNames()).containsExactly("0", "1", "2", "3", "4");
        assertThat(Mnist.load(folder).train().classNames()).hasSize(10);
        assertThat(FashionMnist.load(folder).train().classNames())
                .startsWith("T-shirt/top")
                .endsWith("Ankle boot");
    }

    @Test
    void anUnknownNameIsAnsweredWithNearOnes() {
        assertThatThrownBy(() -> Datasets.byName("minst"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "unknown data set \"minst\"; did you mean \"mnist\"? There are: fashion-mnist, mnist; or name"
                                + " a folder that holds IDX files");
        for (String name : List.of("", "   ", "zz\0z")) {
            assertThatThrownBy(() -> Datasets.byName(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("unknown data set \"" + name + "\"; there are: ");
        }
    }

    @Test
    void aMissingFolderIsNamed() {
        Path missing = folder.resolve("none");
        assertThatThrownBy(() -> Datasets.byName(missing.toString()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing + ": there is no such folder; name one that holds the four IDX files");
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Mnist.load(file))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": is a file; name the folder that holds the four IDX files");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        writeFour();
        Files.delete(folder.resolve("t10k-images.idx3-ubyte"));
        assertThatThrownBy(() -> Datasets.byName(folder.toString()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageStartingWith(
                        folder.resolve("t10k-images-idx3-ubyte") + ": there is no such file, nor one with .gz;");
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefused() throws IOException {
        writeFour();
        write("t10k-images.idx3-ubyte", images(2, 3));
        assertThatThrownBy(() -> Datasets.byName(folder.toString()))
                .isInstanceOf(MalformedDataException.class)
                .hasMessage(folder + ": the training images are [2, 2, 1], the test images [3, 3, 1]; use files that"
                        + " belong together");
        write("t10k-images.idx3-ubyte", images(1, 2));
        assertThatThrownBy(() -> Datasets.byName(folder.toString()))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("2 labels, but " + folder.resolve("t10k-images.idx3-ubyte") + " holds 1 images");
    }

    @Test
    void aLabelBeyondTheClassesIsRefused() throws IOException {
        writeFour();
        write("train-labels-idx1-ubyte.gz", labels(0, 10, 2));
        assertThatThrownBy(() -> Mnist.load(folder))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("label 10 of image 1 is out of range: the 10 classes are numbered 0 to 9");
    }

    @Test
    void fashionMnistNotInstalledSaysHowToGetIt() {
        Path missing = folder.resolve("fashion");
        assertThatThrownBy(() -> FashionMnist.installed(missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing + ": Fashion-MNIST is not installed; on Debian and Ubuntu: apt-get install"
                        + " dataset-fashion-mnist; elsewhere name a folder that holds its four IDX files in place of"
                        + " \"fashion-mnist\"");
    }

    @Test
    void fashionMnistInstalledByDebianIsFound() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/usr/share/datasets/fashion-mnist")), "dataset-fashion-mnist installed");
        Split fashion = Datasets.byName("fashion-mnist");
        assertThat(fashion.train().size()).isEqualTo(60_000);
        assertThat(fashion.test().size()).isEqualTo(10_000);
        assertThat(fashion.train().classNames().get(fashion.train().label(0))).isEqualTo("Ankle boot");
        // As many of each kind.
        for (int kind = 0; kind < 10; kind++) {
            assertThat(fashion.train().filter(kind).size()).isEqualTo(6000);
        }
    }
}
