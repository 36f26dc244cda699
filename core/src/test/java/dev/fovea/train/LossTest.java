package dev.fovea.train;

import static dev.fovea.train.LossCheck.check;
import static dev.fovea.train.LossCheck.numbers;
import static dev.fovea.train.LossCheck.oneHot;
import static dev.fovea.train.LossCheck.run;
import static dev.fovea.train.LossCheck.soft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Shape;
import dev.fovea.train.LossCheck.End;
import dev.fovea.train.LossCheck.Result;
import org.junit.jupiter.api.Test;

/** Cross entropies and plain errors; {@link MoreLossTest} and {@link OverlapLossTest} hold the other losses. */
class LossTest {
    /** The mean over rows of {@code -sum of t ln softmax(x)}. */
    private static double crossEntropy(double[] x, float[] y, int classes, double smoothing) {
        double total = 0;
        for (int at = 0; at < x.length; at += classes) {
            double sum = 0;
            for (int k = 0; k < classes; k++) {
                sum += Math.exp(x[at + k]);
            }
            for (int k = 0; k < classes; k++) {
                double target = y[at + k] * (1 - smoothing) + smoothing / classes;
                total -= target * Math.log(Math.exp(x[at + k]) / sum);
            }
        }
        return total * classes / x.length;
    }

    private static double binary(double[] x, float[] y, double smoothing) {
        double total = 0;
        for (int i = 0; i < x.length; i++) {
            double p = 1 / (1 + Math.exp(-x[i]));
            double target = y[i] * (1 - smoothing) + 0.5 * smoothing;
            total -= target * Math.log(p) + (1 - target) * Math.log(1 - p);
        }
        return total / x.length;
    }

    @Test
    void categoricalCrossentropy() {
        check(
                CategoricalCrossentropy.of(),
                End.SOFTMAX,
                Shape.of(4),
                oneHot(40, 4),
                (x, y) -> crossEntropy(x, y, 4, 0));
        check(
                CategoricalCrossentropy.ofLogits(),
                End.NONE,
                Shape.of(4),
                soft(5, 4),
                (x, y) -> crossEntropy(x, y, 4, 0));
    }

    @Test
    void categoricalCrossentropyWithSmoothedLabels() {
        check(
                CategoricalCrossentropy.of().labelSmoothing(0.1f),
                End.SOFTMAX,
                Shape.of(4),
                oneHot(5, 4),
                (x, y) -> crossEntropy(x, y, 4, 0.1f));
    }

    @Test
    void categoricalCrossentropyIsTheMeanOverRows() {
        check(
                CategoricalCrossentropy.of(),
                End.SOFTMAX,
                Shape.of(2, 3, 2),
                soft(40, 12),
                (x, y) -> crossEntropy(x, y, 2, 0));
    }

    @Test
    void sparseCategoricalCrossentropy() {
        check(SparseCategoricalCrossentropy.of(), End.SOFTMAX, Shape.of(3), numbers(40, 3), (x, y) -> {
            float[] t = new float[3];
            t[(int) y[0]] = 1;
            return crossEntropy(x, t, 3, 0);
        });
    }

    @Test
    void sparseCategoricalCrossentropyIsTheMeanOverRows() {
        float[][] z = {{1, 2, 3, 4, 6, 5}};
        Result result =
                run(SparseCategoricalCrossentropy.of(), End.SOFTMAX, Shape.of(3, 2), Shape.of(3), z, new float[][] {
                    {1, 0, 1}
                });
        float[] oneHot = {0, 1, 1, 0, 0, 1};
        double expected = crossEntropy(new double[] {1, 2, 3, 4, 6, 5}, oneHot, 2, 0);
        assertThat((double) result.losses[0]).isCloseTo(expected, within(1e-6));
    }

    @Test
    void binaryCrossentropy() {
        check(BinaryCrossentropy.of(), End.SIGMOID, Shape.of(3), soft(40, 3), (x, y) -> binary(x, y, 0));
        check(BinaryCrossentropy.ofLogits(), End.NONE, Shape.of(2, 2), soft(5, 4), (x, y) -> binary(x, y, 0));
        check(
                BinaryCrossentropy.of().labelSmoothing(0.2f),
                End.SIGMOID,
                Shape.of(3),
                oneHot(5, 3),
                (x, y) -> binary(x, y, 0.2f));
    }

