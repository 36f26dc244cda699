package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.train.AUC.Curve;
import dev.fovea.train.AUC.SummationMethod;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Holds the area to counts made anew for each threshold, and to the rank statistic that it approximates. */
class AUCTest {
    private static final int IMAGES = 300;
    private static final Shape TWO = Shape.of(2);

    private final float[][] outputs = new float[IMAGES][2];
    private final float[][] targets = new float[IMAGES][2];

    AUCTest() {
        RandomSource random = new RandomSource(3);
        for (int n = 0; n < IMAGES; n++) {
            for (int k = 0; k < 2; k++) {
                targets[n][k] = random.nextInt(3) == 0 ? 1 : 0;
                double z = random.nextGaussian() + (k + 1) * targets[n][k];
                outputs[n][k] = (float) LossCheck.sigmoid(z);
            }
        }
    }

    private double result(AUC metric) {
        return result(metric, outputs);
    }

    private double result(AUC metric, float[][] values) {
        Metric.Count count = metric.start(TWO, TWO);
        count.add(values[0], targets[0]);
        count.reset();
        for (int n = 0; n < IMAGES; n++) {
            count.add(values[n], targets[n]);
        }
        return count.result();
    }

    private double[] over(double threshold, IntPredicate label, double[] weights) {
        double[] counts = new double[4];
        for (int n = 0; n < IMAGES; n++) {
            for (int k = 0; k < 2; k++) {
                if (label.test(k)) {
                    boolean yes = outputs[n][k] > threshold;
                    counts[(yes ? 0 : 2) + (targets[n][k] == 1 ? 0 : 1)] += weights[k];
                }
            }
        }
        return counts;
    }

    private double naive(AUC metric, double[] thresholds, IntPredicate label, double[] weights) {
        double area = 0;
        double x = 0;
        double y = metric.curve() == Curve.ROC ? 0 : Double.NaN;
        double tp = 0;
        double fp = 0;
        for (int i = thresholds.length - 1; i >= 0; i--) {
            double[] c = over(thresholds[i], label, weights);
            double recall = c[0] / (c[0] + c[2]);
            double nextX = metric.curve() == Curve.ROC ? c[1] / (c[1] + c[3]) : recall;
            double nextY = metric.curve() == Curve.ROC ? recall : c[0] + c[1] == 0 ? 0 : c[0] / (c[0] + c[1]);
            if (i < thresholds.length - 1) {
                if (metric.curve() == Curve.PR && metric.summationMethod() == SummationMethod.INTERPOLATION) {
                    area += integral(tp, fp, c[0], c[1]) / (c[0] + c[2]);
                } else {
                    area += (nextX - x)
                            * switch (metric.summationMethod()) {
                                case INTERPOLATION -> (y + nextY) / 2;
                                case MINORING -> Math.min(y, nextY);
                                case MAJORING -> Math.max(y, nextY);
                            };
                }
            }
            x = nextX;
            y = nextY;
            tp = c[0];
            fp = c[1];
        }
        return area;
    }

