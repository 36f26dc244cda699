package dev.fovea.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.model.Sequential;
import dev.fovea.model.Weight;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.CategoricalAccuracy;
import dev.fovea.train.CategoricalCrossentropy;
import dev.fovea.train.Fit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** MixUp and CutMix, tried on images each pixel of which is the vector of its class. */
class MixingTest {
    private static final int CLASSES = 3;

    private static Dataset vectors(int n, int h, int w) {
        Tensor images = Tensor.zeros(n, h, w, CLASSES);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % CLASSES;
            for (int pixel = 0; pixel < h * w; pixel++) {
                images.data()[(i * h * w + pixel) * CLASSES + labels[i]] = 1;
            }
        }
        return Dataset.of(images, labels);
    }

    private static List<Tensor> targets(Dataset data) {
        return IntStream.range(0, data.size()).mapToObj(data::target).toList();
    }

    @Test
    void oneHotTargetsHaveAOneAtTheClass() {
        Dataset data = vectors(5, 1, 1).oneHot();
        assertThat(data.targetShape()).isEqualTo(Shape.of(3));
        assertThat(data.target(4)).isEqualTo(Tensor.of(Shape.of(3), 0, 1, 0));
        assertThat(data.label(4)).isEqualTo(1);
        assertThat(data.select(4).slice(0, 1).target(0)).isEqualTo(data.target(4));
        float[] strided = {9, 9, 9, 9, 9, 9, 9};
        data.copyTarget(2, strided, 1, 2);
        assertThat(strided).containsExactly(9, 0, 9, 0, 9, 1, 9);
        Dataset dense = Dataset.of(Tensor.zeros(2, 1, 1, 1), Tensor.zeros(2, 4));
        assertThatThrownBy(dense::oneHot).hasMessageContaining("no classes: its targets are tensors of shape [4]");
    }

    @Test
    void mixUpBlendsImageAndTargetAlike() {
        Dataset mixed = MixUp.of(1).apply(vectors(300, 1, 2));
        int blends = 0;
        for (int i = 0; i < 300; i++) {
            float[] target = mixed.target(i).data();
            float[] image = mixed.image(i).data();
            assertThat(Arrays.copyOf(image, 3)).isEqualTo(target);
            assertThat(Arrays.copyOfRange(image, 3, 6)).isEqualTo(target);
            assertThat(target[0] + target[1] + target[2]).isCloseTo(1, within(1e-6f));
            assertThat(target).contains(0);
            blends += target[i % 3] < 1 ? 1 : 0;
        }
        // Two of three partners are of another class: 200, give or take five deviations of 8.2.
        assertThat(blends).isBetween(159, 241);
    }

    @Test
    void cutMixPastesARectangleAndMixesTargetsByItsArea() {
        Dataset mixed = CutMix.of(1, 1).apply(vectors(300, 7, 10));
        Set<Integer> tops = new HashSet<>();
        Set<Integer> bottoms = new HashSet<>();
        int mixtures = 0;
        for (int i = 0; i < 300; i++) {
            float[] target = mixed.target(i).data();
            float[] image = mixed.image(i).data();
            int own = i % 3;
            int[] pasted =
                    IntStream.range(0, 70).filter(p -> image[p * 3 + own] != 1).toArray();
            assertThat(target[own]).isCloseTo(1 - pasted.length / 70f, within(1e-6f));
            if (pasted.length == 0) {
                continue;
            }
            mixtures++;
            int top = pasted[0] / 10;
            int left = pasted[0] % 10;
            int bottom = pasted[pasted.length - 1] / 10;
            int right = pasted[pasted.length - 1] % 10;
            assertThat(pasted.length).isEqualTo((bottom - top + 1) * (right - left + 1));
            int other = target[(own + 1) % 3] > 0 ? (own + 1) % 3 : (own + 2) % 3;
            assertThat(IntStream.of(pasted)).allMatch(p -> image[p * 3 + other] == 1);
            assertThat(target[other]).isCloseTo(pasted.length / 70f, within(1e-6f));
            tops.add(top);
            bottoms.add(bottom);
        }
        assertThat(mixtures).isGreaterThan(120);
        assertThat(tops).contains(0, 1, 2, 3, 4);
        assertThat(bottoms).contains(2, 3, 4, 5, 6);
    }

    @Test
    void dependsOnSeedAndKeyAlone() {
        Dataset data = vectors(50, 2, 2);
        for (Dataset mixed : List.of(MixUp.of(1).apply(data), CutMix.of(1, 1).apply(data))) {
            assertThat(targets(mixed.redrawn(4)))
                    .isEqualTo(targets(mixed.redrawn(3).redrawn(4)));
            assertThat(targets(mixed.redrawn(4))).isNotEqualTo(targets(mixed));
            assertThat(targets(mixed.slice(10, 20).redrawn(4)))
                    .isEqualTo(targets(mixed.redrawn(4)).subList(10, 20));
            assertThat(targets(mixed.select(3, 1).redrawn(4)))
                    .containsExactly(
                            mixed.redrawn(4).target(3), mixed.redrawn(4).target(1));
            assertThat(mixed.redrawn(4).images(0, 50))
                    .isEqualTo(mixed.redrawn(4).images(0, 50));
        }
        assertThat(targets(MixUp.of(1).seed(1).apply(data)))
                .isEqualTo(targets(MixUp.of(1).seed(1).apply(data)))
                .isNotEqualTo(targets(MixUp.of(1).seed(2).apply(data)));
        assertThat(targets(CutMix.of(1, 1).seed(1).apply(data)))
                .isNotEqualTo(targets(CutMix.of(1, 1).seed(2).apply(data)));
        // A mixture of mixtures draws anew in both.
        Dataset twice = MixUp.of(1).apply(CutMix.of(1, 1).seed(3).apply(data));
        assertThat(targets(twice.redrawn(1))).isNotEqualTo(targets(twice.redrawn(2)));
        assertThat(twice.targetShape()).isEqualTo(Shape.of(3));
    }

    @Test
    void denseTargetsAreMixedAsTheyAre() {
        Dataset data = Dataset.of(Tensor.of(Shape.of(2, 1), 0, 1), Tensor.of(Shape.of(2), 10, 20));
        Dataset mixed = MixUp.of(1).apply(data);
        assertThat(mixed.targetShape()).isEqualTo(Shape.SCALAR);
        for (int i = 0; i < 2; i++) {
            float expected = 10 + 10 * mixed.image(i).data()[0];
            assertThat(mixed.target(i).data()[0]).isCloseTo(expected, within(1e-5f));
        }
        assertThatThrownBy(() -> mixed.label(0)).hasMessageContaining("mixed images have no class numbers");
    }

    @Test
    void weightsAreOfTheBetaDistribution() {
        RandomSource random = new RandomSource(1);
        for (double alpha : new double[] {0.2, 1, 3}) {
            double[] drawn = IntStream.range(0, 20_000)
                    .mapToDouble(i -> random.nextBeta(alpha, alpha))
                    .toArray();
            double variance = 1 / (4 * (2 * alpha + 1));
            assertThat(drawn).doesNotContain(Double.NaN);
            assertThat(Arrays.stream(drawn).average().orElseThrow())
                    .isCloseTo(0.5, within(5 * Math.sqrt(variance / 20_000)));
            // The square of a deviation is at most 1/4, so its own deviation is at most half of that.
            assertThat(Arrays.stream(drawn)
                            .map(x -> (x - 0.5) * (x - 0.5))
                            .average()
                            .orElseThrow())
                    .isCloseTo(variance, within(5 * 0.125 / Math.sqrt(20_000)));
        }
        double[] skew = IntStream.range(0, 20_000)
                .mapToDouble(i -> random.nextBeta(1, 3))
                .toArray();
        // Its distribution function is 1 - (1 - x)^3.
        for (double x : new double[] {0.1, 0.3, 0.6}) {
            assertThat(Arrays.stream(skew).filter(d -> d < x).count() / 20_000.0)
                    .isCloseTo(1 - Math.pow(1 - x, 3), within(0.018));
        }
        assertThat(IntStream.range(0, 1000).mapToDouble(i -> random.nextBeta(1e-6, 1e-6)))
                .allMatch(x -> x < 1e-9 || x > 1 - 1e-9);
    }

    private static List<float[]> fitted(Dataset data, int threads) {
        Sequential model = Sequential.seeded(
                1, Input.of(2, 2, 3), Flatten.of(), Dense.of(3).activation(Activations.SOFTMAX));
        model.compile(Adam.of(1e-2f), CategoricalCrossentropy.of(), CategoricalAccuracy.of());
        model.fit(
                data,
                Fit.epochs(30)
                        .batchSize(32)
                        .threads(threads)
                        .validation(vectors(9, 2, 2).oneHot()));
        assertThat(model.evaluate(vectors(9, 2, 2).oneHot()).get("categorical_accuracy"))
                .isEqualTo(1);
        return model.weights().stream().map(Weight::values).toList();
    }

    @Test
    void aModelLearnsFromMixturesTheSameOnAnyNumberOfThreads() {
        Dataset mixed = MixUp.of().apply(CutMix.of().apply(vectors(200, 2, 2)));
        assertThat(fitted(mixed, 2)).usingRecursiveComparison().isEqualTo(fitted(mixed, 1));
    }

    @Test
    void eachEpochDrawsAnewAndAResumedFitDrawsTheSame() {
        assertThat(keys(Fit.epochs(4))).doesNotHaveDuplicates().hasSize(4);
        assertThat(keys(Fit.epochs(4).initialEpoch(2)))
                .isEqualTo(keys(Fit.epochs(4)).subList(2, 4));
        assertThat(keys(Fit.epochs(1).seed(7))).isNotEqualTo(keys(Fit.epochs(1)));
    }

    /** What a fit asks its data to be drawn anew by. */
    private static List<Long> keys(Fit fit) {
        List<Long> keys = new ArrayList<>();
        Dataset data = vectors(4, 1, 1).oneHot();
        Dataset recording = new Dataset() {
            @Override
            public int size() {
                return data.size();
            }

            @Override
            public Shape imageShape() {
                return data.imageShape();
            }

            @Override
            public List<String> classNames() {
                return data.classNames();
            }

            @Override
            public int label(int index) {
                return data.label(index);
            }

            @Override
            public Shape targetShape() {
                return data.targetShape();
            }

            @Override
            public void copyTarget(int index, float[] target, int offset, int stride) {
                data.copyTarget(index, target, offset, stride);
            }

            @Override
            public void copyImage(int index, float[] target, int offset, int stride) {
                data.copyImage(index, target, offset, stride);
            }

            @Override
            public Dataset redrawn(long key) {
                keys.add(key);
                return this;
            }
        };
        Sequential model = Sequential.of(Input.of(1, 1, 3), Flatten.of(), Dense.of(3));
        model.compile(Adam.of(1e-2f), CategoricalCrossentropy.ofLogits());
        model.fit(recording, fit);
        return keys;
    }

    @Test
    void errorsSayWhatIsTaken() {
        assertThatThrownBy(() -> MixUp.of(0)).hasMessage("MixUp takes a finite alpha above 0, not 0.0");
        assertThatThrownBy(() -> CutMix.of(1.5f)).hasMessageContaining("between 0 and 1, not [0.0, 1.5]");
        assertThatThrownBy(() -> CutMix.of().apply(Dataset.of(Tensor.zeros(2, 3), 0, 1)))
                .hasMessage("CutMix takes images [H, W, C], not [3]");
    }
}
