package dev.fovea.train;

/** What a caller of {@code fit} is told while it runs. */
public interface Callback {
    /**
     * A step is done.
     *
     * @param step from 1 to {@code steps}
     * @param loss the mean loss of the epoch so far
     * @param accuracy that of the epoch so far
     */
    default void onStep(int epoch, int step, int steps, float loss, float accuracy) {}

    /** An epoch is done; returns whether to go on. */
    default boolean onEpochEnd(History.Epoch epoch) {
        return true;
    }
}
