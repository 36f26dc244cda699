package dev.fovea.nn;

import static dev.fovea.nn.Activations.SIGMOID;
import static dev.fovea.nn.Activations.SOFTMAX;
import static dev.fovea.nn.ConvolutionDefinition.numbers;
import static dev.fovea.nn.DataFormat.CHANNELS_FIRST;
import static dev.fovea.op.Padding.SAME;
import static dev.fovea.op.Padding.VALID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Size3d;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds transposed convolution, over one to three axes, to its formula and to the convolution that it transposes. */
class TransposedConvolutionTest {
    private static final int TRIALS = 100;

    /** Sizes, kernels and numbers drawn at random. */
    private static final class Trial {
        final int axes;
        final int[] taps;
        final int[] strides;
        final int[] dilation;
        final Padding padding;
        final int[] outputPadding;
        final Tensor x;
        final Tensor kernel;
        final ConvolutionDefinition definition;
        final RandomSource random;

        Trial(int seed, int axes) {
            this.axes = axes;
            random = new RandomSource(seed);
            taps = sizes(4);
            boolean strided = random.nextInt(2) == 0;
            strides = strided ? sizes(5) : ones();
            dilation = strided ? ones() : sizes(3);
            padding = random.nextInt(2) == 0 ? SAME : VALID;
            outputPadding = random.nextInt(3) == 0
                    ? null
                    : Arrays.stream(strides).map(random::nextInt).toArray();
            definition = new ConvolutionDefinition(strides, dilation, 1);
            int[] dims = new int[axes + 2];
            dims[0] = new int[] {1, 2, 17}[random.nextInt(3)];
            for (int axis = 0; axis < axes; axis++) {
                dims[axis + 1] = 1 + random.nextInt(axes == 3 ? 3 : 5);
                // Of one place this would give none.
                dims[axis + 1] += dims[axis + 1] == 1 && outputs(axis, 1) == 0 ? 1 : 0;
            }
            dims[axes + 1] = 1 + random.nextInt(4);
            x = numbers(random, dims);
            int[] filter = Arrays.copyOf(taps, axes + 2);
            filter[axes] = 1 + random.nextInt(4);
            filter[axes + 1] = dims[axes + 1];
            kernel = numbers(random, filter);
        }

        private int[] ones() {
            int[] ones = new int[axes];
            Arrays.fill(ones, 1);
            return ones;
        }

        private int[] sizes(int most) {
            return IntStream.range(0, axes)
                    .map(axis -> 1 + random.nextInt(most))
                    .toArray();
        }

        /** What Keras's documentation says there are of n places. */
        int outputs(int axis, int n) {
            int span = definition.span(axis, taps[axis]);
            int before = (n - 1) * strides[axis];
            if (outputPadding == null) {
                return padding == SAME ? n * strides[axis] : before + Math.max(span, strides[axis]);
            }
            return before + (padding == SAME ? span % 2 : span) + outputPadding[axis];
        }

        int[] outputs() {
            return IntStream.range(0, axes)
                    .map(axis -> outputs(axis, x.shape().dim(axis + 1)))
                    .toArray();
        }

        /** Of all places that the filters reach, how many lie before the first output: half of those too many. */
        int[] before() {
            return IntStream.range(0, axes)
                    .map(axis -> {
                        int n = x.shape().dim(axis + 1);
                        int reached = (n - 1) * strides[axis] + definition.span(axis, taps[axis]);
                        return padding == SAME ? Math.max(0, reached - outputs(axis, n)) / 2 : 0;
                    })
                    .toArray();
        }

        Layer layer() {
            int filters = kernel.shape().dim(axes);
            return switch (axes) {
                case 1 -> {
                    Conv1DTranspose layer = Conv1DTranspose.of(filters, taps[0])
                            .strides(strides[0])
                            .padding(padding)
                            .dilationRate(dilation[0]);
                    yield outputPadding == null ? layer : layer.outputPadding(outputPadding[0]);
                }
                case 2 -> {
                    Conv2DTranspose layer = Conv2DTranspose.of(filters, size(taps))
                            .strides(size(strides))
                            .padding(padding)
                            .dilationRate(size(dilation));
                    yield outputPadding == null ? layer : layer.outputPadding(outputPadding[0], outputPadding[1]);
                }
                default -> {
                    Conv3DTranspose layer = Conv3DTranspose.of(filters, size3d(taps))
                            .strides(size3d(strides))
                            .padding(padding)
                            .dilationRate(size3d(dilation));
                    yield outputPadding == null
                            ? layer
                            : layer.outputPadding(outputPadding[0], outputPadding[1], outputPadding[2]);
                }
            };
        }

        private static Size size(int... sizes) {
            return Size.of(sizes[0], sizes[1]);
        }

