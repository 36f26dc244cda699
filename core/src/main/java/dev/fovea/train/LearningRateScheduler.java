package dev.fovea.train;

import java.util.Objects;

/**
 * Sets the learning rate at the beginning of each epoch, as Keras's callback of that name.
 *
 * <pre>{@code
 * LearningRateScheduler.of((epoch, rate) -> epoch < 10 ? rate : rate * 0.9f);
 * }</pre>
 *
 * <p>It refuses an optimizer that follows a schedule of its own.
 */
public record LearningRateScheduler(Schedule schedule) implements Callback {
    /** The rate of an epoch. */
    @FunctionalInterface
    public interface Schedule {
        /**
         * The rate of this epoch.
         *
         * @param epoch the number of epochs done, as Keras counts: 0 for the first
         * @param learningRate the rate so far
         */
        float rate(int epoch, float learningRate);
    }

    public LearningRateScheduler {
        Objects.requireNonNull(schedule, "LearningRateScheduler takes a function of epoch and rate");
    }

    public static LearningRateScheduler of(Schedule schedule) {
        return new LearningRateScheduler(schedule);
    }

    @Override
    public void onEpochBegin(Training training) {
        float rate = schedule.rate(training.epoch() - 1, training.learningRate());
        if (!(rate >= 0 && Float.isFinite(rate))) {
            throw new IllegalArgumentException("LearningRateScheduler's function gave " + rate + " for epoch "
                    + (training.epoch() - 1) + "; a learning rate is a number of 0 or more");
        }
        training.learningRate(rate);
    }
}
