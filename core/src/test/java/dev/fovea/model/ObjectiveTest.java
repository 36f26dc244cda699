package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Input;
import dev.fovea.nn.Symbol;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.CategoricalCrossentropy;
import dev.fovea.train.EarlyStopping;
import dev.fovea.train.Fit;
import dev.fovea.train.History;
import dev.fovea.train.Logs;
import dev.fovea.train.MeanAbsoluteError;
import dev.fovea.train.MeanSquaredError;
import dev.fovea.train.Objective;
import dev.fovea.train.SGD;
import dev.fovea.train.SparseCategoricalAccuracy;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Losses of several outputs, and images that count differently. */
class ObjectiveTest {
    private static final int N = 30;
    private static final int[] LABELS = new int[N];
    private static final Tensor IMAGES = Tensor.zeros(N, 4);
    private static final float[] WEIGHTS = new float[N];

    static {
        RandomSource random = new RandomSource(3);
        for (int i = 0; i < N; i++) {
            LABELS[i] = i % 3;
            WEIGHTS[i] = i % 5 == 0 ? 0 : 2 * random.nextFloat();
            for (int k = 0; k < 4; k++) {
                IMAGES.data()[i * 4 + k] = random.nextFloat() + (k == LABELS[i] ? 0.5f : 0);
            }
        }
    }

    private static Model classifier() {
        Model model = Model.named(
                "classifier",
                2,
                INPUT,
                Dense.of(3).activation(Activations.SOFTMAX).apply(INPUT));
        model.compile(SGD.of(0.1f), SparseCategoricalCrossentropy.of(), SparseCategoricalAccuracy.of());
        return model;
    }

    private static final Symbol INPUT = Input.of(4);

    private static Model twoHeads() {
        Symbol digit = Dense.of(3).name("digit").activation(Activations.SOFTMAX).apply(INPUT);
        Symbol size = Dense.of(1).name("size").apply(INPUT);
        return Model.of(List.of(INPUT), List.of(digit, size));
    }

    private static Dataset twoTargets() {
        Tensor classes = Tensor.zeros(N);
        Tensor sizes = Tensor.zeros(N, 1);
        for (int i = 0; i < N; i++) {
            classes.data()[i] = LABELS[i];
            sizes.data()[i] = LABELS[i] * 0.5f;
        }
        return Dataset.of(List.of(IMAGES), List.of(classes, sizes));
    }

    private static double[] losses(Model model) {
        double[] losses = new double[N];
        for (int i = 0; i < N; i++) {
            losses[i] =
                    model.evaluate(Dataset.of(IMAGES, LABELS).slice(i, i + 1)).get("loss");
        }
        return losses;
    }

    @Test
    void theLossIsTheWeightedSumOfTheOutputsLosses() {
        Model model = twoHeads();
        model.compile(
                SGD.of(0.1f),
                Objective.of(SparseCategoricalCrossentropy.of(), SparseCategoricalAccuracy.of()),
                Objective.of(MeanSquaredError.of(), MeanAbsoluteError.of()).weight(0.5f));
        Logs logs = model.evaluate(twoTargets());
        assertThat(logs.values().keySet())
                .containsExactly(
                        "loss",
                        "digit_loss",
                        "digit_sparse_categorical_accuracy",
                        "size_loss",
                        "size_mean_absolute_error");
        assertThat(logs.get("loss")).isCloseTo(logs.get("digit_loss") + 0.5 * logs.get("size_loss"), within(1e-6));
        Model alone = model.upTo("size");
        alone.compile(SGD.of(0.1f), MeanSquaredError.of());
        Tensor sizes = Tensor.zeros(N, 1);
        for (int i = 0; i < N; i++) {
            sizes.data()[i] = LABELS[i] * 0.5f;
        }
        assertThat(logs.get("size_loss"))
                .isCloseTo(alone.evaluate(Dataset.of(IMAGES, sizes)).get("loss"), within(1e-6));
    }

    @Test
    void eachOutputLearnsByItsOwnWeightOfTheLoss() {
        Model model = twoHeads();
        model.compile(
                SGD.of(0.1f),
                Objective.of(SparseCategoricalCrossentropy.of()).weight(0),
                Objective.of(MeanSquaredError.of()).weight(2));
        float[] digit = model.weight("digit/kernel").values().clone();
        Fit fit = Fit.epochs(5).batchSize(10).validation(twoTargets());
        EarlyStopping watch = EarlyStopping.of("val_size_loss");
        History history = model.fit(twoTargets(), fit.callbacks(watch));
        assertThat(model.weight("digit/kernel").values()).isEqualTo(digit);
        List<Double> size = history.get("val_size_loss");
        assertThat(size.getLast()).isLessThan(size.getFirst());
        Model alone = twoHeads().upTo("size");
        alone.compile(SGD.of(0.2f), MeanSquaredError.of());
        Tensor sizes = Tensor.zeros(N, 1);
        for (int i = 0; i < N; i++) {
            sizes.data()[i] = LABELS[i] * 0.5f;
        }
        alone.fit(Dataset.of(IMAGES, sizes), Fit.epochs(5).batchSize(10));
        assertThat(alone.weight("size/kernel").values())
                .containsExactly(model.weight("size/kernel").values(), within(1e-5f));
    }

