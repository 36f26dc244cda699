package dev.fovea.data;

import java.util.List;
import java.util.stream.IntStream;

/** What every data set with class numbers checks of them. */
final class Labels {
    private Labels() {}

    /**
     * @throws IllegalArgumentException if there is not one label per image, or a label is negative
     */
    static void check(int images, int[] labels) {
        if (images != labels.length) {
            throw new IllegalArgumentException(
                    images + " images, but " + labels.length + " labels; give one label per image");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " of image " + i + " is negative; labels count from 0");
            }
        }
    }

    /** Names {@code 0, 1, ...} up to the largest label. */
    static List<String> numbered(int[] labels) {
        int classes = IntStream.of(labels).max().orElse(-1) + 1;
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    /** The place of the first label that no class has, or -1. */
    static int firstOutside(int[] labels, int classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= classes) {
                return i;
            }
        }
        return -1;
    }

    static String range(int classes) {
        return classes == 0 ? "there is no class" : "the " + classes + " classes are numbered 0 to " + (classes - 1);
    }
}