        private static Size3d size3d(int... sizes) {
            return Size3d.of(sizes[0], sizes[1], sizes[2]);
        }
    }

    private static Tensor predict(Layer layer, Tensor x, Tensor kernel, Tensor bias) {
        Sequential model = Sequential.of(Input.of(x.shape().dropFirst().dims()), layer);
        model.weights().getFirst().assign(kernel);
        if (bias != null) {
            model.weights().getLast().assign(bias);
        }
        return model.predict(x);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void eachNumberIsLaidDownByTheFilters(int axes) {
        for (int seed = 0; seed < TRIALS; seed++) {
            Trial it = new Trial(seed, axes);
            Tensor bias = numbers(it.random, it.kernel.shape().dim(axes));
            assertThat(predict(it.layer(), it.x, it.kernel, bias))
                    .as("trial %d: %s of %s", seed, it.layer(), it.x.shape())
                    .isEqualTo(Ops.biasAdd(it.definition.scatter(it.x, it.kernel, it.before(), it.outputs()), bias));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void itIsTheAdjointOfTheConvolution(int axes) {
        int tried = 0;
        for (int seed = 0; seed < TRIALS; seed++) {
            Trial it = new Trial(seed, axes);
            Tensor y = predict(it.layer(), it.x, it.kernel, null);
            int[] places = ConvolutionDefinition.places(y);
            boolean inverse = true;
            for (int axis = 0; axis < axes; axis++) {
                int n = it.x.shape().dim(axis + 1);
                inverse &= it.definition.outputs(axis, places[axis], it.taps[axis], it.padding) == n;
            }
            if (!inverse) {
                continue;
            }
            tried++;
            // <x, conv(z)> = <transposed(x), z>, the convolution being that of Conv1D, Conv2D and Conv3D.
            Tensor z = numbers(it.random, y.shape().dims());
            int[] before = IntStream.range(0, axes)
                    .map(axis -> it.definition.before(axis, places[axis], it.taps[axis], it.padding))
                    .toArray();
            Tensor convolved = it.definition.convolve(z, it.kernel, before, ConvolutionDefinition.places(it.x));
            assertThat(product(y, z)).as("trial %d: %s", seed, it.layer()).isEqualTo(product(it.x, convolved));
        }
        assertThat(tried).isGreaterThan(TRIALS / 2);
    }

    private static double product(Tensor a, Tensor b) {
        assertThat(a.shape()).isEqualTo(b.shape());
        double sum = 0;
        for (int i = 0; i < a.size(); i++) {
            sum += (double) a.data()[i] * b.data()[i];
        }
        return sum;
    }

    @Test
    void channelsFirstIsChannelsLastBetweenTransposes() {
        Tensor last = numbers(new RandomSource(1), 3, 4, 5, 2);
        Tensor kernel = numbers(new RandomSource(2), 3, 3, 4, 2);
        Tensor first = Ops.transpose(last, 0, 3, 1, 2);
        Conv2DTranspose layer = Conv2DTranspose.of(4, 3).strides(2).activation(SIGMOID);
        assertThat(predict(layer.dataFormat(CHANNELS_FIRST), first, kernel, null))
                .isEqualTo(Ops.transpose(predict(layer, last, kernel, null), 0, 3, 1, 2));

        Tensor row = numbers(new RandomSource(3), 3, 5, 2);
        Tensor rowKernel = numbers(new RandomSource(4), 2, 3, 2);
        Conv1DTranspose ofRow = Conv1DTranspose.of(3, 2).strides(3).padding(SAME);
        assertThat(predict(ofRow.dataFormat(CHANNELS_FIRST), Ops.transpose(row, 0, 2, 1), rowKernel, null))
                .isEqualTo(Ops.transpose(predict(ofRow, row, rowKernel, null), 0, 2, 1));

        Tensor volume = numbers(new RandomSource(5), 2, 2, 3, 4, 2);
        Tensor volumeKernel = numbers(new RandomSource(6), 2, 2, 2, 3, 2);
        Conv3DTranspose ofVolume = Conv3DTranspose.of(3, 2).strides(2);
        Tensor volumeFirst = Ops.transpose(volume, 0, 4, 1, 2, 3);
        assertThat(predict(ofVolume.dataFormat(CHANNELS_FIRST), volumeFirst, volumeKernel, null))
                .isEqualTo(Ops.transpose(predict(ofVolume, volume, volumeKernel, null), 0, 4, 1, 2, 3));
    }

    @Test
    void aSoftmaxIsOverTheLastAxisOfWhicheverFormat() {
        Tensor x = numbers(new RandomSource(1), 1, 2, 2);
        Tensor kernel = numbers(new RandomSource(2), 1, 2, 2);
        for (DataFormat format : DataFormat.values()) {
            Conv1DTranspose layer = Conv1DTranspose.of(2, 1).dataFormat(format).activation(SOFTMAX);
            Tensor y = predict(layer, x, kernel, null);
            assertThat(y.get(0, 1, 0) + y.get(0, 1, 1)).as(format.toString()).isBetween(0.99999f, 1.00001f);
        }
    }

    @Test
    void aSavedModelPredictsTheSame(@TempDir Path folder) throws IOException {
        Layer[] layers = {
            Conv2DTranspose.of(4, Size.of(3, 2))
                    .strides(Size.of(2, 3))
                    .padding(SAME)
                    .outputPadding(1, 2)
                    .kernelRegularizer(new Regularizer.L1L2(0.1f, 0))
                    .kernelConstraint(new Constraint.NonNeg())
                    .name("a"),
            Conv2DTranspose.of(2, 2).dataFormat(CHANNELS_FIRST).dilationRate(2).name("b"),
            Reshape.of(-1, 2).name("c"),
            Conv1DTranspose.of(3, 3).strides(2).outputPadding(1).name("d"),
            Reshape.of(3, 1, 1, -1).name("e"),
            Conv3DTranspose.of(1, Size3d.of(1, 2, 3))
                    .strides(Size3d.of(2, 1, 1))
                    .outputPadding(1, 0, 0)
                    .name("f")
        };
        Tensor x = numbers(new RandomSource(3), 2, 3, 2, 2);
        Sequential model = Sequential.of(Input.of(3, 2, 2), layers);
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        Model read = Model.load(file);
        assertThat(read.layers().subList(1, layers.length + 1)).containsExactly(layers);
        assertThat(read.predict(x)).isEqualTo(model.predict(x));
    }

    @Test
    void theSummaryCountsAsKeras() {
        assertThat(Sequential.of(
                                Input.of(4, 5, 3),
                                Conv2DTranspose.of(6, 3).strides(2).padding(SAME),
                                Reshape.of(80, 6),
                                Conv1DTranspose.of(2, 4).strides(3).outputPadding(1),
                                Reshape.of(2, 11, 11, 2),
                                Conv3DTranspose.of(5, 2))
                        .summary())
                .contains("│ conv2d_transpose                │ (None, 8, 10, 6)       │           168 │")
                .contains("│ conv1d_transpose                │ (None, 242, 2)         │            50 │")
                .contains("│ conv3d_transpose                │ (None, 3, 12, 12, 5)   │            85 │");
    }

    @Test
    void errorsSayWhatIsTaken() {
        assertThatThrownBy(() -> Conv2DTranspose.of(1, 3)
                        .strides(Size.of(3, 2))
                        .outputPadding(2)
                        .name("up")
                        .apply(Input.of(4, 4, 1)))
                .hasMessage("Conv2DTranspose \"up\": outputPadding 2 is not below strides 2; use larger strides or less"
                        + " outputPadding");
        assertThatThrownBy(() -> Conv1DTranspose.of(1, 3).outputPadding(-1))
                .hasMessageContaining(
                        "Conv1DTranspose takes an outputPadding of 1 number of 0 or more, or none; got [-1]");
        assertThatThrownBy(() -> Conv3DTranspose.of(1, 3).outputPadding(0, -1, 0))
                .hasMessageContaining("an outputPadding of 3 numbers of 0 or more");
        assertThatThrownBy(() ->
                        Conv2DTranspose.of(1, 4).padding(SAME).outputPadding(0).apply(Input.of(1, 5, 1)))
                .hasMessageContaining("of one place, an even kernel of 4 with padding \"same\" and outputPadding 0");
        assertThatThrownBy(() -> Conv2DTranspose.of(0, 3)).hasMessageContaining("at least 1 filter");
        assertThatThrownBy(() -> Conv1DTranspose.of(1, 0)).hasMessageContaining("got 0, 1 and 1");
        assertThatThrownBy(() -> Conv3DTranspose.of(1, 3).strides(2).dilationRate(2))
                .hasMessageContaining("not both; got 2x2x2 and 2x2x2");
        assertThatThrownBy(() -> Conv2DTranspose.of(1, 3).apply(Input.of(16)))
                .hasMessageContaining("it takes images [H, W, C], not [16]");
        assertThatThrownBy(() -> Conv3DTranspose.of(1, 3).apply(Input.of(4, 4, 1)))
                .hasMessageContaining("it takes volumes [D, H, W, C], not [4, 4, 1]");
        assertThatThrownBy(() -> Conv1DTranspose.of(1, 3).strides(1 << 30).apply(Input.of(4, 1)))
                .hasMessageContaining("an axis has at most 2^31 - 1 entries");
    }
}
