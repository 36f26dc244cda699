package dev.fovea.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.data.Dataset;
import dev.fovea.data.MalformedDataException;
import dev.fovea.data.Split;
import dev.fovea.tensor.Shape;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MnistTest {
    private static Split mnist;

    @BeforeAll
    static void load() {
        mnist = Mnist.load();
    }

    private static int[] histogram(Dataset data) {
        int[] count = new int[10];
        for (int label : data.labels()) {
            count[label]++;
        }
        return count;
    }

    @Test
    void theDigitsAreAllThere() {
        assertThat(mnist.train().size()).isEqualTo(60_000);
        assertThat(mnist.test().size()).isEqualTo(10_000);
        assertThat(mnist.train().imageShape()).isEqualTo(Shape.of(28, 28, 1));
        assertThat(mnist.train().classNames()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void theyAreThoseOfMnist() {
        assertThat(histogram(mnist.train()))
                .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
        assertThat(histogram(mnist.test())).containsExactly(980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009);
        assertThat(mnist.train().label(0)).isEqualTo(5);
        assertThat(mnist.test().label(0)).isEqualTo(7);
    }

    @Test
    void theirMeanAndDeviationAreTheKnownOnes() {
        double sum = 0;
        double squares = 0;
        float[] image = new float[784];
        for (int i = 0; i < 60_000; i++) {
            mnist.train().copyImage(i, image, 0, 1);
            for (float value : image) {
                sum += value;
                squares += value * value;
            }
        }
        double mean = sum / (60_000 * 784);
        assertThat(mean).isBetween(0.13065, 0.13067);
        assertThat(Math.sqrt(squares / (60_000 * 784) - mean * mean)).isBetween(0.3080, 0.3082);
    }

    @Test
    void aFileWithAnotherChecksumIsRefused() {
        byte[] bytes = "abc".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> Mnist.checked("train-images-idx3-ubyte.gz", bytes, "00ff"))
                .isInstanceOf(MalformedDataException.class)
                .hasMessage("train-images-idx3-ubyte.gz: its SHA-256 is"
                        + " ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad, but that of the MNIST file"
                        + " is 00ff; the jar of fovea-datasets is damaged: install or build it again");
    }
}
