package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Holds one figure at another to outcomes counted anew for each threshold. */
class TradeoffTest {
    private static final int IMAGES = 120;
    private static final Shape TWO = Shape.of(2);

    /** True positives, false positives, false negatives and true negatives, as figures. */
    private static final ToDoubleFunction<long[]> PRECISION = c -> share(c[0], c[1]);

    private static final ToDoubleFunction<long[]> RECALL = c -> share(c[0], c[2]);
    private static final ToDoubleFunction<long[]> SPECIFICITY = c -> share(c[3], c[1]);

    private final float[][] outputs = new float[IMAGES][2];
    private final float[][] targets = new float[IMAGES][2];

    TradeoffTest() {
        RandomSource random = new RandomSource(8);
        for (int n = 0; n < IMAGES; n++) {
            for (int k = 0; k < 2; k++) {
                targets[n][k] = random.nextInt(3) == 0 ? 1 : 0;
                // Many fall on a threshold, 0 and 1 among them.
                float z = (random.nextInt(17) + 4 * targets[n][k]) / 20f;
                outputs[n][k] = z;
            }
        }
    }

    private static double share(long part, long rest) {
        return part == 0 ? 0 : (double) part / (part + rest);
    }

    private double result(Metric metric) {
        Metric.Count count = metric.start(TWO, TWO);
        count.add(outputs[0], targets[0]);
        count.reset();
        for (int n = 0; n < IMAGES; n++) {
            count.add(outputs[n], targets[n]);
        }
        return count.result();
    }

    private double naive(
            ToDoubleFunction<long[]> best, ToDoubleFunction<long[]> held, double least, int thresholds, int classId) {
        double top = 0;
        for (int i = 0; i < thresholds; i++) {
            float threshold = thresholds == 1 ? 0.5f : (float) (i / (thresholds - 1.0));
            long[] counts = new long[4];
            for (int n = 0; n < IMAGES; n++) {
                for (int k = 0; k < 2; k++) {
                    if (classId < 0 || k == classId) {
                        boolean truth = targets[n][k] == 1;
                        counts[outputs[n][k] > threshold ? (truth ? 0 : 1) : (truth ? 2 : 3)]++;
                    }
                }
            }
            if (held.applyAsDouble(counts) >= least) {
                top = Math.max(top, best.applyAsDouble(counts));
            }
        }
        return top;
    }

    @Test
    void eachIsTheBestOfAllThresholdsThatHoldTheOther() {
        for (int thresholds : new int[] {1, 2, 21, 200}) {
            for (int classId = -1; classId < 2; classId++) {
                Integer only = classId < 0 ? null : classId;
                for (float least : new float[] {0, 0.3f, 0.5f, 0.8f, 0.95f, 1}) {
                    assertThat(result(SensitivityAtSpecificity.of(least)
                                    .numThresholds(thresholds)
                                    .classId(only)))
                            .isEqualTo(naive(RECALL, SPECIFICITY, least, thresholds, classId));
                    assertThat(result(SpecificityAtSensitivity.of(least)
                                    .numThresholds(thresholds)
                                    .classId(only)))
                            .isEqualTo(naive(SPECIFICITY, RECALL, least, thresholds, classId));
                    assertThat(result(PrecisionAtRecall.of(least)
                                    .numThresholds(thresholds)
                                    .classId(only)))
                            .isEqualTo(naive(PRECISION, RECALL, least, thresholds, classId));
                    assertThat(result(RecallAtPrecision.of(least)
                                    .numThresholds(thresholds)
                                    .classId(only)))
                            .isEqualTo(naive(RECALL, PRECISION, least, thresholds, classId));
                }
            }
        }
    }

    @Test
    void workedByHand() {
        // Over 0.25 there are both targets of 1 and one of 0; over 0.5 one of each; over 0.75 one of 1 alone.
        Metric metric = PrecisionAtRecall.of(0.6f).numThresholds(5);
        Metric.Count count = metric.start(Shape.of(4), Shape.of(4));
        count.add(new float[] {0.1f, 0.6f, 0.3f, 0.9f}, new float[] {0, 0, 1, 1});
        assertThat(count.result()).isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void withoutAThresholdThatHoldsItIsZero() {
        Metric.Count count = RecallAtPrecision.of(0.5f).start(TWO, TWO);
        count.add(new float[] {0.2f, 0.9f}, new float[] {0, 0});
        assertThat(count.result()).isZero();
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> PrecisionAtRecall.of(1.5f)).hasMessageContaining("recall between 0 and 1, not 1.5");
        assertThatThrownBy(() -> RecallAtPrecision.of(0.5f).numThresholds(0))
                .hasMessageContaining("RecallAtPrecision takes a numThresholds of at least 1, not 0");
        assertThatThrownBy(() -> SpecificityAtSensitivity.of(0.5f).classId(-1))
                .hasMessageContaining("classId of at least 0, not -1");
        assertThatThrownBy(() -> SensitivityAtSpecificity.of(0.5f).classId(2).start(TWO, TWO))
                .hasMessageContaining("can't look at class 2");
        assertThatThrownBy(() -> PrecisionAtRecall.of(0.5f).start(TWO, TWO).add(new float[] {0, 2}, new float[2]))
                .hasMessageContaining("outputs of 0 to 1, not 2.0; let the model end in sigmoid");
    }

    @Test
    void logCoshErrorIsTheLogarithmOfTheHyperbolicCosine() {
        Metric.Count count = LogCoshError.of().start(TWO, TWO);
        count.add(new float[] {1.5f, -2}, new float[] {1, 1});
        double expected = (Math.log(Math.cosh(0.5)) + Math.log(Math.cosh(3))) / 2;
        assertThat(count.result()).isCloseTo(expected, within(1e-12));
        count.reset();
        count.add(new float[] {5000, 0}, new float[] {0, 0});
        assertThat(count.result()).as("without overflow").isCloseTo((5000 - Math.log(2)) / 2, within(1e-9));
        assertThat(LogCoshError.of().largerIsBetter()).isFalse();
    }
}
