package dev.fovea.train;

import java.util.Arrays;

/** Counts what {@link AUC} is made of: outputs by the thresholds that they are over. */
final class CurvePoints implements Metric.Count {
    private final AUC metric;
    private final int labels;
    private final float[] thresholds;
    private final double[][] positives;
    private final double[][] negatives;

    CurvePoints(AUC metric, int labels) {
        this.metric = metric;
        this.labels = labels;
        int points = metric.thresholds() == null
                ? metric.numThresholds()
                : metric.thresholds().size() + 2;
        thresholds = new float[points];
        for (int i = 1; i < points - 1; i++) {
            thresholds[i] = metric.thresholds() == null
                    ? i / (points - 1f)
                    : metric.thresholds().get(i - 1);
        }
        // Each output is over the first and none is over the last.
        thresholds[0] = Float.NEGATIVE_INFINITY;
        thresholds[points - 1] = Float.POSITIVE_INFINITY;
        int curves = metric.multiLabel() ? labels : 1;
        positives = new double[curves][points];
        negatives = new double[curves][points];
    }

    @Override
    public void add(float[] output, float[] target) {
        for (int i = 0; i < output.length; i++) {
            int label = i % labels;
            double weight = metric.multiLabel() ? 1 : weight(label);
            double[][] counts = target[i] != 0 ? positives : negatives;
            counts[metric.multiLabel() ? label : 0][last(probability(output[i]))] += weight;
        }
    }

    private double weight(int label) {
        return metric.labelWeights() == null ? 1 : metric.labelWeights().get(label);
    }

    private float probability(float output) {
        if (metric.fromLogits()) {
            return (float) (1 / (1 + Math.exp(-output)));
        }
        if (output < 0 || output > 1) {
            throw new IllegalArgumentException("AUC takes outputs of 0 to 1, not " + output
                    + "; let the model end in sigmoid, or set fromLogits(true)");
        }
        return output;
    }

    /** The last threshold that a probability is over; NaN is over the first alone. */
    private int last(float probability) {
        int from = 0;
        int to = thresholds.length - 1;
        while (to - from > 1) {
            int middle = (from + to) >>> 1;
            if (probability > thresholds[middle]) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return from;
    }

    @Override
    public double result() {
        double sum = 0;
        double weights = 0;
        for (int curve = 0; curve < positives.length; curve++) {
            double weight = metric.multiLabel() ? weight(curve) : 1;
            sum += weight * area(sums(positives[curve]), sums(negatives[curve]));
            weights += weight;
        }
        return weights == 0 ? 0 : sum / weights;
    }

    /** How many are over each threshold. */
    private static double[] sums(double[] counts) {
        double[] sums = counts.clone();
        for (int i = sums.length - 2; i >= 0; i--) {
            sums[i] += sums[i + 1];
        }
        return sums;
    }

    private double area(double[] truePositives, double[] falsePositives) {
        double area = 0;
        for (int i = 0; i < truePositives.length - 1; i++) {
            area += metric.curve() == AUC.Curve.ROC
                    ? rocStrip(truePositives, falsePositives, i)
                    : precisionStrip(truePositives, falsePositives, i);
        }
        return area;
    }

    private double rocStrip(double[] truePositives, double[] falsePositives, int i) {
        double width = share(falsePositives[i] - falsePositives[i + 1], falsePositives[0]);
        double left = share(truePositives[i + 1], truePositives[0]);
        double right = share(truePositives[i], truePositives[0]);
        return width * height(left, right);
    }

    private double precisionStrip(double[] truePositives, double[] falsePositives, int i) {
        double before = truePositives[i + 1] + falsePositives[i + 1];
        double after = truePositives[i] + falsePositives[i];
        double gained = truePositives[i] - truePositives[i + 1];
        if (metric.summationMethod() != AUC.SummationMethod.INTERPOLATION) {
            double left = share(truePositives[i + 1], before);
            double right = share(truePositives[i], after);
            return share(gained, truePositives[0]) * height(left, right);
        }
        // Both counts grow evenly from one threshold to the next; this is the integral of their quotient.
        double slope = share(gained, after - before);
        double intercept = truePositives[i + 1] - slope * before;
        double ratio = before > 0 && after > 0 ? after / before : 1;
        return share(slope * (gained + intercept * Math.log(ratio)), truePositives[0]);
    }

    private double height(double left, double right) {
        return switch (metric.summationMethod()) {
            case INTERPOLATION -> (left + right) / 2;
            case MINORING -> Math.min(left, right);
            case MAJORING -> Math.max(left, right);
        };
    }

    private static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }

    @Override
    public void reset() {
        for (double[] counts : positives) {
            Arrays.fill(counts, 0);
        }
        for (double[] counts : negatives) {
            Arrays.fill(counts, 0);
        }
    }
}
