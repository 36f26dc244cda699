package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Input;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Losses of a class for each pixel, in the real loop. */
class SegmentationFitTest {
    private static final int IMAGES = 50;
    private static final int SIDE = 6;

    private final Tensor images = Tensor.zeros(IMAGES, SIDE, SIDE, 1);

    SegmentationFitTest() {
        RandomSource random = new RandomSource(1);
        for (int i = 0; i < images.size(); i++) {
            images.data()[i] = random.nextFloat();
        }
    }

    /** Pixels over a half are of class 1; some are of a class of their own. */
    private Tensor labels(float unknown) {
        Tensor labels = Tensor.zeros(IMAGES, SIDE, SIDE);
        for (int i = 0; i < labels.size(); i++) {
            labels.data()[i] = i % 7 == 0 || i < SIDE * SIDE ? unknown : images.data()[i] > 0.5f ? 1 : 0;
        }
        return labels;
    }

    private static Sequential model(int filters, Activations end) {
        return Sequential.seeded(
                2,
                Input.of(SIDE, SIDE, 1),
                Conv2D.of(8, 1).activation(Activations.RELU),
                Conv2D.of(filters, 1).activation(end));
    }

    @Test
    void pixelsOfAnIgnoredClassDoNotKeepTheOthersFromBeingLearned() {
        Dataset data = Dataset.of(images, labels(255));
        Sequential model = model(2, Activations.SOFTMAX);
        SparseCategoricalCrossentropy loss = SparseCategoricalCrossentropy.of().ignoreClass(255);
        model.compile(Adam.of(0.03f), loss, MeanIoU.of(2).sparseYPred(false).ignoreClass(255));
        model.fit(data, Fit.epochs(60).batchSize(16));
        Logs logs = model.evaluate(data);
        assertThat(logs.get("mean_io_u")).isGreaterThan(0.9);

        // The mean over the pixels that count; all images are one batch here.
        Tensor probabilities = model.predict(images);
        float[] labels = labels(255).data();
        double sum = 0;
        int counted = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] != 255) {
                sum -= Math.log(probabilities.data()[2 * i + (int) labels[i]]);
                counted++;
            }
        }
        assertThat(logs.get("loss")).isCloseTo(sum / counted, within(1e-6));
    }

    @Test
    void aClassOutOfRangeIsRefusedUnlessItIsIgnored() {
        Dataset data = Dataset.of(images, labels(2));
        Sequential model = model(2, Activations.SOFTMAX);
        model.compile(Adam.of(), SparseCategoricalCrossentropy.of());
        assertThatThrownBy(() -> model.fit(data, Fit.epochs(1)))
                .hasMessageContaining("label 2 of image 0 is out of range")
                .hasMessageContaining("numbered 0 to 1");
        model.compile(Adam.of(), SparseCategoricalCrossentropy.of().ignoreClass(255));
        assertThatThrownBy(() -> model.fit(data, Fit.epochs(1))).hasMessageContaining("label 2 of image 0");
    }

    @Test
    void overlapIsLearnedAsWell() {
        for (Loss loss : new Loss[] {Dice.of(), Dice.of().axis(1, 2, 3), Tversky.of()}) {
            Dataset data = Dataset.of(images, labels(0));
            Sequential model = model(1, Activations.SIGMOID);
            model.compile(Adam.of(0.03f), loss, BinaryIoU.of());
            History history = model.fit(data, Fit.epochs(100).batchSize(16));
            assertThat(history.last().get("loss"))
                    .as(loss.toString())
                    .isLessThan(history.get("loss").getFirst() - 0.2);
            assertThat(history.last().get("binary_io_u")).isGreaterThan(0.7);
        }
    }
}
