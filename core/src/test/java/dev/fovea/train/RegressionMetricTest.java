package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.train.LossCheck.End;
import dev.fovea.train.R2Score.ClassAggregation;
import org.junit.jupiter.api.Test;

/** Correlations, the R2 score, and the generalized cross entropy, held to their formulas written otherwise. */
class RegressionMetricTest {
    private static final int IMAGES = 30;
    private static final Shape ROW = Shape.of(5);

    private final float[][] outputs = new float[IMAGES][5];
    private final float[][] targets = new float[IMAGES][5];

    RegressionMetricTest() {
        RandomSource random = new RandomSource(21);
        for (int n = 0; n < IMAGES; n++) {
            for (int k = 0; k < 5; k++) {
                targets[n][k] = (float) (10 * k + (k + 1) * random.nextGaussian());
                outputs[n][k] = (float) (targets[n][k] + 0.5 + random.nextGaussian());
            }
        }
    }

    private double result(Metric metric) {
        Metric.Count count = metric.start(ROW, ROW);
        count.add(outputs[0], targets[0]);
        count.reset();
        for (int n = 0; n < IMAGES; n++) {
            count.add(outputs[n], targets[n]);
        }
        return count.result();
    }

    private static double sum(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void correlationsAreThoseOfMomentsAboutZero() {
        float[] ones = {1, 1, 1, 1, 1};
        double pearson = 0;
        double concordance = 0;
        for (int n = 0; n < IMAGES; n++) {
            double y = sum(outputs[n], ones) / 5;
            double t = sum(targets[n], ones) / 5;
            double yy = sum(outputs[n], outputs[n]) / 5 - y * y;
            double tt = sum(targets[n], targets[n]) / 5 - t * t;
            double yt = sum(outputs[n], targets[n]) / 5 - y * t;
            pearson += yt / Math.sqrt(yy * tt) / IMAGES;
            concordance += 2 * yt / (yy + tt + (y - t) * (y - t)) / IMAGES;
        }
        // Keras and Fovea add 1e-7 to spreads of 10 and more.
        assertThat(result(PearsonCorrelation.of())).isCloseTo(pearson, within(1e-7));
        assertThat(result(ConcordanceCorrelation.of())).isCloseTo(concordance, within(1e-7));
        assertThat(pearson).isGreaterThan(concordance);
    }

    @Test
    void aRowOfTheSameHasNoCorrelation() {
        for (Metric metric : new Metric[] {PearsonCorrelation.of(), ConcordanceCorrelation.of()}) {
            Metric.Count count = metric.start(Shape.of(2), Shape.of(2));
            count.add(new float[] {1, 1}, new float[] {2, 3});
            assertThat(count.result()).isZero();
        }
    }

    @Test
    void correlationGoesAlongTheAxisThatIsNamed() {
        Shape table = Shape.of(2, 2);
        Metric.Count count = PearsonCorrelation.of().axis(1).start(table, table);
        count.add(new float[] {1, 9, 2, 3}, new float[] {1, 1, 2, 5});
        assertThat(count.result()).as("columns: one along, one against").isCloseTo(0, within(1e-6));
    }

    @Test
    void r2IsWhatTheOutputsAccountFor() {
        double mean = 0;
        double weighted = 0;
        double variances = 0;
        for (int k = 0; k < 5; k++) {
            double t = 0;
            for (int n = 0; n < IMAGES; n++) {
                t += targets[n][k] / IMAGES;
            }
            double residual = 0;
            double total = 0;
            for (int n = 0; n < IMAGES; n++) {
                residual += Math.pow((double) targets[n][k] - outputs[n][k], 2);
                total += Math.pow(targets[n][k] - t, 2);
            }
            mean += (1 - residual / total) / 5;
            weighted += total - residual;
            variances += total;
        }
        assertThat(result(R2Score.of())).isCloseTo(mean, within(1e-6));
        R2Score byVariance = R2Score.of().classAggregation(ClassAggregation.VARIANCE_WEIGHTED_AVERAGE);
        assertThat(result(byVariance)).isCloseTo(weighted / variances, within(1e-6));
        double adjusted = 1 - (1 - mean) * (5 * IMAGES - 1) / (5 * IMAGES - 3 - 1);
        assertThat(result(R2Score.of().numRegressors(3))).isCloseTo(adjusted, within(1e-6));
        assertThat(result(R2Score.of().numRegressors(149))).as("too many").isCloseTo(mean, within(1e-6));
    }

    @Test
    void r2WorkedByHand() {
        Shape one = Shape.of(1);
        Metric.Count count = R2Score.of().start(one, one);
        float[][] images = {{2, 1}, {4, 4}, {4, 3}};
        for (float[] image : images) {
            count.add(new float[] {image[0]}, new float[] {image[1]});
        }
        // Residuals 1, 0, 1; targets 1, 4, 3 about 8/3 spread over 14/3.
        assertThat(count.result()).isCloseTo(1 - 2 / (14 / 3.0), within(1e-12));
        count.reset();
        count.add(new float[] {2}, new float[] {2});
        assertThat(count.result()).as("one target varies by nothing").isZero();
    }

    @Test
    void generalizedCrossEntropy() {
        for (float q : new float[] {0.5f, 0.1f, 0.9f}) {
            LossCheck.check(
                    CategoricalGeneralizedCrossEntropy.of().q(q),
                    End.SOFTMAX,
                    Shape.of(4),
                    LossCheck.numbers(12, 4),
                    (z, y) -> (1 - Math.pow(LossCheck.softmax(z, 4)[(int) y[0]], q)) / q);
        }
        assertThat(CategoricalGeneralizedCrossEntropy.of().classNumbers(Shape.SCALAR, Shape.of(4)))
                .isEqualTo(4);
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> CategoricalGeneralizedCrossEntropy.of().q(1))
                .hasMessageContaining("a q over 0 and under 1, not 1.0");
        assertThatThrownBy(() -> R2Score.of().numRegressors(-1)).hasMessageContaining("0 or more, not -1");
        assertThatThrownBy(() -> R2Score.of().start(Shape.of(2, 2), Shape.of(2, 2)))
                .hasMessageContaining("[N, K]; the model gives [2, 2]");
    }
}
