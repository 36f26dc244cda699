package dev.fovea.plot;

import dev.fovea.tensor.Tensor;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The images a model got most wrong: those whose true class it thought least likely, the worst first.
 *
 * <pre>{@code
 * Mistakes.of(images, labels, model.predict(images), classNames).picture().save(Path.of("mistakes.png"));
 * }</pre>
 */
public final class Mistakes {
    private final Tensor images;
    private final List<Integer> labels;
    private final Tensor probabilities;
    private final List<String> classNames;
    private final int limit;
    private final ColorMap colors;

    private Mistakes(
            Tensor images,
            List<Integer> labels,
            Tensor probabilities,
            List<String> classNames,
            int limit,
            ColorMap colors) {
        this.images = images;
        this.labels = labels;
        this.probabilities = probabilities;
        this.classNames = classNames;
        this.limit = limit;
        this.colors = colors;
    }

    /**
     * The mistakes among predictions. The tensors are not copied.
     *
     * @param images {@code [N,H,W,1]} or {@code [N,H,W,3]}
     * @param labels the true class of each image, in [0, K)
     * @param probabilities {@code [N,K]}
     * @param classNames K names
     * @throws IllegalArgumentException if a shape, a length or a label does not fit
     */
    public static Mistakes of(Tensor images, int[] labels, Tensor probabilities, List<String> classNames) {
        int classes = classNames.size();
        if (probabilities.shape().rank() != 2
                || probabilities.shape().dim(0) != labels.length
                || probabilities.shape().dim(1) != classes) {
            throw new IllegalArgumentException("probabilities have shape [images, classes], here [" + labels.length
                    + ", " + classes + "], but " + probabilities.shape() + " was given");
        }
        if (images.shape().rank() != 4 || images.shape().dim(0) != labels.length) {
            throw new IllegalArgumentException("images have shape [images, height, width, channels] with "
                    + labels.length + " images as there are labels, but " + images.shape() + " was given");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException("label " + i + " is " + labels[i] + ", but the classes go from 0 to "
                        + (classes - 1) + "; check the class names");
            }
        }
        List<Integer> boxed = IntStream.of(labels).boxed().toList();
        return new Mistakes(images, boxed, probabilities, List.copyOf(classNames), 24, ColorMap.GRAY);
    }

    /**
     * The most mistakes to show, 24 if not set.
     *
     * @throws IllegalArgumentException if less than 1
     */
    public Mistakes limit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
        return new Mistakes(images, labels, probabilities, classNames, limit, colors);
    }

    /** The colours of images of one channel; {@link ColorMap#GRAY} if not set. */
    public Mistakes colorMap(ColorMap colors) {
        return new Mistakes(images, labels, probabilities, classNames, limit, colors);
    }

    /** The indices of all mistaken images, the worst first. */
    public List<Integer> worst() {
        int[] predicted = probabilities.argMax();
        return IntStream.range(0, labels.size())
                .filter(i -> predicted[i] != labels.get(i))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> probabilities.get(i, labels.get(i))))
                .toList();
    }

    /** Draws the worst mistakes, each with what it was taken for and the probability of the true class. */
    public Picture picture() {
        List<Integer> worst = worst();
        int total = labels.size();
        if (worst.isEmpty()) {
            String text = "No mistakes among " + Theme.number(total) + " images";
            return Picture.of(Box.text(text, Theme.TITLE, Theme.INK));
        }
        List<Integer> shown = worst.subList(0, Math.min(limit, worst.size()));
        int[] predicted = probabilities.argMax();
        List<Box> cells = new ArrayList<>();
        for (int i : shown) {
            cells.add(cell(i, labels.get(i), predicted[i]));
        }
        String title = (shown.size() < worst.size() ? "The worst " + shown.size() + " of " : "All ")
                + Theme.number(worst.size()) + (worst.size() == 1 ? " mistake" : " mistakes") + " among "
                + Theme.number(total) + " images";
        return Picture.titled(title, ImageGrid.arrange(cells, 0));
    }

    private Box cell(int i, int label, int predicted) {
        List<Plane> planes = Plane.of(Plane.images(images.slice(i, i + 1)).getFirst());
        Range range = planes.size() == 3 ? Range.ofColors(planes) : Range.of(planes, colors);
        Box image = new Box.Image(Plane.fit(planes, colors, range, 112));
        String is = classNames.get(label);
        String taken = is + " taken for " + classNames.get(predicted) + " ("
                + Theme.percent(probabilities.get(i, predicted)) + ")";
        String truth = is + ": " + Theme.percent(probabilities.get(i, label));
        return Box.column(Theme.TIGHT, Align.CENTER, image, caption(taken, Theme.INK), caption(truth, Theme.MUTED));
    }

    private static Box caption(String text, Color color) {
        return Box.text(text, Theme.SMALL, color).wrap(150).centred();
    }
}
