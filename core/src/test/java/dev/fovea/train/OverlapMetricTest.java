package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Intersection over union and the confusion matrix beneath it. */
class OverlapMetricTest {
    private static final Shape PLACES = Shape.of(4, 5);

    private final float[][] labels = new float[6][20];
    private final float[][] guesses = new float[6][20];

    /** Classes 0 to 3 of 5, so that one is missing. */
    OverlapMetricTest() {
        RandomSource random = new RandomSource(8);
        for (int n = 0; n < labels.length; n++) {
            for (int i = 0; i < 20; i++) {
                labels[n][i] = random.nextInt(4);
                guesses[n][i] = random.nextInt(2) == 0 ? labels[n][i] : random.nextInt(4);
            }
        }
    }

    private static double result(Metric metric, Shape output, Shape target, float[][] outputs, float[][] targets) {
        Metric.Count count = metric.start(output, target);
        count.add(outputs[1], targets[1]);
        count.reset();
        for (int n = 0; n < outputs.length; n++) {
            count.add(outputs[n], targets[n]);
        }
        return count.result();
    }

    private double naive(int ignored, int... classes) {
        double sum = 0;
        int present = 0;
        for (int k : classes) {
            double both = 0;
            double either = 0;
            for (int n = 0; n < labels.length; n++) {
                for (int i = 0; i < 20; i++) {
                    if (labels[n][i] != ignored) {
                        both += labels[n][i] == k && guesses[n][i] == k ? 1 : 0;
                        either += labels[n][i] == k || guesses[n][i] == k ? 1 : 0;
                    }
                }
            }
            sum += either == 0 ? 0 : both / either;
            present += either == 0 ? 0 : 1;
        }
        return sum / present;
    }

    /** A number for each of 5 classes, the largest for the class given, with classes in front of or behind places. */
    private static float[][] scores(float[][] numbers, boolean first) {
        RandomSource random = new RandomSource(2);
        float[][] scores = new float[numbers.length][100];
        for (int n = 0; n < numbers.length; n++) {
            for (int i = 0; i < 20; i++) {
                for (int k = 0; k < 5; k++) {
                    scores[n][first ? k * 20 + i : i * 5 + k] = random.nextFloat() + (numbers[n][i] == k ? 1 : 0);
                }
            }
        }
        return scores;
    }

    @Test
    void classNumbers() {
        assertThat(result(MeanIoU.of(5), PLACES, PLACES, guesses, labels))
                .isCloseTo(naive(-1, 0, 1, 2, 3, 4), within(1e-12));
        assertThat(result(IoU.of(5, List.of(2)), PLACES, PLACES, guesses, labels))
                .isCloseTo(naive(-1, 2), within(1e-12));
        assertThat(result(IoU.of(5, List.of(0, 4, 3)), PLACES, PLACES, guesses, labels))
                .isCloseTo(naive(-1, 0, 4, 3), within(1e-12));
        assertThat(result(IoU.of(5, List.of(4)), PLACES, PLACES, guesses, labels))
                .isZero();
    }

    @Test
    void ignoredClasses() {
        assertThat(result(MeanIoU.of(5).ignoreClass(1), PLACES, PLACES, guesses, labels))
                .isCloseTo(naive(1, 0, 1, 2, 3, 4), within(1e-12));
        float[][] withVoid = {{255, 0, 1, 1}};
        float[][] output = {{1, 0, 1, 0}};
        assertThat(result(
                        MeanIoU.of(2).ignoreClass(255),
                        Shape.of(4),
                        Shape.of(4),
                        new float[][] {output[0], output[0]},
                        new float[][] {withVoid[0], withVoid[0]}))
                .isEqualTo(0.5);
    }

    @Test
    void numbersForEachClass() {
        double expected = naive(-1, 0, 1, 2, 3, 4);
        Shape last = Shape.of(4, 5, 5);
        Shape first = Shape.of(5, 4, 5);
        MeanIoU metric = MeanIoU.of(5).sparseYPred(false);
        assertThat(result(metric, last, PLACES, scores(guesses, false), labels)).isEqualTo(expected);
        assertThat(result(metric.axis(1), first, PLACES, scores(guesses, true), labels))
                .isEqualTo(expected);
        assertThat(result(metric.axis(-3), first, PLACES, scores(guesses, true), labels))
                .isEqualTo(expected);
        assertThat(result(OneHotMeanIoU.of(5), last, last, scores(guesses, false), scores(labels, false)))
                .isEqualTo(expected);
        assertThat(result(OneHotIoU.of(5, List.of(1)), last, last, scores(guesses, false), scores(labels, false)))
                .isCloseTo(naive(-1, 1), within(1e-12));
        OneHotMeanIoU numbers = OneHotMeanIoU.of(5).sparseYPred(true);
        assertThat(result(numbers, PLACES, last, guesses, scores(labels, false)))
                .isEqualTo(expected);
    }

    @Test
    void outputsOfOneNumber() {
        float[][] outputs = {{0.1f, 0.2f, 0.4f, 0.7f}, {0.1f, 0.2f, 0.4f, 0.7f}};
        float[][] targets = {{0, 1, 0, 1}, {0, 1, 0, 1}};
        Shape four = Shape.of(4);
        BinaryIoU metric = BinaryIoU.of();
        // Of class 0 two of three, of class 1 one of two.
        assertThat(result(metric, four, four, outputs, targets)).isCloseTo((2 / 3.0 + 0.5) / 2, within(1e-12));
        assertThat(result(metric.threshold(0.4f), four, four, outputs, targets)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(result(metric.targetClassIds(List.of(1)), four, four, outputs, targets))
                .isEqualTo(0.5);
    }

    @Test
    void confusionCountsEachLabelWithItsPrediction() {
        Confusion confusion = Confusion.of(3, new int[] {0, 1, 1, 2, 2, 2}, new int[] {0, 1, 2, 2, 2, 0});
        assertThat(confusion.counts()).isDeepEqualTo(new long[][] {{1, 0, 0}, {0, 1, 1}, {1, 0, 2}});
        assertThat(confusion.both(2)).isEqualTo(2);
        assertThat(confusion.either(2)).isEqualTo(4);
        confusion.counts()[0][0] = 9;
        assertThat(confusion.counts()[0][0]).isEqualTo(1);
        confusion.reset();
        assertThat(confusion.counts()).isDeepEqualTo(new long[3][3]);
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Confusion.of(0)).hasMessageContaining("at least 1 class, not 0");
        assertThatThrownBy(() -> Confusion.of(2, new int[1], new int[2])).hasMessageContaining("1 labels but 2");
        assertThatThrownBy(() -> Confusion.of(2).add(1, 2))
                .hasMessageContaining("label 1 with prediction 2 is out of range")
                .hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> MeanIoU.of(0)).hasMessageContaining("at least 1, not 0");
        assertThatThrownBy(() -> IoU.of(2, List.of(2))).hasMessageContaining("IoU can't look at class 2");
        assertThatThrownBy(() -> MeanIoU.of(3).start(Shape.of(4, 3), Shape.of(4)))
                .hasMessageContaining("the model gives [4, 3], taken as class numbers")
                .hasMessageContaining("sparseYPred");
        assertThatThrownBy(() -> MeanIoU.of(3).sparseYPred(false).start(Shape.of(4, 2), Shape.of(4)))
                .hasMessageContaining("MeanIoU of 3 classes");
    }
}
