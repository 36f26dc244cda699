package dev.fovea.cli;

import dev.fovea.train.Callback;
import dev.fovea.train.CosineDecay;
import dev.fovea.train.LearningRate;
import dev.fovea.train.Logs;
import dev.fovea.train.Training;
import java.util.function.Supplier;

/**
 * Half a cosine from a starting rate down to 0, over all steps of a run.
 *
 * <p>It sets the rate from outside, so that a run can be taken up again with more epochs: an optimizer's own schedule
 * is a part of its saved state.
 */
final class CosineRate implements Callback {
    private final float start;
    private LearningRate curve;

    CosineRate(float start) {
        this.start = start;
    }

    @Override
    public void onTrainBegin(Training training) {
        curve = CosineDecay.of(start, Math.multiplyExact(training.steps(), training.epochs()));
    }

    @Override
    public void onEpochBegin(Training training) {
        set(training, 0);
    }

    @Override
    public void onBatchEnd(Training training, int step, Supplier<Logs> logs) {
        set(training, step);
    }

    private void set(Training training, int step) {
        training.learningRate(curve.at((long) (training.epoch() - 1) * training.steps() + step));
    }
}
