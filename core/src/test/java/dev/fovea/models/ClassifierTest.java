package dev.fovea.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.model.Model;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ClassifierTest {
    /** Noise, with a bright bar across (class 0) or down (class 1). */
    private static Tensor bars(int[] labels, int side, long seed) {
        RandomSource random = new RandomSource(seed);
        Tensor images = Tensor.zeros(labels.length, side, side, 1);
        for (int n = 0; n < labels.length; n++) {
            labels[n] = random.nextInt(2);
            int at = random.nextInt(side);
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    boolean bar = (labels[n] == 0 ? y : x) == at;
                    images.set(bar ? 1 : 0.2f * random.nextFloat(), n, y, x, 0);
                }
            }
        }
        return images;
    }

    private static double accuracy(int side) {
        int[] labels = new int[400];
        Model model = Classifier.train(bars(labels, side, 1), labels);
        int[] truth = new int[200];
        int[] predictions = Classifier.predict(model, bars(truth, side, 2));
        int right = 0;
        for (int i = 0; i < truth.length; i++) {
            right += truth[i] == predictions[i] ? 1 : 0;
        }
        return right / 200.0;
    }

    @Test
    void learnsLargeImagesByConvolution() {
        assertThat(accuracy(10)).isGreaterThan(0.97);
    }

    @Test
    void learnsSmallImagesByADenseNet() {
        assertThat(accuracy(6)).isGreaterThan(0.9);
    }

    @Test
    void takesTheModelByTheSizeOfTheImages() {
        int[] labels = new int[40];
        assertThat(Classifier.train(bars(labels, 10, 1), labels).name()).isEqualTo("convnet");
        assertThat(Classifier.train(bars(labels, 9, 1), labels).name()).isEqualTo("mlp");
        assertThat(Classifier.train(bars(labels, 9, 1).reshape(40, 81), labels).name())
                .isEqualTo("mlp");
    }

    @Test
    void oneClassAloneIsRefused() {
        assertThatThrownBy(() -> Classifier.train(Tensor.zeros(3, 12, 12, 1), new int[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is nothing to tell apart: 3 images of 1 class; give images of at least two classes,"
                        + " labelled 0, 1 and so on");
    }

    @Test
    void noImageAtAllIsRefused() {
        assertThatThrownBy(() -> Classifier.train(Tensor.zeros(0, 12, 12, 1), new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 images of 0 class");
    }
}
