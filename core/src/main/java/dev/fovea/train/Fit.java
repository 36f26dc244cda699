package dev.fovea.train;

import dev.fovea.data.Dataset;
import java.util.List;

/**
 * How {@code fit} goes; defaults as in Keras.
 *
 * @param epochs the number of the last epoch
 * @param initialEpoch how many epochs are already done, as when a fit is taken up again
 * @param batchSize images per step
 * @param validation images that loss and metrics are measured on after each epoch, or null
 * @param shuffle whether each epoch takes the images in another order
 * @param seed decides the order of images and what dropout drops
 * @param threads how many threads work; the weights do not depend on it
 */
public record Fit(
        int epochs,
        int initialEpoch,
        int batchSize,
        Dataset validation,
        boolean shuffle,
        long seed,
        int threads,
        List<Callback> callbacks) {
    public Fit {
        if (epochs < 1 || batchSize < 1 || threads < 1) {
            throw new IllegalArgumentException("epochs, batch size and threads are at least 1; got " + epochs + ", "
                    + batchSize + " and " + threads);
        }
        if (initialEpoch < 0 || initialEpoch > epochs) {
            throw new IllegalArgumentException(
                    initialEpoch + " epochs can't be done of " + epochs + "; it is 0 to the number of epochs");
        }
        callbacks = List.copyOf(callbacks);
    }

    public static Fit epochs(int epochs) {
        return new Fit(epochs, 0, 32, null, true, 0, Runtime.getRuntime().availableProcessors(), List.of());
    }

    public Fit initialEpoch(int initialEpoch) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, threads, callbacks);
    }

    public Fit batchSize(int batchSize) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, threads, callbacks);
    }

    public Fit validation(Dataset validation) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, threads, callbacks);
    }

    public Fit shuffle(boolean shuffle) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, threads, callbacks);
    }

    public Fit seed(long seed) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, threads, callbacks);
    }

    public Fit threads(int threads) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, threads, callbacks);
    }

    public Fit callbacks(Callback... callbacks) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, threads, List.of(callbacks));
    }
}
