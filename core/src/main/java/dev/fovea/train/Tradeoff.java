package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.Arrays;

/** The best that one figure of outcomes reaches at those thresholds where another is at least as large as asked for. */
final class Tradeoff implements Metric.Count {
    /** A figure of outcomes. */
    enum Figure {
        PRECISION,
        /** Also called sensitivity. */
        RECALL,
        SPECIFICITY;

        private double of(double truePositives, double falsePositives, double positives, double negatives) {
            return switch (this) {
                case PRECISION -> share(truePositives, truePositives + falsePositives);
                case RECALL -> share(truePositives, positives);
                case SPECIFICITY -> share(negatives - falsePositives, negatives);
            };
        }

        private static double share(double part, double whole) {
            return whole == 0 ? 0 : part / whole;
        }
    }

    private final String metric;
    private final Figure best;
    private final Figure held;
    private final float least;
    private final int first;
    private final int step;
    private final float[] thresholds;
    private final long[] positives;
    private final long[] negatives;

    private Tradeoff(String metric, Figure best, Figure held, float least, int numThresholds, int first, int step) {
        this.metric = metric;
        this.best = best;
        this.held = held;
        this.least = least;
        this.first = first;
        this.step = step;
        thresholds = new float[numThresholds];
        for (int i = 0; i < numThresholds; i++) {
            thresholds[i] = numThresholds == 1 ? 0.5f : (float) ((double) i / (numThresholds - 1));
        }
        positives = new long[numThresholds + 1];
        negatives = new long[numThresholds + 1];
    }

    /**
     * A fresh count.
     *
     * @param best the figure to be had
     * @param held the figure that is at least {@code least} where the other counts
     * @param numThresholds how many thresholds, spread evenly over 0 to 1; one is one half
     * @param classId the only place of each row that counts, or null for all
     */
    static Tradeoff start(
            String metric,
            Shape output,
            Shape target,
            Figure best,
            Figure held,
            float least,
            int numThresholds,
            Integer classId) {
        Part.checkElements(metric, output, target);
        int row = output.rank() == 0 ? 1 : output.dim(-1);
        if (classId != null && classId >= row) {
            throw new IllegalArgumentException(metric + " can't look at class " + classId + ": the model gives "
                    + output + ", classes 0 to " + (row - 1));
        }
        return classId == null
                ? new Tradeoff(metric, best, held, least, numThresholds, 0, 1)
                : new Tradeoff(metric, best, held, least, numThresholds, classId, row);
    }

    static void check(String metric, String name, float least, int numThresholds, Integer classId) {
        Hyperparameters.checkFraction(metric, name, least);
        if (numThresholds < 1) {
            throw new IllegalArgumentException(metric + " takes a numThresholds of at least 1, not " + numThresholds);
        }
        Outcomes.check(metric, null, null, classId);
    }

    @Override
    public void add(float[] output, float[] target) {
        for (int i = first; i < output.length; i += step) {
            if (output[i] < 0 || output[i] > 1) {
                throw new IllegalArgumentException(metric + " takes outputs of 0 to 1, not " + output[i]
                        + "; let the model end in sigmoid or softmax");
            }
            (target[i] != 0 ? positives : negatives)[passed(output[i])]++;
        }
    }

    /** How many thresholds an output is over; NaN is over none. */
    private int passed(float output) {
        int from = 0;
        int to = thresholds.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (output > thresholds[middle]) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    @Override
    public double result() {
        double allPositives = 0;
        double allNegatives = 0;
        for (int i = 0; i < positives.length; i++) {
            allPositives += positives[i];
            allNegatives += negatives[i];
        }
        double top = 0;
        double truePositives = 0;
        double falsePositives = 0;
        for (int i = thresholds.length; i > 0; i--) {
            truePositives += positives[i];
            falsePositives += negatives[i];
            if (held.of(truePositives, falsePositives, allPositives, allNegatives) >= least) {
                top = Math.max(top, best.of(truePositives, falsePositives, allPositives, allNegatives));
            }
        }
        return top;
    }

    @Override
    public void reset() {
        Arrays.fill(positives, 0);
        Arrays.fill(negatives, 0);
    }
}
