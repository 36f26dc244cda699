package dev.fovea.datasets;

import static dev.fovea.nn.Activations.SOFTMAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.MalformedDataException;
import dev.fovea.datasets.ImageNetFolder.Errors;
import dev.fovea.datasets.ImageNetFolder.Picture;
import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.models.ImageNet;
import dev.fovea.models.Preprocessing;
import dev.fovea.nn.Dense;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Input;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageNetFolderTest {
    @TempDir
    Path folder;

    private Path picture(int label, String name, Color color, int width, int height) throws IOException {
        Path file = Files.createDirectories(folder.resolve(ImageNet.wordnetIds().get(label)))
                .resolve(name);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(color);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        ImageIO.write(image, name.endsWith("JPEG") ? "jpeg" : "png", file.toFile());
        return file;
    }

    /** Finds class 0 likelier the redder, 1 the greener, 2 the bluer a picture is, and class 3 somewhat likely. */
    private static Model byColour() {
        Model model = Sequential.of(
                Input.of(8, 8, 3),
                GlobalAveragePooling2D.of(),
                Dense.of(1000).activation(SOFTMAX).name("head"));
        Tensor kernel = Tensor.zeros(3, 1000);
        for (int c = 0; c < 3; c++) {
            kernel.set(1, c, c);
        }
        model.weight("head/kernel").assign(kernel);
        Tensor bias = Tensor.zeros(1000);
        bias.set(0.5f, 3);
        model.weight("head/bias").assign(bias);
        return model;
    }

    @Test
    void errorsAreCountedAmongTheLikeliestAndTheFiveLikeliest() throws IOException {
        picture(0, "a.JPEG", Color.RED, 20, 10);
        picture(1, "b.png", Color.GREEN, 9, 30);
        picture(2, "c.png", Color.RED, 8, 8);
        picture(7, "d.png", Color.WHITE, 8, 8);
        List<Integer> seen = new ArrayList<>();
        Errors errors = ImageNetFolder.open(folder).evaluate(byColour(), Preprocessing.TF, seen::add);
        // Red for blue: 0 is likeliest, then 3, then all that are as likely as 1 and 2 are by now: not among the five.
        assertThat(errors.images()).isEqualTo(4);
        assertThat(errors.top1()).isEqualTo(0.5);
        assertThat(errors.top5()).isEqualTo(0.25);
        assertThat(seen).containsExactly(4);
    }

    @Test
    void aScoreThatIsNoNumberIsNeverRight() throws IOException {
        picture(0, "a.png", Color.RED, 8, 8);
        Model model = byColour();
        Tensor bias = Tensor.zeros(1000);
        bias.set(Float.NaN, 0);
        model.weight("head/bias").assign(bias);
        assertThat(ImageNetFolder.open(folder).evaluate(model, Preprocessing.NONE, done -> {}))
                .isEqualTo(new Errors(1, 1, 1));
    }

    @Test
    void picturesAreFoundClassByClass() throws IOException {
        Path second = picture(388, "b.JPEG", Color.BLACK, 4, 4);
        Path first = picture(388, "a.jpg", Color.BLACK, 4, 4);
        Path third = picture(999, "a.png", Color.BLACK, 4, 4);
        Files.writeString(first.resolveSibling("notes.txt"), "pandas");
        Files.writeString(first.resolveSibling(".hidden.png"), "");
        Files.createDirectory(folder.resolve(".cache"));
        Files.writeString(folder.resolve("labels.csv"), "");
        assertThat(ImageNetFolder.isOne(folder)).isTrue();
        assertThat(ImageNetFolder.open(folder).pictures())
                .containsExactly(new Picture(first, 388), new Picture(second, 388), new Picture(third, 999));
    }

    @Test
    void whatIsNoSuchFolderIsRefused() throws IOException {
        assertThatThrownBy(() -> ImageNetFolder.open(folder.resolve("none")))
                .isInstanceOf(NotDirectoryException.class)
                .hasMessageContaining("none: is no folder; name one that holds a folder for each class, as n02504458");
        assertThatThrownBy(() -> ImageNetFolder.open(folder))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("has no pictures");
        assertThat(ImageNetFolder.isOne(folder)).isFalse();
        assertThat(ImageNetFolder.isOne(folder.resolve("none"))).isFalse();
        Files.createDirectory(folder.resolve("cats"));
        assertThatThrownBy(() -> ImageNetFolder.open(folder))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("cats")
                .hasMessageContaining("is no class of ImageNet's; name the folder by its WordNet id");
    }

    @Test
    void aModelOfOtherClassesOrImagesIsRefused() throws IOException {
        picture(0, "a.png", Color.RED, 8, 8);
        ImageNetFolder pictures = ImageNetFolder.open(folder);
        Model ten = Sequential.named("ten", 0, Input.of(8, 8, 3), List.of(GlobalAveragePooling2D.of(), Dense.of(10)));
        assertThatThrownBy(() -> pictures.evaluate(ten, Preprocessing.TF, seen -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "model \"ten\" gives [10], but ImageNet has 1000 classes; take a network with its top and all"
                                + " of them");
        Model rows = Sequential.of(Input.of(8), Dense.of(1000));
        assertThatThrownBy(() -> pictures.evaluate(rows, Preprocessing.TF, seen -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a picture becomes [H, W, 1] in grey or [H, W, 3] in colour, not [8]");
    }

    @Test
    void theMiddleOfAPictureKeepsItsAspect() throws IOException {
        // Columns that count up from 0: 64 wide and 32 high.
        BufferedImage image = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 32; y++) {
            for (int x = 0; x < 64; x++) {
                image.setRGB(x, y, 0x010101 * x);
            }
        }
        Path file = folder.resolve("columns.png");
        ImageIO.write(image, "png", file.toFile());
        // Seven eighths of 32 are 28: of 28 pixels each is one of the picture's, from column 18 on.
        Tensor whole = ImageFile.readMiddle(file, Shape.of(28, 28, 1));
        for (int x = 0; x < 28; x++) {
            assertThat(255 * whole.get(3, x, 0)).isBetween(18 + x - 0.01f, 18 + x + 0.01f);
        }
        // Of 14, each is the mean of about two, weighed to the same centre.
        Tensor half = ImageFile.readMiddle(file, Shape.of(14, 14, 3));
        for (int x = 0; x < 14; x++) {
            assertThat(255 * half.get(5, x, 2)).isBetween(18.5f + 2 * x - 0.01f, 18.5f + 2 * x + 0.01f);
        }
    }
}
