package dev.fovea.nn;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.nn.Activations.SOFTMAX;
import static dev.fovea.nn.ConvolutionDefinition.numbers;
import static dev.fovea.nn.DataFormat.CHANNELS_FIRST;
import static dev.fovea.nn.Padding1D.CAUSAL;
import static dev.fovea.op.Padding.SAME;
import static dev.fovea.op.Padding.VALID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.op.Ops;
import dev.fovea.op.Padding;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds convolution of sequences, plain, depthwise and separable, to its formula. */
class Conv1DTest {
    private static final int TRIALS = 150;

    /** Sizes and sequences drawn at random, so that the kernel fits. */
    private static final class Trial {
        final int taps;
        final int strides;
        final int dilation;
        final Padding padding;
        final int groups;
        final int filters;
        final Tensor x;
        final ConvolutionDefinition definition;
        private final RandomSource random;

        Trial(int seed) {
            random = new RandomSource(seed);
            taps = 1 + random.nextInt(4);
            strides = 1 + random.nextInt(2) * random.nextInt(5);
            dilation = strides > 1 ? 1 : 1 + random.nextInt(3);
            padding = random.nextInt(2) == 0 ? SAME : VALID;
            groups = 1 + random.nextInt(3);
            filters = groups * (1 + random.nextInt(3));
            definition = new ConvolutionDefinition(new int[] {strides}, new int[] {dilation}, groups);
            int length = (padding == SAME ? 1 : definition.span(0, taps)) + random.nextInt(6);
            int batch = new int[] {1, 2, 17}[random.nextInt(3)];
            x = numbers(random, batch, length, groups * (1 + random.nextInt(3)));
        }

        Sequential model(Layer layer, Tensor input) {
            Sequential model = Sequential.of(Input.of(input.shape().dropFirst().dims()), layer);
            model.weights()
                    .forEach(weight ->
                            weight.assign(numbers(random, weight.shape().dims())));
            return model;
        }

        int length() {
            return x.shape().dim(1);
        }

        /** What the formula gives. */
        Tensor expected(ConvolutionDefinition formula, Tensor kernel) {
            int[] outputs = {formula.outputs(0, length(), taps, padding)};
            return formula.convolve(x, kernel, new int[] {formula.before(0, length(), taps, padding)}, outputs);
        }
    }

    @Test
    void convolutionIsItsFormula() {
        for (int seed = 0; seed < TRIALS; seed++) {
            Trial it = new Trial(seed);
            Conv1D layer = Conv1D.of(it.filters, it.taps)
                    .strides(it.strides)
                    .padding(it.padding)
                    .dilationRate(it.dilation)
                    .groups(it.groups);
            Sequential model = it.model(layer, it.x);
            Tensor kernel = model.weight("conv1d/kernel").tensor();
            Tensor bias = model.weight("conv1d/bias").tensor();
            assertThat(model.predict(it.x))
                    .as("trial %d: %s of %s", seed, layer, it.x.shape())
                    .isEqualTo(Ops.biasAdd(it.expected(it.definition, kernel), bias));
        }
    }

    @Test
    void causalConvolutionReadsNothingThatComesLater() {
        for (int seed = 0; seed < TRIALS; seed++) {
            Trial it = new Trial(seed);
            Conv1D layer = Conv1D.of(it.filters, it.taps)
                    .strides(it.strides)
                    .padding(CAUSAL)
                    .dilationRate(it.dilation)
                    .groups(it.groups)
                    .useBias(false);
            Sequential model = it.model(layer, it.x);
            int[] before = {it.definition.span(0, it.taps) - 1};
            int[] outputs = {it.definition.outputs(0, it.length(), it.taps, SAME)};
            assertThat(model.predict(it.x))
                    .as("trial %d: %s of %s", seed, layer, it.x.shape())
                    .isEqualTo(it.definition.convolve(
                            it.x, model.weight("conv1d/kernel").tensor(), before, outputs));
        }
    }

