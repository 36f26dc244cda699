package dev.fovea.train;

import static dev.fovea.train.LossCheck.check;
import static dev.fovea.train.LossCheck.checkBatch;
import static dev.fovea.train.LossCheck.either;
import static dev.fovea.train.LossCheck.oneHot;
import static dev.fovea.train.LossCheck.run;
import static dev.fovea.train.LossCheck.sigmoid;
import static dev.fovea.train.LossCheck.soft;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Shape;
import dev.fovea.train.LossCheck.End;
import dev.fovea.train.LossCheck.Formula;
import dev.fovea.train.LossCheck.Result;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** Dice, Tversky and focal cross entropies. */
class OverlapLossTest {
    private static final Shape IMAGE = Shape.of(2, 3, 2);

    /**
     * Tversky's loss of outputs after sigmoid, naively.
     *
     * @param group which sum an element of an image goes to
     * @param batch whether all images share the sums
     */
    private static Formula tversky(
            double alpha, double beta, double epsilon, int groups, IntUnaryOperator group, boolean batch) {
        return (z, y) -> {
            double[] losses = new double[z.length];
            double[][] both = new double[z.length][groups];
            double[][] missed = new double[z.length][groups];
            double[][] tooMuch = new double[z.length][groups];
            for (int n = 0; n < z.length; n++) {
                int to = batch ? 0 : n;
                for (int i = 0; i < z[n].length; i++) {
                    double p = sigmoid(z[n][i]);
                    int k = group.applyAsInt(i);
                    both[to][k] += p * y[n][i];
                    missed[to][k] += (1 - p) * y[n][i];
                    tooMuch[to][k] += p * (1 - y[n][i]);
                }
            }
            for (int n = 0; n < z.length; n++) {
                int of = batch ? 0 : n;
                for (int k = 0; k < groups; k++) {
                    double apart = alpha * missed[of][k] + beta * tooMuch[of][k];
                    losses[n] += (1 - both[of][k] / (both[of][k] + apart + epsilon)) / groups;
                }
            }
            return losses;
        };
    }

    /** Dice is Tversky's loss with both weights a half; its epsilon is under twice the fraction. */
    private static Formula dice(int groups, IntUnaryOperator group, boolean batch) {
        return tversky(0.5, 0.5, 0.5e-7, groups, group, batch);
    }

    @Test
    void diceIsOverTheWholeBatchUnlessAxesAreGiven() {
        checkBatch(Dice.of(), End.SIGMOID, IMAGE, IMAGE, either(40, 12, 0), dice(1, i -> 0, true));
        checkBatch(Dice.of(), End.SIGMOID, Shape.of(1), Shape.of(1), either(5, 1, 0), dice(1, i -> 0, true));
    }

    @Test
    void diceOfEachImageAndOfEachChannel() {
        float[][] y = either(7, 12, 0);
        checkBatch(Dice.of().axis(1, 2, 3), End.SIGMOID, IMAGE, IMAGE, y, dice(1, i -> 0, false));
        checkBatch(Dice.of().axis(-1, -2, -3), End.SIGMOID, IMAGE, IMAGE, y, dice(1, i -> 0, false));
        checkBatch(Dice.of().axis(1, 2), End.SIGMOID, IMAGE, IMAGE, y, dice(2, i -> i % 2, false));
        checkBatch(Dice.of().axis(2, 1, 0), End.SIGMOID, IMAGE, IMAGE, y, dice(2, i -> i % 2, true));
        checkBatch(Dice.of().axis(-4), End.SIGMOID, IMAGE, IMAGE, y, dice(12, i -> i, true));
    }

    @Test
    void tverskyWeighsWhatIsMissedByAlphaAsKerasDoes() {
        Tversky loss = Tversky.of().alpha(0.7f).beta(0.2f);
        float[][] y = either(40, 12, 0);
        checkBatch(loss, End.SIGMOID, IMAGE, IMAGE, y, tversky(0.7f, 0.2f, 1e-7, 1, i -> 0, true));
        checkBatch(loss.axis(1, 2), End.SIGMOID, IMAGE, IMAGE, y, tversky(0.7f, 0.2f, 1e-7, 2, i -> i % 2, false));
        Result missed = run(loss, End.SAME, Shape.of(2), Shape.of(2), new float[][] {{1, 0}}, new float[][] {{1, 1}});
        assertThat((double) missed.losses[0]).isCloseTo(1 - 1 / 1.7, within(1e-6));
    }

    @Test
    void overlapOfNothingWithNothingIsALossOfOne() {
        Shape two = Shape.of(2);
        float[][] none = {{0, 0}, {0, 0}};
        assertThat(run(Dice.of(), End.SAME, two, two, none, none).losses).containsExactly(1, 1);
        assertThat(run(Tversky.of().axis(1), End.SAME, two, two, none, none).losses)
                .containsExactly(1, 1);
    }

    private static BiFunction<double[], float[], Double> focal(double alpha, double gamma, double smoothing) {
        return (x, y) -> {
            double total = 0;
            double[] p = LossCheck.softmax(x, 3);
            for (int i = 0; i < x.length; i++) {
                double target = y[i] * (1 - smoothing) + smoothing / 3;
                total -= alpha * Math.pow(1 - p[i], gamma) * target * Math.log(p[i]);
            }
            return total * 3 / x.length;
        };
    }

