package dev.fovea.train;

/** What a caller of {@code fit} is told while it runs, and may do then; as Keras's {@code Callback}. */
public interface Callback {
    default void onTrainBegin(Training training) {}

    default void onEpochBegin(Training training) {}

    /**
     * A step is about to be done.
     *
     * @param step from 1 to {@link Training#steps()}
     */
    default void onBatchBegin(Training training, int step) {}

    /**
     * A step is done.
     *
     * @param step from 1 to {@link Training#steps()}
     * @param logs means over the epoch so far; reading them is cheap, making them is not, so they come on demand
     */
    default void onBatchEnd(Training training, int step, java.util.function.Supplier<Logs> logs) {}

    /** An epoch is done, and validation with it. */
    default void onEpochEnd(Training training, History.Epoch epoch) {}

    /** The fit has ended, in whatever way but by an exception. */
    default void onTrainEnd(Training training) {}
}
