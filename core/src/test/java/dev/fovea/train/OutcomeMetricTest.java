package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Precision, recall, their counts and F scores, held to naive counts over random rows with many ties. */
class OutcomeMetricTest {
    private static final int CLASSES = 4;
    private static final Shape ROW = Shape.of(CLASSES);

    private final List<float[]> outputs = new ArrayList<>();
    private final List<float[]> targets = new ArrayList<>();

    OutcomeMetricTest() {
        RandomSource random = new RandomSource(12);
        for (int n = 0; n < 50; n++) {
            float[] output = new float[CLASSES];
            float[] target = new float[CLASSES];
            for (int k = 0; k < CLASSES; k++) {
                output[k] = random.nextInt(11) / 10f;
                target[k] = random.nextInt(2);
            }
            outputs.add(output);
            targets.add(target);
        }
    }

    private double result(Metric metric) {
        Metric.Count count = metric.start(ROW, ROW);
        count.add(outputs.get(3), targets.get(3));
        count.reset();
        for (int n = 0; n < outputs.size(); n++) {
            count.add(outputs.get(n), targets.get(n));
        }
        return count.result();
    }

    /** True positives, false positives, false negatives, true negatives. */
    private long[] counts(float threshold, int topK, int classId) {
        long[] counts = new long[4];
        for (int n = 0; n < outputs.size(); n++) {
            float[] output = outputs.get(n);
            List<Integer> order = IntStream.range(0, CLASSES)
                    .boxed()
                    .sorted(Comparator.comparing((Integer k) -> -output[k]))
                    .toList();
            for (int k = 0; k < CLASSES; k++) {
                if (classId < 0 || k == classId) {
                    boolean yes = output[k] > threshold && order.indexOf(k) < topK;
                    boolean truth = targets.get(n)[k] == 1;
                    counts[yes ? (truth ? 0 : 1) : (truth ? 2 : 3)]++;
                }
            }
        }
        return counts;
    }

    private static double share(long part, long rest) {
        return (double) part / (part + rest);
    }

    @Test
    void countsOfEachOutcome() {
        for (float threshold : new float[] {0.5f, 0.3f, 0, 0.9f}) {
            long[] expected = counts(threshold, CLASSES, -1);
            assertThat(result(TruePositives.of().thresholds(threshold))).isEqualTo(expected[0]);
            assertThat(result(FalsePositives.of().thresholds(threshold))).isEqualTo(expected[1]);
            assertThat(result(FalseNegatives.of().thresholds(threshold))).isEqualTo(expected[2]);
            assertThat(result(TrueNegatives.of().thresholds(threshold))).isEqualTo(expected[3]);
        }
        assertThat(result(TruePositives.of())).isEqualTo(counts(0.5f, CLASSES, -1)[0]);
    }

    @Test
    void precisionAndRecallOfAThresholdTheTopKAndAClass() {
        for (float threshold : new float[] {0.5f, 0.2f}) {
            for (int topK = 1; topK <= CLASSES; topK++) {
                for (int classId = -1; classId < CLASSES; classId++) {
                    Integer only = classId < 0 ? null : classId;
                    long[] expected = counts(threshold, topK, classId);
                    assertThat(result(Precision.of()
                                    .thresholds(threshold)
                                    .topK(topK)
                                    .classId(only)))
                            .isEqualTo(share(expected[0], expected[1]));
                    assertThat(result(
                                    Recall.of().thresholds(threshold).topK(topK).classId(only)))
                            .isEqualTo(share(expected[0], expected[2]));
                }
            }
        }
        long[] half = counts(0.5f, CLASSES, -1);
        assertThat(result(Precision.of())).isEqualTo(share(half[0], half[1]));
        assertThat(result(Recall.of())).isEqualTo(share(half[0], half[2]));
    }

    @Test
    void theTopKSayYesWhateverTheyAreUnlessAThresholdIsGiven() {
        long[] expected = counts(-1, 2, -1);
        assertThat(result(Recall.of().topK(2))).isEqualTo(share(expected[0], expected[2]));
    }

    @Test
    void precisionOfNoYesAndRecallOfNoTargetAreZero() {
        for (Metric metric : List.of(Precision.of(), Recall.of())) {
            Metric.Count count = metric.start(ROW, ROW);
            count.add(new float[CLASSES], new float[CLASSES]);
            assertThat(count.result()).isZero();
        }
    }

