package dev.fovea.labs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.data.Split;
import dev.fovea.datasets.Mnist;
import dev.fovea.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningTest {
    @Test
    void slopeOfBinaryCrossEntropyIsPredictionMinusTruth() {
        for (int y = 0; y <= 1; y++) {
            for (double z = -4; z <= 4; z += 0.5) {
                assertThat(Lab18BinaryLogisticRegression.slope(z, y))
                        .isCloseTo(Lab18BinaryLogisticRegression.measuredSlope(z, y), within(1e-8));
            }
        }
        assertThat(Lab18BinaryLogisticRegression.crossEntropy(0, 1)).isEqualTo(Math.log(2));
    }

    @Test
    void slopeOfSoftmaxCrossEntropyIsPredictionMinusTruth() {
        Tensor logits = Lab19MultinomialLogisticRegression.logits();
        for (int label = 0; label < 3; label++) {
            Tensor slope = Lab19MultinomialLogisticRegression.slope(logits, label);
            Tensor measured = Lab19MultinomialLogisticRegression.measuredSlope(logits, label);
            for (int k = 0; k < 3; k++) {
                // Float32 rounding of a loss of about 1, divided by 2h = 1/64, and h^2 / 6.
                assertThat(slope.get(0, k)).isCloseTo(measured.get(0, k), within(5e-5f));
            }
        }
    }

    @Test
    void aStepByHandIsAStepByFovea() {
        Dataset batch = new Lab18BinaryLogisticRegression(32).digits().train();
        Tensor byHand = Lab18BinaryLogisticRegression.stepByHand(batch);
        Tensor byFovea = Lab18BinaryLogisticRegression.stepByFovea(batch);
        float largest = 0;
        for (int j = 0; j < 784; j++) {
            assertThat(byFovea.data()[j]).isCloseTo(byHand.data()[j], within(1e-7f));
            largest = Math.max(largest, Math.abs(byHand.data()[j]));
        }
        assertThat(largest).isGreaterThan(0.005f);
    }

    @Test
    void twoDigitsAreToldApart() {
        var lab = new Lab18BinaryLogisticRegression(2000);
        Split digits = lab.digits();
        assertThat(digits.train().classNames()).containsExactly("3", "8");
        var history = Lab18BinaryLogisticRegression.train(Lab18BinaryLogisticRegression.model(), digits);
        assertThat(history.last().get("val_accuracy")).isGreaterThan(0.94);
    }

    @Test
    void tenDigitsAreToldApart() {
        var lab = new Lab19MultinomialLogisticRegression(5000);
        var model = Lab19MultinomialLogisticRegression.model();
        var history = Lab19MultinomialLogisticRegression.train(model, lab.digits());
        assertThat(model.countParams()).isEqualTo(7850);
        assertThat(history.last().get("val_sparse_categorical_accuracy")).isGreaterThan(0.8);
        assertThat(Lab19MultinomialLogisticRegression.weights(model)).hasSize(10);
    }

    @Test
    void convolutionalNetIsBetterWithFewerParameters() {
        List<Lab20DenseVersusCnn.Result> results = new Lab20DenseVersusCnn(3000).compare();
        assertThat(results.get(0).parameters()).isEqualTo(101_770);
        assertThat(results.get(1).parameters()).isEqualTo(12_810);
        assertThat(results.get(0).accuracy()).isGreaterThan(0.85);
        assertThat(results.get(1).accuracy()).isGreaterThan(results.get(0).accuracy());
    }

    @Test
    void trainAndPredictRecogniseDigits() {
        int[] predictions = new Lab21TrainAndPredict(1000).predictions();
        assertThat(Lab21TrainAndPredict.accuracy(
                        predictions, Mnist.load().test().labels()))
                .isGreaterThan(0.88);
    }
}
