package dev.fovea.nn;

import static dev.fovea.nn.Activations.RELU;
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
import dev.fovea.op.Size3d;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds convolution of volumes to its formula. */
class Conv3DTest {
    private static Sequential model(RandomSource random, Layer layer, Tensor x) {
        Sequential model = Sequential.of(Input.of(x.shape().dropFirst().dims()), layer);
        model.weights()
                .forEach(weight -> weight.assign(numbers(random, weight.shape().dims())));
        return model;
    }

    private static Size3d size(int... sizes) {
        return Size3d.of(sizes[0], sizes[1], sizes[2]);
    }

    @Test
    void convolutionIsItsFormula() {
        for (int seed = 0; seed < 150; seed++) {
            RandomSource random = new RandomSource(seed);
            int[] ones = {1, 1, 1};
            int[] taps = ones.clone();
            int[] strides = ones.clone();
            int[] dilation = ones.clone();
            int[] dims = new int[5];
            dims[0] = new int[] {1, 2, 17}[random.nextInt(3)];
            Padding padding = random.nextInt(2) == 0 ? SAME : VALID;
            boolean strided = random.nextInt(2) == 0;
            for (int axis = 0; axis < 3; axis++) {
                taps[axis] += random.nextInt(3);
                strides[axis] += strided ? random.nextInt(4) : 0;
                dilation[axis] += strided ? 0 : random.nextInt(3);
                int least = padding == SAME ? 1 : (taps[axis] - 1) * dilation[axis] + 1;
                dims[axis + 1] = least + random.nextInt(4);
            }
            int groups = 1 + random.nextInt(3);
            int filters = groups * (1 + random.nextInt(3));
            dims[4] = groups * (1 + random.nextInt(3));
            Tensor x = numbers(random, dims);
            Conv3D layer = Conv3D.of(filters, size(taps))
                    .strides(size(strides))
                    .padding(padding)
                    .dilationRate(size(dilation))
                    .groups(groups);
            Sequential model = model(random, layer, x);
            ConvolutionDefinition definition = new ConvolutionDefinition(strides, dilation, groups);
            int[] outputs = IntStream.range(0, 3)
                    .map(axis -> definition.outputs(axis, dims[axis + 1], taps[axis], padding))
                    .toArray();
            int[] before = IntStream.range(0, 3)
                    .map(axis -> definition.before(axis, dims[axis + 1], taps[axis], padding))
                    .toArray();
            Tensor sums = definition.convolve(x, model.weight("conv3d/kernel").tensor(), before, outputs);
            assertThat(model.predict(x))
                    .as("trial %d: %s of %s", seed, layer, x.shape())
                    .isEqualTo(Ops.biasAdd(sums, model.weight("conv3d/bias").tensor()));
        }
    }

    @Test
    void channelsFirstIsChannelsLastBetweenTransposes() {
        Tensor last = numbers(new RandomSource(1), 3, 4, 3, 5, 4);
        Tensor first = Ops.transpose(last, 0, 4, 1, 2, 3);
        Conv3D layer = Conv3D.of(6, 2).groups(2).activation(RELU);
        Tensor expected = model(new RandomSource(2), layer, last).predict(last);
        assertThat(model(new RandomSource(2), layer.dataFormat(CHANNELS_FIRST), first)
                        .predict(first))
                .isEqualTo(Ops.transpose(expected, 0, 4, 1, 2, 3));
        Tensor soft = model(
                        new RandomSource(3), layer.dataFormat(CHANNELS_FIRST).activation(SOFTMAX), first)
                .predict(first);
        double sum = 0;
        for (int i = 0; i < soft.shape().dim(4); i++) {
            sum += soft.get(2, 1, 0, 1, i);
        }
        assertThat(sum).isBetween(0.99999, 1.00001);
    }

    @Test
    void aSavedModelPredictsTheSame(@TempDir Path folder) throws IOException {
        Layer[] layers = {
            Conv3D.of(4, Size3d.of(3, 2, 1))
                    .strides(Size3d.of(1, 2, 1))
                    .padding(SAME)
                    .groups(2)
                    .kernelRegularizer(new Regularizer.L1L2(0.1f, 0))
                    .biasConstraint(new Constraint.NonNeg())
                    .name("a"),
            Conv3D.of(2, 2)
                    .dataFormat(CHANNELS_FIRST)
                    .dilationRate(Size3d.of(1, 2, 1))
                    .name("b")
        };
        Tensor x = numbers(new RandomSource(3), 2, 3, 4, 5, 2);
        Sequential model = Sequential.of(Input.of(3, 4, 5, 2), layers);
        Path file = folder.resolve("model.safetensors");
        model.save(file);
        Model read = Model.load(file);
        assertThat(read.layers().subList(1, 3)).containsExactly(layers);
        assertThat(read.predict(x)).isEqualTo(model.predict(x));
    }

    @Test
    void theSummaryCountsAsKeras() {
        assertThat(Sequential.of(Input.of(5, 6, 7, 2), Conv3D.of(4, 3).groups(2))
                        .summary())
                .contains("│ conv3d (Conv3D)                 │ (None, 3, 4, 5, 4)     │           112 │");
    }

    @Test
    void errorsSayWhatIsTaken() {
        assertThatThrownBy(() -> Conv3D.of(1, Size3d.of(5, 3, 3)).name("c").apply(Input.of(4, 4, 4, 1)))
                .hasMessage("Conv3D \"c\": kernel 5x3x3 does not fit input 4x4x4 with padding \"valid\"; use padding"
                        + " \"same\" or a kernel of at most 4x4x4");
        assertThatThrownBy(
                        () -> Conv3D.of(1, 3).dilationRate(Size3d.of(1, 2, 1)).apply(Input.of(4, 4, 4, 1)))
                .hasMessageContaining("kernel 3x3x3 (dilated by 1x2x1 to 3x5x3) does not fit input 4x4x4")
                .hasMessageEndingWith("at most 4x2x4");
        assertThatThrownBy(() -> Conv3D.of(1, 3).apply(Input.of(4, 4, 1)))
                .hasMessageContaining("it takes volumes [D, H, W, C], not [4, 4, 1]");
        assertThatThrownBy(() -> Conv3D.of(4, 1).groups(2).apply(Input.of(4, 4, 4, 3)))
                .hasMessageContaining("3 channels can't be split into 2");
        assertThatThrownBy(() -> Conv3D.of(3, 3).groups(2)).hasMessageContaining("got 3 filters in 2 groups");
        assertThatThrownBy(() -> Conv3D.of(1, 3).strides(2).dilationRate(2)).hasMessageContaining("not both");
        assertThatThrownBy(() -> Conv3D.of(1, 0)).hasMessageContaining("at least 1 x 1 x 1, not 0 x 0 x 0");
    }
}