    @Test
    void depthwiseConvolutionIsThatOfAsManyGroupsAsChannels() {
        for (int seed = 0; seed < TRIALS; seed++) {
            Trial it = new Trial(seed);
            int channels = it.x.shape().dim(2);
            int multiplier = 1 + seed % 3;
            DepthwiseConv1D layer = DepthwiseConv1D.of(it.taps)
                    .strides(it.strides)
                    .padding(it.padding)
                    .dilationRate(it.dilation)
                    .depthMultiplier(multiplier);
            Sequential model = it.model(layer, it.x);
            Tensor kernel = model.weight("depthwise_conv1d/kernel").tensor();
            assertThat(kernel.shape()).isEqualTo(Shape.of(it.taps, channels, multiplier));
            ConvolutionDefinition formula =
                    new ConvolutionDefinition(it.definition.strides(), it.definition.dilation(), channels);
            Tensor expected = it.expected(formula, kernel.reshape(it.taps, 1, channels * multiplier));
            assertThat(model.predict(it.x))
                    .as("trial %d: %s of %s", seed, layer, it.x.shape())
                    .isEqualTo(Ops.biasAdd(
                            expected, model.weight("depthwise_conv1d/bias").tensor()));
        }
    }

    @Test
    void separableConvolutionMixesTheMapsOfTheChannels() {
        for (int seed = 0; seed < TRIALS; seed++) {
            Trial it = new Trial(seed);
            int channels = it.x.shape().dim(2);
            int multiplier = 1 + seed % 3;
            SeparableConv1D layer = SeparableConv1D.of(it.filters, it.taps)
                    .strides(it.strides)
                    .padding(it.padding)
                    .dilationRate(it.dilation)
                    .depthMultiplier(multiplier);
            Sequential model = it.model(layer, it.x);
            Tensor depthwise = model.weight("separable_conv1d/depthwise_kernel").tensor();
            Tensor pointwise = model.weight("separable_conv1d/pointwise_kernel").tensor();
            assertThat(depthwise.shape()).isEqualTo(Shape.of(it.taps, channels, multiplier));
            assertThat(pointwise.shape()).isEqualTo(Shape.of(1, channels * multiplier, it.filters));
            ConvolutionDefinition formula =
                    new ConvolutionDefinition(it.definition.strides(), it.definition.dilation(), channels);
            Tensor maps = it.expected(formula, depthwise.reshape(it.taps, 1, channels * multiplier));
            Tensor mixed = Ops.matmul(maps, pointwise.reshape(channels * multiplier, it.filters));
            assertThat(model.predict(it.x))
                    .as("trial %d: %s of %s", seed, layer, it.x.shape())
                    .isEqualTo(Ops.biasAdd(
                            mixed, model.weight("separable_conv1d/bias").tensor()));
        }
    }

    @Test
    void channelsFirstIsChannelsLastBetweenTransposes() {
        Tensor last = numbers(new RandomSource(1), 3, 7, 4);
        Tensor first = Ops.transpose(last, 0, 2, 1);
        Layer[][] pairs = {
            {
                Conv1D.of(6, 3).groups(2).activation(RELU),
                Conv1D.of(6, 3).groups(2).activation(RELU).dataFormat(CHANNELS_FIRST)
            },
            {
                Conv1D.of(6, 3).padding(CAUSAL).strides(2),
                Conv1D.of(6, 3).padding(CAUSAL).strides(2).dataFormat(CHANNELS_FIRST)
            },
            {
                DepthwiseConv1D.of(3).depthMultiplier(2),
                DepthwiseConv1D.of(3).depthMultiplier(2).dataFormat(CHANNELS_FIRST)
            },
            {SeparableConv1D.of(3, 2), SeparableConv1D.of(3, 2).dataFormat(CHANNELS_FIRST)}
        };
        for (Layer[] pair : pairs) {
            // The same draws for both, as their weights are alike.
            Tensor expected = new Trial(5).model(pair[0], last).predict(last);
            assertThat(new Trial(5).model(pair[1], first).predict(first))
                    .as(pair[1].toString())
                    .isEqualTo(Ops.transpose(expected, 0, 2, 1));
        }
    }

    @Test
    void aSoftmaxIsOverTheLastAxisOfWhicheverFormat() {
        Tensor x = numbers(new RandomSource(2), 1, 3, 2);
        for (DataFormat format : DataFormat.values()) {
            Conv1D layer = Conv1D.of(2, 1).dataFormat(format).activation(SOFTMAX);
            Tensor y = new Trial(1).model(layer, x).predict(x);
            assertThat(y.get(0, 0, 0) + y.get(0, 0, 1)).as(format.toString()).isBetween(0.99999f, 1.00001f);
        }
    }

