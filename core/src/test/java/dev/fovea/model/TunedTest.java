package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Input;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adadelta;
import dev.fovea.train.Adagrad;
import dev.fovea.train.Adam;
import dev.fovea.train.AdamW;
import dev.fovea.train.Adamax;
import dev.fovea.train.ExponentialDecay;
import dev.fovea.train.Fit;
import dev.fovea.train.Ftrl;
import dev.fovea.train.LambdaCallback;
import dev.fovea.train.Lion;
import dev.fovea.train.MeanSquaredError;
import dev.fovea.train.Nadam;
import dev.fovea.train.Optimizer;
import dev.fovea.train.RMSprop;
import dev.fovea.train.SGD;
import dev.fovea.train.Tuned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What all optimizers have in common, in fits. */
class TunedTest {
    private static final Dataset DATA = Dataset.of(random(1, 32, 3), random(2, 32, 2));

    private static Tensor random(long seed, int... dims) {
        Tensor tensor = Tensor.zeros(dims);
        RandomSource random = new RandomSource(seed);
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = 2 * random.nextFloat() - 1;
        }
        return tensor;
    }

    private static Model model(Optimizer optimizer) {
        Model model = Sequential.of(Input.of(3), Dense.of(2));
        model.compile(optimizer, MeanSquaredError.of());
        return model;
    }

    private static float[] kernel(Model model) {
        return model.weight("dense/kernel").values();
    }

    @Test
    void accumulatedGradientsStepAsALargerBatchDoes() {
        Optimizer optimizer = Adam.of(0.05f).clipnorm(0.3f);
        Model whole = model(optimizer);
        whole.fit(DATA, Fit.epochs(3).batchSize(16).shuffle(false));
        Model parts = model(optimizer.gradientAccumulationSteps(4));
        parts.fit(DATA, Fit.epochs(3).batchSize(4).shuffle(false));
        assertThat(parts.iterations()).isEqualTo(6).isEqualTo(whole.iterations());
        assertThat(kernel(parts)).containsExactly(kernel(whole), within(1e-5f));
    }

    @Test
    void weightsStandStillBetweenUpdates() {
        List<float[]> seen = new ArrayList<>();
        Model model = model(SGD.of(0.1f).gradientAccumulationSteps(2));
        LambdaCallback watch = LambdaCallback.of()
                .onTrainBatchEnd(
                        (training, step, logs) -> seen.add(kernel(model).clone()));
        float[] start = kernel(model).clone();
        model.fit(DATA, Fit.epochs(1).batchSize(8).callbacks(watch));
        assertThat(seen.get(0)).isEqualTo(start);
        assertThat(seen.get(1)).isNotEqualTo(start);
        assertThat(seen.get(2)).isEqualTo(seen.get(1));
        assertThat(seen.get(3)).isNotEqualTo(seen.get(2));
    }

    @Test
    void aScheduleCountsUpdatesWhereGradientsAreAccumulated() {
        Model model = model(SGD.of(new ExponentialDecay(0.1f, 2, 0.5f, true)).gradientAccumulationSteps(4));
        List<Float> rates = new ArrayList<>();
        LambdaCallback watch =
                LambdaCallback.of().onTrainBatchBegin((training, step) -> rates.add(training.learningRate()));
        model.fit(DATA, Fit.epochs(3).batchSize(8).callbacks(watch));
        assertThat(rates).startsWith(0.1f, 0.1f).endsWith(0.05f).hasSize(12);
        assertThat(rates.get(7)).isEqualTo(0.1f);
        assertThat(rates.get(8)).isEqualTo(0.05f);
    }

    @Test
    void aFitEndsByPuttingAveragedWeightsInThePlaceOfTheLast() {
        List<float[]> seen = new ArrayList<>();
        Model model = model(SGD.of(0.3f).useEma(true).emaMomentum(0.7f));
        LambdaCallback watch = LambdaCallback.of()
                .onTrainBatchEnd(
                        (training, step, logs) -> seen.add(kernel(model).clone()));
        model.fit(DATA, Fit.epochs(2).batchSize(8).callbacks(watch));
        Model plain = model(SGD.of(0.3f));
        plain.fit(DATA, Fit.epochs(2).batchSize(8));
        assertThat(seen.getLast()).isEqualTo(kernel(plain));
        double[] average = new double[6];
        for (int step = 0; step < seen.size(); step++) {
            for (int i = 0; i < 6; i++) {
                double stays = step == 0 ? 0 : 0.7;
                average[i] = stays * average[i] + (1 - stays) * seen.get(step)[i];
            }
        }
        for (int i = 0; i < 6; i++) {
            assertThat((double) kernel(model)[i]).isCloseTo(average[i], within(1e-6));
        }
        assertThat(kernel(model)).isNotEqualTo(kernel(plain));
    }

    @Test
    void averagedWeightsTakeThePlaceOfTheOthersAfterEverySoManyUpdates() {
        List<float[]> seen = new ArrayList<>();
        Model model = model(SGD.of(0.3f).useEma(true).emaMomentum(0.5f).emaOverwriteFrequency(2));
        LambdaCallback watch = LambdaCallback.of()
                .onTrainBatchEnd(
                        (training, step, logs) -> seen.add(kernel(model).clone()));
        model.fit(DATA, Fit.epochs(1).batchSize(8).shuffle(false).callbacks(watch));
        Model plain = model(SGD.of(0.3f));
        List<float[]> without = new ArrayList<>();
        LambdaCallback watchPlain = LambdaCallback.of()
                .onTrainBatchEnd(
                        (training, step, logs) -> without.add(kernel(plain).clone()));
        plain.fit(DATA, Fit.epochs(1).batchSize(8).shuffle(false).callbacks(watchPlain));
        assertThat(seen.get(0)).isEqualTo(without.get(0));
        for (int i = 0; i < 6; i++) {
            assertThat(seen.get(1)[i]).isCloseTo((without.get(0)[i] + without.get(1)[i]) / 2, within(1e-6f));
        }
    }

    @Test
    void noOptimizerMindsTheSlotsBesideItsOwn() {
        for (Optimizer optimizer : List.of(
                SGD.of(0.1f).momentum(0.9f).nesterov(true),
                RMSprop.of().centered(true).momentum(0.5f),
                RMSprop.of().centered(true),
                Adam.of(),
                Adam.of().amsgrad(true),
                AdamW.of().amsgrad(true),
                AdamW.of(),
                Nadam.of(),
                Adamax.of(),
                Adagrad.of(),
                Adadelta.of(),
                Lion.of(),
                Ftrl.of())) {
            Tuned tuned = optimizer.useEma(true).emaMomentum(0.5f).gradientAccumulationSteps(2);
            float[][] weights = {{1, -2, 3}, {1, -2, 3}};
            float[][][] slots = {new float[optimizer.slots()][3], new float[tuned.slots()][3]};
            for (float[][] of : slots) {
                for (int s = 0; s < optimizer.slots(); s++) {
                    Arrays.fill(of[s], optimizer.slotStart(s));
                }
            }
            Arrays.fill(slots[1][tuned.accumulatorSlot()], 5);
            for (int step = 1; step <= 4; step++) {
                float[] gradient = {0.5f * step, -1, 0.25f};
                optimizer.update(weights[0], gradient, 0, slots[0], 0, 3, step, 0.1f);
                tuned.update(weights[1], gradient, 0, slots[1], 0, 3, step, 0.1f);
                assertThat(weights[1]).as(optimizer.toString()).isEqualTo(weights[0]);
            }
        }
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        assertThatThrownBy(() -> SGD.of(0.1f).clipnorm(1).clipvalue(1)).hasMessageContaining("clipped one way");
        assertThatThrownBy(() -> SGD.of(0.1f).useEma(false).emaOverwriteFrequency(3))
                .hasMessageContaining("useEma(true)");
        assertThatThrownBy(() -> SGD.of(0.1f).gradientAccumulationSteps(0))
                .hasMessageContaining("gradientAccumulationSteps");
        assertThatThrownBy(() -> SGD.of(0.1f).useEma(true).emaMomentum(1.5f)).hasMessageContaining("emaMomentum");
    }
}
