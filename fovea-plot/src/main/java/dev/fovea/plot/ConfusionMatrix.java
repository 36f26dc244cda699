package dev.fovea.plot;

import dev.fovea.train.Confusion;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How often each class was taken for each: {@code counts.get(actual).get(predicted)}.
 *
 * <pre>{@code
 * ConfusionMatrix matrix = ConfusionMatrix.of(10, labels, predicted);
 * matrix.accuracy();
 * matrix.picture(classNames).save(Path.of("confusion.png"));
 * }</pre>
 *
 * @param counts {@code [K][K]}, rows by true class, columns by predicted class
 */
public record ConfusionMatrix(List<List<Integer>> counts) {
    /**
     * A matrix of given counts, which are copied.
     *
     * @throws IllegalArgumentException unless it is square, not empty, and no count is negative
     */
    public ConfusionMatrix {
        counts = counts.stream().map(List::copyOf).toList();
        int classes = counts.size();
        if (classes == 0 || counts.stream().anyMatch(row -> row.size() != classes)) {
            throw new IllegalArgumentException("a confusion matrix has as many columns as rows, but there are "
                    + classes + " rows with " + counts.stream().map(List::size).toList() + " columns");
        }
        if (counts.stream().flatMap(List::stream).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("the counts of a confusion matrix are 0 or more, not " + counts);
        }
    }

    /**
     * Counts predictions.
     *
     * @param classes the number of classes, at least 1
     * @param labels the true class of each image, in [0, classes)
     * @param predicted the class that each image was taken for, in [0, classes)
     * @throws IllegalArgumentException if the lengths differ or a class is out of range, with its place
     */
    public static ConfusionMatrix of(int classes, int[] labels, int[] predicted) {
        List<List<Integer>> rows = new ArrayList<>();
        for (long[] row : Confusion.of(classes, labels, predicted).counts()) {
            rows.add(LongStream.of(row).mapToInt(Math::toIntExact).boxed().toList());
        }
        return new ConfusionMatrix(rows);
    }

    /** The number of classes. */
    public int classes() {
        return counts.size();
    }

    /** How many images of a class were taken for which. */
    public int count(int actual, int predicted) {
        return counts.get(actual).get(predicted);
    }

    /** The number of images. */
    public long total() {
        return IntStream.range(0, classes()).mapToLong(this::actual).sum();
    }

    /** How many were right. */
    public long right() {
        return IntStream.range(0, classes()).mapToLong(c -> count(c, c)).sum();
    }

    /** The share of images that were right; NaN if there are none. */
    public double accuracy() {
        return (double) right() / total();
    }

    /** Of the images taken for a class, the share that are of it; NaN if there are none. */
    public double precision(int c) {
        return (double) count(c, c) / predicted(c);
    }

    /** Of the images of a class, the share taken for it; NaN if there are none. */
    public double recall(int c) {
        return (double) count(c, c) / actual(c);
    }

    /** How many images are of a class. */
    long actual(int c) {
        return counts.get(c).stream().mapToLong(n -> n).sum();
    }

    /** How many images were taken for a class. */
    long predicted(int c) {
        return counts.stream().mapToLong(row -> row.get(c)).sum();
    }

    /** Draws the matrix with the classes as numbers. */
    public Picture picture() {
        return picture(IntStream.range(0, classes()).mapToObj(Integer::toString).toList());
    }

    /**
     * Draws the matrix: a row for each true class, coloured by the share of the row, right in blue and wrong in red,
     * with counts in the cells and recall and precision at the edges as long as they can be read.
     *
     * @throws IllegalArgumentException unless there is a name for each class
     */
    public Picture picture(List<String> classNames) {
        if (classNames.size() != classes()) {
            throw new IllegalArgumentException(
                    "there are " + classes() + " classes but " + classNames.size() + " class names; give one for each");
        }
        return new MatrixDrawing(this, List.copyOf(classNames)).picture();
    }
}
