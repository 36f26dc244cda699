package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short fits of small models, with each loss and with callbacks at work in the real loop. */
class FitTest {
    @TempDir
    Path folder;

    /** A bright bar, upright in class 0 and lying in class 1, with noise. */
    private static Tensor bars(int n, long seed) {
        RandomSource random = new RandomSource(seed);
        Tensor images = Tensor.zeros(n, 6, 6, 1);
        for (int i = 0; i < images.size(); i++) {
            images.data()[i] = 0.2f * random.nextFloat();
        }
        for (int i = 0; i < n; i++) {
            int at = random.nextInt(6);
            for (int k = 0; k < 6; k++) {
                images.set(1, i, i % 2 == 0 ? k : at, i % 2 == 0 ? at : k, 0);
            }
        }
        return images;
    }

    private static Dataset numbered(int n, long seed) {
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
        }
        return Dataset.of(bars(n, seed), labels);
    }

    private static Dataset oneHot(int n, long seed) {
        Tensor targets = Tensor.zeros(n, 2);
        for (int i = 0; i < n; i++) {
            targets.set(1, i, i % 2);
        }
        return Dataset.of(bars(n, seed), targets);
    }

    private static Sequential model(int outputs, Activations end) {
        return Sequential.seeded(
                3,
                Input.of(6, 6, 1),
                Flatten.of(),
                Dense.of(16).activation(Activations.RELU),
                Dense.of(outputs).activation(end));
    }

    private static double accuracy(Sequential model, Optimizer optimizer, Loss loss, boolean oneHot) {
        model.compile(optimizer, loss, Accuracy.of());
        Dataset train = oneHot ? oneHot(256, 1) : numbered(256, 1);
        model.fit(train, Fit.epochs(12).batchSize(16));
        return model.evaluate(oneHot ? oneHot(100, 2) : numbered(100, 2)).get("accuracy");
    }

    @Test
    void everyLossTeachesToTellBarsApart() {
        assertThat(accuracy(model(1, Activations.SIGMOID), Adam.of(0.01f), BinaryCrossentropy.of(), false))
                .isGreaterThan(0.95);
        assertThat(accuracy(model(2, Activations.SIGMOID), Adam.of(0.01f), BinaryCrossentropy.of(), true))
                .isGreaterThan(0.95);
        assertThat(accuracy(model(2, Activations.SOFTMAX), Adam.of(0.01f), CategoricalCrossentropy.of(), true))
                .isGreaterThan(0.95);
        assertThat(accuracy(
                        model(2, Activations.LINEAR),
                        SGD.of(CosineDecay.of(0.1f, 192)).momentum(0.9f),
                        CategoricalCrossentropy.ofLogits().labelSmoothing(0.1f),
                        true))
                .isGreaterThan(0.95);
        assertThat(accuracy(model(1, Activations.LINEAR), AdamW.of(0.01f), MeanSquaredError.of(), false))
                .isGreaterThan(0.95);
        assertThat(accuracy(model(2, Activations.SIGMOID), RMSprop.of(0.003f), MeanAbsoluteError.of(), true))
                .isGreaterThan(0.95);
    }

    @Test
    void aLabelThatIsNeitherNoughtNorOneIsRefusedForASingleOutput() {
        Sequential model = model(1, Activations.SIGMOID);
        model.compile(Adam.of(), BinaryCrossentropy.of());
        assertThatThrownBy(() -> model.fit(Dataset.of(bars(3, 1), 0, 1, 2), Fit.epochs(1)))
                .hasMessageContaining("label 2 of image 2 is out of range");
    }

    @Test
    void aMetricThatDoesNotFitTheTargetsIsRefused() {
        Sequential model = model(2, Activations.SOFTMAX);
        model.compile(Adam.of(), SparseCategoricalCrossentropy.of(), CategoricalAccuracy.of());
        assertThatThrownBy(() -> model.fit(numbered(8, 1), Fit.epochs(1)))
                .hasMessageContaining("use SparseCategoricalAccuracy");
    }

    @Test
    void earlyStoppingEndsWithTheWeightsOfTheBestEpoch() {
        Sequential model = model(2, Activations.SOFTMAX);
        model.compile(SGD.of(0.2f), SparseCategoricalCrossentropy.of(), Accuracy.of());
        EarlyStopping callback = EarlyStopping.of().patience(4).restoreBestWeights(true);
        // A quarter of the labels is wrong, so that the loss rises again once the model is sure.
        int[] labels = new int[40];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 4 == 0 ? 1 : i % 2;
        }
        Dataset validation = Dataset.of(bars(40, 2), labels);
        History history = model.fit(
                numbered(64, 1),
                Fit.epochs(100).batchSize(8).validation(validation).callbacks(callback));
        assertThat(callback.stoppedEpoch())
                .isEqualTo(history.epochs().size())
                .isEqualTo(callback.bestEpoch() + 4)
                .isGreaterThan(5)
                .isLessThan(100);
        double best = history.get("val_loss").stream().mapToDouble(x -> x).min().orElseThrow();
        assertThat(history.get("val_loss").get(callback.bestEpoch() - 1)).isEqualTo(best);
        assertThat(model.evaluate(validation).get("loss")).isCloseTo(best, within(1e-6));
    }

    @Test
    void aPlateauLowersTheRateThatTheNextEpochUses() {
        Sequential model = model(2, Activations.SOFTMAX);
        model.compile(SGD.of(0.5f), SparseCategoricalCrossentropy.of());
        // No fall can be over 100.
        Callback callback =
                ReduceLROnPlateau.of("loss").minDelta(100).patience(2).factor(0.5f);
        History history = model.fit(numbered(32, 1), Fit.epochs(6).callbacks(callback));
        assertThat(history.epochs().stream().map(History.Epoch::learningRate))
                .containsExactly(0.5f, 0.5f, 0.5f, 0.25f, 0.25f, 0.125f);
    }

    @Test
    void aPlateauRefusesAnOptimizerThatFollowsASchedule() {
        Sequential model = model(2, Activations.SOFTMAX);
        model.compile(SGD.of(CosineDecay.of(0.5f, 10)), SparseCategoricalCrossentropy.of());
        assertThatThrownBy(() -> model.fit(numbered(32, 1), Fit.epochs(6).callbacks(ReduceLROnPlateau.of("loss"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("follows a schedule");
    }

    @Test
    void aCheckpointPredictsAsTheModelDidThen() throws IOException {
        Sequential model = model(2, Activations.SOFTMAX);
        model.compile(
                Adam.of(CosineDecay.of(0.01f, 10).warmup(0.02f, 2)),
                CategoricalCrossentropy.of().labelSmoothing(0.1f),
                Accuracy.of(),
                TopKCategoricalAccuracy.of(1));
        model.fit(
                oneHot(32, 1),
                Fit.epochs(2)
                        .callbacks(
                                ModelCheckpoint.of(folder + "/{epoch:02d}.safetensors"),
                                CSVLogger.of(folder.resolve("history.csv"))));
        Tensor images = bars(5, 2);
        assertThat(Model.load(folder.resolve("02.safetensors")).predict(images)).isEqualTo(model.predict(images));
        assertThat(Model.load(folder.resolve("01.safetensors")).predict(images)).isNotEqualTo(model.predict(images));
        assertThat(Files.readAllLines(folder.resolve("history.csv")))
                .hasSize(3)
                .first()
                .isEqualTo("epoch,accuracy,loss,top_k_categorical_accuracy");
    }

    @Test
    void anErrorInACallbackEndsTheFitWithItsMessage() throws IOException {
        Sequential model = model(2, Activations.SOFTMAX);
        model.compile(Adam.of(), SparseCategoricalCrossentropy.of());
        Files.createDirectory(folder.resolve("taken.safetensors"));
        Files.createFile(folder.resolve("taken.safetensors").resolve("x"));
        assertThatThrownBy(() -> model.fit(
                        numbered(8, 1), Fit.epochs(1).callbacks(ModelCheckpoint.of(folder + "/taken.safetensors"))))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("ModelCheckpoint can't save the model of epoch 1 to " + folder);
    }

    @Test
    void targetsOfSeveralNumbersTeachRegression() {
        RandomSource random = new RandomSource(5);
        Tensor x = Tensor.zeros(64, 2);
        Tensor y = Tensor.zeros(64, 2);
        for (int i = 0; i < 64; i++) {
            float a = random.nextFloat();
            float b = random.nextFloat();
            x.set(a, i, 0);
            x.set(b, i, 1);
            y.set(2 * a - b, i, 0);
            y.set(a + 1, i, 1);
        }
        Sequential model = Sequential.of(Input.of(2), Dense.of(2));
        model.compile(Adam.of(0.05f), MeanSquaredError.of());
        model.fit(Dataset.of(x, y), Fit.epochs(60).batchSize(16));
        assertThat(model.weights().getFirst().tensor()).satisfies(kernel -> {
            assertThat(kernel.shape()).isEqualTo(Shape.of(2, 2));
            assertThat(kernel.data()).containsExactly(new float[] {2, 1, -1, 0}, within(0.02f));
        });
    }
}
