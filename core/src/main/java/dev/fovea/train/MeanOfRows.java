package dev.fovea.train;

import dev.fovea.tensor.Shape;

/** The mean, over all rows of classes along an axis, of a figure of outputs and targets. */
final class MeanOfRows implements Metric.Count {
    private final int step;
    private final boolean numbered;
    private final Integer ignoreClass;
    private final Row row;
    private final double[] outputs;
    private final double[] targets;
    private double sum;
    private long count;

    /** A figure of a row's outputs and targets. */
    @FunctionalInterface
    interface Row {
        double of(double[] outputs, double[] targets);
    }

    private MeanOfRows(int classes, int step, boolean numbered, Integer ignoreClass, Row row) {
        this.step = step;
        this.numbered = numbered;
        this.ignoreClass = ignoreClass;
        this.row = row;
        this.outputs = new double[classes];
        this.targets = new double[classes];
    }

    /** Rows along an axis, which is counted as in Keras, each output with its target. */
    static MeanOfRows start(String metric, Shape output, Shape target, int axis, Row row) {
        int along = Losses.imageAxis(metric, axis, output);
        Part.checkElements(metric, output, target);
        int step = output.slice(along + 1, output.rank()).size();
        return new MeanOfRows(output.dim(along), step, false, null, row);
    }

    /** The same with a class number for each row, told to the figure as a one among zeros; some may not count. */
    static MeanOfRows ofClassNumbers(
            String metric, Shape output, Shape target, int axis, Integer ignoreClass, Row row) {
        int along = Losses.imageAxis(metric, axis, output);
        Part.checkClassNumbers(metric, output, target, output.dim(along));
        int step = output.slice(along + 1, output.rank()).size();
        return new MeanOfRows(output.dim(along), step, true, ignoreClass, row);
    }

    @Override
    public void add(float[] output, float[] target) {
        int classes = outputs.length;
        for (int r = 0; r * classes < output.length; r++) {
            int at = r / step * step * classes + r % step;
            if (numbered && ignoreClass != null && ignoreClass == (int) target[r]) {
                continue;
            }
            for (int k = 0; k < classes; k++) {
                outputs[k] = output[at + k * step];
                targets[k] = numbered ? (k == (int) target[r] ? 1 : 0) : target[at + k * step];
            }
            sum += row.of(outputs, targets);
            count++;
        }
    }

    @Override
    public double result() {
        return count == 0 ? 0 : sum / count;
    }

    @Override
    public void reset() {
        sum = 0;
        count = 0;
    }
}
