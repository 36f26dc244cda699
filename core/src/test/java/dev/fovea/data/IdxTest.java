package dev.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    @TempDir
    Path folder;

    static byte[] images(int n, int h, int w, int... values) {
        return bytes(
                ByteBuffer.allocate(16 + values.length)
                        .putInt(0x803)
                        .putInt(n)
                        .putInt(h)
                        .putInt(w),
                values);
    }

    static byte[] labels(int n, int... values) {
        return bytes(ByteBuffer.allocate(8 + values.length).putInt(0x801).putInt(n), values);
    }

    private static byte[] bytes(ByteBuffer buffer, int[] values) {
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.array();
    }

    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[] a, byte... b) {
        byte[] joined = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, joined, a.length, b.length);
        return joined;
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private AbstractThrowableAssert<?, ?> refusedImages(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("digits"), bytes);
        return assertThatThrownBy(() -> Idx.images(file))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageStartingWith(file + ": ");
    }

    @Test
    void imagesAndLabelsMakeADataSetWhetherPlainOrGzip() throws IOException {
        byte[] images = images(2, 1, 2, 0, 255, 51, 102);
        byte[] labels = labels(2, 3, 0);
        for (byte[] i : List.of(images, gzip(images))) {
            for (byte[] l : List.of(labels, gzip(labels))) {
                // The names say nothing: the content tells which is compressed.
                Path imageFile = Files.write(folder.resolve("images.gz"), i);
                Path labelFile = Files.write(folder.resolve("labels"), l);
                Dataset data = Idx.images(imageFile).with(Idx.labels(labelFile));
                assertThat(data.size()).isEqualTo(2);
                assertThat(data.image(0)).isEqualTo(Tensor.of(Shape.of(1, 2, 1), 0, 1));
                assertThat(data.image(1)).isEqualTo(Tensor.of(Shape.of(1, 2, 1), 0.2f, 0.4f));
                assertThat(data.labels()).containsExactly(3, 0);
                assertThat(data.classNames()).containsExactly("0", "1", "2", "3");
            }
        }
    }

    @Test
    void classesMayHaveNames() throws IOException {
        Dataset data = Idx.images(stream(images(1, 1, 1, 7)), "i")
                .with(Idx.labels(stream(labels(1, 1)), "l"), List.of("coat", "bag"));
        assertThat(data.classNames()).containsExactly("coat", "bag");
    }

    @Test
    void gzipOfSeveralMembersIsReadAsOne() throws IOException {
        byte[] images = images(1, 2, 2, 1, 2, 3, 4);
        byte[] members = join(gzip(Arrays.copyOf(images, 17)), gzip(Arrays.copyOfRange(images, 17, 20)));
        assertThat(Idx.images(stream(members), "members").size()).isEqualTo(1);
    }

    @Test
    void aStreamIsLeftOpen() throws IOException {
        boolean[] closed = {false};
        InputStream in = new ByteArrayInputStream(gzip(labels(1, 1))) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        assertThat(Idx.labels(in, "labels").size()).isEqualTo(1);
        assertThat(closed[0]).isFalse();
    }

    @Test
    void aFileCutShortIsRefused() throws IOException {
        byte[] whole = images(2, 1, 2, 0, 255, 51, 102);
        refusedImages(Arrays.copyOf(whole, 19))
                .hasMessageEndingWith("its header tells of sizes [2, 1, 2], 4 bytes of data, but only 3 follow; it was"
                        + " cut short: fetch it again");
        refusedImages(Arrays.copyOf(whole, 15))
                .hasMessageEndingWith("ends after 15 bytes, within its header of 16; it was cut short: fetch it again");
        refusedImages(Arrays.copyOf(whole, 3))
                .hasMessageEndingWith("holds 3 bytes, too few for an IDX file; fetch it again");
        refusedImages(new byte[0]).hasMessageEndingWith("holds 0 bytes, too few for an IDX file; fetch it again");
        assertThatThrownBy(() -> Idx.images(stream(Arrays.copyOf(whole, 19)), "a stream"))
                .hasMessage("a stream: its header tells of sizes [2, 1, 2], 4 bytes of data, but only 3 follow; it was"
                        + " cut short: fetch it again");
    }

    @Test
    void aGzipFileCutShortAnywhereIsRefused() throws IOException {
        byte[] whole = gzip(images(2, 1, 2, 0, 255, 51, 102));
        for (int length = 2; length < whole.length; length++) {
            refusedImages(Arrays.copyOf(whole, length))
                    .hasMessageEndingWith("the gzip file ends in the middle: it was cut short; fetch it again");
        }
    }

    @Test
    void aDamagedGzipFileIsRefused() throws IOException {
        byte[] whole = gzip(images(2, 1, 2, 0, 255, 51, 102));
        byte[] badChecksum = whole.clone();
        badChecksum[whole.length - 8] ^= 1;
        refusedImages(badChecksum)
                .hasMessageEndingWith(
                        "the gzip file is broken: damaged: the checksum does not match the data; fetch it" + " again");
        byte[] badLength = whole.clone();
        badLength[whole.length - 1] ^= 1;
        refusedImages(badLength).hasMessageContaining("the recorded length does not match the data");
        byte[] badMethod = whole.clone();
        badMethod[2] = 7;
        refusedImages(badMethod).hasMessageContaining("not compressed by deflate");
        byte[] badBlock = whole.clone();
        badBlock[10] |= 6;
        refusedImages(badBlock).hasMessageContaining("damaged: invalid block type");
    }

    @Test
    void bytesAfterTheDataAreRefused() throws IOException {
        byte[] whole = images(1, 1, 2, 5, 6);
        String message =
                "holds more than the 2 bytes of data that its header [1, 1, 2] tells of; it is damaged or not a"
                        + " single IDX file: fetch it again";
        refusedImages(join(whole, (byte) 0)).hasMessageEndingWith(message);
        refusedImages(gzip(join(whole, (byte) 0))).hasMessageEndingWith(message);
        refusedImages(join(gzip(whole), (byte) 0))
                .hasMessageEndingWith(
                        "the gzip file is broken: bytes follow the end of the compressed data; fetch it again");
        refusedImages(join(gzip(whole), new byte[40]))
                .hasMessageEndingWith(
                        "the gzip file is broken: bytes follow the end of the compressed data; fetch it again");
    }

    @Test
    void aFileOfAnotherKindIsRefused() throws IOException {
        refusedImages(labels(1, 0))
                .hasMessageEndingWith("starts with 0x00000801, but IDX images start with 0x00000803; this is a file of"
                        + " labels; name the file of images");
        refusedImages("P5 28 28 255".getBytes(StandardCharsets.US_ASCII))
                .hasMessageEndingWith("starts with 0x50352032, but IDX images start with 0x00000803; name an IDX file"
                        + " of images, plain or gzip");
        assertThatThrownBy(() -> Idx.labels(stream(images(1, 1, 1, 0)), "train"))
                .isInstanceOf(MalformedDataException.class)
                .hasMessage("train: starts with 0x00000803, but IDX labels start with 0x00000801; this is a file of"
                        + " images; name the file of labels");
    }

    @Test
    void sizesThatOverflowAreRefused() throws IOException {
        String message = "; images have at least one pixel, and a file at most 2^31 - 9 elements: it is damaged, fetch"
                + " it again";
        refusedImages(images(65536, 65536, 65536, 1))
                .hasMessageEndingWith("its header tells of sizes [65536, 65536, 65536]" + message);
        refusedImages(images(-1, 28, 28, 1)).hasMessageContaining("[4294967295, 28, 28]");
        refusedImages(images(0, 65536, 65536)).hasMessageContaining("[0, 65536, 65536]");
        refusedImages(images(2, 0, 28)).hasMessageContaining("[2, 0, 28]");
        assertThatThrownBy(() -> Idx.labels(stream(labels(-1)), "l"))
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining("[4294967295]");
    }

    @Test
    void aHeaderThatPromisesTooMuchTakesNoMemory() throws IOException {
        byte[] plain = images(2_000_000, 32, 32, 1, 2, 3);
        for (byte[] promise : List.of(plain, gzip(plain))) {
            // To clear 2 GB a thousand times would take minutes.
            assertTimeout(Duration.ofSeconds(20), () -> {
                for (int i = 0; i < 1000; i++) {
                    assertThatThrownBy(() -> Idx.images(stream(promise), "promise"))
                            .hasMessageContaining("2048000000 bytes of data, but only 3 follow");
                }
            });
        }
    }

    @Test
    void labelsMustBelongToTheImages() throws IOException {
        Idx images = Idx.images(stream(images(2, 1, 1, 8, 9)), "train-images");
        Idx three = Idx.labels(stream(labels(3, 0, 1, 2)), "t10k-labels");
        assertThatThrownBy(() -> images.with(three))
                .isInstanceOf(MalformedDataException.class)
                .hasMessage(
                        "t10k-labels: 3 labels, but train-images holds 2 images; use two files that belong together");
        Idx wrong = Idx.labels(stream(labels(2, 1, 200)), "labels");
        assertThatThrownBy(() -> images.with(wrong, List.of("a", "b")))
                .isInstanceOf(MalformedDataException.class)
                .hasMessage("labels: label 200 of image 1 is out of range: the 2 classes are numbered 0 to 1; use the"
                        + " labels that belong to these images");
        assertThatThrownBy(() -> images.with(images)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMissingFileAndAFolderAreNamed() {
        Path missing = folder.resolve("none");
        assertThatThrownBy(() -> Idx.images(missing))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing + ": there is no such file; name an IDX file of images");
        assertThatThrownBy(() -> Idx.labels(folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(folder + ": is a folder; name the IDX file of labels itself");
    }
}
