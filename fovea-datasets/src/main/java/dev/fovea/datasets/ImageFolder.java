package dev.fovea.datasets;

import dev.fovea.data.Dataset;
import dev.fovea.data.MalformedDataException;
import dev.fovea.data.Split;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Labelled pictures of a folder that has a folder for each class, found as Keras's {@code image_dataset_from_directory}
 * finds them: classes are the sorted names of the folders, pictures lie in them at any depth, what is hidden by a point is
 * left out.
 *
 * <p>All pictures are read at once and kept as bytes; values are 0 to 1. They are resized as {@link ImageFile#read} does,
 * which antialiases where Keras does not.
 *
 * <pre>{@code
 * Split flowers = ImageFolder.read(Path.of("flowers"), Shape.of(96, 96, 3)).split(0.2, 0);
 * flowers.train().classNames();  // [daisy, rose, tulip]
 * }</pre>
 */
public final class ImageFolder implements Dataset {
    private final Shape imageShape;
    private final byte[][] images;
    private final int[] labels;
    private final List<String> classNames;

    private record Picture(Path file, int label) {}

    private ImageFolder(Shape imageShape, byte[][] images, int[] labels, List<String> classNames) {
        this.imageShape = imageShape;
        this.images = images;
        this.labels = labels;
        this.classNames = classNames;
    }

    /**
     * Reads the pictures of a folder.
     *
     * @param image what each becomes: {@code [H, W, 1]} in grey or {@code [H, W, 3]} in colour
     * @throws MalformedDataException if there are fewer than two classes, one has no picture, or a picture is damaged
     * @throws IOException if there is no such folder, or something in it can't be read
     */
    public static ImageFolder read(Path folder, Shape image) throws IOException {
        List<Path> classes = classes(folder);
        List<Picture> pictures = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            List<Path> files = pictures(classes.get(label));
            if (files.isEmpty()) {
                throw new MalformedDataException(
                        classes.get(label).toString(),
                        "has no pictures; put PNG, JPEG, BMP or GIF files of its class into it, or move it away");
            }
            for (Path file : files) {
                pictures.add(new Picture(file, label));
            }
        }
        byte[][] images = new byte[pictures.size()][];
        try {
            IntStream.range(0, images.length).parallel().forEach(n -> images[n] = bytes(pictures.get(n).file, image));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new ImageFolder(
                image,
                images,
                pictures.stream().mapToInt(Picture::label).toArray(),
                classes.stream().map(path -> path.getFileName().toString()).toList());
    }

    private static List<Path> classes(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(
                    folder.toString(), null, "there is no such folder; name one that holds a folder for each class");
        }
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder + ": is a file; name the folder that holds a folder for each class");
        }
        List<Path> classes;
        try (Stream<Path> inside = Files.list(folder)) {
            classes = inside.filter(path -> !isHidden(path) && Files.isDirectory(path))
                    .sorted()
                    .toList();
        }
        if (classes.size() < 2) {
            String found = classes.isEmpty()
                    ? "has no folders in it"
                    : "has one folder in it, " + classes.getFirst().getFileName();
            throw new MalformedDataException(
                    folder.toString(),
                    found + "; put the pictures of each class into a folder, of two classes or more");
        }
        return classes;
    }

    private static List<Path> pictures(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return inside.filter(ImageFile::isOne).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static byte[] bytes(Path file, Shape image) {
        try {
            Tensor read = ImageFile.read(file, image);
            byte[] bytes = new byte[read.size()];
            float[] values = read.data();
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) Math.round(255 * values[i]);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sets the last part of the pictures aside to judge by, in an order that the seed decides.
     *
     * @param validation the part, above 0 and below 1; of it, whole pictures, at least one
     * @throws IllegalArgumentException if it is not, or there is but one picture
     */
    public Split split(double validation, long seed) {
        if (!(validation > 0 && validation < 1)) {
            throw new IllegalArgumentException("the part to judge by is above 0 and below 1, not " + validation);
        }
        int kept = Math.max(1, (int) (validation * size()));
        if (kept >= size()) {
            throw new IllegalArgumentException(
                    "of " + size() + " pictures, none are left to learn from; add some, or judge by fewer");
        }
        Dataset mixed = shuffle(seed);
        return new Split(mixed.slice(0, size() - kept), mixed.slice(size() - kept, size()));
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public Shape imageShape() {
        return imageShape;
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void copyImage(int index, float[] target, int offset, int stride) {
        byte[] image = images[index];
        for (int i = 0; i < image.length; i++) {
            target[offset + i * stride] = (image[i] & 0xff) / 255f;
        }
    }
}
