package dev.fovea.model;

import static dev.fovea.nn.Activations.GELU;
import static dev.fovea.nn.Activations.LOG_SOFTMAX;
import static dev.fovea.nn.Activations.MISH;
import static dev.fovea.nn.Activations.SOFTMAX;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.Dataset;
import dev.fovea.nn.Activation;
import dev.fovea.nn.AlphaDropout;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GaussianDropout;
import dev.fovea.nn.GroupNormalization;
import dev.fovea.nn.Input;
import dev.fovea.nn.LayerNormalization;
import dev.fovea.nn.Normalization;
import dev.fovea.nn.PReLU;
import dev.fovea.nn.RMSNormalization;
import dev.fovea.nn.Resizing;
import dev.fovea.nn.UnitNormalization;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.Fit;
import dev.fovea.train.SparseCategoricalAccuracy;
import dev.fovea.train.SparseCategoricalCrossentropy;
import org.junit.jupiter.api.Test;

/** Trains with the layers that normalize, resize and drop in unusual ways, put together. */
class NormalizedTrainingTest {
    /** Badly scaled images of a bar: lying in class 0, standing in class 1. */
    private static Dataset bars(int n) {
        RandomSource random = new RandomSource(8);
        Tensor images = Tensor.zeros(n, 5, 7, 1);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
            int at = random.nextInt(5);
            for (int k = 0; k < 35; k++) {
                boolean bar = (labels[i] == 0 ? k / 7 : k % 7) == at;
                images.data()[i * 35 + k] = 1000 + (bar ? 30 : 0) + (float) random.nextGaussian();
            }
        }
        return Dataset.of(images, labels);
    }

    private static Sequential model(Dataset data) {
        Sequential model = Sequential.seeded(
                3,
                Input.of(5, 7, 1),
                Normalization.of().adapt(data),
                Resizing.of(8, 8),
                Conv2D.of(8, 3).activation(GELU),
                GroupNormalization.of(4),
                Dropout.of(0.1f).noiseShape(null, 1, 1, null),
                Conv2D.of(8, 3).activation(MISH),
                PReLU.of().sharedAxes(1, 2),
                RMSNormalization.of(),
                Flatten.of(),
                GaussianDropout.of(0.1f),
                LayerNormalization.of(),
                Dense.of(8),
                AlphaDropout.of(0.1f),
                Activation.of(LOG_SOFTMAX),
                UnitNormalization.of(),
                Dense.of(2).activation(SOFTMAX));
        model.compile(Adam.of(1e-2f), SparseCategoricalCrossentropy.of(), new SparseCategoricalAccuracy("accuracy"));
        return model;
    }

    @Test
    void theyLearnTogetherAndAsWellOnTwoThreadsBitForBit() {
        Dataset data = bars(150);
        Sequential one = model(data);
        one.fit(data, Fit.epochs(8).batchSize(37).threads(1).seed(5));
        assertThat(one.evaluate(data).get("accuracy")).isGreaterThan(0.97);
        Sequential two = model(data);
        two.fit(data, Fit.epochs(8).batchSize(37).threads(2).seed(5));
        for (Weight weight : one.weights()) {
            assertThat(two.weight(weight.name()).values()).isEqualTo(weight.values());
        }
    }
}
