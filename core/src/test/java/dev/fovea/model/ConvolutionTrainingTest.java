package dev.fovea.model;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.nn.Activations.SOFTMAX;
import static dev.fovea.nn.Activations.TANH;
import static dev.fovea.nn.Padding1D.CAUSAL;
import static dev.fovea.op.Padding.SAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.Dataset;
import dev.fovea.nn.Conv1D;
import dev.fovea.nn.Conv1DTranspose;
import dev.fovea.nn.Conv2DTranspose;
import dev.fovea.nn.Conv3D;
import dev.fovea.nn.Conv3DTranspose;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthwiseConv1D;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.nn.Reshape;
import dev.fovea.nn.SeparableConv1D;
import dev.fovea.op.Size3d;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.Fit;
import dev.fovea.train.SparseCategoricalAccuracy;
import dev.fovea.train.SparseCategoricalCrossentropy;
import org.junit.jupiter.api.Test;

/** Trains with convolutions of sequences and volumes and with transposed ones, put together. */
class ConvolutionTrainingTest {
    /** Images of a bar among noise: lying in class 0, standing in class 1. */
    private static Dataset bars(int n) {
        RandomSource random = new RandomSource(8);
        Tensor images = Tensor.zeros(n, 5, 6, 1);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
            int at = random.nextInt(5);
            for (int k = 0; k < 30; k++) {
                boolean bar = (labels[i] == 0 ? k / 6 : k % 6) == at;
                images.data()[i * 30 + k] = (bar ? 2 : 0) + 0.3f * (float) random.nextGaussian();
            }
        }
        return Dataset.of(images, labels);
    }

    private static Sequential model() {
        Sequential model = Sequential.seeded(
                3,
                Input.of(5, 6, 1),
                Conv2DTranspose.of(4, 3).strides(2).padding(SAME).activation(RELU),
                Reshape.of(5, 2, 12, 4),
                Conv3D.of(8, Size3d.of(2, 2, 3)).groups(2).activation(RELU),
                Conv3DTranspose.of(4, Size3d.of(1, 2, 1)).activation(TANH),
                Reshape.of(-1, 4),
                Conv1D.of(8, 3).padding(CAUSAL).strides(2).activation(RELU),
                DepthwiseConv1D.of(3).padding(SAME),
                SeparableConv1D.of(6, 3).strides(2).activation(RELU),
                Conv1DTranspose.of(3, 2).strides(2).outputPadding(1),
                Flatten.of(),
                Dense.of(2).activation(SOFTMAX));
        model.compile(Adam.of(1e-2f), SparseCategoricalCrossentropy.of(), new SparseCategoricalAccuracy("accuracy"));
        return model;
    }

    @Test
    void theyLearnTogetherAndAsWellOnTwoThreadsBitForBit() {
        Dataset data = bars(111);
        Sequential one = model();
        one.fit(data, Fit.epochs(6).batchSize(37).threads(1).seed(5));
        assertThat(one.evaluate(data).get("accuracy")).isGreaterThan(0.97);
        Sequential two = model();
        two.fit(data, Fit.epochs(6).batchSize(37).threads(2).seed(5));
        for (Weight weight : one.weights()) {
            assertThat(two.weight(weight.name()).values()).as(weight.name()).isEqualTo(weight.values());
        }
    }
}
