package dev.fovea.data;

import dev.fovea.tensor.Shape;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipException;

/**
 * A file of images or of labels in the IDX format, that of MNIST, plain or compressed by gzip; which of the two is
 * told from its content.
 *
 * <pre>{@code
 * Dataset test = Idx.images(Path.of("t10k-images-idx3-ubyte.gz"))
 *         .with(Idx.labels(Path.of("t10k-labels-idx1-ubyte.gz")));
 * }</pre>
 *
 * <p>The format: a magic number, 0x00000803 for images and 0x00000801 for labels; the sizes, {@code N, H, W} or
 * {@code N}; then a byte per element. Numbers are of 32 bits, most significant byte first. A file with a byte too few
 * or too many is refused, and memory is taken only as the data arrives, whatever the header promises.
 */
public final class Idx {
    private static final int IMAGES = 0x00000803;
    private static final int LABELS = 0x00000801;
    /** The longest array a JVM is sure to make. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    private final String name;
    private final int[] sizes;
    private final byte[] values;

    private Idx(String name, int[] sizes, byte[] values) {
        this.name = name;
        this.sizes = sizes;
        this.values = values;
    }

    /**
     * Reads a file of images, {@code [N, H, W]}.
     *
     * @throws MalformedDataException if the file is not one of images in this format, whole and with nothing after it
     * @throws IOException if it can't be read
     */
    public static Idx images(Path file) throws IOException {
        return read(file, IMAGES);
    }

    /** Reads images as {@link #images(Path)} does; errors call the stream by the given name. It is not closed. */
    public static Idx images(InputStream in, String name) throws IOException {
        return read(in, name, IMAGES, Long.MAX_VALUE);
    }

    /**
     * Reads a file of labels, {@code [N]}.
     *
     * @throws MalformedDataException if the file is not one of labels in this format, whole and with nothing after it
     * @throws IOException if it can't be read
     */
    public static Idx labels(Path file) throws IOException {
        return read(file, LABELS);
    }

    /** Reads labels as {@link #labels(Path)} does; errors call the stream by the given name. It is not closed. */
    public static Idx labels(InputStream in, String name) throws IOException {
        return read(in, name, LABELS, Long.MAX_VALUE);
    }

    /** The number of images or labels. */
    public int size() {
        return sizes[0];
    }

    /** The number of classes there must be: one more than the largest label, or 0 without labels. */
    public int classes() {
        int classes = 0;
        for (byte value : values) {
            classes = Math.max(classes, (value & 0xff) + 1);
        }
        return classes;
    }

    /** These images with labels, the classes named by their numbers. */
    public Dataset with(Idx labels) throws MalformedDataException {
        return with(labels, Labels.numbered(labels.toInts()));
    }

    /**
     * These images with labels, as a data set of images {@code [H, W, 1]} with values 0 to 1.
     *
     * @throws MalformedDataException if the labels are not as many as the images or one is not of a class
     */
    public Dataset with(Idx labels, List<String> classNames) throws MalformedDataException {
        if (sizes.length != 3 || labels.sizes.length != 1) {
            throw new IllegalArgumentException("images take labels; got " + Arrays.toString(sizes) + " of " + name
                    + " and " + Arrays.toString(labels.sizes) + " of " + labels.name);
        }
        if (size() != labels.size()) {
            throw new MalformedDataException(
                    labels.name,
                    labels.size() + " labels, but " + name + " holds " + size()
                            + " images; use two files that belong together");
        }
        int[] numbers = labels.toInts();
        int wrong = Labels.firstOutside(numbers, classNames.size());
        if (wrong >= 0) {
            throw new MalformedDataException(
                    labels.name,
                    "label " + numbers[wrong] + " of image " + wrong + " is out of range: "
                            + Labels.range(classNames.size()) + "; use the labels that belong to these images");
        }
        return Dataset.ofBytes(Shape.of(sizes[1], sizes[2], 1), values, numbers, classNames);
    }

    private int[] toInts() {
        int[] numbers = new int[values.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values[i] & 0xff;
        }
        return numbers;
    }

    private static Idx read(Path file, int magic) throws IOException {
        String kind = magic == IMAGES ? "images" : "labels";
        if (Files.isDirectory(file)) {
            throw new FileSystemException(
                    file.toString(), null, "is a folder; name the IDX file of " + kind + " itself");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file; name an IDX file of " + kind);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file.toString(), magic, Files.size(file));
        }
    }

