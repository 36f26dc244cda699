package dev.fovea.plot;

import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Points of the plane in the colours of their classes, with the line where a linear classifier is undecided.
 *
 * <pre>{@code
 * ScatterPlot.of(points, labels, List.of("zero", "one")).line(w1, w2, bias).picture();  // points [N,2]
 * }</pre>
 */
public final class ScatterPlot {
    private static final int STEPS = 1000;

    private final Tensor points;
    private final List<Integer> labels;
    private final List<String> classNames;
    private final List<Double> line;
    private final String title;
    private final List<String> axes;

    private ScatterPlot(
            Tensor points,
            List<Integer> labels,
            List<String> classNames,
            List<Double> line,
            String title,
            List<String> axes) {
        this.points = points;
        this.labels = labels;
        this.classNames = classNames;
        this.line = line;
        this.title = title;
        this.axes = axes;
    }

    /**
     * Points of several classes.
     *
     * @param points {@code [N,2]}, finite
     * @param labels the class of each point, in [0, K)
     * @param classNames K names
     * @throws IllegalArgumentException if the shape, a length, a value or a label does not fit
     */
    public static ScatterPlot of(Tensor points, int[] labels, List<String> classNames) {
        if (points.shape().rank() != 2
                || points.shape().dim(1) != 2
                || points.shape().dim(0) != labels.length
                || labels.length == 0) {
            throw new IllegalArgumentException("points have shape [N, 2] with a label each, but " + points.shape()
                    + " and " + labels.length + " labels were given");
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classNames.size()) {
                throw new IllegalArgumentException("label " + i + " is " + labels[i] + ", but the classes go from 0 to "
                        + (classNames.size() - 1) + "; check the class names");
            }
            if (!Float.isFinite(points.get(i, 0)) || !Float.isFinite(points.get(i, 1))) {
                throw new IllegalArgumentException("point " + i + " is " + points.get(i, 0) + ", " + points.get(i, 1)
                        + "; only finite numbers can be drawn");
            }
        }
        return new ScatterPlot(
                points.copy(),
                IntStream.of(labels).boxed().toList(),
                List.copyOf(classNames),
                List.of(),
                "",
                List.of("x1", "x2"));
    }

    /** Adds the line w1 x1 + w2 x2 + bias = 0, where logistic regression gives both classes 50 %. */
    public ScatterPlot line(double w1, double w2, double bias) {
        return new ScatterPlot(points, labels, classNames, List.of(w1, w2, bias), title, axes);
    }

    /** A line of text above the plot. */
    public ScatterPlot title(String title) {
        return new ScatterPlot(points, labels, classNames, line, title, axes);
    }

    /** What the two numbers of a point are. */
    public ScatterPlot axes(String x1, String x2) {
        return new ScatterPlot(points, labels, classNames, line, title, List.of(x1, x2));
    }

    /** Draws the points. */
    public Picture picture() {
        Chart chart = new Chart(640, 520, "", axes.get(0), axes.get(1));
        for (int c = 0; c < classNames.size(); c++) {
            int label = c;
            int[] members = IntStream.range(0, labels.size())
                    .filter(i -> labels.get(i) == label)
                    .toArray();
            if (members.length > 0) {
                chart.points(classNames.get(c), column(0, members), column(1, members), c);
            }
        }
        Range x1 = padded(0);
        Range x2 = padded(1);
        chart.xRange(x1.min(), x1.max(), 0);
        chart.yRange(x2.min(), x2.max());
        if (!line.isEmpty()) {
            decision(chart, x1, x2);
        }
        return Picture.titled(title, chart.box());
    }

    private double[] column(int axis, int... members) {
        return IntStream.of(members).mapToDouble(i -> points.get(i, axis)).toArray();
    }

    private Range padded(int axis) {
        double min = points.get(0, axis);
        double max = min;
        for (int i = 1; i < labels.size(); i++) {
            min = Math.min(min, points.get(i, axis));
            max = Math.max(max, points.get(i, axis));
        }
        double room = max > min ? 0.05 * (max - min) : 1;
        return new Range(min - room, max + room);
    }

    /** The part of the line inside of the plot, walked along the axis that it is less steep to. */
    private void decision(Chart chart, Range x1, Range x2) {
        double w1 = line.get(0) * (x1.max() - x1.min());
        double w2 = line.get(1) * (x2.max() - x2.min());
        double atOrigin = line.get(0) * x1.min() + line.get(1) * x2.min() + line.get(2);
        boolean along1 = Math.abs(w2) >= Math.abs(w1);
        double[] x = new double[STEPS + 1];
        double[] y = new double[STEPS + 1];
        int count = 0;
        for (int i = 0; i <= STEPS; i++) {
            double walked = (double) i / STEPS;
            double other = along1 ? -(w1 * walked + atOrigin) / w2 : -(w2 * walked + atOrigin) / w1;
            if (other >= 0 && other <= 1) {
                double share1 = along1 ? walked : other;
                double share2 = along1 ? other : walked;
                x[count] = x1.min() + share1 * (x1.max() - x1.min());
                y[count++] = x2.min() + share2 * (x2.max() - x2.min());
            }
        }
        if (count > 1) {
            chart.line("undecided", Arrays.copyOf(x, count), Arrays.copyOf(y, count), 7, false, false);
        }
    }
}
