package dev.fovea.nn;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.nn.Activations.SOFTMAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.graph.Graph;
import dev.fovea.model.Sequential;
import dev.fovea.op.BatchMoments;
import dev.fovea.op.BatchNormalize;
import dev.fovea.op.Op;
import dev.fovea.op.Value;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import dev.fovea.train.SGD;
import dev.fovea.train.SparseCategoricalAccuracy;
import dev.fovea.train.SparseCategoricalCrossentropy;
import org.junit.jupiter.api.Test;

/** Holds batch normalization to its formulas in double; its gradients are held to differences elsewhere. */
class BatchNormalizationTest {
    private static final int H = 3;
    private static final int W = 2;
    private static final int C = 5;

    /** Images whose channels have means up to 50 and deviations of 1 to 5. */
    private static Tensor images(int n) {
        RandomSource random = new RandomSource(n);
        Tensor images = Tensor.zeros(n, H, W, C);
        for (int i = 0; i < images.size(); i++) {
            int c = i % C;
            images.data()[i] = (float) (c * c * 3 + (c + 1) * random.nextGaussian());
        }
        return images;
    }

    private static double[][] moments(Tensor images) {
        double[][] moments = new double[2][C];
        int count = images.size() / C;
        for (int i = 0; i < images.size(); i++) {
            moments[0][i % C] += images.data()[i] / (double) count;
        }
        for (int i = 0; i < images.size(); i++) {
            double off = images.data()[i] - moments[0][i % C];
            moments[1][i % C] += off * off / count;
        }
        return moments;
    }

    private static Sequential model(BatchNormalization layer) {
        Sequential model = Sequential.of(
                Input.of(H, W, C), layer, Flatten.of(), Dense.of(2).activation(SOFTMAX));
        // A rate so small that no weight moves; what moves are the averages.
        model.compile(SGD.of(1e-30f), SparseCategoricalCrossentropy.of());
        return model;
    }

    @Test
    void theMovingAveragesFollowTheBatch() {
        // 37 images fill no whole number of blocks at any length of vector but 1.
        for (int n : new int[] {1, 5, 37, 64, 131}) {
            Tensor images = images(n);
            Sequential model = model(BatchNormalization.of().momentum(0.75f));
            model.fit(Dataset.of(images, new int[n]), Fit.epochs(1).batchSize(n).threads(2));
            double[][] moments = moments(images);
            for (int c = 0; c < C; c++) {
                assertThat((double)
                                model.weight("batch_normalization/moving_mean").values()[c])
                        .isCloseTo(0.25 * moments[0][c], within(1e-6 * (1 + moments[0][c])));
                assertThat((double) model.weight("batch_normalization/moving_variance")
                                .values()[c])
                        .isCloseTo(0.75 + 0.25 * moments[1][c], within(1e-5 * (1 + moments[1][c])));
            }
        }
    }

    @Test
    void inferenceTakesTheMovingAverages() {
        Sequential model = Sequential.of(Input.of(H, W, C), BatchNormalization.of());
        RandomSource random = new RandomSource(1);
        float[][] weights = new float[4][];
        for (int i = 0; i < 4; i++) {
            weights[i] = model.weights().get(i).values();
            for (int c = 0; c < C; c++) {
                weights[i][c] = 0.5f + random.nextFloat();
            }
        }
        Tensor images = images(20);
        Tensor output = model.predict(images);
        for (int i = 0; i < images.size(); i++) {
            int c = i % C;
            double expected = weights[0][c] * (images.data()[i] - weights[2][c]) / Math.sqrt(weights[3][c] + 1e-3)
                    + weights[1][c];
            assertThat((double) output.data()[i]).isCloseTo(expected, within(1e-6 * (10 + Math.abs(images.data()[i]))));
        }
    }

