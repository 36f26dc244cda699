package dev.fovea.nn;

import static dev.fovea.nn.DataFormat.CHANNELS_FIRST;
import static dev.fovea.op.Padding.SAME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.op.Ops;
import dev.fovea.op.Size;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds depthwise and separable convolution to their sums, in double precision. */
class DepthwiseTest {
    private static Tensor numbers(Shape shape) {
        Tensor tensor = Tensor.zeros(shape.dims());
        RandomSource random = new RandomSource(shape.size());
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = random.nextInt(21) - 10;
        }
        return tensor;
    }

    private static Sequential model(Layer layer, Tensor images) {
        Sequential model = Sequential.of(Input.of(images.shape().dropFirst().dims()), layer);
        model.weights().forEach(weight -> weight.assign(numbers(weight.shape())));
        return model;
    }

    /** Channel c by filter k, at [n, e, f, c * multiplier + k]; pixels outside of the image count as 0. */
    private static double[][][][] depthwise(Tensor x, Tensor kernel, int stride, int top, int left, int e, int f) {
        int multiplier = kernel.shape().dim(3);
        int channels = x.shape().dim(3);
        double[][][][] y = new double[x.shape().dim(0)][e][f][channels * multiplier];
        for (int n = 0; n < y.length; n++) {
            for (int i = 0; i < e; i++) {
                for (int j = 0; j < f; j++) {
                    for (int m = 0; m < channels * multiplier; m++) {
                        for (int r = 0; r < kernel.shape().dim(0); r++) {
                            for (int s = 0; s < kernel.shape().dim(1); s++) {
                                int h = i * stride + r - top;
                                int w = j * stride + s - left;
                                if (h >= 0
                                        && h < x.shape().dim(1)
                                        && w >= 0
                                        && w < x.shape().dim(2)) {
                                    y[n][i][j][m] += (double) x.get(n, h, w, m / multiplier)
                                            * kernel.get(r, s, m / multiplier, m % multiplier);
                                }
                            }
                        }
                    }
                }
            }
        }
        return y;
    }

    @Test
    void eachChannelHasFiltersOfItsOwn() {
        Tensor x = numbers(Shape.of(3, 5, 6, 3));
        Sequential model = model(DepthwiseConv2D.of(Size.of(3, 2)).depthMultiplier(2), x);
        Tensor y = model.predict(x);
        Tensor bias = model.weight("depthwise_conv2d/bias").tensor();
        double[][][][] expected =
                depthwise(x, model.weight("depthwise_conv2d/kernel").tensor(), 1, 0, 0, 3, 5);
        assertThat(y.shape()).isEqualTo(Shape.of(3, 3, 5, 6));
        for (int n = 0; n < 3; n++) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 5; j++) {
                    for (int m = 0; m < 6; m++) {
                        assertThat((double) y.get(n, i, j, m)).isEqualTo(expected[n][i][j][m] + bias.get(m));
                    }
                }
            }
        }
    }

    @Test
    void depthwiseConvolutionStridesAndPads() {
        Tensor x = numbers(Shape.of(2, 6, 5, 2));
        Sequential model = model(DepthwiseConv2D.of(3).strides(2).padding(SAME).useBias(false), x);
        Tensor y = model.predict(x);
        // Of the one row of padding that 6 rows need, the odd one goes after; of the two columns one goes before.
        double[][][][] expected =
                depthwise(x, model.weight("depthwise_conv2d/kernel").tensor(), 2, 0, 1, 3, 3);
        assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 3, 2));
        assertThat(y.get(1, 2, 0, 1)).isEqualTo((float) expected[1][2][0][1]);
        assertThat(y.get(0, 0, 2, 0)).isEqualTo((float) expected[0][0][2][0]);
        assertThat(y.get(1, 1, 1, 1)).isEqualTo((float) expected[1][1][1][1]);
    }

    @Test
    void separableConvolutionMixesTheMapsOfTheChannels() {
        Tensor x = numbers(Shape.of(2, 4, 5, 3));
        Sequential model = model(SeparableConv2D.of(4, 2).depthMultiplier(2), x);
        Tensor y = model.predict(x);
        Tensor pointwise = model.weight("separable_conv2d/pointwise_kernel").tensor();
        Tensor bias = model.weight("separable_conv2d/bias").tensor();
        double[][][][] maps =
                depthwise(x, model.weight("separable_conv2d/depthwise_kernel").tensor(), 1, 0, 0, 3, 4);
        assertThat(pointwise.shape()).isEqualTo(Shape.of(1, 1, 6, 4));
        assertThat(y.shape()).isEqualTo(Shape.of(2, 3, 4, 4));
        for (int n = 0; n < 2; n++) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 4; j++) {
                    for (int m = 0; m < 4; m++) {
                        double sum = bias.get(m);
                        for (int c = 0; c < 6; c++) {
                            sum += maps[n][i][j][c] * pointwise.get(0, 0, c, m);
                        }
                        assertThat((double) y.get(n, i, j, m)).isCloseTo(sum, within(1e-3));
                    }
                }
            }
        }
    }

    @Test
    void channelsFirstIsChannelsLastBetweenTransposes() {
        Tensor last = numbers(Shape.of(3, 5, 6, 4));
        Tensor first = Ops.transpose(last, 0, 3, 1, 2);
        DepthwiseConv2D depthwise = DepthwiseConv2D.of(3).depthMultiplier(2);
        assertThat(model(depthwise.dataFormat(CHANNELS_FIRST), first).predict(first))
                .isEqualTo(Ops.transpose(model(depthwise, last).predict(last), 0, 3, 1, 2));
        SeparableConv2D separable = SeparableConv2D.of(3, 2);
        assertThat(model(separable.dataFormat(CHANNELS_FIRST), first).predict(first))
                .isEqualTo(Ops.transpose(model(separable, last).predict(last), 0, 3, 1, 2));
    }

    @Test
    void savedModelsPredictTheSame(@TempDir Path folder) throws IOException {
        Tensor x = numbers(Shape.of(2, 6, 6, 2));
        Layer[] layers = {
            DepthwiseConv2D.of(3)
                    .depthMultiplier(2)
                    .depthwiseConstraint(new Constraint.NonNeg())
                    .name("a"),
            SeparableConv2D.of(3, 2)
                    .pointwiseRegularizer(new Regularizer.L1L2(0, 0.1f))
                    .name("b")
        };
        Sequential model = Sequential.of(Input.of(6, 6, 2), layers);
        model.save(folder.resolve("model.safetensors"));
        Model read = Model.load(folder.resolve("model.safetensors"));
        assertThat(read.layers().subList(1, 3)).containsExactly(layers);
        assertThat(read.predict(x)).isEqualTo(model.predict(x));
    }

    @Test
    void errorsSayWhatIsTaken() {
        assertThatThrownBy(() -> DepthwiseConv2D.of(3).depthMultiplier(0)).hasMessageContaining("at least 1, not 0");
        assertThatThrownBy(() -> DepthwiseConv2D.of(3).strides(2).dilationRate(2))
                .hasMessageContaining("DepthwiseConv2D takes strides over 1 or a dilation rate over 1, not both");
        assertThatThrownBy(() -> SeparableConv2D.of(0, 3)).hasMessageContaining("at least 1 filter");
        assertThatThrownBy(() -> DepthwiseConv2D.of(5).name("d").apply(Input.of(4, 4, 1)))
                .hasMessageContaining("DepthwiseConv2D \"d\": kernel 5x5 does not fit input 4x4");
        assertThatThrownBy(() -> SeparableConv2D.of(2, 3).apply(Input.of(16)))
                .hasMessageContaining("it takes images [H, W, C], not [16]");
    }
}
