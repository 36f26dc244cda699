package dev.fovea.train;

import static dev.fovea.train.LossCheck.check;
import static dev.fovea.train.LossCheck.checkBatch;
import static dev.fovea.train.LossCheck.oneHot;
import static dev.fovea.train.LossCheck.run;
import static dev.fovea.train.LossCheck.soft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Shape;
import dev.fovea.train.LossCheck.End;
import dev.fovea.train.LossCheck.Formula;
import dev.fovea.train.LossCheck.Result;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The arguments of cross entropies: axis, ignored classes, probabilities that no softmax or sigmoid made. */
class CrossentropyArgumentsTest {
    private static final double LEAST = -Math.log(1e-7);

    /** Cross entropy of logits with their classes in the first axis of three, times two. */
    private static double acrossRows(double[] x, float[] y) {
        double[] p = LossCheck.softmax(new double[] {x[0], x[2], x[4], x[1], x[3], x[5]}, 3);
        float[] t = {y[0], y[2], y[4], y[1], y[3], y[5]};
        double total = 0;
        for (int i = 0; i < 6; i++) {
            total -= t[i] * Math.log(p[i]);
        }
        return total / 2;
    }

    @Test
    void classesMayLieInAnotherAxis() {
        for (int axis : new int[] {1, -2}) {
            check(
                    CategoricalCrossentropy.ofLogits().axis(axis),
                    End.NONE,
                    Shape.of(3, 2),
                    soft(5, 6),
                    CrossentropyArgumentsTest::acrossRows);
            Result result = run(
                    SparseCategoricalCrossentropy.ofLogits().axis(axis),
                    End.NONE,
                    Shape.of(3, 2),
                    Shape.of(2),
                    new float[][] {{1, 2, 3, 4, 6, 5}},
                    new float[][] {{2, 0}});
            double expected = acrossRows(new double[] {1, 2, 3, 4, 6, 5}, new float[] {0, 1, 0, 0, 1, 0});
            assertThat((double) result.losses[0]).isCloseTo(expected, within(1e-6));
        }
        assertThat(SparseCategoricalCrossentropy.of().axis(1).classNumbers(Shape.of(2), Shape.of(3, 2)))
                .isEqualTo(3);
    }

    @Test
    void ignoredClassesCountNeitherInTheLossNorInTheMeanOverTheBatch() {
        float[][] y = {{0, 9, 2}, {9, 9, 9}, {1, 1, 0}, {9, 2, 9}};
        Formula formula = (z, labels) -> {
            double[] losses = new double[z.length];
            int counted = 0;
            for (int n = 0; n < z.length; n++) {
                double[] p = LossCheck.softmax(z[n], 3);
                for (int row = 0; row < 3; row++) {
                    if (labels[n][row] != 9) {
                        losses[n] -= Math.log(p[row * 3 + (int) labels[n][row]]);
                        counted++;
                    }
                }
            }
            for (int n = 0; n < z.length; n++) {
                // So that the mean over images is that over what counts.
                losses[n] *= (double) z.length / counted;
            }
            return losses;
        };
        SparseCategoricalCrossentropy loss = SparseCategoricalCrossentropy.of().ignoreClass(9);
        checkBatch(loss, End.SOFTMAX, Shape.of(3, 3), Shape.of(3), y, formula);
        checkBatch(loss.fromLogits(true), End.NONE, Shape.of(3, 3), Shape.of(3), y, formula);
        assertThat(loss.ignores(9)).isTrue();
        assertThat(loss.ignores(3)).isFalse();
    }

    @Test
    void aBatchOfIgnoredClassesHasNoLoss() {
        float[][] z = {{1, 2}, {3, -4}};
        Result result = run(
                SparseCategoricalCrossentropy.ofLogits().ignoreClass(-1),
                End.NONE,
                Shape.of(2),
                Shape.SCALAR,
                z,
                new float[][] {{-1}, {-1}});
        assertThat(result.losses).containsExactly(0, 0);
        for (float gradient : result.gradients[1]) {
            assertThat(gradient).isZero();
        }
    }

    @Test
    void labelsMayHaveALastAxisOfOne() {
        float[][] z = {{1, 2, 3, 4}};
        float[][] y = {{1, 0}};
        SparseCategoricalCrossentropy loss = SparseCategoricalCrossentropy.ofLogits();
        Result plain = run(loss, End.NONE, Shape.of(2, 2), Shape.of(2), z, y);
        Result deep = run(loss, End.NONE, Shape.of(2, 2), Shape.of(2, 1), z, y);
        assertThat(deep.losses).isEqualTo(plain.losses);
        Result flat = run(
                MeanSquaredError.of(), End.NONE, Shape.of(2, 2, 1), Shape.of(2, 2), z, new float[][] {{1, 2, 3, 6}});
        assertThat(flat.losses).containsExactly(1);
    }

    private static BiFunction<double[], float[], Double> scaled() {
        return (x, y) -> {
            double[] p = LossCheck.softmax(x, 3);
            double total = 0;
            for (int i = 0; i < x.length; i++) {
                total -= y[i] * Math.log((2 * p[i] + 0.1f) / (2 + 3 * 0.1f));
            }
            return total * 3 / x.length;
        };
    }

    @Test
    void probabilitiesThatDoNotAddUpAreDividedByTheirSum() {
        check(CategoricalCrossentropy.of(), End.SOFTMAX_SCALED, Shape.of(2, 3), oneHot(40, 6), scaled());
        check(SparseCategoricalCrossentropy.of(), End.SOFTMAX_SCALED, Shape.of(3), LossCheck.numbers(5, 3), (x, y) -> {
            float[] t = new float[3];
            t[(int) y[0]] = 1;
            return scaled().apply(x, t);
        });
    }

    @Test
    void probabilitiesThatNoSigmoidMade() {
        check(BinaryCrossentropy.of(), End.SIGMOID_SCALED, Shape.of(4), soft(40, 4), (x, y) -> {
            double total = 0;
            for (int i = 0; i < x.length; i++) {
                double p = 0.9f * LossCheck.sigmoid(x[i]) + 0.05f;
                total -= y[i] * Math.log(p) + (1 - y[i]) * Math.log(1 - p);
            }
            return total / x.length;
        });
    }

    @Test
    void probabilitiesOfZeroAndOneAreHeldToOneTenMillionth() {
        Shape two = Shape.of(2);
        float[][] p = {{0, 1}, {0, 1}};
        float[][] y = {{1, 0}, {0, 1}};
        Result classes = run(CategoricalCrossentropy.of(), End.SAME, two, two, p, y);
        assertThat((double) classes.losses[0]).isCloseTo(LEAST, within(1e-5));
        assertThat((double) classes.losses[1]).isCloseTo(0, within(2e-7));
        Result numbers =
                run(SparseCategoricalCrossentropy.of(), End.SAME, two, Shape.SCALAR, p, new float[][] {{0}, {1}});
        assertThat(numbers.losses).isEqualTo(classes.losses);
        Result binary = run(BinaryCrossentropy.of(), End.SAME, two, two, p, y);
        // In float32 1 - 1e-7 is 1 - 1.19e-7.
        assertThat((double) binary.losses[0]).isCloseTo(LEAST, within(0.1));
        assertThat((double) binary.losses[1]).isCloseTo(0, within(2e-7));
        for (float gradient : binary.gradients[0]) {
            assertThat(gradient).isFinite();
        }
    }
}
