package dev.fovea.model;

import static dev.fovea.op.Padding.SAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Add;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.ReLU;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding2D;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what predictions fuse, normalizations, zeros around images, sums and functions, to the ops one by one. */
class FusedPredictionTest {
    /** A net that has each of them in more than one way. */
    private static Model model() {
        Symbol image = Input.of(13, 11, 3);
        Symbol x = normalized(Conv2D.of(8, 3).padding(SAME), image);
        Symbol stem = Activation.of(Activations.RELU).apply(x);
        // Zeros that only a convolution reads, and zeros that another layer reads, too.
        Symbol around = ZeroPadding2D.of(1).apply(stem);
        Symbol main = normalized(Conv2D.of(20, 3).strides(2).useBias(false), around);
        Symbol shared = ZeroPadding2D.of(1).apply(main);
        Symbol pooled = MaxPooling2D.of(3).strides(1).apply(shared);
        Symbol convolved = Conv2D.of(20, 3).apply(shared);
        // Sums of two convolutions, of a convolution and what it is made of, and of what is used once more.
        Symbol both = Add.of().apply(convolved, Conv2D.of(20, 1).apply(pooled));
        Symbol rectified = Activation.of(Activations.RELU).apply(both);
        Symbol wide = normalized(Conv2D.of(40, 1), rectified);
        Symbol deep =
                ReLU.of().maxValue(6f).apply(normalized(DepthwiseConv2D.of(3).padding(SAME), wide));
        Symbol narrow = normalized(Conv2D.of(20, 1).useBias(false), deep);
        Symbol sum = Add.of().apply(rectified, narrow);
        Symbol stepped =
                normalized(DepthwiseConv2D.of(5).strides(2), ZeroPadding2D.of(2).apply(sum));
        Symbol end = Add.of()
                .apply(Conv2D.of(20, 1).strides(2).activation(Activations.TANH).apply(sum), stepped);
        return Model.of(image, Dense.of(7).apply(GlobalAveragePooling2D.of().apply(end)));
    }

    private static Symbol normalized(Layer layer, Symbol x) {
        return BatchNormalization.of().apply(layer.apply(x));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40})
    void aPredictionIsWhatTheOpsGiveOneByOne(int n) {
        Model model = model();
        RandomSource random = new RandomSource(n);
        for (Weight weight : model.weights()) {
            Tensor values = weight.tensor();
            for (int i = 0; i < values.size(); i++) {
                // Variances and factors are positive; filters stay small enough for nothing to be all cut off.
                values.data()[i] = weight.shape().rank() == 1 ? 0.5f + random.nextFloat() : random.nextFloat() - 0.5f;
            }
            weight.assign(values);
        }
        float[][] images = new float[n][13 * 11 * 3];
        Tensor batch = Tensor.zeros(n, 13, 11, 3);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < images[i].length; j++) {
                images[i][j] = (float) random.nextGaussian();
                batch.data()[i * images[i].length + j] = images[i][j];
            }
        }
        Network.Built built = model.network().build(false);
        Eager eager = new Eager(
                built.graph(),
                new float[][][] {images},
                node -> built.weights().get(node).array(),
                0);
        float[][] expected = eager.of(built.outputs().getFirst());
        float[] found = model.predict(batch).data();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < 7; k++) {
                assertThat(found[i * 7 + k])
                        .as("number %d of image %d", k, i)
                        .isCloseTo(expected[i][k], within(2e-4f * (1 + Math.abs(expected[i][k]))));
            }
        }
    }
}
