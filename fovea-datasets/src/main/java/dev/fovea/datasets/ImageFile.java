package dev.fovea.datasets;

import dev.fovea.data.MalformedDataException;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Pictures from PNG, JPEG, BMP and GIF files as tensors.
 *
 * <pre>{@code
 * Tensor image = ImageFile.read(Path.of("cat.jpg"), Shape.of(224, 224, 3));  // values 0 to 1
 * }</pre>
 */
public final class ImageFile {
    private static final long MOST_PIXELS = 100_000_000;
    /** Larger pictures are read at a fraction of their size, to save memory; no model takes more. */
    private static final long WORKING_PIXELS = 16_000_000;

    private static final List<String> ENDINGS = List.of(".bmp", ".gif", ".jpeg", ".jpg", ".png");

    /** How much of the shorter side the middle is. */
    private static final double MIDDLE = 224 / 256.0;

    private ImageFile() {}

    /**
     * Reads a picture and resizes it, without regard to its aspect, bilinearly and antialiased when it shrinks.
     * Transparent parts are white.
     *
     * @param target {@code [H, W, 1]} for grey or {@code [H, W, 3]} for red, green and blue
     * @return values 0 to 1 of the target shape
     * @throws MalformedDataException if the file is not a picture, is damaged, or has over 100 megapixels
     * @throws IOException if there is no such file, it is a folder, or it can't be read
     */
    public static Tensor read(Path file, Shape target) throws IOException {
        check(target);
        return toTensor(decode(file), target);
    }

    /**
     * Reads the middle of a picture, seven eighths of its shorter side, and resizes it without changing its aspect: what
     * ImageNet's accuracies are measured on, as by 224x224 pixels amid the 256 that the shorter side is brought to.
     *
     * @param target {@code [H, W, 1]} for grey or {@code [H, W, 3]} for red, green and blue
     * @return values 0 to 1 of the target shape
     * @throws MalformedDataException if the file is not a picture, is damaged, or has over 100 megapixels
     * @throws IOException if there is no such file, it is a folder, or it can't be read
     */
    public static Tensor readMiddle(Path file, Shape target) throws IOException {
        check(target);
        return middle(decode(file), target);
    }

    /**
     * The middle of a picture as a tensor, as {@link #readMiddle} makes it.
     *
     * @param target {@code [H, W, 1]} for grey or {@code [H, W, 3]} for red, green and blue
     */
    public static Tensor middle(BufferedImage image, Shape target) {
        check(target);
        Planes planes = Planes.of(image, 1);
        int height = target.dim(0);
        int width = target.dim(1);
        double step = MIDDLE * Math.min((double) planes.width() / width, (double) planes.height() / height);
        return toTensor(inColour(planes, target).middle(width, height, step, Resampler.TRIANGLE), target);
    }

    /**
     * A picture as a tensor, as {@link #read} makes it.
     *
     * @param target {@code [H, W, 1]} for grey or {@code [H, W, 3]} for red, green and blue
     */
    public static Tensor toTensor(BufferedImage image, Shape target) {
        check(target);
        Planes planes = inColour(Planes.of(image, 1), target);
        return toTensor(planes.resize(target.dim(1), target.dim(0), Resampler.TRIANGLE), target);
    }

    private static Planes inColour(Planes planes, Shape target) {
        return target.dim(2) == 1 ? planes.toGrey() : planes;
    }

    private static Tensor toTensor(Planes planes, Shape target) {
        int channels = target.dim(2);
        float[] values = new float[target.size()];
        for (int i = 0; i < values.length; i++) {
            int c = Math.min(i % channels, planes.values().length - 1);
            values[i] = planes.values()[c][i / channels];
        }
        return Tensor.of(target, values);
    }

    private static void check(Shape target) {
        boolean fits = target.rank() == 3 && target.size() > 0 && (target.dim(2) == 1 || target.dim(2) == 3);
        if (!fits) {
            throw new IllegalArgumentException(
                    "a picture becomes [H, W, 1] in grey or [H, W, 3] in colour, not " + target);
        }
    }

    /**
     * The pictures right in a folder, by name: PNG, JPEG, BMP and GIF files. Those whose names begin with a point do not
     * count.
     *
     * @throws IOException if there is no such folder, or it can't be read
     */
    public static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(ImageFile::isOne).sorted().toList();
        }
    }

    /** Whether a path is a file that is named as a picture, and not hidden by a point. */
    static boolean isOne(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
    }

    /**
     * Reads a picture, upright as its camera noted. One of over 16 megapixels comes at a half or a third of its size.
     *
     * @throws MalformedDataException if the file is not a picture, is damaged, or has over 100 megapixels
     * @throws IOException if there is no such file, it is a folder, or it can't be read
     */
    public static BufferedImage decode(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(
                    file.toString(), null, "is a folder; name a PNG, JPEG, BMP or GIF file in it");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file; name a PNG, JPEG, BMP or GIF");
        }
        try (InputStream in = Files.newInputStream(file);
                ImageInputStream images = new MemoryCacheImageInputStream(in)) {
            return decode(images, file.toString());
        }
    }

    private static BufferedImage decode(ImageInputStream in, String name) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        if (!readers.hasNext()) {
            throw new MalformedDataException(
                    name, "is not a picture that can be read; give a PNG, JPEG, BMP or GIF file");
        }
        ImageReader reader = readers.next();
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        try {
            reader.setInput(in, true, false);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            long pixels = (long) width * height;
            if (pixels > MOST_PIXELS) {
                throw new MalformedDataException(
                        name, "has " + width + " x " + height + " pixels, more than 100 megapixels; make it smaller");
            }
            int step = (int) Math.ceil(Math.sqrt((double) pixels / WORKING_PIXELS));
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            BufferedImage image = reader.read(0, param);
            if (warnings.stream().anyMatch(ImageFile::tellsOfDamage)) {
                throw damaged(name, new IOException(warnings.getFirst()));
            }
            return Orientation.upright(image, reader.getImageMetadata(0));
        } catch (MalformedDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Readers meet damage with whatever exception it happens to cause.
            throw damaged(name, e);
        } catch (OutOfMemoryError e) {
            throw new MalformedDataException(name, "takes more memory than there is; make the picture smaller", e);
        } finally {
            reader.dispose();
        }
    }

    private static boolean tellsOfDamage(String warning) {
        return warning.contains("remature") || warning.contains("orrupt") || warning.contains("runcated");
    }

    private static MalformedDataException damaged(String name, Exception cause) {
        return new MalformedDataException(
                name,
                "the picture is damaged or was cut short (" + cause.getMessage() + "); save or fetch it again",
                cause);
    }
}
