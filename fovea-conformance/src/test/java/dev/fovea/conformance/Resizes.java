package dev.fovea.conformance;

import dev.fovea.nn.Interpolation;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;

/** Bounds of images whose new pixels are weighted means of the old ones about their places. */
final class Resizes {
    private Resizes() {}

    /** How many pixels away, at most, one of the original counts. */
    private static int radius(Interpolation interpolation) {
        return switch (interpolation) {
            case NEAREST -> 0;
            case BILINEAR -> 1;
            case BICUBIC -> 2;
            case LANCZOS3 -> 3;
            case LANCZOS5 -> 5;
        };
    }

    /**
     * Some compute places in float32: they are off by 4 roundings of a number up to the longer side, L. Weights change
     * by less than 1.5 a pixel, and 2 r of them count (or more that change as much less); so the weights of an axis,
     * divided by their sum, are off by 2 * 1.5 * 2 r L of these. The sizes of an axis' weights add up to less than 1.5.
     * The sums are of L terms an axis or fewer, each with a weight of some roundings of its own.
     *
     * @param x what is resized, or the seed of a gradient
     * @param counts 1, or how many new pixels an old one counts for, at most
     */
    static double[] bound(Interpolation interpolation, Tensor x, int results, double counts, int longest) {
        double most = 0;
        for (float value : x.data()) {
            most = Math.max(most, Math.abs(value));
        }
        double sums = Bound.of(2 * longest + 2 * Bound.FUNCTION, most * counts * 1.5 * 1.5);
        double places = Bound.of(4, most * counts * 2 * 1.5 * 6 * radius(interpolation) * longest);
        double[] bound = new double[results];
        Arrays.fill(bound, sums + places);
        return bound;
    }

    /** How many new pixels an old one counts for: those within the radius, of which there are more the longer it gets. */
    static double counts(Interpolation interpolation, int[] from, int[] to) {
        double counts = 1;
        for (int i = 0; i < from.length; i++) {
            counts *= 2 * radius(interpolation) * Math.max(1, (double) to[i] / from[i]) + 1;
        }
        return counts;
    }
}
