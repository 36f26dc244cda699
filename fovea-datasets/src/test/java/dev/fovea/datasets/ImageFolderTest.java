package dev.fovea.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.MalformedDataException;
import dev.fovea.data.Split;
import dev.fovea.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private static final Shape TINY = Shape.of(2, 2, 3);

    @TempDir
    Path folder;

    /** A picture of one colour. */
    private void picture(String name, int rgb) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 16; i++) {
            image.setRGB(i % 4, i / 4, rgb);
        }
        ImageIO.write(image, "png", file.toFile());
    }

    @Test
    void classesAreSortedFoldersAndPicturesLieInThemAtAnyDepth() throws IOException {
        picture("b/2.PNG", 0x00ff00);
        picture("b/1.png", 0x0000ff);
        picture("a/deep/er/1.png", 0xff0000);
        picture("a/.hidden.png", 0);
        picture(".hidden/1.png", 0);
        picture("beside.png", 0);
        Files.writeString(folder.resolve("b/notes.txt"), "no picture");

        ImageFolder read = ImageFolder.read(folder, TINY);

        assertThat(read.classNames()).containsExactly("a", "b");
        assertThat(read.labels()).containsExactly(0, 1, 1);
        assertThat(read.imageShape()).isEqualTo(TINY);
        assertThat(read.image(0).data()).startsWith(1, 0, 0, 1, 0, 0);
        assertThat(read.image(1).data()).startsWith(0, 0, 1);
        assertThat(read.image(2).data()).startsWith(0, 1, 0);
        assertThat(ImageFolder.read(folder, Shape.of(2, 2, 1)).image(0).size()).isEqualTo(4);
    }

    @Test
    void theSeedDecidesWhichPicturesAreSetAside() throws IOException {
        for (int i = 0; i < 10; i++) {
            picture((i < 5 ? "a/" : "b/") + i + ".png", 25 * i);
        }
        ImageFolder read = ImageFolder.read(folder, TINY);
        Split split = read.split(0.3, 7);
        assertThat(split.train().size()).isEqualTo(7);
        assertThat(split.test().size()).isEqualTo(3);
        float[] blue = IntStream.range(0, 10)
                .mapToObj(i -> i < 7 ? split.train().image(i) : split.test().image(i - 7))
                .collect(
                        () -> new float[11],
                        (all, image) -> all[Math.round(image.data()[2] * 255 / 25)]++,
                        (x, y) -> {});
        assertThat(Arrays.copyOf(blue, 10)).containsOnly(1);
        assertThat(read.split(0.3, 7).test().image(0)).isEqualTo(split.test().image(0));
        assertThat(IntStream.range(0, 20)
                        .mapToObj(seed -> read.split(0.3, seed).test().image(0))
                        .distinct()
                        .count())
                .isGreaterThan(3);
        assertThat(read.split(0.01, 0).test().size()).isEqualTo(1);
        assertThatThrownBy(() -> read.split(1, 0)).hasMessageContaining("above 0 and below 1, not 1.0");
    }

    @Test
    void foldersThatAreNotSuchAreRefused() throws IOException {
        assertThatThrownBy(() -> ImageFolder.read(folder.resolve("none"), TINY))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("there is no such folder");
        assertThatThrownBy(() -> ImageFolder.read(Files.writeString(folder.resolve("file"), ""), TINY))
                .isInstanceOf(NotDirectoryException.class)
                .hasMessageContaining("is a file");
        assertThatThrownBy(() -> ImageFolder.read(folder, TINY))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("has no folders in it");
        picture("a/1.png", 0);
        assertThatThrownBy(() -> ImageFolder.read(folder, TINY))
                .hasMessageContaining("has one folder in it, a; ")
                .hasMessageContaining("two classes or more");
        Path empty = Files.createDirectory(folder.resolve("b"));
        assertThatThrownBy(() -> ImageFolder.read(folder, TINY))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining(empty + ": has no pictures");
        Path damaged = Files.writeString(empty.resolve("x.png"), "no picture");
        assertThatThrownBy(() -> ImageFolder.read(folder, TINY))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining(damaged + ": is not a picture");
    }
}