    @Test
    void theWeightsOfImagesMultiplyTheirLossesWhichAreDividedByTheirNumber() {
        Model model = classifier();
        double[] losses = losses(model);
        double expected = 0;
        for (int i = 0; i < N; i++) {
            expected += losses[i] * WEIGHTS[i] / N;
        }
        Logs weighted = model.evaluate(Dataset.of(IMAGES, LABELS).weighted(WEIGHTS));
        assertThat(weighted.get("loss")).isCloseTo(expected, within(1e-5));
        assertThat(weighted.get("sparse_categorical_accuracy"))
                .isEqualTo(model.evaluate(Dataset.of(IMAGES, LABELS)).get("sparse_categorical_accuracy"));
    }

    @Test
    void imagesThatDoNotCountDoNotTeach() {
        float[] half = new float[N];
        Arrays.fill(half, 0, N / 2, 2);
        Model weighted = classifier();
        weighted.fit(Dataset.of(IMAGES, LABELS).weighted(half), Fit.epochs(3).batchSize(N));
        Model few = classifier();
        few.fit(Dataset.of(IMAGES, LABELS).take(N / 2), Fit.epochs(3).batchSize(N));
        assertThat(weighted.weight("dense/kernel").values())
                .containsExactly(few.weight("dense/kernel").values(), within(1e-6f));
    }

    @Test
    void classWeightsAreTheWeightsOfTheClassesImages() {
        Map<Integer, Float> byClass = Map.of(0, 3f, 2, 0.5f);
        float[] byImage = new float[N];
        for (int i = 0; i < N; i++) {
            byImage[i] = byClass.getOrDefault(LABELS[i], 1f) * WEIGHTS[i];
        }
        Fit fit = Fit.epochs(2).batchSize(7);
        List<float[]> kernels = new ArrayList<>();
        Model images = classifier();
        images.fit(Dataset.of(IMAGES, LABELS).weighted(byImage), fit);
        kernels.add(images.weight("dense/kernel").values());
        Model classes = classifier();
        classes.fit(Dataset.of(IMAGES, LABELS).weighted(WEIGHTS), fit.classWeight(byClass));
        kernels.add(classes.weight("dense/kernel").values());
        Model vectors = classifier();
        vectors.compile(SGD.of(0.1f), CategoricalCrossentropy.of());
        vectors.fit(Dataset.of(IMAGES, LABELS).weighted(WEIGHTS).oneHot(), fit.classWeight(byClass));
        kernels.add(vectors.weight("dense/kernel").values());
        assertThat(kernels.get(1)).isEqualTo(kernels.get(0));
        assertThat(kernels.get(2)).containsExactly(kernels.get(0), within(1e-6f));
    }

    @Test
    void viewsOfADataSetCarryItsWeights() {
        Dataset data = Dataset.of(IMAGES, LABELS).weighted(WEIGHTS);
        assertThat(data.select(4, 1).weight(0)).isEqualTo(WEIGHTS[4]);
        assertThat(data.slice(3, 9).weight(2)).isEqualTo(WEIGHTS[5]);
        assertThat(data.filter(2, 1).weight(1)).isEqualTo(WEIGHTS[2]);
        assertThat(data.filter(2, 1).label(1)).isZero();
        assertThat(data.oneHot().weighted()).isTrue();
        Dataset two = twoTargets().select(7, 2);
        float[] size = new float[1];
        two.copyTarget(1, 1, size, 0, 1);
        assertThat(size).containsExactly(1);
        assertThat(two.targetShapes().toString()).isEqualTo("[[], [1]]");
        assertThat(twoTargets().slice(2, 4).inputShapes()).hasSize(1);
    }

    @Test
    void weightsThatDoNotFitAreRefused() {
        Dataset data = Dataset.of(IMAGES, LABELS);
        assertThatThrownBy(() -> data.weighted(1, 2)).hasMessageContaining("30 images need a weight each");
        float[] negative = new float[N];
        negative[4] = -1;
        assertThatThrownBy(() -> data.weighted(negative)).hasMessageContaining("weight of image 4 is -1.0");
        assertThatThrownBy(() -> Fit.epochs(1).classWeight(Map.of(1, Float.NaN)))
                .hasMessageContaining("class 1");
        Model model = twoHeads();
        model.compile(
                SGD.of(0.1f), Objective.of(SparseCategoricalCrossentropy.of()), Objective.of(MeanSquaredError.of()));
        assertThatThrownBy(() -> model.fit(twoTargets(), Fit.epochs(1).classWeight(Map.of(1, 2f))))
                .hasMessageContaining("class weights go with one target");
        assertThatThrownBy(() -> Objective.of(MeanSquaredError.of()).weight(-1)).hasMessageContaining("weight");
    }
}