    @Test
    void aFrozenLayerTakesTheMovingAveragesInTrainingTooAndLeavesThemAsTheyAre() {
        Graph graph = new Graph();
        LayerContext frozen = new LayerContext() {
            @Override
            public boolean training() {
                return true;
            }

            @Override
            public boolean trainable() {
                return false;
            }

            @Override
            public Value add(Op op, Value... operands) {
                assertThat(op).isNotInstanceOf(BatchMoments.class);
                return graph.add(op, operands);
            }

            @Override
            public Value weight(WeightSpec spec) {
                return graph.parameter(spec.shape());
            }

            @Override
            public void update(Value weight, Value newValue) {
                fail("a frozen layer changes a moving average");
            }

            @Override
            public void addLoss(Value perImage) {
                fail("batch normalization costs nothing");
            }

            @Override
            public int randomKey() {
                return 0;
            }
        };
        Value y = BatchNormalization.of().call(graph.input(Shape.of(H, W, C)), frozen);
        assertThat(y.op()).isEqualTo(new BatchNormalize(1e-3f, true, true));
        assertThat(y.operand(1).batched()).isFalse();
    }

    @Test
    void weightsAreNamedAndOrderedAsInKeras() {
        Sequential model = model(BatchNormalization.of());
        assertThat(model.weights().subList(0, 4))
                .extracting(weight -> weight.name() + weight.trainable())
                .containsExactly(
                        "batch_normalization/gammatrue",
                        "batch_normalization/betatrue",
                        "batch_normalization/moving_meanfalse",
                        "batch_normalization/moving_variancefalse");
        assertThat(model(BatchNormalization.of().scale(false).center(false)).weights())
                .hasSize(4);
    }

    @Test
    void channelsFirstIsTheSameOnTransposedImages() {
        Sequential last = Sequential.of(
                Input.of(H, W, C), Permute.of(3, 1, 2), BatchNormalization.of().axis(1));
        Tensor images = images(4);
        Sequential plain = Sequential.of(Input.of(H, W, C), BatchNormalization.of(), Permute.of(3, 1, 2));
        assertThat(last.predict(images)).isEqualTo(plain.predict(images));
        assertThat(last.weights().getFirst().shape()).isEqualTo(Shape.of(C));
    }

    @Test
    void aBadlyScaledNetLearnsWithItAndTheAveragesServeInference() {
        int n = 300;
        RandomSource random = new RandomSource(8);
        Tensor images = Tensor.zeros(n, 4, 4, 1);
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 2;
            for (int k = 0; k < 16; k++) {
                float bar = (labels[i] == 0 ? k / 4 : k % 4) == i / 2 % 4 ? 30 : 0;
                images.data()[i * 16 + k] = 1000 + bar + (float) random.nextGaussian();
            }
        }
        Sequential model = Sequential.seeded(
                3,
                Input.of(4, 4, 1),
                BatchNormalization.of().momentum(0.9f),
                Conv2D.of(8, 3).padding(dev.fovea.op.Padding.SAME).useBias(false),
                BatchNormalization.of().momentum(0.9f),
                Activation.of(RELU),
                Flatten.of(),
                Dense.of(2).activation(SOFTMAX));
        model.compile(SGD.of(0.05f), SparseCategoricalCrossentropy.of(), new SparseCategoricalAccuracy("accuracy"));
        Dataset data = Dataset.of(images, labels);
        model.fit(data, Fit.epochs(12).batchSize(37));
        assertThat(model.evaluate(data).get("accuracy")).isGreaterThan(0.98);
    }

    @Test
    void argumentsAreChecked() {
        assertThatThrownBy(() -> BatchNormalization.of().momentum(1.5f)).hasMessageContaining("got 1.5");
        assertThatThrownBy(() ->
                        Sequential.of(Input.of(2, 2, 1), BatchNormalization.of().axis(0)))
                .hasMessageContaining(
                        "BatchNormalization \"batch_normalization\": axis 0 is not one of an image [2, 2, 1]");
    }
}