    private double fScore(int classId, double beta, ToDoubleFunction<Integer> threshold) {
        long both = 0;
        long said = 0;
        long so = 0;
        for (int n = 0; n < outputs.size(); n++) {
            for (int k = 0; k < CLASSES; k++) {
                if (classId < 0 || k == classId) {
                    boolean yes = outputs.get(n)[k] > threshold.applyAsDouble(n);
                    boolean truth = targets.get(n)[k] == 1;
                    both += yes && truth ? 1 : 0;
                    said += yes ? 1 : 0;
                    so += truth ? 1 : 0;
                }
            }
        }
        double precision = (double) both / said;
        double recall = (double) both / so;
        return (1 + beta * beta) * precision * recall / (beta * beta * precision + recall);
    }

    private double largest(int n) {
        float largest = 0;
        for (float output : outputs.get(n)) {
            largest = Math.max(largest, output);
        }
        return largest == 0 ? 0 : largest - 1e-6;
    }

    @Test
    void fScoresOfEachAverage() {
        double[] support = new double[CLASSES];
        targets.forEach(target -> Arrays.setAll(support, k -> support[k] + target[k]));
        double all = Arrays.stream(support).sum();
        for (float beta : new float[] {1, 2, 0.5f}) {
            for (Float threshold : Arrays.asList(null, 0.5f)) {
                ToDoubleFunction<Integer> over = threshold == null ? this::largest : n -> threshold;
                FBetaScore micro =
                        FBetaScore.of(FBetaScore.Average.MICRO).beta(beta).threshold(threshold);
                assertThat(result(micro)).isCloseTo(fScore(-1, beta, over), within(1e-6));
                double macro = 0;
                double weighted = 0;
                for (int k = 0; k < CLASSES; k++) {
                    macro += fScore(k, beta, over) / CLASSES;
                    weighted += fScore(k, beta, over) * support[k] / all;
                }
                assertThat(result(FBetaScore.of(FBetaScore.Average.MACRO)
                                .beta(beta)
                                .threshold(threshold)))
                        .isCloseTo(macro, within(1e-6));
                assertThat(result(FBetaScore.of(FBetaScore.Average.WEIGHTED)
                                .beta(beta)
                                .threshold(threshold)))
                        .isCloseTo(weighted, within(1e-6));
            }
        }
        assertThat(result(F1Score.of(FBetaScore.Average.MACRO)))
                .isEqualTo(result(FBetaScore.of(FBetaScore.Average.MACRO)));
    }

    @Test
    void aRowOfZerosSaysYesToNothing() {
        Metric.Count count = F1Score.of(FBetaScore.Average.MICRO).start(ROW, ROW);
        count.add(new float[CLASSES], new float[] {1, 1, 1, 1});
        assertThat(count.result()).isZero();
    }

    @Test
    void fewerFalseOutcomesAreBetter() {
        assertThat(FalsePositives.of().largerIsBetter()).isFalse();
        assertThat(FalseNegatives.of().largerIsBetter()).isFalse();
        assertThat(TruePositives.of().largerIsBetter()).isTrue();
        assertThat(Precision.of().largerIsBetter()).isTrue();
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Precision.of().thresholds(2f)).hasMessageContaining("between 0 and 1, not 2.0");
        assertThatThrownBy(() -> Recall.of().topK(0)).hasMessageContaining("at least 1, not 0");
        assertThatThrownBy(() -> Recall.of().classId(-1)).hasMessageContaining("at least 0, not -1");
        assertThatThrownBy(() -> Recall.of().classId(4).start(ROW, ROW))
                .hasMessageContaining("Recall can't look at class 4: the model gives [4], classes 0 to 3");
        assertThatThrownBy(() -> Precision.of().start(ROW, Shape.SCALAR)).hasMessageContaining("each output");
        assertThatThrownBy(() -> F1Score.of(null)).hasMessageContaining("takes an average");
        assertThatThrownBy(() -> F1Score.of(FBetaScore.Average.MICRO).threshold(0f))
                .hasMessageContaining("above 0 and up to 1, not 0.0");
        assertThatThrownBy(() -> FBetaScore.of(FBetaScore.Average.MICRO).beta(0))
                .hasMessageContaining("finite beta above 0");
        assertThatThrownBy(() -> F1Score.of(FBetaScore.Average.MICRO).start(ROW, Shape.SCALAR))
                .hasMessageContaining("give them one-hot");
    }
}