    @Test
    void binaryCrossentropyTakesClassNumbersForASingleOutput() {
        check(BinaryCrossentropy.of(), End.SIGMOID, Shape.of(1), numbers(40, 2), (x, y) -> binary(x, y, 0));
    }

    @Test
    void meanSquaredError() {
        check(MeanSquaredError.of(), End.NONE, Shape.of(2, 3), soft(40, 6), (x, y) -> {
            double total = 0;
            for (int i = 0; i < x.length; i++) {
                total += (x[i] - y[i]) * (x[i] - y[i]);
            }
            return total / x.length;
        });
        check(MeanSquaredError.of(), End.NONE, Shape.of(1), numbers(5, 3), (x, y) -> (x[0] - y[0]) * (x[0] - y[0]));
    }

    @Test
    void meanAbsoluteError() {
        check(MeanAbsoluteError.of(), End.NONE, Shape.of(6), soft(40, 6), (x, y) -> {
            double total = 0;
            for (int i = 0; i < x.length; i++) {
                total += Math.abs(x[i] - y[i]);
            }
            return total / x.length;
        });
    }

    @Test
    void meanAbsoluteErrorHasNoSlopeWhereItIsZero() {
        Result result =
                run(MeanAbsoluteError.of(), End.NONE, Shape.of(2), Shape.of(2), new float[][] {{1, 2}}, new float[][] {
                    {1, 0}
                });
        assertThat(result.losses).containsExactly(1);
        assertThat(result.gradients[0]).containsExactly(0, 0.5f);
    }

    @Test
    void logitsOfAThousandDoNotOverflow() {
        float[][] z = {{1000, -1000}, {-1000, 1000}};
        float[][] y = {{1, 0}, {1, 0}};
        Shape two = Shape.of(2);
        Result categorical = run(CategoricalCrossentropy.of(), End.SOFTMAX, two, two, z, y);
        assertThat(categorical.losses).containsExactly(0, 2000);
        assertThat(categorical.gradients[0]).containsExactly(0, 0);
        assertThat(categorical.gradients[1]).containsExactly(-2, 2);
        Result binary = run(BinaryCrossentropy.of(), End.SIGMOID, two, two, z, y);
        assertThat(binary.losses).containsExactly(0, 1000);
        assertThat(binary.gradients[0]).containsExactly(0, 0);
        assertThat(binary.gradients[1]).containsExactly(-1, 1);
        Result sparse =
                run(SparseCategoricalCrossentropy.of(), End.SOFTMAX, two, Shape.SCALAR, z, new float[][] {{0}, {0}});
        assertThat(sparse.losses).containsExactly(0, 2000);
    }

    @Test
    void aSureBinaryAnswerKeepsItsSmallLossAndSlope() {
        Result result = run(
                BinaryCrossentropy.of(), End.SIGMOID, Shape.of(1), Shape.SCALAR, new float[][] {{20}}, new float[][] {
                    {1}
                });
        assertThat((double) result.losses[0]).isCloseTo(Math.exp(-20), within(1e-15));
        assertThat((double) result.gradients[0][0]).isCloseTo(-Math.exp(-20), within(1e-15));
    }

    @Test
    void outputsAndTargetsThatDoNotGoTogetherAreRefused() {
        float[][] none = {{0, 0, 0}};
        Shape three = Shape.of(3);
        assertThatThrownBy(() -> run(CategoricalCrossentropy.of(), End.SOFTMAX, three, Shape.SCALAR, none, none))
                .hasMessageContaining("the model gives [3], but the targets are []")
                .hasMessageContaining("use SparseCategoricalCrossentropy");
        assertThatThrownBy(() -> run(MeanSquaredError.of(), End.NONE, three, Shape.of(2), none, none))
                .hasMessageContaining("give targets of the output's shape");
        assertThatThrownBy(() -> run(CategoricalCrossentropy.of(), End.NONE, three, three, none, none))
                .hasMessageContaining("use CategoricalCrossentropy.ofLogits()");
        assertThatThrownBy(() -> run(BinaryCrossentropy.of(), End.NONE, three, three, none, none))
                .hasMessageContaining("ends in sigmoid")
                .hasMessageContaining("use BinaryCrossentropy.ofLogits()");
        assertThatThrownBy(() -> BinaryCrossentropy.of().labelSmoothing(2)).hasMessageContaining("not 2.0");
    }
}
