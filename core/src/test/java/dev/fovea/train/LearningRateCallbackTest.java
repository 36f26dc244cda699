package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LearningRateCallbackTest {
    private final ScriptedTraining training = new ScriptedTraining();

    @Test
    void thePlateauLowersTheRateAfterPatienceEpochs() {
        training.run(ReduceLROnPlateau.of().factor(0.5f).patience(2), "val_loss", 1, 1, 1, 1, 1, 1);
        assertThat(training.rates).containsExactly(0.1f, 0.1f, 0.1f, 0.05f, 0.05f, 0.025f);
    }

    @Test
    void aFallOverMinDeltaStartsTheWaitAgain() {
        training.run(ReduceLROnPlateau.of().patience(2), "val_loss", 1, 0.99995, 0.5, 0.5, 0.49, 0.49, 0.49, 0.49);
        assertThat(training.rates.subList(0, 7)).containsOnly(0.1f);
        assertThat(training.rates.get(7)).isEqualTo(0.1f * 0.1f);
    }

    @Test
    void epochsOfTheCooldownAreNotCounted() {
        // Down after epoch 2; 3 and 4 cool down, the counter of 4 reaching 0 and counting; 5 would be the next.
        training.run(ReduceLROnPlateau.of().factor(0.5f).patience(1).cooldown(2), "val_loss", 1, 1, 1, 1, 1);
        assertThat(training.rates).containsExactly(0.1f, 0.1f, 0.05f, 0.05f, 0.025f);
    }

    @Test
    void theRateNeverGoesUnderItsLeast() {
        training.run(ReduceLROnPlateau.of().patience(1).minLr(0.05f), "val_loss", 1, 1, 1, 1);
        assertThat(training.rates).containsExactly(0.1f, 0.1f, 0.05f, 0.05f);
    }

    @Test
    void anAccuracyShouldRise() {
        training.run(ReduceLROnPlateau.of("val_accuracy").patience(1), "val_accuracy", 0.5, 0.6, 0.6, 0.6);
        assertThat(training.rates).containsExactly(0.1f, 0.1f, 0.1f, 0.1f * 0.1f);
    }

    @Test
    void aPlateauCannotActOnAScheduleAndSaysSoAtOnce() {
        training.schedule = true;
        assertThatThrownBy(() -> training.run(ReduceLROnPlateau.of(), "val_loss", 1))
                .isInstanceOf(IllegalStateException.class);
        assertThat(training.epoch).isZero();
        assertThatThrownBy(() -> ReduceLROnPlateau.of().factor(1)).hasMessageContaining("below 1, not 1.0");
    }

    @Test
    void theSchedulerCountsEpochsFromZero() {
        training.run(
                LearningRateScheduler.of((epoch, rate) -> epoch < 1 ? rate : rate / (1 + epoch)), "val_loss", 1, 1, 1);
        assertThat(training.rates).containsExactly(0.1f, 0.05f, 0.05f / 3);
    }

    @Test
    void aScheduleThatGivesNoRateIsRefused() {
        assertThatThrownBy(() -> training.run(
                        LearningRateScheduler.of((epoch, rate) -> epoch == 1 ? -1 : rate), "val_loss", 1, 1))
                .hasMessageContaining("gave -1.0 for epoch 1");
    }
}