    private static Idx read(InputStream in, String name, int magic, long length) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
        buffered.mark(2);
        boolean gzip = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        if (!gzip) {
            return parse(buffered, name, magic, length);
        }
        try (Gunzip unzipped = new Gunzip(keptOpen(buffered))) {
            return parse(unzipped, name, magic, Long.MAX_VALUE);
        } catch (EOFException e) {
            throw new MalformedDataException(
                    name, "the gzip file ends in the middle: it was cut short; fetch it again", e);
        } catch (ZipException e) {
            throw new MalformedDataException(
                    name, "the gzip file is broken: " + e.getMessage() + "; fetch it again", e);
        }
    }

    private static InputStream keptOpen(InputStream in) {
        return new java.io.FilterInputStream(in) {
            @Override
            public void close() {
                // The caller's to close.
            }
        };
    }

    private static Idx parse(InputStream in, String name, int magic, long length) throws IOException {
        int rank = magic & 0xff;
        byte[] header = in.readNBytes(4 + 4 * rank);
        if (header.length < 4) {
            throw new MalformedDataException(
                    name, "holds " + header.length + " bytes, too few for an IDX file; fetch it again");
        }
        checkMagic(name, magic, (int) bigEndian(header, 0));
        if (header.length < 4 + 4 * rank) {
            throw new MalformedDataException(
                    name,
                    "ends after " + header.length + " bytes, within its header of " + (4 + 4 * rank)
                            + "; it was cut short: fetch it again");
        }
        int[] sizes = new int[rank];
        for (int i = 0; i < rank; i++) {
            long size = bigEndian(header, 4 + 4 * i);
            if (size > MOST || i > 0 && size == 0) {
                throw refusedSizes(name, header, rank);
            }
            sizes[i] = (int) size;
        }
        // Without images, too, the size of one must be a shape's.
        long each = rank == 1 ? 1 : (long) sizes[1] * sizes[2];
        if (each > MOST || each * sizes[0] > MOST) {
            throw refusedSizes(name, header, rank);
        }
        int expected = (int) (each * sizes[0]);
        long missing = expected - (length - header.length);
        if (length != Long.MAX_VALUE && missing > 0) {
            throw cutShort(name, sizes, expected, length - header.length);
        }
        byte[] values = in.readNBytes(expected);
        if (values.length < expected) {
            throw cutShort(name, sizes, expected, values.length);
        }
        if (in.read() >= 0) {
            throw new MalformedDataException(
                    name,
                    "holds more than the " + expected + " bytes of data that its header " + Arrays.toString(sizes)
                            + " tells of; it is damaged or not a single IDX file: fetch it again");
        }
        return new Idx(name, sizes, values);
    }

    private static void checkMagic(String name, int expected, int found) throws MalformedDataException {
        if (found == expected) {
            return;
        }
        String kind = expected == IMAGES ? "images" : "labels";
        String advice = switch (found) {
            case IMAGES -> "this is a file of images; name the file of labels";
            case LABELS -> "this is a file of labels; name the file of images";
            default -> "name an IDX file of " + kind + ", plain or gzip";
        };
        throw new MalformedDataException(
                name, "starts with 0x%08x, but IDX %s start with 0x%08x; %s".formatted(found, kind, expected, advice));
    }

    private static MalformedDataException refusedSizes(String name, byte[] header, int rank) {
        long[] sizes = new long[rank];
        for (int i = 0; i < rank; i++) {
            sizes[i] = bigEndian(header, 4 + 4 * i);
        }
        return new MalformedDataException(
                name,
                "its header tells of sizes " + Arrays.toString(sizes) + "; images have at least one pixel, and a file"
                        + " at most 2^31 - 9 elements: it is damaged, fetch it again");
    }

    private static MalformedDataException cutShort(String name, int[] sizes, int expected, long found) {
        return new MalformedDataException(
                name,
                "its header tells of sizes " + Arrays.toString(sizes) + ", " + expected + " bytes of data, but only "
                        + found + " follow; it was cut short: fetch it again");
    }

    private static long bigEndian(byte[] bytes, int at) {
        return (bytes[at] & 0xffL) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | bytes[at + 3] & 0xff;
    }
}
