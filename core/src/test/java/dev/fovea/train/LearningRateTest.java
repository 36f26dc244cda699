package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds schedules to the numbers of an independent program, {@code tables.py}. */
class LearningRateTest {
    private static final Map<String, LearningRate> SCHEDULES = Map.ofEntries(
            Map.entry("exponential", ExponentialDecay.of(0.1f, 4, 0.96f)),
            Map.entry(
                    "exponential_staircase", ExponentialDecay.of(0.1f, 4, 0.96f).staircase(true)),
            Map.entry("piecewise", PiecewiseConstantDecay.of(new int[] {5, 12}, 0.1f, 0.05f, 0.001f)),
            Map.entry(
                    "polynomial",
                    PolynomialDecay.of(0.1f, 10).endLearningRate(0.01f).power(0.5f)),
            Map.entry(
                    "polynomial_cycle",
                    PolynomialDecay.of(0.1f, 10)
                            .endLearningRate(0.01f)
                            .power(0.5f)
                            .cycle(true)),
            Map.entry("inverse_time", InverseTimeDecay.of(0.1f, 4, 0.5f)),
            Map.entry(
                    "inverse_time_staircase", InverseTimeDecay.of(0.1f, 4, 0.5f).staircase(true)),
            Map.entry("cosine", CosineDecay.of(0.1f, 10)),
            Map.entry("cosine_alpha", CosineDecay.of(0.1f, 10).alpha(0.25f)),
            Map.entry("cosine_warmup", CosineDecay.of(0.01f, 10).alpha(0.1f).warmup(0.2f, 5)),
            Map.entry("restarts", CosineDecayRestarts.of(0.1f, 4)),
            Map.entry(
                    "restarts_shrinking",
                    CosineDecayRestarts.of(0.1f, 4).tMul(1.5f).mMul(0.5f).alpha(0.1f)),
            Map.entry("restarts_equal", CosineDecayRestarts.of(0.1f, 4).tMul(1).mMul(0.9f)));

    @Test
    void ratesAreThoseOfAnIndependentProgram() {
        Map<String, List<double[]>> table = Table.read("schedules.csv").rows();
        assertThat(table.keySet()).isEqualTo(SCHEDULES.keySet());
        SCHEDULES.forEach((name, schedule) -> table.get(name).forEach(row -> {
            // A float32 decay rate is off by 3e-8 and may be raised to the power of 250.
            double tolerance = 1e-8 + 2e-5 * row[1];
            assertThat((double) schedule.at((long) row[0]))
                    .as("%s at step %.0f", name, row[0])
                    .isCloseTo(row[1], within(tolerance));
        }));
    }

    @Test
    void restartsComeAtTheirStepHoweverLate() {
        LearningRate tenfold = CosineDecayRestarts.of(1, 1000).tMul(10);
        assertThat(tenfold.at(111_000 - 1)).isLessThan(1e-3f);
        assertThat(tenfold.at(111_000)).isEqualTo(1);
    }

    @Test
    void anOptimizerFollowsItsSchedule() {
        assertThat(Adam.of(ExponentialDecay.of(0.1f, 1, 0.5f)).learningRate().at(2))
                .isEqualTo(0.025f);
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> ExponentialDecay.of(0.1f, 0, 0.9f)).hasMessageContaining("at least 1, not 0");
        assertThatThrownBy(() -> InverseTimeDecay.of(0.1f, 1, -1)).hasMessageContaining("not -1.0");
        assertThatThrownBy(() -> PiecewiseConstantDecay.of(new int[] {1, 2}, 1, 2))
                .hasMessageContaining("2 values and 2 boundaries");
        assertThatThrownBy(() -> PiecewiseConstantDecay.of(new int[] {2, 2}, 1, 2, 3))
                .hasMessageContaining("ascending order, not [2, 2]");
        assertThatThrownBy(() -> PolynomialDecay.of(Float.NaN, 1)).hasMessageContaining("not NaN");
        assertThatThrownBy(() -> new CosineDecay(0.1f, 10, 0, null, 5)).hasMessageContaining("5 steps and target null");
        assertThatThrownBy(() -> CosineDecayRestarts.of(0.1f, 10).tMul(0.5f)).hasMessageContaining("not 0.5");
    }
}
