package dev.fovea.train;

import java.util.List;

/** What {@code fit} measured, an entry per epoch. */
public record History(List<Epoch> epochs) {
    /**
     * One epoch.
     *
     * @param number from 1
     * @param logs the loss, metrics and, with validation, the same with {@code val_} before their names
     * @param seconds wall time of its training steps, without validation
     * @param learningRate at its last step
     */
    public record Epoch(int number, Logs logs, double seconds, float learningRate) {}

    public History {
        epochs = List.copyOf(epochs);
    }

    /** The figures of one name, an entry per epoch, as Keras's {@code history.history[name]}. */
    public List<Double> get(String name) {
        return epochs.stream().map(epoch -> epoch.logs().get(name)).toList();
    }

    /** The figures of the last epoch. */
    public Logs last() {
        return epochs.getLast().logs();
    }
}
