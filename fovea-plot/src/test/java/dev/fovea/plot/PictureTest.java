package dev.fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
    private final Picture picture = ImageGrid.of(Samples.digit(4)).picture();

    @TempDir
    Path folder;

    @Test
    void missingFoldersAreMadeAndTheFileHoldsThePixels() throws IOException {
        Path path = folder.resolve("runs/one/digit.png");

        picture.save(path);

        var read = ImageIO.read(path.toFile());
        var drawn = picture.image();
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                assertThat(read.getRGB(x, y)).isEqualTo(drawn.getRGB(x, y));
            }
        }
    }

    @Test
    void anOlderPictureIsReplacedAndNothingElseIsLeft() throws IOException {
        Path path = folder.resolve("digit.png");
        Files.writeString(path, "old");

        picture.save(path);
        picture.saveSvg(folder.resolve("digit.svg"));

        assertThat(ImageIO.read(path.toFile())).isNotNull();
        assertThat(names()).containsExactlyInAnyOrder("digit.png", "digit.svg");
    }

    @Test
    void aPathThroughAFileIsRefusedByName() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "a file");
        Path path = file.resolve("digit.png");

        assertThatThrownBy(() -> picture.save(path))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("can't write " + path + ": " + file
                        + " is a file, not a folder; choose a path in a folder that can be written to");
        assertThat(Files.readString(file)).isEqualTo("a file");
        assertThat(names()).containsExactly("taken");
    }

    @Test
    void aFolderInThePlaceOfTheFileIsKeptAndNoPartIsLeft() throws IOException {
        Path path = Files.createDirectories(folder.resolve("digit.png"));
        Files.writeString(path.resolve("inside"), "kept");

        assertThatThrownBy(() -> picture.save(path))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("can't write " + path);
        assertThatThrownBy(() -> picture.saveSvg(path)).hasMessageContaining(path.toString());
        assertThat(path.resolve("inside")).hasContent("kept");
        assertThat(names()).containsExactly("digit.png");
    }

    @Test
    void drawingOnTheImageLeavesThePictureAsItWas() {
        Picture same = ImageGrid.of(Samples.digit(4)).picture();

        picture.image().setRGB(0, 0, 0x123456);

        assertThat(picture).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(picture).isNotEqualTo(ImageGrid.of(Samples.digit(5)).picture());
    }

    @Test
    void rowAndColumnPutPicturesTogether() {
        Picture row = Picture.row(picture, picture);
        Picture column = Picture.column(picture, picture);

        assertThat(row.width()).isEqualTo(2 * picture.width());
        assertThat(row.height()).isEqualTo(picture.height());
        assertThat(column.height()).isEqualTo(2 * picture.height());
        assertThat(row.image().getRGB(picture.width() + 60, 60))
                .isEqualTo(picture.image().getRGB(60, 60));
        assertThatThrownBy(Picture::row).hasMessageContaining("give at least one");
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
