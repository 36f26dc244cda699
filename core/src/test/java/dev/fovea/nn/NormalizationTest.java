package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.model.Weight;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the normalizing layers to their formulas in double, written over indices; their gradients are held elsewhere. */
class NormalizationTest {
    private static final int H = 3;
    private static final int W = 4;
    private static final int C = 6;

    /** Numbers that differ in mean and spread from channel to channel. */
    private static Tensor images(int n) {
        Tensor images = Tensor.zeros(n, H, W, C);
        RandomSource random = new RandomSource(n);
        for (int i = 0; i < images.size(); i++) {
            images.data()[i] = (float) (5 * (i % C) - 3 + (1 + i % C) * random.nextGaussian());
        }
        return images;
    }

    /** The model of one layer, its weights drawn anew so that each counts. */
    private static Sequential model(Layer layer) {
        Sequential model = Sequential.of(Input.of(H, W, C), layer);
        RandomSource random = new RandomSource(4);
        for (Weight weight : model.weights()) {
            for (int i = 0; i < weight.values().length; i++) {
                weight.values()[i] = 0.5f + random.nextFloat();
            }
        }
        return model;
    }

    /** Which numbers of an image are normalized together, by a name for each set. */
    private interface Sets {
        String of(int h, int w, int c);
    }

    private interface Rule {
        double of(double x, double mean, double variance, double squares, int count);
    }

    /** The formula on every number of each image, before weights. */
    private static double[] expected(Tensor images, Sets sets, Rule rule) {
        double[] y = new double[images.size()];
        int each = H * W * C;
        for (int n = 0; n < images.shape().dim(0); n++) {
            Map<String, List<Double>> members = new HashMap<>();
            for (int i = 0; i < each; i++) {
                members.computeIfAbsent(set(sets, i), k -> new ArrayList<>()).add((double) images.data()[n * each + i]);
            }
            for (int i = 0; i < each; i++) {
                List<Double> all = members.get(set(sets, i));
                double mean = all.stream().mapToDouble(v -> v).average().orElseThrow();
                double variance = all.stream()
                        .mapToDouble(v -> (v - mean) * (v - mean))
                        .average()
                        .orElseThrow();
                double squares = all.stream().mapToDouble(v -> v * v).sum();
                y[n * each + i] = rule.of(images.data()[n * each + i], mean, variance, squares, all.size());
            }
        }
        return y;
    }

    private static String set(Sets sets, int i) {
        return sets.of(i / (W * C), i / C % W, i % C);
    }

