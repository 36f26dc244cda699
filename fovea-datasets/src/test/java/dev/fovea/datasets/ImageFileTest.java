package dev.fovea.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.MalformedDataException;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {
    @TempDir
    Path folder;

    /** Left half red, right half blue; noise below, so that compressed files are long. */
    private static BufferedImage halves() {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.RED);
        g.fillRect(0, 0, 32, 32);
        g.setColor(Color.BLUE);
        g.fillRect(32, 0, 32, 32);
        g.dispose();
        Random random = new Random(1);
        for (int i = 32 * 64; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, random.nextInt());
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"png,0.001", "bmp,0.001", "jpg,0.15", "gif,0.2"})
    void everyFormatIsReadInColour(String format, double tolerance) throws IOException {
        Path file = Files.write(folder.resolve("picture"), encoded(halves(), format));
        Tensor image = ImageFile.read(file, Shape.of(64, 64, 3));
        float[] expected = {1, 0, 0, 0, 0, 1};
        for (int c = 0; c < 6; c++) {
            assertThat((double) image.get(10, c < 3 ? 10 : 50, c % 3)).isCloseTo(expected[c], within(tolerance));
        }
    }

    @Test
    void colourBecomesGreyByHowBrightItLooks() throws IOException {
        Path file = Files.write(folder.resolve("picture.png"), encoded(halves(), "png"));
        Tensor image = ImageFile.read(file, Shape.of(64, 64, 1));
        assertThat(image.get(10, 10, 0)).isCloseTo(0.299f, within(1e-3f));
        assertThat(image.get(10, 50, 0)).isCloseTo(0.114f, within(1e-3f));
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void greyKeepsItsNumbers(int type) throws IOException {
        BufferedImage grey = new BufferedImage(4, 4, type);
        int most = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65535;
        grey.getRaster().setSample(1, 2, 0, most / 5);
        Path file = Files.write(folder.resolve("grey.png"), encoded(grey, "png"));
        assertThat(ImageFile.read(file, Shape.of(4, 4, 1)).get(2, 1, 0)).isCloseTo(0.2f, within(1e-6f));
        assertThat(ImageFile.read(file, Shape.of(4, 4, 3)).get(2, 1, 2)).isCloseTo(0.2f, within(1e-6f));
    }

    @Test
    void shrinkingSkipsNoPixel() {
        BufferedImage stripes = new BufferedImage(400, 400, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 400 * 400; i++) {
            stripes.getRaster().setSample(i % 400, i / 400, 0, i % 2 * 255);
        }
        for (float value : ImageFile.toTensor(stripes, Shape.of(20, 20, 1)).data()) {
            assertThat(value).isCloseTo(0.5f, within(0.03f));
        }
    }

    @Test
    void enlargingIsBilinear() {
        BufferedImage two = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        two.getRaster().setSample(1, 0, 0, 255);
        // The centres of four pixels over those of two.
        assertThat(ImageFile.toTensor(two, Shape.of(1, 4, 1)).data())
                .containsExactly(new float[] {0, 0.25f, 0.75f, 1}, within(1e-6f));
    }

    @Test
    void transparentPartsAreWhite() {
        BufferedImage clear = new BufferedImage(2, 2, BufferedImage.TYPE_INT_ARGB);
        assertThat(ImageFile.toTensor(clear, Shape.of(1, 1, 3)).data()).containsExactly(1, 1, 1);
    }

    @Test
    void aJpegForPrintIsRead() throws IOException {
        // As Photoshop writes CMYK: the complement of each ink, and a marker that says so.
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 16, 16, 4, null);
        for (int i = 0; i < 256; i++) {
            inks.setPixel(i % 16, i / 16, new int[] {255, 0, 0, 255});
        }
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(jpeg)) {
            writer.setOutput(out);
            writer.write(new IIOImage(inks, null, null));
        }
        byte[] adobe = ByteBuffer.allocate(16)
                .putShort((short) 0xffee)
                .putShort((short) 14)
                .put("Adobe".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 100)
                .array();
        Path file = Files.write(folder.resolve("print.jpg"), inserted(jpeg.toByteArray(), 2, adobe));
        Tensor red = ImageFile.read(file, Shape.of(1, 1, 3));
        assertThat(red.data()[0]).isGreaterThan(0.7f);
        assertThat(red.data()[1]).isLessThan(0.3f);
        assertThat(red.data()[2]).isLessThan(0.3f);
    }

    private static byte[] inserted(byte[] bytes, int at, byte[] part) {
        return ByteBuffer.allocate(bytes.length + part.length)
                .put(bytes, 0, at)
                .put(part)
                .put(bytes, at, bytes.length - at)
                .array();
    }

    /** Where the top left and the top right corner of the upright picture lie in the stored one. */
    @ParameterizedTest
    @CsvSource({"1,TL,TR", "2,TR,TL", "3,BR,BL", "4,BL,BR", "5,TL,BL", "6,BL,TL", "7,BR,TR", "8,TR,BR"})
    void aPhotoIsTurnedAsItsCameraWasHeld(int orientation, String topLeft, String topRight) throws IOException {
        BufferedImage stored = new BufferedImage(64, 32, BufferedImage.TYPE_INT_RGB);
        mark(stored, topLeft, Color.RED);
        mark(stored, topRight, Color.BLUE);
        byte[] jpeg = encoded(stored, "jpg");
        byte[] exif = ByteBuffer.allocate(36)
                .putShort((short) 0xffe1)
                .putShort((short) 34)
                .put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII))
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .array();
        // After the JFIF segment, which comes first.
        int at = 4 + (jpeg[4] << 8 | jpeg[5]);
        BufferedImage upright = ImageFile.decode(Files.write(folder.resolve("photo.jpg"), inserted(jpeg, at, exif)));
        assertThat(upright.getWidth()).isEqualTo(orientation < 5 ? 64 : 32);
        Color left = new Color(upright.getRGB(3, 3));
        Color right = new Color(upright.getRGB(upright.getWidth() - 4, 3));
        assertThat(left.getRed() - left.getBlue()).isGreaterThan(150);
        assertThat(right.getBlue() - right.getRed()).isGreaterThan(150);
    }

    private static void mark(BufferedImage image, String corner, Color colour) {
        Graphics2D g = image.createGraphics();
        g.setColor(colour);
        g.fillRect(
                corner.endsWith("L") ? 0 : image.getWidth() - 8,
                corner.startsWith("T") ? 0 : image.getHeight() - 8,
                8,
                8);
        g.dispose();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
    void aPictureCutShortIsRefused(String format) throws IOException {
        byte[] whole = encoded(halves(), format);
        for (double share : new double[] {0.1, 0.5, 0.9}) {
            Path file =
                    Files.write(folder.resolve("cut." + format), Arrays.copyOf(whole, (int) (whole.length * share)));
            assertThatThrownBy(() -> ImageFile.read(file, Shape.of(8, 8, 3)))
                    .as("%s, first %s", format, share)
                    .isInstanceOf(MalformedDataException.class)
                    .hasMessageStartingWith(file + ": the picture is damaged or was cut short (");
        }
    }

    @Test
    void whatIsNoPictureIsRefused() throws IOException {
        for (String text : new String[] {"", "x", "<html>not a picture</html>"}) {
            Path file = Files.writeString(folder.resolve("page.png"), text);
            assertThatThrownBy(() -> ImageFile.read(file, Shape.of(8, 8, 3)))
                    .isInstanceOf(MalformedDataException.class)
                    .hasMessage(file + ": is not a picture that can be read; give a PNG, JPEG, BMP or GIF file");
        }
    }

    @Test
    void aHugePictureIsRefusedBeforeItIsDecoded() throws IOException {
        byte[] png = encoded(halves(), "png");
        ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 50_000);
        CRC32 checksum = new CRC32();
        checksum.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) checksum.getValue());
        Path file = Files.write(folder.resolve("huge.png"), png);
        assertThatThrownBy(() -> ImageFile.read(file, Shape.of(8, 8, 3)))
                .isInstanceOf(MalformedDataException.class)
                .hasMessage(file + ": has 60000 x 50000 pixels, more than 100 megapixels; make it smaller");
    }

    @Test
    void aMissingFileAndAFolderAreNamed() {
        Path missing = folder.resolve("none.png");
        assertThatThrownBy(() -> ImageFile.decode(missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing + ": there is no such file; name a PNG, JPEG, BMP or GIF");
        assertThatThrownBy(() -> ImageFile.decode(folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(folder + ": is a folder; name a PNG, JPEG, BMP or GIF file in it");
    }

    @Test
    void aShapeThatIsNoPictureIsRefused() {
        for (Shape shape : new Shape[] {Shape.of(8, 8), Shape.of(8, 8, 2), Shape.of(0, 8, 1), Shape.of(1, 8, 8, 1)}) {
            assertThatThrownBy(() -> ImageFile.read(folder.resolve("any"), shape))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a picture becomes [H, W, 1] in grey or [H, W, 3] in colour, not " + shape);
        }
    }

    @Property(tries = 300)
    void onlyTheDocumentedExceptionComesOut(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        String format = new String[] {"png", "jpg", "bmp", "gif"}[random.nextInt(4)];
        byte[] bytes = encoded(halves(), format);
        for (int edits = random.nextInt(1, 5); edits > 0; edits--) {
            int at = random.nextInt(random.nextBoolean() ? 60 : bytes.length);
            bytes[at] = (byte) random.nextInt();
        }
        Path file = Files.createTempFile("fovea", format);
        try {
            Files.write(file, random.nextInt(3) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
            assertThat(ImageFile.read(file, Shape.of(4, 4, 3)).size()).isEqualTo(48);
        } catch (MalformedDataException refused) {
            assertThat(refused).hasMessageStartingWith(file + ": ");
        } finally {
            Files.delete(file);
        }
    }
}
