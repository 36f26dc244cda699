package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Dataset;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.DivergedException;
import dev.fovea.train.Fit;
import dev.fovea.train.Optimizer;
import dev.fovea.train.SGD;
import dev.fovea.train.SparseCategoricalAccuracy;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequentialTest {
    private static Sequential model() {
        Sequential model = Sequential.seeded(
                1,
                Input.of(8, 8, 1),
                Conv2D.of(4, 3).activation(Activations.RELU),
                MaxPooling2D.of(2),
                Flatten.of(),
                Dropout.of(0.2f),
                Dense.of(2).activation(Activations.SOFTMAX));
        model.compile(Adam.of(), SparseCategoricalCrossentropy.of(), new SparseCategoricalAccuracy("accuracy"));
        return model;
    }

    /** A bright bar, upright in class 0 and lying in class 1. */
    private static Dataset bars(int n, long seed) {
        RandomSource random = new RandomSource(seed);
        Tensor images = Tensor.zeros(n, 8, 8, 1);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
            int at = random.nextInt(8);
            for (int k = 0; k < 8; k++) {
                images.set(1, i, labels[i] == 0 ? k : at, labels[i] == 0 ? at : k, 0);
            }
        }
        return Dataset.of(images, labels);
    }

    @Test
    void learnsToTellBarsApart() {
        Sequential model = model();
        model.compile(Adam.of(1e-2f), SparseCategoricalCrossentropy.of(), new SparseCategoricalAccuracy("accuracy"));
        model.fit(bars(200, 1), Fit.epochs(20).batchSize(16));
        assertThat(model.evaluate(bars(100, 2)).get("accuracy")).isGreaterThan(0.9);
    }

    @Test
    void oneThreadAndTwoGiveTheSameWeightsBitForBit() {
        Sequential one = model();
        Sequential two = model();
        one.fit(bars(90, 1), Fit.epochs(2).seed(5).threads(1));
        two.fit(bars(90, 1), Fit.epochs(2).seed(5).threads(2));
        for (int i = 0; i < one.weights().size(); i++) {
            assertThat(two.weights().get(i).values())
                    .isEqualTo(one.weights().get(i).values());
        }
    }

    @Test
    void clippingByNormIsTheSameBitForBitOnTwoThreads() {
        for (boolean global : new boolean[] {true, false}) {
            List<float[][]> ends = new ArrayList<>();
            for (int threads = 1; threads <= 2; threads++) {
                // More than a piece of weights in the first layer, so that its norm is a sum of several.
                Sequential model = Sequential.seeded(
                        3,
                        Input.of(8, 8, 1),
                        Flatten.of(),
                        Dense.of(600),
                        Dense.of(2).activation(Activations.SOFTMAX));
                Optimizer plain = SGD.of(0.1f);
                model.compile(
                        global ? plain.globalClipnorm(0.01f) : plain.clipnorm(0.01f),
                        SparseCategoricalCrossentropy.of());
                model.fit(bars(90, 1), Fit.epochs(2).seed(5).threads(threads));
                ends.add(model.weights().stream().map(Weight::values).toArray(float[][]::new));
            }
            assertThat(ends.get(1)).isDeepEqualTo(ends.get(0));
        }
    }

    @Test
    void probabilitiesAddUpToOne() {
        Tensor probabilities = model().predict(bars(3, 1).images(0, 3));
        assertThat(probabilities.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(probabilities.get(2, 0) + probabilities.get(2, 1)).isBetween(0.99999f, 1.00001f);
    }

    @Test
    void aDivergingLossStopsAndKeepsTheWeightsOfTheEpochBefore() {
        Sequential model = model();
        float[] before = model.weights().getFirst().values().clone();
        model.compile(SGD.of(1e30f), SparseCategoricalCrossentropy.of(), new SparseCategoricalAccuracy("accuracy"));
        assertThatThrownBy(() -> model.fit(bars(64, 1), Fit.epochs(3)))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("epoch 1, step");
        assertThat(model.weights().getFirst().values()).isEqualTo(before);
    }

    @Test
    void summaryIsKerassTable() {
        assertThat(model().summary())
                .startsWith("Model: \"sequential\"\n┏━━━━")
                .contains("│ conv2d (Conv2D)                 │ (None, 6, 6, 4)        │            40 │")
                .contains(" Total params: 114 (456.00 B)");
    }

    @Test
    void errorsNameTheLayerAndWhatToDo() {
        assertThatThrownBy(() -> Sequential.of(Input.of(4, 4, 1), Conv2D.of(1, 5)))
                .hasMessageContaining("Conv2D \"conv2d\"")
                .hasMessageContaining("5x5 does not fit input 4x4 with padding \"valid\"");
        assertThatThrownBy(() -> model().fit(Dataset.of(Tensor.zeros(1, 8, 8, 1), 7), Fit.epochs(1)))
                .hasMessageContaining("label 7 of image 0 is out of range");
        assertThatThrownBy(() -> model().predict(Tensor.zeros(1, 9, 9, 1)))
                .hasMessageContaining("takes images of shape [1, 8, 8, 1], not [1, 9, 9, 1]");
    }
}