    @Test
    void aSavedModelPredictsTheSame(@TempDir Path folder) throws IOException {
        Layer[] layers = {
            Conv1D.of(4, 3)
                    .padding(CAUSAL)
                    .dilationRate(2)
                    .groups(2)
                    .kernelRegularizer(new Regularizer.L1L2(0.1f, 0))
                    .biasRegularizer(new Regularizer.L1L2(0, 0.1f))
                    .kernelConstraint(new Constraint.NonNeg())
                    .name("a"),
            DepthwiseConv1D.of(2)
                    .depthwiseInitializer(Initializer.HE_NORMAL)
                    .depthwiseConstraint(new Constraint.NonNeg())
                    .name("b"),
            SeparableConv1D.of(3, 2)
                    .strides(2)
                    .pointwiseRegularizer(new Regularizer.L1L2(0, 0.1f))
                    .name("c")
        };
        Tensor x = numbers(new RandomSource(3), 2, 9, 2);
        Sequential model = Sequential.of(Input.of(9, 2), layers);
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        Model read = Model.load(file);
        assertThat(read.layers().subList(1, 4)).containsExactly(layers);
        assertThat(read.predict(x)).isEqualTo(model.predict(x));
        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("\\\"padding\\\":\\\"causal\\\"");
    }

    @Test
    void theSummaryCountsAsKeras() {
        assertThat(Sequential.of(
                                Input.of(10, 4),
                                Conv1D.of(6, 3).padding(CAUSAL),
                                DepthwiseConv1D.of(3).depthMultiplier(2),
                                SeparableConv1D.of(5, 2).strides(2))
                        .summary())
                .contains("│ conv1d (Conv1D)                 │ (None, 10, 6)          │            78 │")
                .contains("│ depthwise_conv1d                │ (None, 8, 12)          │            48 │")
                .contains("│ separable_conv1d                │ (None, 4, 5)           │            89 │");
    }

    @Test
    void errorsSayWhatIsTaken() {
        assertThatThrownBy(() -> Conv1D.of(1, 5).name("c").apply(Input.of(4, 1)))
                .hasMessage("Conv1D \"c\": kernel 5 does not fit input 4 with padding \"valid\"; use padding \"same\""
                        + " or a kernel of at most 4");
        assertThatThrownBy(() -> DepthwiseConv1D.of(3).dilationRate(2).apply(Input.of(4, 1)))
                .hasMessageContaining("kernel 3 (dilated by 2 to 5) does not fit input 4")
                .hasMessageEndingWith("at most 2");
        assertThatThrownBy(() -> SeparableConv1D.of(2, 9).apply(Input.of(8, 1)))
                .hasMessageContaining("SeparableConv1D: kernel 9 does not fit input 8");
        assertThatThrownBy(() -> Conv1D.of(1, 3).apply(Input.of(4, 4, 1)))
                .hasMessageContaining("it takes sequences [L, C], not [4, 4, 1]");
        assertThatThrownBy(() -> Conv1D.of(1, 3).dataFormat(CHANNELS_FIRST).apply(Input.of(4)))
                .hasMessageContaining("it takes sequences [C, L], not [4]");
        assertThatThrownBy(() -> Conv1D.of(4, 3).groups(2).apply(Input.of(4, 3)))
                .hasMessageContaining("3 channels can't be split into 2");
        assertThatThrownBy(() -> Conv1D.of(3, 3).groups(2)).hasMessageContaining("got 3 filters in 2 groups");
        assertThatThrownBy(() -> Conv1D.of(0, 3)).hasMessageContaining("Conv1D needs at least 1 filter");
        assertThatThrownBy(() -> Conv1D.of(1, 0))
                .hasMessageContaining(
                        "Conv1D takes a kernelSize, strides and a dilationRate of at least 1; got 0, 1 and 1");
        assertThatThrownBy(() -> DepthwiseConv1D.of(1).strides(0)).hasMessageContaining("got 1, 0 and 1");
        assertThatThrownBy(() -> SeparableConv1D.of(1, 1).dilationRate(-1)).hasMessageContaining("got 1, 1 and -1");
        assertThatThrownBy(() -> Conv1D.of(1, 3).strides(2).dilationRate(3))
                .hasMessageContaining("not both; got 2 and 3");
        assertThatThrownBy(() -> DepthwiseConv1D.of(3).depthMultiplier(0)).hasMessageContaining("at least 1, not 0");
        assertThatThrownBy(() -> SeparableConv1D.of(0, 3)).hasMessageContaining("at least 1 filter");
        assertThatThrownBy(() ->
                        Conv1D.of(1, 3).padding(CAUSAL).dilationRate(1 << 30).apply(Input.of(4, 1)))
                .hasMessageContaining("an axis has at most 2^31 - 1 entries");
    }
}
