package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Input;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds ten steps of each optimizer to the numbers of an independent program, {@code tables.py}. */
class OptimizerTest {
    private static final float[][] GRADIENTS = {
        {0.5f, -1.25f, 0}, {0.25f, 2, 1e-3f}, {-0.75f, 0.5f, -2e-3f}, {1.5f, -0.25f, 0}, {0.125f, 0.75f, 5e-4f},
        {-0.5f, -3, 1e-3f}, {0.0625f, 1, -1e-3f}, {2, 0, 0}, {-1, 0.375f, 3e-3f}, {0.5f, -0.5f, -5e-4f}
    };
    private static final Map<String, Optimizer> STEPS = Map.ofEntries(
            Map.entry("sgd", SGD.of()),
            Map.entry("sgd_momentum", SGD.of(0.1f).momentum(0.9f)),
            Map.entry("sgd_nesterov", SGD.of(0.1f).momentum(0.9f).nesterov(true)),
            Map.entry("rmsprop", RMSprop.of()),
            Map.entry(
                    "rmsprop_momentum",
                    RMSprop.of(0.01f).rho(0.8f).momentum(0.5f).epsilon(1e-3f)),
            Map.entry("rmsprop_centered", RMSprop.of(0.01f).epsilon(1e-5f).centered(true)),
            Map.entry(
                    "rmsprop_centered_momentum",
                    RMSprop.of(0.01f).epsilon(1e-5f).centered(true).momentum(0.5f)),
            Map.entry("adam", Adam.of()),
            Map.entry("adam_other", Adam.of(0.1f).beta1(0.8f).beta2(0.95f).epsilon(1e-3f)),
            Map.entry(
                    "adam_amsgrad",
                    Adam.of(0.1f).beta1(0.8f).beta2(0.9f).epsilon(1e-3f).amsgrad(true)),
            Map.entry("adamw", AdamW.of()),
            Map.entry("adamw_amsgrad", AdamW.of(0.1f).beta2(0.75f).amsgrad(true)),
            Map.entry("nadam", Nadam.of()),
            Map.entry("nadam_other", Nadam.of(0.1f).beta1(0.8f).beta2(0.95f).epsilon(1e-3f)),
            Map.entry("adamax", Adamax.of()),
            Map.entry("adamax_other", Adamax.of(0.1f).beta1(0.8f).beta2(0.95f).epsilon(1e-3f)),
            Map.entry("adagrad", Adagrad.of()),
            Map.entry(
                    "adagrad_other",
                    Adagrad.of(0.1f).initialAccumulatorValue(0.5f).epsilon(1e-3f)),
            Map.entry("adadelta", Adadelta.of()),
            Map.entry("adadelta_other", Adadelta.of(1).rho(0.8f).epsilon(1e-3f)),
            Map.entry("lion", Lion.of()),
            Map.entry("lion_other", Lion.of(0.1f).beta1(0.5f).beta2(0.8f)),
            Map.entry("ftrl", Ftrl.of()),
            Map.entry(
                    "ftrl_other",
                    Ftrl.of(0.1f)
                            .learningRatePower(-0.75f)
                            .initialAccumulatorValue(0.5f)
                            .l1RegularizationStrength(0.25f)
                            .l2RegularizationStrength(0.125f)
                            .l2ShrinkageRegularizationStrength(0.01f)
                            .beta(0.5f)));
    private static final Map<String, Optimizer> FITS = Map.of(
            "sgd_momentum",
            SGD.of(0.05f).momentum(0.9f).weightDecay(0.5f),
            "rmsprop",
            RMSprop.of(0.01f).weightDecay(0.1f),
            "adam",
            Adam.of(0.01f).weightDecay(0.25f),
            "adamw",
            AdamW.of(0.1f),
            "adamw_amsgrad",
            AdamW.of(0.1f).weightDecay(0.25f).beta1(0.5f).beta2(0.75f).amsgrad(true),
            "adagrad",
            Adagrad.of(0.1f).weightDecay(0.25f),
            "ftrl",
            Ftrl.of(0.1f),
            "clipnorm",
            SGD.of(0.1f).weightDecay(0.25f).clipnorm(0.5f),
            "clipvalue",
            SGD.of(0.1f).weightDecay(0.25f).clipvalue(0.75f),
            "global_clipnorm",
            Adam.of(0.1f).weightDecay(0.25f).globalClipnorm(0.5f));

    @Test
    void tenStepsAreThoseOfAnIndependentProgram() {
        Map<String, List<double[]>> table = Table.read("optimizers.csv").rows();
        assertThat(table.keySet()).isEqualTo(STEPS.keySet());
        STEPS.forEach((name, optimizer) -> {
            float[] weights = {5, 1, -2, 0.5f, 5};
            float[][] slots = new float[optimizer.slots()][5];
            for (int slot = 0; slot < slots.length; slot++) {
                Arrays.fill(slots[slot], optimizer.slotStart(slot));
            }
            for (int step = 1; step <= GRADIENTS.length; step++) {
                float[] g = GRADIENTS[step - 1];
                float[] gradient = {9, 9, 9, g[0], g[1], g[2], 9};
                float rate = optimizer.learningRate().at(step - 1);
                // Two pieces, as two threads would do them, beginning with the latter.
                optimizer.update(weights, gradient, 2, slots, 2, 4, step, rate);
                optimizer.update(weights, gradient, 2, slots, 1, 2, step, rate);
                double[] row = table.get(name).get(step - 1);
                for (int i = 0; i < 3; i++) {
                    // Ten float32 steps on weights of up to 4.
                    assertThat((double) weights[i + 1])
                            .as("%s, step %d, weight %d", name, step, i)
                            .isCloseTo(row[i + 1], within(4e-6));
                }
                assertThat(weights[0] + weights[4]).as("the neighbours").isEqualTo(10);
            }
        });
    }