    /** The integral of tp / (tp + fp) by tp where both grow evenly, by the middle of many small steps. */
    private static double integral(double tp, double fp, double tpTo, double fpTo) {
        int steps = 20000;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            double t = (i + 0.5) / steps;
            double p = tp + t * (tpTo - tp);
            double all = p + fp + t * (fpTo - fp);
            sum += all == 0 ? 0 : p / all * (tpTo - tp) / steps;
        }
        return sum;
    }

    private static double[] even(int count) {
        double[] thresholds = new double[count];
        for (int i = 0; i < count; i++) {
            thresholds[i] = i / (count - 1f);
        }
        thresholds[0] = -1e-7;
        thresholds[count - 1] = 1 + 1e-7;
        return thresholds;
    }

    @Test
    void everyCurveAndSummationMethod() {
        for (Curve curve : Curve.values()) {
            for (SummationMethod method : SummationMethod.values()) {
                for (int count : new int[] {3, 30, 200}) {
                    AUC metric = AUC.of().curve(curve).summationMethod(method).numThresholds(count);
                    assertThat(result(metric))
                            .as(metric.toString())
                            .isCloseTo(naive(metric, even(count), k -> true, new double[] {1, 1}), within(1e-6));
                }
            }
        }
    }

    @Test
    void givenThresholds() {
        AUC metric = AUC.of().thresholds(List.of(0.9f, 0.2f, 0.25f, 0.7f));
        double[] thresholds = {-1e-7, 0.2f, 0.25f, 0.7f, 0.9f, 1 + 1e-7};
        assertThat(result(metric)).isCloseTo(naive(metric, thresholds, k -> true, new double[] {1, 1}), within(1e-9));
    }

    @Test
    void eachLabelHasItsOwnCurve() {
        AUC metric = AUC.of().multiLabel(true);
        double first = naive(metric, even(200), k -> k == 0, new double[] {1, 1});
        double second = naive(metric, even(200), k -> k == 1, new double[] {1, 1});
        assertThat(second).isGreaterThan(first + 0.05);
        assertThat(result(metric)).isCloseTo((first + second) / 2, within(1e-9));
        assertThat(result(metric.labelWeights(List.of(3f, 1f)))).isCloseTo((3 * first + second) / 4, within(1e-9));
    }

    @Test
    void labelWeightsWeighOutputsWhereThereIsOneCurve() {
        AUC metric = AUC.of().labelWeights(List.of(0.5f, 2f));
        assertThat(result(metric)).isCloseTo(naive(metric, even(200), k -> true, new double[] {0.5, 2}), within(1e-9));
    }

    @Test
    void logitsGoThroughSigmoidFirst() {
        float[][] logits = new float[IMAGES][2];
        for (int n = 0; n < IMAGES; n++) {
            for (int k = 0; k < 2; k++) {
                logits[n][k] = (float) Math.log(outputs[n][k] / (1 - outputs[n][k]));
            }
        }
        assertThat(result(AUC.of().fromLogits(true), logits)).isCloseTo(result(AUC.of()), within(1e-3));
    }

    @Test
    void theAreaIsNearTheShareOfPairsInTheRightOrder() {
        double right = 0;
        double pairs = 0;
        for (int i = 0; i < 2 * IMAGES; i++) {
            for (int j = 0; j < 2 * IMAGES; j++) {
                if (targets[i / 2][i % 2] == 1 && targets[j / 2][j % 2] == 0) {
                    right += outputs[i / 2][i % 2] > outputs[j / 2][j % 2] ? 1 : 0;
                    pairs++;
                }
            }
        }
        assertThat(result(AUC.of())).isCloseTo(right / pairs, within(1e-3));
    }

    @Test
    void nothingToTellApartIsZero() {
        for (float target : new float[] {0, 1}) {
            Metric.Count count = AUC.of().start(Shape.of(1), Shape.SCALAR);
            count.add(new float[] {0.7f}, new float[] {target});
            assertThat(count.result()).isZero();
        }
    }

    @Test
    void whatIsNotANumberIsOverNoThreshold() {
        Metric.Count count = AUC.of().start(TWO, TWO);
        count.add(new float[] {Float.NaN, 0.5f}, new float[] {0, 1});
        assertThat(count.result()).isEqualTo(1);
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> AUC.of().numThresholds(1)).hasMessageContaining("at least 2, not 1");
        assertThatThrownBy(() -> AUC.of().thresholds(List.of(1.5f))).hasMessageContaining("between 0 and 1, not 1.5");
        assertThatThrownBy(() -> AUC.of().labelWeights(List.of(1f)).start(TWO, TWO))
                .hasMessageContaining("there are 2, but 1 weights");
        assertThatThrownBy(() -> AUC.of().multiLabel(true).start(Shape.of(2, 2), Shape.of(2, 2)))
                .hasMessageContaining("[N, K]");
        assertThatThrownBy(() -> AUC.of().start(TWO, TWO).add(new float[] {2, 0}, new float[] {1, 0}))
                .hasMessageContaining("0 to 1, not 2.0")
                .hasMessageContaining("fromLogits(true)");
    }
}
