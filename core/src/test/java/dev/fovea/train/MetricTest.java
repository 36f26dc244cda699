package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Shape;
import org.junit.jupiter.api.Test;

class MetricTest {
    private static final Shape THREE = Shape.of(3);

    /** The figure over images given as output, target, output, target and so on. */
    private static double result(Metric metric, Shape output, Shape target, float[]... images) {
        Metric.Count count = metric.start(output, target);
        count.add(images[0], images[1]);
        count.reset();
        for (int i = 0; i < images.length; i += 2) {
            count.add(images[i], images[i + 1]);
        }
        return count.result();
    }

    private static float[] f(float... values) {
        return values;
    }

    @Test
    void binaryAccuracyCountsOutputsOverTheThreshold() {
        Shape two = Shape.of(2);
        assertThat(result(BinaryAccuracy.of(), two, two, f(0.6f, 0.5f), f(1, 0), f(0.4f, 0.9f), f(1, 1)))
                .isEqualTo(0.75);
        assertThat(result(BinaryAccuracy.of().threshold(0.3f), two, two, f(0.4f, 0.2f), f(1, 1)))
                .isEqualTo(0.5);
        assertThat(result(BinaryAccuracy.of(), Shape.of(1), Shape.SCALAR, f(0.7f), f(1)))
                .isEqualTo(1);
    }

    @Test
    void categoricalAccuracyComparesTheLargest() {
        assertThat(result(
                        CategoricalAccuracy.of(),
                        THREE,
                        THREE,
                        f(0.1f, 0.7f, 0.2f),
                        f(0, 1, 0),
                        f(0.5f, 0.4f, 0.1f),
                        f(0, 0, 1)))
                .isEqualTo(0.5);
        Shape rows = Shape.of(2, 2);
        assertThat(result(CategoricalAccuracy.of(), rows, rows, f(1, 0, 1, 0), f(1, 0, 0, 1)))
                .isEqualTo(0.5);
    }

    @Test
    void sparseCategoricalAccuracyTakesANumberForEachRow() {
        assertThat(result(SparseCategoricalAccuracy.of(), THREE, Shape.SCALAR, f(0.1f, 0.7f, 0.2f), f(1)))
                .isEqualTo(1);
        assertThat(result(SparseCategoricalAccuracy.of(), Shape.of(2, 3), Shape.of(2), f(9, 0, 0, 9, 0, 0), f(0, 2)))
                .isEqualTo(0.5);
    }

    @Test
    void aTargetTiedWithTheKthIsAmongTheTopK() {
        Metric top2 = SparseTopKCategoricalAccuracy.of(2);
        float[] tied = f(0.4f, 0.2f, 0.2f, 0.2f);
        for (int label = 0; label < 4; label++) {
            assertThat(result(top2, Shape.of(4), Shape.SCALAR, tied, f(label))).isEqualTo(1);
        }
        float[] apart = f(0.4f, 0.3f, 0.2f, 0.1f);
        assertThat(result(top2, Shape.of(4), Shape.SCALAR, apart, f(1), apart, f(2), apart, f(3), apart, f(0)))
                .isEqualTo(0.5);
    }

    @Test
    void topKOfOneHotTargetsIsThatOfTheirClassNumbers() {
        Metric top2 = TopKCategoricalAccuracy.of(2);
        assertThat(result(top2, THREE, THREE, f(3, 2, 1), f(0, 1, 0), f(3, 2, 1), f(0, 0, 1)))
                .isEqualTo(0.5);
        assertThat(TopKCategoricalAccuracy.of().k()).isEqualTo(5);
        assertThat(result(TopKCategoricalAccuracy.of(), THREE, THREE, f(3, 2, 1), f(0, 0, 1)))
                .isEqualTo(1);
    }

    @Test
    void whatIsNotANumberIsNeverAmongTheTopK() {
        Metric top5 = SparseTopKCategoricalAccuracy.of();
        assertThat(result(top5, THREE, Shape.SCALAR, f(Float.NaN, 1, 1), f(0))).isEqualTo(0);
    }

