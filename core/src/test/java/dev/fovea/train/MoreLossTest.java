package dev.fovea.train;

import static dev.fovea.train.LossCheck.check;
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
import dev.fovea.train.LossCheck.Result;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Losses of errors, margins, divergences and angles. */
class MoreLossTest {
    private static final Shape SIX = Shape.of(6);

    /** A loss of one output z and its target. */
    private interface Each {
        double of(double z, double y);
    }

    private static BiFunction<double[], float[], Double> mean(Each each) {
        return (x, y) -> {
            double total = 0;
            for (int i = 0; i < x.length; i++) {
                total += each.of(x[i], y[i]);
            }
            return total / x.length;
        };
    }

    /** A loss of one output p and its target, summed over rows after softmax; the mean over rows. */
    private static BiFunction<double[], float[], Double> rows(int classes, Each each) {
        return (x, y) -> mean(each).apply(LossCheck.softmax(x, classes), y) * classes;
    }

    private static double clip(double x) {
        return Math.max(1e-7, Math.min(1, x));
    }

    @Test
    void meanAbsolutePercentageError() {
        check(
                MeanAbsolutePercentageError.of(),
                End.NONE,
                Shape.of(2, 3),
                either(40, 6, 0.5f),
                mean((z, y) -> 100 * Math.abs(z - y) / Math.abs(y)));
        check(
                MeanAbsolutePercentageError.of(),
                End.NONE,
                SIX,
                either(5, 6, -2),
                mean((z, y) -> 100 * Math.abs(z - y) / Math.abs(y)));
    }

    @Test
    void aTargetOfZeroDividesAsOneTenMillionth() {
        Result result = run(
                MeanAbsolutePercentageError.of(),
                End.NONE,
                Shape.of(2),
                Shape.of(2),
                new float[][] {{3, 2}},
                new float[][] {{0, 2}});
        assertThat((double) result.losses[0]).isCloseTo(100 * 3 / 1e-7 / 2, within(200.0));
        assertThat(result.gradients[0][1]).isZero();
    }

    @Test
    void meanSquaredLogarithmicError() {
        check(
                MeanSquaredLogarithmicError.of(),
                End.NONE,
                SIX,
                either(40, 6, -1),
                mean((z, y) -> Math.pow(Math.log(Math.max(z, 1e-7) + 1) - Math.log(Math.max(y, 1e-7) + 1), 2)));
    }

    @Test
    void huber() {
        for (float delta : new float[] {1, 2.5f}) {
            check(Huber.of().delta(delta), End.NONE, SIX, soft(40, 6), mean((z, y) -> {
                double error = Math.abs(z - y);
                return error <= delta ? error * error / 2 : delta * error - delta * delta / 2;
            }));
        }
        assertThat(Huber.of().delta()).isEqualTo(1);
    }

    @Test
    void hubersSlopeAtDeltaIsThatOfBothItsParts() {
        Result result = run(Huber.of(), End.NONE, Shape.of(1), Shape.of(1), new float[][] {{3}}, new float[][] {{2}});
        assertThat(result.losses).containsExactly(0.5f);
        assertThat(result.gradients[0]).containsExactly(1);
    }

    @Test
    void logCosh() {
        check(LogCosh.of(), End.NONE, Shape.of(2, 3), soft(40, 6), mean((z, y) -> Math.log(Math.cosh(z - y))));
    }

    @Test
    void logCoshOfAThousandDoesNotOverflow() {
        float[][] z = {{1000, -1000}};
        Result result = run(LogCosh.of(), End.NONE, Shape.of(2), Shape.of(2), z, new float[][] {{0, 0}});
        assertThat(result.losses).containsExactly((float) (1000 - Math.log(2)));
        assertThat(result.gradients[0]).containsExactly(0.5f, -0.5f);
    }

    @Test
    void hingeTakesSignsOrZerosAndOnes() {
        for (float no : new float[] {-1, 0}) {
            float[][] y = either(40, 6, no);
            check(Hinge.of(), End.NONE, SIX, y, mean((z, t) -> Math.max(0, 1 - (t == 0 ? -1 : t) * z)));
            check(
                    SquaredHinge.of(),
                    End.NONE,
                    SIX,
                    y,
                    mean((z, t) -> Math.pow(Math.max(0, 1 - (t == 0 ? -1 : t) * z), 2)));
        }
    }

    @Test
    void categoricalHinge() {
        BiFunction<double[], float[], Double> formula = (x, y) -> {
            double total = 0;
            for (int at = 0; at < x.length; at += 3) {
                double right = 0;
                double wrong = Double.NEGATIVE_INFINITY;
                for (int i = at; i < at + 3; i++) {
                    right += y[i] * x[i];
                    wrong = Math.max(wrong, (1 - y[i]) * x[i]);
                }
                total += Math.max(0, wrong - right + 1);
            }
            return total * 3 / x.length;
        };
        check(CategoricalHinge.of(), End.NONE, Shape.of(3), oneHot(40, 3), formula);
        check(CategoricalHinge.of(), End.NONE, Shape.of(2, 3), soft(5, 6), formula);
    }

