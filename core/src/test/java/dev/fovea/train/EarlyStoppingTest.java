package dev.fovea.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
    private final ScriptedTraining training = new ScriptedTraining();

    private int stopped(EarlyStopping callback, double... losses) {
        training.run(callback, "val_loss", losses);
        return callback.stoppedEpoch();
    }

    @Test
    void withoutPatienceTheFirstEpochThatIsNoBetterIsTheLast() {
        EarlyStopping callback = EarlyStopping.of();
        assertThat(stopped(callback, 1, 0.5, 0.5, 0.4)).isEqualTo(3);
        assertThat(callback.bestEpoch()).isEqualTo(2);
        assertThat(training.weight).isEqualTo(3);
    }

    @Test
    void patienceCountsEpochsInARow() {
        assertThat(stopped(EarlyStopping.of().patience(2), 1, 1.1, 0.9, 0.95, 0.93, 0.8))
                .isEqualTo(5);
        assertThat(stopped(EarlyStopping.of().patience(3), 1, 1.1, 0.9, 0.95, 0.93, 0.8))
                .isZero();
    }

    @Test
    void aChangeOfNoMoreThanMinDeltaIsNoChange() {
        assertThat(stopped(EarlyStopping.of().minDelta(0.1).patience(2), 1, 0.95, 0.91, 0.5))
                .isEqualTo(3);
        assertThat(stopped(EarlyStopping.of().minDelta(-0.1).patience(2), 1, 0.95, 0.91, 0.5))
                .isEqualTo(3);
        assertThat(stopped(EarlyStopping.of().minDelta(0.05).patience(2), 1, 0.95, 0.91, 0.5))
                .isZero();
    }

    @Test
    void theFirstEpochNeverStops() {
        assertThat(stopped(EarlyStopping.of(), Double.NaN, Double.NaN, 1)).isEqualTo(2);
    }

    @Test
    void anAccuracyShouldRiseAndALossFall() {
        EarlyStopping callback = EarlyStopping.of("val_accuracy");
        training.run(callback, "val_accuracy", 0.5, 0.6, 0.7, 0.6, 0.9);
        assertThat(callback.stoppedEpoch()).isEqualTo(4);
        EarlyStopping wrongWay = EarlyStopping.of("val_accuracy").mode(MonitorMode.MIN);
        training.run(wrongWay, "val_accuracy", 0.5, 0.6, 0.7);
        assertThat(wrongWay.stoppedEpoch()).isEqualTo(2);
    }

    @Test
    void belowTheBaselineWaitingGoesOnButOnlyAnEpochThatIsNoBetterStops() {
        EarlyStopping callback = EarlyStopping.of().baseline(0.5).patience(2);
        // Epochs 1 to 3 get better, yet do not beat the baseline: the wait is 3 when epoch 4 is worse.
        assertThat(stopped(callback, 1, 0.9, 0.8, 0.85, 0.1)).isEqualTo(4);
        assertThat(stopped(callback, 1, 0.4, 0.45, 0.3)).isZero();
    }

    @Test
    void epochsBeforeTheFirstAreNotLookedAt() {
        EarlyStopping callback = EarlyStopping.of().startFromEpoch(2);
        assertThat(stopped(callback, 0.1, 0.2, 1, 1.1, 0.5)).isEqualTo(4);
        assertThat(callback.bestEpoch()).isEqualTo(3);
    }

    @Test
    void theBestWeightsComeBackHoweverTheFitEnds() {
        EarlyStopping callback = EarlyStopping.of().restoreBestWeights(true).patience(2);
        assertThat(stopped(callback, 1, 0.5, 0.6, 0.7, 0.1)).isEqualTo(4);
        assertThat(training.weight).isEqualTo(2);
        assertThat(stopped(callback, 1, 0.5, 0.6)).isZero();
        assertThat(training.weight).isEqualTo(2);
        // Where none is better than what can't be compared, the first is the best.
        stopped(callback, Double.NaN, Double.NaN);
        assertThat(training.weight).isEqualTo(1);
    }

    @Test
    void itCanBeUsedAgain() {
        EarlyStopping callback = EarlyStopping.of();
        assertThat(stopped(callback, 1, 2)).isEqualTo(2);
        assertThat(stopped(callback, 5, 4, 4.5)).isEqualTo(3);
    }

    @Test
    void aFigureThatIsNotMeasuredIsRefusedWhenTheFitBegins() {
        training.validates = false;
        assertThatThrownBy(() -> stopped(EarlyStopping.of(), 1))
                .hasMessage("EarlyStopping monitors \"val_loss\", but this fit has no validation data; give"
                        + " Fit.validation(...) or monitor one of loss, accuracy");
        assertThatThrownBy(() -> stopped(EarlyStopping.of("acuracy"), 1))
                .hasMessageContaining("does not measure it; there are loss, accuracy");
        assertThat(training.epoch).isZero();
        assertThatThrownBy(() -> EarlyStopping.of().patience(-1)).hasMessageContaining("got -1 and 0");
        assertThatThrownBy(() -> EarlyStopping.of().minDelta(Double.NaN)).hasMessageContaining("not NaN");
    }
}
