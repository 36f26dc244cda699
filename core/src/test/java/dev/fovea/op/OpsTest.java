package dev.fovea.op;

import static dev.fovea.op.Padding.SAME;
import static dev.fovea.op.Padding.VALID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The worked examples of the lecture, to the digit, and the rest of the eager ops. */
class OpsTest {
    private static Tensor image(int h, int w, float... values) {
        return Tensor.of(Shape.of(1, h, w, 1), values);
    }

    private static Tensor filter(int r, int s, float... values) {
        return Tensor.of(Shape.of(r, s, 1, 1), values);
    }

    private static Tensor ones(int... dims) {
        return Tensor.filled(Shape.of(dims), 1);
    }

    /** A 7x7 image whose row i is all i, counted from 1. */
    private static Tensor rows() {
        Tensor image = Tensor.zeros(1, 7, 7, 1);
        for (int i = 0; i < 49; i++) {
            image.data()[i] = 1 + i / 7;
        }
        return image;
    }

    @Test
    void example1AWeightedSum() {
        Tensor sample = image(4, 4, 1, 5, 4, 3, 8, 4, 1, 4, 1, 2, 3, 3, 6, 5, 3, 1);
        float[] weights = {1, 1, 1, 1, -1, -1, -1, -1, 2, 2, 2, 2, 3, 3, 3, 3};
        Tensor sum = Ops.conv2d(sample, filter(4, 4, weights), 1, VALID);
        assertThat(sum).isEqualTo(image(1, 1, 59));
        Tensor products = Ops.multiply(sample, image(4, 4, weights));
        float[] rowSums = Ops.conv2d(products, ones(1, 4, 1, 1), 1, VALID).data();
        assertThat(rowSums).containsExactly(13, -17, 18, 45);
    }

    @Test
    void examples2And3ASlidingFilterWithStride1And2() {
        Tensor filter = filter(3, 3, 0, 0, 0, 1, 1, 1, 2, 2, 2);
        assertThat(Ops.conv2d(rows(), filter, 1, VALID))
                .isEqualTo(image(
                        5, 5, 24, 24, 24, 24, 24, 33, 33, 33, 33, 33, 42, 42, 42, 42, 42, 51, 51, 51, 51, 51, 60, 60,
                        60, 60, 60));
        assertThat(Ops.conv2d(rows(), filter, 2, VALID)).isEqualTo(image(3, 3, 24, 24, 24, 42, 42, 42, 60, 60, 60));
    }

    @Test
    void example4OutputSizes() {
        assertThat(Ops.outputSize(11, 3, 1, VALID)).isEqualTo(9);
        assertThat(Ops.outputSize(11, 3, 2, VALID)).isEqualTo(5);
    }

    @Test
    void example5OnlyA3x3FilterWithStride1Makes5Of7() {
        List<String> found = new ArrayList<>();
        for (int kernel = 1; kernel <= 7; kernel++) {
            for (int stride = 1; stride <= 7; stride++) {
                if (Ops.outputSize(7, kernel, stride, VALID) == 5) {
                    found.add(kernel + "/" + stride);
                }
            }
        }
        assertThat(found).containsExactly("3/1");
        assertThat(Ops.conv2d(ones(1, 7, 7, 3), ones(3, 3, 3, 1), 1, VALID).shape())
                .isEqualTo(Shape.of(1, 5, 5, 1));
    }

    @Test
    void example6OutputSizesWithPadding() {
        assertThat(Ops.outputSize(4, 3, 1, 1)).isEqualTo(4);
        assertThat(Ops.outputSize(28, 5, 2, 2)).isEqualTo(14);
        assertThat(Ops.outputSize(32, 5, 2, 2)).isEqualTo(16);
        Tensor padded = Ops.zeroPad(ones(1, 28, 32, 1), 2);
        assertThat(Ops.conv2d(padded, ones(5, 5, 1, 1), 2, VALID).shape()).isEqualTo(Shape.of(1, 14, 16, 1));
    }

