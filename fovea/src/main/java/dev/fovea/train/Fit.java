package dev.fovea.train;

import dev.fovea.data.Dataset;
import java.util.List;

/**
 * How {@code fit} goes; defaults as in Keras.
 *
 * @param validation images that loss and accuracy are measured on after each epoch, or null
 * @param seed decides the order of images and what dropout drops
 * @param threads how many threads work; the weights do not depend on it
 */
public record Fit(
        int epochs, int batchSize, Dataset validation, long seed, int threads, List<Callback> callbacks) {
    public Fit {
        if (epochs < 1 || batchSize < 1 || threads < 1) {
            throw new IllegalArgumentException("epochs, batch size and threads are at least 1; got " + epochs + ", "
                    + batchSize + " and " + threads);
        }
        callbacks = List.copyOf(callbacks);
    }

    public static Fit epochs(int epochs) {
        return new Fit(epochs, 32, null, 0, Runtime.getRuntime().availableProcessors(), List.of());
    }

    public Fit batchSize(int batchSize) {
        return new Fit(epochs, batchSize, validation, seed, threads, callbacks);
    }

    public Fit validation(Dataset validation) {
        return new Fit(epochs, batchSize, validation, seed, threads, callbacks);
    }

    public Fit seed(long seed) {
        return new Fit(epochs, batchSize, validation, seed, threads, callbacks);
    }

    public Fit threads(int threads) {
        return new Fit(epochs, batchSize, validation, seed, threads, callbacks);
    }

    public Fit callbacks(Callback... callbacks) {
        return new Fit(epochs, batchSize, validation, seed, threads, List.of(callbacks));
    }
}
