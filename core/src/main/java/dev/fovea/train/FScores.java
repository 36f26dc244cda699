package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.Objects;

/** Counts, for each class, what {@link FBetaScore} is made of. */
final class FScores implements Metric.Count {
    /** What Keras adds to each divisor. */
    private static final double EPSILON = 1e-7;

    private final FBetaScore.Average average;
    private final double beta;
    private final Float threshold;
    private final long[] both;
    private final long[] said;
    private final long[] so;

    private FScores(int classes, FBetaScore.Average average, double beta, Float threshold) {
        this.average = average;
        this.beta = beta;
        this.threshold = threshold;
        both = new long[classes];
        said = new long[classes];
        so = new long[classes];
    }

    static void check(String metric, FBetaScore.Average average, float beta, Float threshold) {
        Objects.requireNonNull(average, metric + " takes an average: MICRO, MACRO or WEIGHTED");
        if (!(beta > 0 && Float.isFinite(beta))) {
            throw new IllegalArgumentException(metric + " takes a finite beta above 0, not " + beta);
        }
        if (threshold != null && !(threshold > 0 && threshold <= 1)) {
            throw new IllegalArgumentException(metric + " takes a threshold above 0 and up to 1, not " + threshold);
        }
    }

    static FScores start(
            String metric, Shape output, Shape target, FBetaScore.Average average, float beta, Float threshold) {
        if (output.rank() != 1 || !output.equals(target)) {
            throw new IllegalArgumentException(metric + " takes a target for each class: the model gives " + output
                    + ", but the targets are " + target + "; give them one-hot");
        }
        return new FScores(output.size(), average, beta, threshold);
    }

    @Override
    public void add(float[] output, float[] target) {
        float largest = output[Part.largest(output, 0, output.length)];
        for (int k = 0; k < output.length; k++) {
            // A row of zeros says yes to nothing.
            boolean yes =
                    threshold != null ? output[k] > threshold : output[k] >= largest && Math.abs(output[k]) > 1e-9;
            boolean truth = target[k] > 0.5f;
            both[k] += yes && truth ? 1 : 0;
            said[k] += yes ? 1 : 0;
            so[k] += truth ? 1 : 0;
        }
    }

    @Override
    public double result() {
        double all = Arrays.stream(so).sum();
        if (average == FBetaScore.Average.MICRO) {
            return score(Arrays.stream(both).sum(), Arrays.stream(said).sum(), all);
        }
        double sum = 0;
        for (int k = 0; k < so.length; k++) {
            double weight = average == FBetaScore.Average.MACRO ? 1.0 / so.length : so[k] / (all + EPSILON);
            sum += weight * score(both[k], said[k], so[k]);
        }
        return sum;
    }

    private double score(double bothCount, double saidCount, double soCount) {
        double precision = bothCount / (saidCount + EPSILON);
        double recall = bothCount / (soCount + EPSILON);
        return (1 + beta * beta) * precision * recall / (beta * beta * precision + recall + EPSILON);
    }

    @Override
    public void reset() {
        Arrays.fill(both, 0);
        Arrays.fill(said, 0);
        Arrays.fill(so, 0);
    }
}