    private static Tensor oneToNine() {
        return image(3, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void examples7And8ValidAndSame() {
        assertThat(Ops.conv2d(oneToNine(), ones(2, 2, 1, 1), 1, VALID)).isEqualTo(image(2, 2, 12, 16, 24, 28));
        assertThat(Ops.conv2d(oneToNine(), ones(2, 2, 1, 1), 1, SAME))
                .isEqualTo(image(3, 3, 12, 16, 9, 24, 28, 15, 15, 17, 9));
    }

    @Test
    void example9ThreeFiltersInOneWeight() {
        Tensor weight = Tensor.of(Shape.of(2, 2, 1, 3), 1, 10, -1, 1, 10, -1, 1, 10, -1, 1, 10, -1);
        Tensor maps = Ops.conv2d(oneToNine(), weight, 1, SAME);
        Tensor first = Ops.conv2d(oneToNine(), ones(2, 2, 1, 1), 1, SAME);
        assertThat(maps.shape()).isEqualTo(Shape.of(1, 3, 3, 3));
        assertThat(Ops.slice(maps, -1, 0, 1)).isEqualTo(first);
        assertThat(Ops.slice(maps, -1, 1, 2)).isEqualTo(Ops.affine(first, 10, 0));
        assertThat(Ops.slice(maps, -1, 2, 3)).isEqualTo(Ops.affine(first, -1, 0));
    }

    @Test
    void example10ZeroPaddingOfOne() {
        Tensor expected = image(5, 5, 4, 6, 6, 6, 4, 6, 9, 9, 9, 6, 6, 9, 9, 9, 6, 6, 9, 9, 9, 6, 4, 6, 6, 6, 4);
        Tensor padded = Ops.zeroPad(ones(1, 5, 5, 1), 1);
        assertThat(Ops.conv2d(padded, ones(3, 3, 1, 1), 1, VALID)).isEqualTo(expected);
        assertThat(Ops.conv2d(ones(1, 5, 5, 1), ones(3, 3, 1, 1), 1, SAME)).isEqualTo(expected);
    }

    @Test
    void example11ALargeFilterWithStride4() {
        Tensor filter = ones(6, 6, 1, 1);
        Tensor image = ones(1, 11, 11, 1);
        assertThat(Ops.conv2d(image, filter, 4, VALID)).isEqualTo(image(2, 2, 36, 36, 36, 36));
        // The last row and column are not read: another value there changes nothing.
        Tensor edge = image.copy();
        for (int i = 0; i < 11; i++) {
            edge.set(1000, 0, 10, i, 0);
            edge.set(1000, 0, i, 10, 0);
        }
        assertThat(Ops.conv2d(edge, filter, 4, VALID)).isEqualTo(image(2, 2, 36, 36, 36, 36));
        Tensor same = Ops.conv2d(image, filter, 4, SAME);
        assertThat(same).isEqualTo(image(3, 3, 25, 30, 20, 30, 36, 24, 20, 24, 16));
        Tensor padded = Ops.zeroPad(image, 1, 2, 1, 2);
        assertThat(padded.shape()).isEqualTo(Shape.of(1, 14, 14, 1));
        assertThat(Ops.conv2d(padded, filter, 4, VALID)).isEqualTo(same);
    }

    @Test
    void example12MaxPooling() {
        Tensor image = image(2, 2, 4, 3, 2, 1);
        assertThat(Ops.maxPool2d(image, 2, 1, VALID)).isEqualTo(image(1, 1, 4));
        assertThat(Ops.maxPool2d(image, 2, 1, SAME)).isEqualTo(image);
        Tensor below = Ops.affine(image, 1, -9);
        assertThat(Ops.maxPool2d(below, 2, 1, SAME)).as("padding never wins").isEqualTo(below);
    }

    @Test
    void example14AConvolutionAddsOverTheDepth() {
        Tensor sample = Tensor.of(Shape.of(1, 2, 2, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        Tensor filter = Tensor.of(Shape.of(2, 2, 3, 1), 1, 0, -1, 2, 1, 0, -2, 1, 1, 3, -1, 2);
        float sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += sample.data()[i] * filter.data()[i];
        }
        assertThat(Ops.conv2d(sample, filter, 1, VALID)).isEqualTo(image(1, 1, sum));
    }

    @Test
    void aBatchIsTakenImageByImage() {
        Tensor two = Ops.concatenate(0, oneToNine(), Ops.affine(oneToNine(), 2, 0));
        Tensor pooled = Ops.averagePool2d(two, 2, 1, VALID);
        assertThat(pooled).isEqualTo(Tensor.of(Shape.of(2, 2, 2, 1), 3, 4, 6, 7, 6, 8, 12, 14));
    }

    @Test
    void averagePoolingDoesNotCountPadding() {
        assertThat(Ops.averagePool2d(oneToNine(), Size.of(2), Size.of(2), SAME))
                .isEqualTo(image(2, 2, 3, 4.5f, 7.5f, 9));
    }

    @Test
    void dilationAndGroups() {
        Tensor corners = Ops.conv2d(oneToNine(), ones(2, 2, 1, 1), Size.of(1), VALID, Size.of(2), 1);
        assertThat(corners).isEqualTo(image(1, 1, 1 + 3 + 7 + 9));
        Tensor pixel = Tensor.of(Shape.of(1, 1, 1, 4), 1, 2, 3, 4);
        Tensor grouped = Ops.conv2d(pixel, ones(1, 1, 2, 2), Size.of(1), VALID, Size.of(1), 2);
        assertThat(grouped).isEqualTo(Tensor.of(Shape.of(1, 1, 1, 2), 3, 7));
    }

    @Test
    void functionsOfOneNumber() {
        Tensor x = Tensor.of(Shape.of(3), -1, 0, 2);
        assertThat(Ops.relu(x).data()).containsExactly(0, 0, 2);
        assertThat(Ops.leakyRelu(x, 0.5f).data()).containsExactly(-0.5f, 0, 2);
        assertThat(Ops.elu(x, 2).data())
                .containsExactly(new float[] {(float) (2 * Math.expm1(-1)), 0, 2}, within(1e-6f));
        assertThat(Ops.sigmoid(x).data()).containsExactly(new float[] {0.26894143f, 0.5f, 0.880797f}, within(1e-6f));
        assertThat(Ops.tanh(x).data()).containsExactly(new float[] {-0.7615942f, 0, 0.9640276f}, within(1e-6f));
        assertThat(Ops.softmax(Tensor.of(Shape.of(1, 3), 1000, 1000, 1000 + (float) Math.log(2)))
                        .data())
                .containsExactly(new float[] {0.25f, 0.25f, 0.5f}, within(1e-4f));
    }

    @Test
    void pairsOfTensors() {
        Tensor a = Tensor.of(Shape.of(2), 1, 5);
        Tensor b = Tensor.of(Shape.of(2), 3, 2);
        assertThat(Ops.add(a, b).data()).containsExactly(4, 7);
        assertThat(Ops.subtract(a, b).data()).containsExactly(-2, 3);
        assertThat(Ops.multiply(a, b).data()).containsExactly(3, 10);
        assertThat(Ops.maximum(a, b).data()).containsExactly(3, 5);
        assertThat(Ops.minimum(a, b).data()).containsExactly(1, 2);
        Tensor weights = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        assertThat(Ops.matmul(a.reshape(1, 2), weights)).isEqualTo(Tensor.of(Shape.of(1, 3), 21, 27, 33));
        assertThat(Ops.biasAdd(weights, Tensor.of(Shape.of(3), 10, 20, 30)).data())
                .containsExactly(11, 22, 33, 14, 25, 36);
        assertThatThrownBy(() -> Ops.add(a, weights)).hasMessageContaining("can't combine [2] with [2, 3]");
    }

    @Test
    void transposeMovesAxes() {
        Tensor image = Tensor.of(Shape.of(1, 1, 2, 3), 1, 2, 3, 4, 5, 6);
        Tensor first = Ops.transpose(image, 0, 3, 1, 2);
        assertThat(first).isEqualTo(Tensor.of(Shape.of(1, 3, 1, 2), 1, 4, 2, 5, 3, 6));
        assertThat(Ops.transpose(first, 0, 2, 3, 1)).isEqualTo(image);
    }

    @Test
    void crossEntropyOfEvenLogitsIsLogK() {
        assertThat(Ops.crossEntropy(Tensor.of(Shape.of(2, 2), 5, 5, 0, 100), 1, 1)
                        .data())
                .containsExactly(new float[] {(float) Math.log(2), 0}, within(1e-6f));
        assertThatThrownBy(() -> Ops.crossEntropy(Tensor.zeros(1, 2), 2))
                .hasMessageContaining("label 2 of row 0 is out of range: there are 2 classes");
    }

    @Test
    void dropoutKeepsTheMean() {
        Tensor dropped = Ops.dropout(ones(10_000), 0.25f, 3);
        double sum = 0;
        for (float value : dropped.data()) {
            assertThat(value).isIn(0f, 1 / 0.75f);
            sum += value;
        }
        // Four deviations of the mean of 10,000 draws.
        assertThat(sum / 10_000).isCloseTo(1, within(4 * Math.sqrt(0.25 / 0.75 / 10_000)));
    }

    @Test
    void errorsSayWhatWouldFit() {
        assertThatThrownBy(() -> Ops.conv2d(ones(1, 4, 4, 1), ones(5, 5, 1, 1), 1, VALID))
                .hasMessage("kernel 5x5 does not fit input 4x4 with padding \"valid\"; use padding \"same\" or a kernel"
                        + " of at most 4x4");
        assertThatThrownBy(() -> Ops.maxPool2d(ones(1, 2, 3, 1), 3, 1, VALID))
                .hasMessageContaining("pooling window 3x3 does not fit input 2x3")
                .hasMessageContaining("at most 2x3");
        assertThatThrownBy(() -> Ops.conv2d(ones(3, 3, 1), ones(2, 2, 1, 1), 1, VALID))
                .hasMessageContaining("conv2d takes a batch of images [N, H, W, C], not [3, 3, 1]");
        assertThatThrownBy(() -> Ops.conv2d(ones(1, 3, 3, 2), ones(2, 2, 1, 1), 1, VALID))
                .hasMessageContaining("do not go with an input of 2 channels");
        assertThatThrownBy(() -> Ops.outputSize(4, 5, 1, VALID)).hasMessageContaining("a kernel of 5 does not fit 4");
        assertThatThrownBy(() -> Ops.concatenate(0, ones(1, 2), ones(1, 3)))
                .hasMessageContaining("all other axes must be equally long");
    }
}
