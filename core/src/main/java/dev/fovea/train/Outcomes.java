package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.function.ToDoubleFunction;

/** Counts outputs by whether they say yes and whether that is so. */
final class Outcomes implements Metric.Count {
    private final int row;
    private final float threshold;
    private final int topK;
    private final int first;
    private final int step;
    private final ToDoubleFunction<Outcomes> figure;
    private long truePositives;
    private long falsePositives;
    private long trueNegatives;
    private long falseNegatives;

    private Outcomes(int row, float threshold, int topK, int first, int step, ToDoubleFunction<Outcomes> figure) {
        this.row = row;
        this.threshold = threshold;
        this.topK = topK;
        this.first = first;
        this.step = step;
        this.figure = figure;
    }

    /**
     * A fresh count.
     *
     * @param topK how many of a row may say yes, or null for all
     * @param classId the only place of each row that counts, or null for all
     */
    static Outcomes start(
            String metric,
            Shape output,
            Shape target,
            float threshold,
            Integer topK,
            Integer classId,
            ToDoubleFunction<Outcomes> figure) {
        Part.checkElements(metric, output, target);
        int row = output.rank() == 0 ? 1 : output.dim(-1);
        if (classId != null && classId >= row) {
            throw new IllegalArgumentException(metric + " can't look at class " + classId + ": the model gives "
                    + output + ", classes 0 to " + (row - 1));
        }
        return new Outcomes(
                row,
                threshold,
                topK == null ? row : topK,
                classId == null ? 0 : classId,
                classId == null ? 1 : row,
                figure);
    }

    static void check(String metric, Float threshold, Integer topK, Integer classId) {
        if (threshold != null) {
            Hyperparameters.checkFraction(metric, "threshold", threshold);
        }
        if (topK != null) {
            Part.checkK(metric, topK);
        }
        if (classId != null && classId < 0) {
            throw new IllegalArgumentException(metric + " takes a classId of at least 0, not " + classId);
        }
    }

    /** One half unless one is given; among the top k, any will do. */
    static float threshold(Float given, Integer topK) {
        if (given != null) {
            return given;
        }
        return topK == null ? 0.5f : Float.NEGATIVE_INFINITY;
    }

    @Override
    public void add(float[] output, float[] target) {
        for (int i = first; i < output.length; i += step) {
            boolean yes = output[i] > threshold && (topK >= row || ahead(output, i) < topK);
            if (target[i] != 0) {
                truePositives += yes ? 1 : 0;
                falseNegatives += yes ? 0 : 1;
            } else {
                falsePositives += yes ? 1 : 0;
                trueNegatives += yes ? 0 : 1;
            }
        }
    }

    /** How many of the row are larger, or as large and before it. */
    private int ahead(float[] output, int at) {
        int begin = at - at % row;
        int ahead = 0;
        for (int i = begin; i < begin + row; i++) {
            ahead += output[i] > output[at] || (output[i] == output[at] && i < at) ? 1 : 0;
        }
        return ahead;
    }

    double precision() {
        return share(truePositives, falsePositives);
    }

    double recall() {
        return share(truePositives, falseNegatives);
    }

    private static double share(long part, long rest) {
        return part == 0 ? 0 : (double) part / (part + rest);
    }

    double truePositives() {
        return truePositives;
    }

    double falsePositives() {
        return falsePositives;
    }

    double trueNegatives() {
        return trueNegatives;
    }

    double falseNegatives() {
        return falseNegatives;
    }

    @Override
    public double result() {
        return figure.applyAsDouble(this);
    }

    @Override
    public void reset() {
        truePositives = 0;
        falsePositives = 0;
        trueNegatives = 0;
        falseNegatives = 0;
    }
}