    @Test
    void fitsWithWeightDecayAreThoseOfAnIndependentProgram() {
        Map<String, List<double[]>> table = Table.read("fits.csv").rows();
        assertThat(table.keySet()).isEqualTo(FITS.keySet());
        Dataset one = Dataset.of(Tensor.of(Shape.of(1, 3), 1, -0.5f, 2), 1);
        FITS.forEach((name, optimizer) -> {
            Sequential model = Sequential.of(Input.of(3), Dense.of(1));
            model.weights().getFirst().assign(Tensor.of(Shape.of(3, 1), 1, -2, 0.5f));
            model.compile(optimizer, MeanSquaredError.of());
            List<float[]> seen = new ArrayList<>();
            Callback watch = new Callback() {
                @Override
                public void onEpochEnd(Training training, History.Epoch epoch) {
                    float[][] weights = training.weights();
                    seen.add(new float[] {weights[0][0], weights[0][1], weights[0][2], weights[1][0]});
                }
            };
            model.fit(one, Fit.epochs(10).batchSize(1).callbacks(watch));
            for (int step = 0; step < 10; step++) {
                for (int i = 0; i < 4; i++) {
                    assertThat((double) seen.get(step)[i])
                            .as("%s, step %d, weight %d", name, step + 1, i)
                            .isCloseTo(table.get(name).get(step)[i + 1], within(1e-5));
                }
            }
        });
    }

    @Test
    void defaultsAreThoseOfKeras() {
        assertThat(SGD.of()).isEqualTo(new SGD(LearningRate.of(0.01f), 0, false, 0));
        assertThat(RMSprop.of()).isEqualTo(new RMSprop(LearningRate.of(0.001f), 0.9f, 0, 1e-7f, false, 0));
        assertThat(Adam.of()).isEqualTo(new Adam(LearningRate.of(0.001f), 0.9f, 0.999f, 1e-7f, false, 0));
        assertThat(AdamW.of()).isEqualTo(new AdamW(LearningRate.of(0.001f), 0.004f, 0.9f, 0.999f, 1e-7f, false));
        LearningRate rate = LearningRate.of(0.001f);
        assertThat(Nadam.of()).isEqualTo(new Nadam(rate, 0.9f, 0.999f, 1e-7f, 0));
        assertThat(Adamax.of()).isEqualTo(new Adamax(rate, 0.9f, 0.999f, 1e-7f, 0));
        assertThat(Adagrad.of()).isEqualTo(new Adagrad(rate, 0.1f, 1e-7f, 0));
        assertThat(Adadelta.of()).isEqualTo(new Adadelta(rate, 0.95f, 1e-7f, 0));
        assertThat(Lion.of()).isEqualTo(new Lion(rate, 0.9f, 0.99f, 0));
        assertThat(Ftrl.of()).isEqualTo(new Ftrl(rate, -0.5f, 0.1f, 0, 0, 0, 0, 0));
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> SGD.of(-1)).hasMessageContaining("not -1.0");
        assertThatThrownBy(() -> SGD.of().momentum(1.5f)).hasMessageContaining("momentum between 0 and 1, not 1.5");
        assertThatThrownBy(() -> SGD.of().weightDecay(-1)).hasMessageContaining("SGD's weight decay");
        assertThatThrownBy(() -> RMSprop.of().rho(2)).hasMessageContaining("rho between 0 and 1, not 2.0");
        assertThatThrownBy(() -> Adam.of().beta1(1)).hasMessageContaining("from 0 to below 1, not 1.0 and 0.999");
        assertThatThrownBy(() -> Adam.of().epsilon(-1)).hasMessageContaining("Adam's epsilon");
        assertThatThrownBy(() -> AdamW.of().beta2(Float.NaN)).hasMessageContaining("AdamW takes a beta1");
        assertThatThrownBy(() -> Adam.of().clipnorm(1).clipvalue(2)).hasMessageContaining("given are 1.0, 2.0 and 0.0");
        assertThatThrownBy(() -> Adam.of().clipvalue(-1)).hasMessageContaining("clipvalue is a finite number of 0 or");
        assertThatThrownBy(() -> Adam.of().clipvalue(1).globalClipnorm(1)).hasMessageContaining("clipped one way");
        assertThatThrownBy(() -> Nadam.of().beta1(1)).hasMessageContaining("Nadam takes a beta1");
        assertThatThrownBy(() -> Adamax.of().epsilon(-1)).hasMessageContaining("Adamax's epsilon");
        assertThatThrownBy(() -> Adagrad.of().initialAccumulatorValue(-1))
                .hasMessageContaining("Adagrad's initial accumulator value");
        assertThatThrownBy(() -> Adadelta.of().rho(2)).hasMessageContaining("rho between 0 and 1, not 2.0");
        assertThatThrownBy(() -> Lion.of().beta2(2)).hasMessageContaining("beta2 between 0 and 1, not 2.0");
        assertThatThrownBy(() -> Ftrl.of().learningRatePower(1)).hasMessageContaining("0 or less, not 1.0");
    }
}