    @Test
    void kullbackLeiblerDivergence() {
        check(
                KLDivergence.of(),
                End.SOFTMAX,
                Shape.of(2, 3),
                soft(40, 6),
                rows(3, (p, y) -> clip(y) * Math.log(clip(y) / clip(p))));
        check(
                KLDivergence.of(),
                End.SOFTMAX,
                Shape.of(4),
                oneHot(5, 4),
                rows(4, (p, y) -> clip(y) * Math.log(clip(y) / clip(p))));
    }

    @Test
    void divergenceFromWhatIsRuledOutIsFinite() {
        Shape two = Shape.of(2);
        Result result = run(
                KLDivergence.of(), End.SAME, two, two, new float[][] {{0, 1}, {0, 1}}, new float[][] {{1, 0}, {0, 1}});
        assertThat((double) result.losses[0]).isCloseTo(-Math.log(1e-7) + 1e-7 * Math.log(1e-7), within(1e-5));
        assertThat(result.losses[1]).isZero();
    }

    @Test
    void poisson() {
        check(
                Poisson.of(),
                End.SIGMOID,
                SIX,
                soft(40, 6),
                mean((z, y) -> sigmoid(z) - y * Math.log(sigmoid(z) + 1e-7)));
    }

    private static double cosine(double[] x, float[] y, int from, int step, int count) {
        double product = 0;
        double square = 0;
        double target = 0;
        for (int i = 0; i < count; i++) {
            int at = from + i * step;
            product += x[at] * y[at];
            square += x[at] * x[at];
            target += y[at] * y[at];
        }
        return product / Math.sqrt(square * target);
    }

    @Test
    void cosineSimilarityAlongEachAxis() {
        Shape rows = Shape.of(2, 3);
        BiFunction<double[], float[], Double> last = (x, y) -> -(cosine(x, y, 0, 1, 3) + cosine(x, y, 3, 1, 3)) / 2;
        BiFunction<double[], float[], Double> first =
                (x, y) -> -(cosine(x, y, 0, 3, 2) + cosine(x, y, 1, 3, 2) + cosine(x, y, 2, 3, 2)) / 3;
        check(CosineSimilarity.of(), End.NONE, rows, soft(40, 6), last);
        check(CosineSimilarity.of().axis(2), End.NONE, rows, soft(5, 6), last);
        check(CosineSimilarity.of().axis(1), End.NONE, rows, soft(5, 6), first);
        check(CosineSimilarity.of().axis(-2), End.NONE, rows, soft(5, 6), first);
    }

    @Test
    void cosineOfARowOfZerosIsZero() {
        Shape two = Shape.of(2);
        Result result = run(
                CosineSimilarity.of(), End.NONE, two, two, new float[][] {{0, 0}, {3, 4}}, new float[][] {{1, 0}, {0, 0}
                });
        assertThat(result.losses).containsExactly(0, 0);
        // The norm at its least of 1e-7 divides: steep, but finite.
        assertThat((double) result.gradients[0][0]).isCloseTo(-1e7, within(10.0));
        assertThat(result.gradients[1]).containsExactly(0, 0);
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Huber.of().delta(0)).hasMessageContaining("delta above 0, not 0.0");
        assertThatThrownBy(() -> Hinge.of().name(" ")).hasMessageContaining("Hinge takes a name");
        float[][] none = {{0, 0, 0}};
        Shape three = Shape.of(3);
        assertThatThrownBy(() -> run(CosineSimilarity.of().axis(0), End.NONE, three, three, none, none))
                .hasMessageContaining("CosineSimilarity can't take axis 0 of outputs [3]: the batch is axis 0");
        assertThatThrownBy(() -> run(CosineSimilarity.of().axis(-2), End.NONE, three, three, none, none))
                .hasMessageContaining("are 1 to 1");
    }

    @Test
    void namesAreThoseOfKerasUnlessSet() {
        assertThat(Huber.of().name()).isEqualTo("huber_loss");
        assertThat(Huber.of().name("h").delta(2).name()).isEqualTo("h");
        assertThat(MeanAbsolutePercentageError.of().name()).isEqualTo("mean_absolute_percentage_error");
        assertThat(CategoricalHinge.of().name()).isEqualTo("categorical_hinge");
        assertThat(KLDivergence.of().name()).isEqualTo("kl_divergence");
        assertThat(LogCosh.of().name()).isEqualTo("log_cosh");
    }
}