    @Test
    void accuracyIsTheOneThatFitsOutputsAndTargets() {
        assertThat(Accuracy.of().name()).isEqualTo("accuracy");
        // As classes, 0.4 would be the largest of one and so right.
        assertThat(result(Accuracy.of(), Shape.of(1), Shape.SCALAR, f(0.4f), f(1)))
                .isEqualTo(0);
        assertThat(result(Accuracy.of(), THREE, Shape.SCALAR, f(0, 0.2f, 0.4f), f(2)))
                .isEqualTo(1);
        assertThat(result(Accuracy.of(), THREE, Shape.of(1), f(0, 0.2f, 0.4f), f(2)))
                .isEqualTo(1);
        assertThat(result(Accuracy.of(), THREE, THREE, f(0, 0.2f, 0.4f), f(0, 0, 1)))
                .isEqualTo(1);
    }

    @Test
    void nothingCountedIsZero() {
        assertThat(Accuracy.of().start(THREE, THREE).result()).isZero();
    }

    @Test
    void outputsAndTargetsThatDoNotGoTogetherAreRefused() {
        assertThatThrownBy(() -> CategoricalAccuracy.of().start(THREE, Shape.SCALAR))
                .hasMessageContaining("the model gives [3], but the targets are []")
                .hasMessageContaining("use SparseCategoricalAccuracy");
        assertThatThrownBy(() -> SparseCategoricalAccuracy.of().start(THREE, THREE))
                .hasMessageContaining("class number");
        assertThatThrownBy(() -> BinaryAccuracy.of().start(THREE, Shape.SCALAR)).hasMessageContaining("each output");
        assertThatThrownBy(() -> TopKCategoricalAccuracy.of(0)).hasMessageContaining("at least 1, not 0");
        assertThatThrownBy(() -> BinaryAccuracy.of().threshold(2)).hasMessageContaining("between 0 and 1, not 2.0");
    }

    @Test
    void errorsOfOutputs() {
        float[][] images = {{1, 2}, {3, 1}, {0, -4}, {2, -2}};
        Shape two = Shape.of(2);
        assertThat(result(MeanSquaredError.of(), two, two, images)).isEqualTo((4 + 1 + 4 + 4) / 4.0);
        assertThat(result(RootMeanSquaredError.of(), two, two, images)).isEqualTo(Math.sqrt(13 / 4.0));
        assertThat(result(MeanAbsoluteError.of(), two, two, images)).isEqualTo((2 + 1 + 2 + 2) / 4.0);
        assertThat(result(MeanAbsolutePercentageError.of(), two, two, images))
                .isCloseTo(100 * (2 / 3.0 + 1 + 1 + 1) / 4, within(1e-9));
        assertThat(result(MeanSquaredLogarithmicError.of(), two, two, f(1, 0), f(3, -5)))
                .isCloseTo(Math.pow(Math.log(2), 2) / 2, within(1e-9));
        assertThat(result(Hinge.of(), two, two, f(0.5f, 0.25f), f(1, 0))).isEqualTo((0.5 + 1.25) / 2);
        assertThat(result(SquaredHinge.of(), two, two, f(0.5f, 0.25f), f(-1, 1)))
                .isEqualTo((1.5 * 1.5 + 0.75 * 0.75) / 2);
        assertThat(result(Poisson.of(), two, two, f(1, 2), f(5, 1))).isCloseTo((3 - Math.log(2)) / 2, within(1e-6));
    }

    @Test
    void fewerErrorsAreBetter() {
        for (Metric metric : new Metric[] {
            MeanSquaredError.of(), RootMeanSquaredError.of(), MeanAbsoluteError.of(), Hinge.of(), Poisson.of()
        }) {
            assertThat(metric.largerIsBetter()).isFalse();
        }
        assertThat(RootMeanSquaredError.of().name()).isEqualTo("root_mean_squared_error");
        assertThat(MeanSquaredError.of().name("mse").name()).isEqualTo("mse");
    }
}
