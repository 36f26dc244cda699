package dev.fovea.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Dataset;
import dev.fovea.data.MalformedDataException;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.GlyphVector;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitImageTest {
    @TempDir
    Path folder;

    private static BufferedImage drawn(char digit, int width, int height, double turn, Color paper, Color ink) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(paper);
        g.fillRect(0, 0, width, height);
        g.setColor(ink);
        GlyphVector glyph = new Font(Font.SANS_SERIF, Font.PLAIN, 100)
                .createGlyphVector(g.getFontRenderContext(), String.valueOf(digit));
        Rectangle2D bounds = glyph.getVisualBounds();
        double scale = 0.6 * Math.min(width, height) / bounds.getHeight();
        AffineTransform place = AffineTransform.getTranslateInstance(width * 0.45, height * 0.55);
        place.rotate(turn);
        place.scale(scale, scale);
        place.translate(-bounds.getCenterX(), -bounds.getCenterY());
        g.fill(place.createTransformedShape(glyph.getOutline()));
        g.dispose();
        return image;
    }

    private static void assertMnistForm(Tensor digit) {
        assertThat(digit.shape()).isEqualTo(Shape.of(28, 28, 1));
        float[] values = digit.data();
        int left = 28;
        int right = -1;
        int top = 28;
        int bottom = -1;
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isBetween(0f, 1f);
            sum += values[i];
            if (values[i] > 0) {
                left = Math.min(left, i % 28);
                right = Math.max(right, i % 28);
                top = Math.min(top, i / 28);
                bottom = i / 28;
            }
        }
        assertThat(Math.max(right - left, bottom - top) + 1).isBetween(19, 20);
        assertThat(DigitImage.centre(values, 28, false)).isBetween(13.0, 15.0);
        assertThat(DigitImage.centre(values, 28, true)).isBetween(13.0, 15.0);
        // Light on dark, and a drawing rather than a blot: MNIST's digits have a mean of 0.05 to 0.3.
        assertThat(sum / values.length).isBetween(0.03, 0.35);
        assertThat(values[0] + values[27] + values[27 * 28] + values[783]).isZero();
    }

    private static double difference(Tensor a, Tensor b) {
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += Math.abs(a.data()[i] - b.data()[i]);
        }
        return sum / a.size();
    }

    @Test
    void aDigitOfAnySizeTurnAndPolarityTakesTheFormOfMnist() {
        Color[][] pairs = {{Color.WHITE, Color.BLACK}, {Color.BLACK, Color.WHITE}};
        for (char digit = '0'; digit <= '9'; digit++) {
            for (int size : new int[] {40, 150, 700}) {
                for (double turn : new double[] {0, 0.3}) {
                    Tensor dark = DigitImage.of(drawn(digit, size, size * 3 / 4, turn, pairs[0][0], pairs[0][1]));
                    Tensor light = DigitImage.of(drawn(digit, size, size * 3 / 4, turn, pairs[1][0], pairs[1][1]));
                    assertMnistForm(dark);
                    assertMnistForm(light);
                    assertThat(difference(dark, light)).isLessThan(0.01);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"#fffff0,#2030c0", "#ffffff,#e0c000", "#004000,#ffffff", "#00a000,#c04020", "#808080,#a0a0a0"})
    void theColoursOfPaperAndInkDoNotMatter(String paper, String ink) {
        Tensor black = DigitImage.of(drawn('5', 300, 300, 0, Color.WHITE, Color.BLACK));
        Tensor coloured = DigitImage.of(drawn('5', 300, 300, 0, Color.decode(paper), Color.decode(ink)));
        assertMnistForm(coloured);
        assertThat(difference(black, coloured)).isLessThan(0.02);
    }

    @Test
    void aTransparentBackgroundIsPaper() {
        Tensor expected = DigitImage.of(drawn('3', 300, 300, 0, Color.WHITE, Color.BLACK));
        Color clear = new Color(0, 0, 0, 0);
        for (Color ink : new Color[] {Color.BLACK, Color.WHITE, Color.RED}) {
            assertThat(difference(expected, DigitImage.of(drawn('3', 300, 300, 0, clear, ink))))
                    .isLessThan(0.02);
        }
    }

    @Test
    void unevenGrainyPaperWithDustLooksLikeCleanPaper() {
        BufferedImage clean = drawn('2', 600, 400, 0, Color.WHITE, Color.BLACK);
        Tensor expected = DigitImage.of(clean);
        Random random = new Random(4);
        BufferedImage photo = new BufferedImage(600, 400, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 400; y++) {
            for (int x = 0; x < 600; x++) {
                double light = 230 - 80.0 * x / 600 - 30.0 * y / 400;
                double ink = 1 - (clean.getRGB(x, y) & 0xff) / 255.0;
                double level = light * (1 - 0.75 * ink) + 5 * random.nextGaussian();
                photo.getRaster().setSample(x, y, 0, (int) Math.clamp(level, 0, 255));
            }
        }
        Graphics2D g = photo.createGraphics();
        g.setColor(Color.DARK_GRAY);
        g.fillOval(30, 350, 5, 5);
        g.dispose();
        Tensor read = DigitImage.of(photo);
        assertMnistForm(read);
        assertThat(difference(expected, read)).isLessThan(0.03);
    }

    @Test
    void aHairlineIsWidenedToAPenStroke() {
        BufferedImage image = new BufferedImage(800, 800, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.setStroke(new BasicStroke(3));
        g.drawOval(200, 100, 350, 600);
        g.dispose();
        Tensor zero = DigitImage.of(image);
        assertMnistForm(zero);
        // Unwidened, the stroke would be a tenth of a pixel wide.
        int strong = 0;
        for (float value : zero.data()) {
            strong += value > 0.5f ? 1 : 0;
        }
        assertThat(strong).isGreaterThan(40);
    }

    @Test
    void aPictureInTheFormOfMnistPassesUnchanged() throws IOException {
        Dataset test = Mnist.load().test().take(300);
        int unchanged = 0;
        for (int i = 0; i < test.size(); i++) {
            Tensor read = DigitImage.of(enlarged(test.image(i), 1, false));
            unchanged += difference(test.image(i), read) < 1e-6 ? 1 : 0;
        }
        assertThat(unchanged).isGreaterThan(295);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEnlargedDigitComesBackFromAJpeg(boolean inverted) throws IOException {
        Dataset test = Mnist.load().test().take(40);
        Path file = folder.resolve("digit.jpg");
        double sum = 0;
        for (int i = 0; i < test.size(); i++) {
            ImageIO.write(enlarged(test.image(i), 10, inverted), "jpg", file.toFile());
            Tensor read = DigitImage.read(file);
            double difference = difference(test.image(i), read);
            assertThat(difference).as("image %d", i).isLessThan(0.1);
            sum += difference;
        }
        // A shift by one pixel alone makes 0.06.
        assertThat(sum / test.size()).isLessThan(0.04);
    }

    private static BufferedImage enlarged(Tensor digit, int times, boolean inverted) {
        BufferedImage image = new BufferedImage(28 * times, 28 * times, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 28 * times; y++) {
            for (int x = 0; x < 28 * times; x++) {
                int value = Math.round(255 * digit.get(y / times, x / times, 0));
                image.getRaster().setSample(x, y, 0, inverted ? 255 - value : value);
            }
        }
        return image;
    }

    @Test
    void aBlankPictureIsRefused() throws IOException {
        Path file = folder.resolve("blank.png");
        ImageIO.write(drawn(' ', 50, 50, 0, Color.WHITE, Color.BLACK), "png", file.toFile());
        assertThatThrownBy(() -> DigitImage.read(file))
                .isInstanceOf(MalformedDataException.class)
                .hasMessage(file + ": shows no digit: the picture has hardly any contrast; draw one dark digit on light"
                        + " paper, or a light one on dark");
    }

    @Test
    void aPictureOfOnePixelOrLineIsRefusedOrRead() {
        for (int[] size : new int[][] {{1, 1}, {1, 500}, {500, 1}, {2, 2}, {3, 5000}}) {
            BufferedImage image = new BufferedImage(size[0], size[1], BufferedImage.TYPE_INT_RGB);
            assertThatThrownBy(() -> DigitImage.of(image)).isInstanceOf(IllegalArgumentException.class);
            image.setRGB(size[0] / 2, size[1] / 2, 0xffffff);
            try {
                assertThat(DigitImage.of(image).size()).isEqualTo(784);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("shows no digit");
            }
        }
    }

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("none.png");
        assertThat(Files.exists(missing)).isFalse();
        assertThatThrownBy(() -> DigitImage.read(missing)).hasMessageStartingWith(missing + ": there is no such file");
    }
}
