package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.Objects;

/**
 * The part of the targets' variance that the outputs {@code [N, K]} account for, as Keras's class of that name: {@code 1 -
 * sum (target - output)^2 / sum (target - mean)^2} of each output, 1 at most and below 0 where the mean would do better.
 * An output whose targets are all the same counts 0.
 *
 * @param classAggregation how the figures of the outputs become one; Keras also has none, a figure for each
 * @param numRegressors how many inputs there are, for the adjusted figure; 0 for the plain one, which it also is where
 *     there are no more numbers than that and one
 */
public record R2Score(ClassAggregation classAggregation, int numRegressors, String name) implements Metric {
    /** How the figures of the outputs become one. */
    public enum ClassAggregation {
        /** The plain mean. */
        UNIFORM_AVERAGE,
        /** The mean by the variance of each output's targets. */
        VARIANCE_WEIGHTED_AVERAGE
    }

    public R2Score {
        Losses.checkName("R2Score", name);
        Objects.requireNonNull(classAggregation, "R2Score takes a classAggregation");
        if (numRegressors < 0) {
            throw new IllegalArgumentException("R2Score takes a numRegressors of 0 or more, not " + numRegressors);
        }
    }

    /** Under the name that Keras gives it, with Keras's defaults. */
    public static R2Score of() {
        return new R2Score(ClassAggregation.UNIFORM_AVERAGE, 0, "r2_score");
    }

    public R2Score classAggregation(ClassAggregation classAggregation) {
        return new R2Score(classAggregation, numRegressors, name);
    }

    public R2Score numRegressors(int numRegressors) {
        return new R2Score(classAggregation, numRegressors, name);
    }

    public R2Score name(String name) {
        return new R2Score(classAggregation, numRegressors, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        Part.checkElements("R2Score", output, target);
        if (output.rank() > 1) {
            throw new IllegalArgumentException(
                    "R2Score takes a row of outputs for each image, [N, K]; the model gives " + output);
        }
        return new Residuals(output.size());
    }

    private final class Residuals implements Count {
        private final double[] residuals;
        private final double[] means;
        private final double[] squares;
        private long images;

        Residuals(int outputs) {
            residuals = new double[outputs];
            means = new double[outputs];
            squares = new double[outputs];
        }

        @Override
        public void add(float[] output, float[] target) {
            images++;
            for (int k = 0; k < residuals.length; k++) {
                double error = (double) target[k] - output[k];
                residuals[k] += error * error;
                // A running mean (Welford 1962): a difference of large sums would leave nothing of small variances.
                double off = target[k] - means[k];
                means[k] += off / images;
                squares[k] += off * (target[k] - means[k]);
            }
        }

        @Override
        public double result() {
            double sum = 0;
            double weights = 0;
            for (int k = 0; k < residuals.length; k++) {
                double weight = classAggregation == ClassAggregation.UNIFORM_AVERAGE ? 1 : squares[k];
                sum += weight * (squares[k] == 0 ? 0 : 1 - residuals[k] / squares[k]);
                weights += weight;
            }
            double score = weights == 0 ? 0 : sum / weights;
            double numbers = (double) images * residuals.length;
            if (numRegressors == 0 || numRegressors >= numbers - 1) {
                return score;
            }
            return 1 - (1 - score) * (numbers - 1) / (numbers - numRegressors - 1);
        }

        @Override
        public void reset() {
            images = 0;
            Arrays.fill(residuals, 0);
            Arrays.fill(means, 0);
            Arrays.fill(squares, 0);
        }
    }
}