    @Test
    void categoricalFocalCrossentropy() {
        check(CategoricalFocalCrossentropy.of(), End.SOFTMAX, Shape.of(3), oneHot(40, 3), focal(0.25, 2, 0));
        CategoricalFocalCrossentropy other =
                CategoricalFocalCrossentropy.ofLogits().alpha(0.5f).gamma(1.5f).labelSmoothing(0.25f);
        check(other, End.NONE, Shape.of(2, 3), soft(40, 6), focal(0.5, 1.5, 0.25));
    }

    @Test
    void categoricalFocalCrossentropyAlongAnotherAxis() {
        CategoricalFocalCrossentropy loss =
                CategoricalFocalCrossentropy.ofLogits().axis(1);
        check(
                loss,
                End.NONE,
                Shape.of(3, 2),
                soft(5, 6),
                (x, y) -> focal(0.25, 2, 0).apply(turned(x), new float[] {y[0], y[2], y[4], y[1], y[3], y[5]}));
    }

    private static double[] turned(double[] x) {
        return new double[] {x[0], x[2], x[4], x[1], x[3], x[5]};
    }

    private static BiFunction<double[], float[], Double> binaryFocal(double yes, double no, double gamma, double s) {
        return (x, y) -> {
            double total = 0;
            for (int i = 0; i < x.length; i++) {
                double p = sigmoid(x[i]);
                double t = y[i] * (1 - s) + s / 2;
                double right = t * p + (1 - t) * (1 - p);
                double weight = t * yes + (1 - t) * no;
                total -= weight * Math.pow(1 - right, gamma) * (t * Math.log(p) + (1 - t) * Math.log(1 - p));
            }
            return total / x.length;
        };
    }

    @Test
    void binaryFocalCrossentropy() {
        Shape six = Shape.of(6);
        check(BinaryFocalCrossentropy.of(), End.SIGMOID, six, soft(40, 6), binaryFocal(1, 1, 2, 0));
        BinaryFocalCrossentropy balanced = BinaryFocalCrossentropy.ofLogits()
                .applyClassBalancing(true)
                .alpha(0.75f)
                .gamma(1.5f);
        check(balanced, End.NONE, six, either(40, 6, 0), binaryFocal(0.75, 0.25, 1.5, 0));
        check(
                BinaryFocalCrossentropy.of().labelSmoothing(0.5f),
                End.SIGMOID,
                six,
                either(5, 6, 0),
                binaryFocal(1, 1, 2, 0.5));
    }

    @Test
    void focalCrossentropyOfAGammaOfZeroIsCrossentropy() {
        float[][] z = {{1, -2, 0.5f}};
        float[][] y = {{1, 0, 0.25f}};
        Shape three = Shape.of(3);
        Result plain = run(BinaryCrossentropy.of(), End.SIGMOID, three, three, z, y);
        Result focal = run(BinaryFocalCrossentropy.of().gamma(0), End.SIGMOID, three, three, z, y);
        assertThat(focal.losses).isEqualTo(plain.losses);
        assertThat(focal.gradients).isDeepEqualTo(plain.gradients);
    }

    @Test
    void focalCrossentropyOfSureAnswersIsFinite() {
        float[][] z = {{1000, -1000}, {-1000, 1000}};
        float[][] y = {{1, 0}, {1, 0}};
        Shape two = Shape.of(2);
        Result binary = run(BinaryFocalCrossentropy.of(), End.SIGMOID, two, two, z, y);
        assertThat(binary.losses).containsExactly(0, 1000);
        assertThat(binary.gradients[0]).containsExactly(0, 0);
        Result classes = run(CategoricalFocalCrossentropy.of(), End.SOFTMAX, two, two, z, y);
        assertThat((double) classes.losses[1]).isCloseTo(-Math.log(1e-7) / 4, within(1e-5));
        assertThat(classes.gradients[0]).containsExactly(0, 0);
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> BinaryFocalCrossentropy.of().gamma(-1)).hasMessageContaining("gamma is a finite");
        assertThatThrownBy(() -> CategoricalFocalCrossentropy.of().labelSmoothing(2))
                .hasMessageContaining("not 2.0");
        assertThatThrownBy(() -> Tversky.of().alpha(Float.NaN)).hasMessageContaining("alpha is a finite");
        float[][] none = new float[1][12];
        assertThatThrownBy(() -> run(Dice.of().axis(4), End.NONE, IMAGE, IMAGE, none, none))
                .hasMessageContaining("Dice can't take axis 4")
                .hasMessageContaining("are 1 to 3");
        assertThatThrownBy(() -> run(BinaryFocalCrossentropy.of(), End.NONE, IMAGE, IMAGE, none, none))
                .hasMessageContaining("use BinaryFocalCrossentropy.ofLogits()");
        assertThat(Dice.of().axis(Arrays.asList(1, 2)).axis()).containsExactly(1, 2);
    }
}
