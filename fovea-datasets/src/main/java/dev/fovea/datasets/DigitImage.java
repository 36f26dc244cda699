package dev.fovea.datasets;

import dev.fovea.data.MalformedDataException;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A person's own handwritten digit, from a scan, a photo or a drawing, brought to the form of MNIST.
 *
 * <p>As MNIST was made: the digit is light on dark, its longer side is 20 pixels, its centre of mass is in the middle
 * of 28x28 pixels. The picture may be dark on light or light on dark, in colour, unevenly lit, or partly transparent.
 * Strokes so thin that they would fade are widened to those of a pen.
 *
 * <pre>{@code
 * Tensor digit = DigitImage.read(Path.of("seven.jpg"));  // [28, 28, 1], values 0 to 1
 * }</pre>
 */
public final class DigitImage {
    private static final int SIDE = 28;
    private static final int BOX = 20;
    /** Where MNIST has the centre of mass, the first pixel being at 0. */
    private static final double MIDDLE = 14;

    /** Shrunk to this before all else: enough for a digit that fills a tenth of a photo. */
    private static final int WORKING_SIDE = 1200;
    /** The least width of a stroke in the 20-pixel box; nearly all of MNIST's are wider. */
    private static final double LEAST_STROKE = 1.6;

    private DigitImage() {}

    /**
     * Reads a picture of one digit.
     *
     * @return {@code [28, 28, 1]}, from 0 for the background to 1
     * @throws MalformedDataException if the file is not a picture, is damaged, or shows nothing
     * @throws IOException if there is no such file, it is a folder, or it can't be read
     */
    public static Tensor read(Path file) throws IOException {
        return of(ImageFile.decode(file), file);
    }

    /**
     * The digit that a picture shows.
     *
     * @param file where it is from
     * @return {@code [28, 28, 1]}, from 0 for the background to 1
     * @throws MalformedDataException if the picture shows nothing
     */
    public static Tensor of(BufferedImage image, Path file) throws MalformedDataException {
        try {
            return of(image);
        } catch (IllegalArgumentException e) {
            throw new MalformedDataException(file.toString(), e.getMessage(), e);
        }
    }

    /**
     * The digit that a picture shows.
     *
     * @return {@code [28, 28, 1]}, from 0 for the background to 1
     * @throws IllegalArgumentException if the picture shows nothing
     */
    public static Tensor of(BufferedImage image) {
        Planes picture = Planes.of(image, backdrop(image));
        if (isInMnistForm(picture)) {
            return Tensor.of(Shape.of(SIDE, SIDE, 1), picture.toGrey().values()[0]);
        }
        double shrink = (double) Math.max(picture.width(), picture.height()) / WORKING_SIDE;
        if (shrink > 1) {
            int width = (int) Math.max(1, Math.round(picture.width() / shrink));
            int height = (int) Math.max(1, Math.round(picture.height() / shrink));
            picture = picture.resize(width, height, Resampler.AREA);
        }
        Ink ink = Ink.of(picture);
        if (ink == null) {
            throw new IllegalArgumentException(
                    "shows no digit: the picture has hardly any contrast; draw one dark digit on light paper, or a light"
                            + " one on dark");
        }
        return Tensor.of(Shape.of(SIDE, SIDE, 1), centred(boxed(ink)));
    }

    /** What to lay under transparent parts: the opposite of a drawing's single colour, or the paper's if there is one. */
    private static float backdrop(BufferedImage image) {
        float[] alpha = Planes.alpha(image);
        if (alpha == null) {
            return 1;
        }
        float[] grey = Planes.of(image, 1).toGrey().values()[0];
        double weight = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < alpha.length; i++) {
            double opaque = alpha[i] == 0 ? 0 : (grey[i] - (1 - alpha[i])) / alpha[i];
            weight += alpha[i];
            sum += alpha[i] * opaque;
            squares += alpha[i] * opaque * opaque;
        }
        double mean = weight == 0 ? 0 : sum / weight;
        double deviation = weight == 0 ? 0 : Math.sqrt(Math.max(0, squares / weight - mean * mean));
        boolean hasPaper = deviation > 0.2;
        return mean > 0.5 == hasPaper ? 1 : 0;
    }

    /** Whether there is nothing to do: a light digit on black of the right size in the right place. */
    private static boolean isInMnistForm(Planes picture) {
        if (picture.width() != SIDE || picture.height() != SIDE) {
            return false;
        }
        float[] grey = picture.toGrey().values()[0];
        float[] ink = new float[grey.length];
        float most = 0;
        float edge = 0;
        for (int i = 0; i < grey.length; i++) {
            most = Math.max(most, grey[i]);
            ink[i] = grey[i] < 0.1f ? 0 : grey[i];
            boolean atEdge = i % SIDE == 0 || i % SIDE == SIDE - 1 || i / SIDE == 0 || i / SIDE == SIDE - 1;
            edge += atEdge ? grey[i] : 0;
        }
        Ink digit = new Ink(SIDE, SIDE, ink);
        return most > 0.7f
                && edge / (4 * (SIDE - 1)) < 0.05f
                && digit.box().longer() <= BOX
                && Math.abs(centre(grey, SIDE, false) - MIDDLE) < 1.5
                && Math.abs(centre(grey, SIDE, true) - MIDDLE) < 1.5;
    }

    /** The digit, {@value #BOX} pixels on its longer side, in a square of this side. */
    private static float[] boxed(Ink ink) {
        Ink.Box box = ink.box();
        double missing = (LEAST_STROKE * box.longer() / BOX - ink.crop(box, 1).strokeWidth()) / 2;
        if (missing > 0) {
            ink = ink.crop(box, (int) Math.ceil(missing) + 2).widened(missing);
            box = ink.box();
        }
        double step = (double) box.longer() / BOX;
        int margin = (int) Math.ceil(step) + 2 + box.longer() / 2;
        Ink framed = ink.crop(box, margin);
        Resampler resampler = step >= 1 ? Resampler.AREA : Resampler.TRIANGLE;
        float[] small = resampler.sample(
                framed.values(),
                framed.width(),
                framed.height(),
                framed.width() / 2.0 - BOX * step / 2,
                framed.height() / 2.0 - BOX * step / 2,
                step,
                BOX,
                BOX);
        float most = 0;
        for (float value : small) {
            most = Math.max(most, value);
        }
        for (int i = 0; i < small.length; i++) {
            small[i] /= most;
        }
        return small;
    }

    /** The square placed so that its centre of mass is in the middle, or as near as leaves it whole. */
    private static float[] centred(float[] square) {
        int left = (int) Math.clamp(Math.round(MIDDLE - centre(square, BOX, false)), 0, SIDE - BOX);
        int top = (int) Math.clamp(Math.round(MIDDLE - centre(square, BOX, true)), 0, SIDE - BOX);
        float[] placed = new float[SIDE * SIDE];
        for (int y = 0; y < BOX; y++) {
            System.arraycopy(square, y * BOX, placed, (top + y) * SIDE + left, BOX);
        }
        return placed;
    }

    /** The centre of mass across or down, the first pixel being at 0. */
    static double centre(float[] values, int width, boolean down) {
        double mass = 0;
        double moment = 0;
        for (int i = 0; i < values.length; i++) {
            mass += values[i];
            moment += values[i] * (down ? i / width : i % width);
        }
        return mass == 0 ? 0 : moment / mass;
    }
}