    private static void agree(Tensor actual, double[] expected) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual.data()[i])
                    .as("element %d", i)
                    .isCloseTo(expected[i], within(4e-6 * (1 + Math.abs(expected[i]))));
        }
    }

    private static final Rule STANDARD = (x, mean, variance, squares, count) -> (x - mean) / Math.sqrt(variance + 1e-3);

    @Test
    void layerNormalizationIsOverTheAxesOfEachImageAlone() {
        // One image, a batch that fills no block, and one that fills several.
        for (int n : new int[] {1, 37, 64}) {
            Tensor images = images(n);
            Sequential model = model(LayerNormalization.of());
            float[] gamma = model.weight("layer_normalization/gamma").values();
            float[] beta = model.weight("layer_normalization/beta").values();
            double[] expected = expected(images, (h, w, c) -> h + "," + w, STANDARD);
            for (int i = 0; i < expected.length; i++) {
                expected[i] = expected[i] * gamma[i % C] + beta[i % C];
            }
            agree(model.predict(images), expected);
        }
    }

    @Test
    void layerNormalizationOverSeveralAxesHasAWeightForEachOfTheirPlaces() {
        Tensor images = images(5);
        Sequential model = model(LayerNormalization.of().axis(1, 3).epsilon(0.5f));
        Weight gamma = model.weight("layer_normalization/gamma");
        Weight beta = model.weight("layer_normalization/beta");
        assertThat(gamma.shape()).isEqualTo(Shape.of(H, C));
        double[] expected = expected(
                images,
                (h, w, c) -> "" + w,
                (x, mean, variance, squares, count) -> (x - mean) / Math.sqrt(variance + 0.5));
        for (int i = 0; i < expected.length; i++) {
            int place = i / (W * C) % H * C + i % C;
            expected[i] = expected[i] * gamma.values()[place] + beta.values()[place];
        }
        agree(model.predict(images), expected);
    }

    @Test
    void aLargeMeanTakesNothingFromTheVariance() {
        Tensor images = Tensor.zeros(1, H, W, C);
        for (int i = 0; i < images.size(); i++) {
            images.data()[i] = 4096 + i % 3;
        }
        Tensor y = Sequential.of(
                        Input.of(H, W, C), LayerNormalization.of().axis(1, 2, 3).epsilon(1e-9f))
                .predict(images);
        for (int i = 0; i < images.size(); i++) {
            assertThat((double) y.data()[i]).isCloseTo((i % 3 - 1) / Math.sqrt(2.0 / 3), within(1e-3));
        }
    }

    @Test
    void aLongRowIsMeasuredToItsEnd() {
        int n = 40_000;
        for (int batch : new int[] {1, 40}) {
            Tensor images = Tensor.zeros(batch, n);
            RandomSource random = new RandomSource(3);
            for (int i = 0; i < images.size(); i++) {
                images.data()[i] = 100 + random.nextFloat();
            }
            Tensor y = Sequential.of(
                            Input.of(n),
                            LayerNormalization.of().scale(false).center(false).epsilon(1e-9f))
                    .predict(images);
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                sum += y.data()[i];
                squares += (double) y.data()[i] * y.data()[i];
            }
            assertThat(sum / n).isCloseTo(0, within(1e-4));
            assertThat(squares / n).isCloseTo(1, within(1e-4));
        }
    }

    @Test
    void groupNormalizationIsOverPixelsAndTheChannelsOfAGroup() {
        for (int groups : new int[] {1, 3, -1}) {
            Tensor images = images(5);
            Sequential model = model(GroupNormalization.of(groups));
            float[] gamma = model.weight("group_normalization/gamma").values();
            float[] beta = model.weight("group_normalization/beta").values();
            int each = groups == -1 ? 1 : C / groups;
            double[] expected = expected(images, (h, w, c) -> "" + c / each, STANDARD);
            for (int i = 0; i < expected.length; i++) {
                expected[i] = expected[i] * gamma[i % C] + beta[i % C];
            }
            agree(model.predict(images), expected);
        }
    }

    @Test
    void groupsOfRowsAreThoseOfTheAxisGiven() {
        Tensor images = images(3);
        agree(
                Sequential.of(Input.of(H, W, C), GroupNormalization.of(2).axis(2))
                        .predict(images),
                expected(images, (h, w, c) -> "" + w / 2, STANDARD));
    }

    @Test
    void rootMeanSquareNormalizationKeepsTheMean() {
        Tensor images = images(5);
        Sequential model = model(RMSNormalization.of());
        float[] scale = model.weight("rms_normalization/scale").values();
        double[] expected = expected(
                images,
                (h, w, c) -> h + "," + w,
                (x, mean, variance, squares, count) -> x / Math.sqrt(squares / count + 1e-6));
        for (int i = 0; i < expected.length; i++) {
            expected[i] *= scale[i % C];
        }
        agree(model.predict(images), expected);
    }

    @Test
    void unitNormalizationMakesVectorsOfLengthOneAndLeavesZeroAsItIs() {
        Tensor images = images(5);
        Sequential model =
                Sequential.of(Input.of(H, W, C), UnitNormalization.of().axis(1, 2));
        agree(
                model.predict(images),
                expected(images, (h, w, c) -> "" + c, (x, mean, variance, squares, count) -> x / Math.sqrt(squares)));
        assertThat(model.predict(Tensor.zeros(2, H, W, C))).isEqualTo(Tensor.zeros(2, H, W, C));
    }

    @Test
    void anAdaptedLayerBringsItsDataToMeanZeroAndVarianceOneAndAnInvertedOneBack() {
        Tensor images = images(50);
        Dataset data = Dataset.of(images, new int[50]);
        for (int[] axis : new int[][] {{-1}, {1, 3}, {}}) {
            Normalization layer = Normalization.of().axis(axis).adapt(data);
            Tensor y = Sequential.of(Input.of(H, W, C), layer).predict(images);
            Map<String, double[]> sums = new HashMap<>();
            for (int i = 0; i < y.size(); i++) {
                String key = axis.length == 0 ? "" : axis.length == 1 ? "" + i % C : i / (W * C) % H + "," + i % C;
                double[] sum = sums.computeIfAbsent(key, k -> new double[3]);
                sum[0]++;
                sum[1] += y.data()[i];
                sum[2] += (double) y.data()[i] * y.data()[i];
            }
            assertThat(sums).hasSize(layer.mean().size());
            for (double[] sum : sums.values()) {
                assertThat(sum[1] / sum[0]).isCloseTo(0, within(1e-6));
                assertThat(sum[2] / sum[0]).isCloseTo(1, within(1e-5));
            }
            Tensor back = Sequential.of(Input.of(H, W, C), layer.invert(true)).predict(y);
            agree(back, asDoubles(images));
        }
    }

    private static double[] asDoubles(Tensor tensor) {
        double[] values = new double[tensor.size()];
        Arrays.setAll(values, i -> tensor.data()[i]);
        return values;
    }

    @Test
    void givenMomentsAreThoseOfKerassExample() {
        // keras.layers.Normalization(mean=3, variance=2) on 1, 2, 3.
        Tensor y = Sequential.of(Input.of(1), Normalization.of(3, 2)).predict(Tensor.of(Shape.of(3, 1), 1, 2, 3));
        assertThat(y.data()).containsExactly(new float[] {-1.4142135f, -0.70710677f, 0}, within(1e-6f));
        // No variance: the deviation counts as 1e-7.
        Tensor constant = Sequential.of(Input.of(1), Normalization.of(3, 0)).predict(Tensor.of(Shape.of(2, 1), 3, 4));
        assertThat(constant.data()).containsExactly(new float[] {0, 1e7f}, within(1f));
    }

    @Test
    void aLayerOfNeitherMeanNorVarianceHasThemAsWeights() {
        Sequential model = Sequential.of(Input.of(H, W, C), Normalization.of());
        assertThat(model.weights())
                .extracting(weight -> weight.name() + weight.trainable())
                .containsExactly("normalization/meanfalse", "normalization/variancefalse");
        Tensor images = images(3);
        assertThat(model.predict(images)).isEqualTo(images);
        Arrays.fill(model.weight("normalization/variance").values(), 4);
        assertThat(model.predict(images).data()[7]).isEqualTo(images.data()[7] / 2);
    }

    @Test
    void savedLayersAreReadWithAllTheirArguments(@TempDir Path folder) throws IOException {
        Layer[] layers = {
            LayerNormalization.of().axis(1, -1).epsilon(0.5f).scale(false).name("a"),
            GroupNormalization.of(2)
                    .axis(1)
                    .center(false)
                    .gammaInitializer(Initializer.ZEROS)
                    .name("b"),
            RMSNormalization.of().axis(2).epsilon(0.25f).name("c"),
            UnitNormalization.of().axis(3).name("d"),
            Normalization.of(2, 3).invert(true).name("e"),
            Normalization.of().axis(List.of()).name("f")
        };
        Sequential model = Sequential.of(Input.of(2, 2, 3), layers);
        model.save(folder.resolve("model.safetensors"));
        Model loaded = Model.load(folder.resolve("model.safetensors"));
        assertThat(loaded.layers().subList(1, 7)).containsExactly(layers);
        Tensor images = images(2);
        assertThat(loaded.predict(small(images))).isEqualTo(model.predict(small(images)));
    }

    private static Tensor small(Tensor images) {
        return Tensor.of(Shape.of(2, 2, 2, 3), Arrays.copyOf(images.data(), 24));
    }

    @Test
    void errorsSayWhatIsTaken() {
        assertThatThrownBy(() -> GroupNormalization.of(4).apply(Input.of(2, 2, 6)))
                .hasMessageContaining("6 channels can't be split into 4 groups");
        assertThatThrownBy(() -> GroupNormalization.of(0)).hasMessageContaining("at least 1 group");
        assertThatThrownBy(() -> LayerNormalization.of().axis(new int[0])).hasMessageContaining("at least one axis");
        assertThatThrownBy(() -> LayerNormalization.of().axis(3, -1).apply(Input.of(2, 2, 6)))
                .hasMessageContaining("axes [3, -1] name an axis of an image [2, 2, 6] twice");
        assertThatThrownBy(() -> LayerNormalization.of().axis(4).apply(Input.of(2, 2, 6)))
                .hasMessageContaining("axis 4 is not one of an image [2, 2, 6]");
        assertThatThrownBy(() -> Normalization.of().moments(List.of(1f), null)).hasMessageContaining("or neither");
        assertThatThrownBy(() -> Normalization.of(1, -1)).hasMessageContaining("variances of 0 or more");
        assertThatThrownBy(() -> Normalization.of()
                        .moments(List.of(1f, 2f), List.of(1f, 2f))
                        .apply(Input.of(2, 2, 6)))
                .hasMessageContaining("a mean of 2 numbers for axes of [6]");
    }
}
