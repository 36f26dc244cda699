package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.nn.Activations;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.Symbol;
import dev.fovea.op.MatMul;
import dev.fovea.op.Value;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.Callback;
import dev.fovea.train.DivergedException;
import dev.fovea.train.Fit;
import dev.fovea.train.History;
import dev.fovea.train.MeanSquaredError;
import dev.fovea.train.SGD;
import dev.fovea.train.SparseCategoricalCrossentropy;
import dev.fovea.train.Training;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TrainingTest {
    private static final int IMAGES = 100;

    /** A layer whose kernel is the product of two smaller ones. */
    public record LowRank(String name) implements Layer {
        @Override
        public Value call(Value input, LayerContext context) {
            Value a = context.weight("a", Shape.of(6, 2), Initializer.GLOROT_UNIFORM);
            Value b = context.weight("b", Shape.of(2, 3), Initializer.GLOROT_UNIFORM);
            return context.add(new MatMul(), input, context.add(new MatMul(), a, b));
        }
    }

    /** A layer that asks for a weight and leaves it aside. */
    public record Idle(String name) implements Layer {
        @Override
        public Value call(Value input, LayerContext context) {
            context.weight("unused", Shape.of(2), Initializer.ONES);
            return input;
        }
    }

    private static Tensor images() {
        RandomSource random = new RandomSource(3);
        Tensor images = Tensor.zeros(IMAGES, 6);
        for (int i = 0; i < images.size(); i++) {
            images.data()[i] = random.nextFloat();
        }
        return images;
    }

    private static Dataset data() {
        int[] labels = new int[IMAGES];
        Arrays.setAll(labels, i -> i % 3);
        return Dataset.of(images(), labels);
    }

    private static Sequential model() {
        Sequential model =
                Sequential.of(Input.of(6), Dropout.of(0.2f), Dense.of(3).activation(Activations.SOFTMAX));
        model.compile(Adam.of(1e-2f), SparseCategoricalCrossentropy.of());
        return model;
    }

    private static Dataset failing(AtomicInteger reads, int at) {
        Dataset data = data();
        return new Dataset() {
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
            public void copyImage(int index, float[] target, int offset, int stride) {
                if (reads.incrementAndGet() >= at) {
                    throw new IllegalStateException("the disk is gone");
                }
                data.copyImage(index, target, offset, stride);
            }
        };
    }

    @Test
    void whatADatasetThrowsInAWorkerComesOutAndTheModelStaysUsable() {
        Sequential model = model();
        for (int at : new int[] {1, 70, 150}) {
            assertThatThrownBy(() -> model.fit(
                            failing(new AtomicInteger(), at),
                            Fit.epochs(2).batchSize(100).threads(4)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the disk is gone");
        }
        double before = model.evaluate(data()).get("loss");
        model.fit(data(), Fit.epochs(5).threads(4));
        assertThat(model.evaluate(data()).get("loss")).isLessThan(before);
    }

    @Test
    void afterAStopTheEpochIsTheLastThatBegan() {
        int[] last = new int[1];
        History history = model().fit(data(), Fit.epochs(5).callbacks(new Callback() {
            @Override
            public void onEpochEnd(Training training, History.Epoch epoch) {
                if (epoch.number() == 2) {
                    training.stop();
                }
            }

            @Override
            public void onTrainEnd(Training training) {
                last[0] = training.epoch();
            }
        }));
        assertThat(history.epochs()).hasSize(2);
        assertThat(last[0]).isEqualTo(2);
    }

    @Test
    void weightsThatOverflowInTheLastStepOfAFitAreNotKept() {
        Sequential model = Sequential.of(Input.of(6), Dense.of(3));
        model.compile(SGD.of(1e38f), MeanSquaredError.of());
        float[] before = model.weight("dense/kernel").values().clone();
        Tensor targets = Tensor.filled(Shape.of(IMAGES, 3), 1000);
        Dataset far = Dataset.of(images(), targets);
        assertThatThrownBy(() -> model.fit(far, Fit.epochs(1).batchSize(IMAGES)))
                .isInstanceOf(DivergedException.class);
        assertThat(model.weight("dense/kernel").values()).containsExactly(before);
    }

    @Test
    void aFitAfterOneThatDivergedLearns() {
        Sequential model = Sequential.of(Input.of(6), Dense.of(3));
        model.compile(SGD.of(1e38f).momentum(0.9f), MeanSquaredError.of());
        Dataset data = Dataset.of(images(), Tensor.filled(Shape.of(IMAGES, 3), 100));
        assertThatThrownBy(() -> model.fit(data, Fit.epochs(3))).isInstanceOf(DivergedException.class);
        double before = model.evaluate(data).get("loss");
        model.fit(data, Fit.epochs(10).callbacks(new Callback() {
            @Override
            public void onTrainBegin(Training training) {
                training.learningRate(0.01f);
            }
        }));
        assertThat(model.evaluate(data).get("loss")).isLessThan(before / 2);
    }

    @Test
    void aWeightThatTheLossDoesNotDependOnStaysAsItIs() {
        Sequential model = Sequential.of(Input.of(6), new Idle("idle"), Dense.of(3));
        model.compile(Adam.of(1e-2f), SparseCategoricalCrossentropy.ofLogits());
        float[] before = model.weight("dense/kernel").values().clone();
        model.fit(data(), Fit.epochs(1));
        assertThat(model.weight("idle/unused").values()).containsExactly(1, 1);
        assertThat(model.weight("dense/kernel").values()).isNotEqualTo(before);
    }

    /** The rows of a gradient are shared out in pieces, into which they go evenly or not. */
    @ParameterizedTest
    @ValueSource(ints = {1, 64, 100, 640, 784, 785, 819, 1500})
    @Timeout(60)
    void aDenseLayerOfAnySizeLearnsAsTheChainRuleSays(int features) {
        int images = 64;
        int outputs = 10;
        Sequential model = Sequential.of(
                Input.of(features),
                Dense.of(outputs).kernelInitializer(Initializer.ZEROS).name("dense"));
        model.compile(SGD.of(1), MeanSquaredError.of());
        RandomSource random = new RandomSource(features);
        Tensor x = Tensor.zeros(images, features);
        float[] sums = new float[features];
        for (int i = 0; i < images * features; i++) {
            x.data()[i] = (float) random.nextGaussian();
            sums[i % features] += x.data()[i];
        }
        model.fit(
                Dataset.of(x, Tensor.filled(Shape.of(images, outputs), 1)),
                Fit.epochs(1).batchSize(images));
        float[] kernel = model.weight("dense/kernel").values();
        for (int i = 0; i < kernel.length; i++) {
            assertThat(kernel[i]).isCloseTo(sums[i / outputs] * 2 / (images * outputs), within(1e-6f));
        }
    }

    @Test
    void aKernelThatIsAProductOfWeightsLearnsAsTheChainRuleSays() {
        Sequential model = Sequential.of(Input.of(6), new LowRank("low"));
        model.compile(SGD.of(1), MeanSquaredError.of());
        Dataset data = Dataset.of(images(), Tensor.filled(Shape.of(IMAGES, 3), 1));
        for (String name : List.of("low/a", "low/b")) {
            float[] values = model.weight(name).values();
            float[][] before = model.weights().stream()
                    .map(weight -> weight.values().clone())
                    .toArray(float[][]::new);
            model.fit(data, Fit.epochs(1).batchSize(IMAGES));
            float[] after = values.clone();
            for (int i = 0; i < before.length; i++) {
                System.arraycopy(before[i], 0, model.weights().get(i).values(), 0, before[i].length);
            }
            for (int i = 0; i < values.length; i++) {
                float kept = values[i];
                values[i] = kept + 1e-2f;
                double above = model.evaluate(data).get("loss");
                values[i] = kept - 1e-2f;
                double below = model.evaluate(data).get("loss");
                values[i] = kept;
                assertThat((double) kept - after[i])
                        .as("gradient %d of %s", i, name)
                        .isCloseTo((above - below) / 2e-2, within(1e-3));
            }
        }
    }

    @Test
    void aSharedNormalizationFollowsWhatEachOfItsCallsSees() {
        Symbol input = Input.of(6);
        BatchNormalization norm =
                BatchNormalization.of().momentum(0.5f).center(false).scale(false);
        Model model = Model.of(input, Dense.of(3).apply(norm.apply(norm.apply(input))));
        model.compile(SGD.of(0.1f), SparseCategoricalCrossentropy.ofLogits());
        float[] mean = new float[6];
        float[] images = images().data();
        for (int i = 0; i < images.length; i++) {
            mean[i % 6] += images[i] / IMAGES;
        }
        model.fit(data(), Fit.epochs(1).batchSize(IMAGES));
        float[] moving = model.weight("batch_normalization/moving_mean").values();
        for (int c = 0; c < 6; c++) {
            // Half of the mean after the first call; the second sees a mean of 0 and halves it again.
            assertThat(moving[c]).isCloseTo(mean[c] / 4, within(1e-5f));
        }
    }

    @Test
    void aSharedDropoutDropsOtherElementsEachTime() {
        Symbol input = Input.of(50, 20);
        Dropout half = Dropout.of(0.5f);
        Network network = Network.drawn(
                Topology.between(List.of(input), List.of(Flatten.of().apply(half.apply(half.apply(input))))), 0);
        Network.Built built = network.build(true);
        float[] ones = new float[1000];
        Arrays.fill(ones, 1);
        float[][][] fed = {{ones}};
        float[] twice = new Eager(built.graph(), fed, node -> null, 1)
                .of(built.outputs().getFirst())[0];
        int left = 0;
        for (float value : twice) {
            left += value == 0 ? 0 : 1;
        }
        assertThat(left).isBetween(190, 310);
    }
}
