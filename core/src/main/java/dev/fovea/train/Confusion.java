package dev.fovea.train;

import java.util.Arrays;

/**
 * Counts how often each class was taken for each: the confusion matrix.
 *
 * <pre>{@code
 * long[][] counts = Confusion.of(10, test.labels(), model.predict(images).argMax()).counts();
 * counts[3][5];  // threes that were taken for fives
 * }</pre>
 */
public final class Confusion {
    private final long[][] counts;

    private Confusion(int numClasses) {
        counts = new long[numClasses][numClasses];
    }

    /**
     * With nothing counted.
     *
     * @throws IllegalArgumentException if there is not even 1 class
     */
    public static Confusion of(int numClasses) {
        if (numClasses < 1) {
            throw new IllegalArgumentException("a confusion matrix has at least 1 class, not " + numClasses);
        }
        return new Confusion(numClasses);
    }

    /**
     * Of labels and what was predicted for each.
     *
     * @throws IllegalArgumentException if their numbers differ or one is no class
     */
    public static Confusion of(int numClasses, int[] labels, int[] predicted) {
        if (labels.length != predicted.length) {
            throw new IllegalArgumentException("there are " + labels.length + " labels but " + predicted.length
                    + " predictions; give one for each image");
        }
        Confusion confusion = of(numClasses);
        for (int i = 0; i < labels.length; i++) {
            confusion.add(labels[i], predicted[i]);
        }
        return confusion;
    }

    /**
     * Counts one more.
     *
     * @throws IllegalArgumentException if one of them is no class
     */
    public void add(int label, int predicted) {
        if (label < 0 || label >= counts.length || predicted < 0 || predicted >= counts.length) {
            throw new IllegalArgumentException(
                    "label " + label + " with prediction " + predicted + " is out of range: there are " + counts.length
                            + " classes, numbered 0 to " + (counts.length - 1));
        }
        counts[label][predicted]++;
    }

    /** A copy of the counts, a row for each label, a column for each prediction. */
    public long[][] counts() {
        return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    /** How often this label was predicted, right. */
    public long both(int label) {
        return counts[label][label];
    }

    /** How often this class was label or prediction or both. */
    public long either(int label) {
        long either = -counts[label][label];
        for (int c = 0; c < counts.length; c++) {
            either += counts[label][c] + counts[c][label];
        }
        return either;
    }

    public void reset() {
        for (long[] row : counts) {
            Arrays.fill(row, 0);
        }
    }
}
