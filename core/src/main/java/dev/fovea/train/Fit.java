package dev.fovea.train;

import dev.fovea.data.Dataset;
import java.util.List;
import java.util.Map;

/**
 * How {@code fit} goes; defaults as in Keras.
 *
 * @param epochs the number of the last epoch
 * @param initialEpoch how many epochs are already done, as when a fit is taken up again
 * @param batchSize images per step
 * @param validation images that loss and metrics are measured on after each epoch, or null
 * @param shuffle whether each epoch takes the images in another order
 * @param seed decides the order of images and what dropout drops
 * @param classWeight what the loss of an image is multiplied by for its class, 1 for classes that are not named; on top
 *     of the weights that a data set may have; not in validation
 * @param threads how many threads work; the weights do not depend on it
 */
public record Fit(
        int epochs,
        int initialEpoch,
        int batchSize,
        Dataset validation,
        boolean shuffle,
        long seed,
        Map<Integer, Float> classWeight,
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
        classWeight = Map.copyOf(classWeight);
        classWeight.forEach((label, weight) -> {
            if (label < 0 || !(weight >= 0 && Float.isFinite(weight))) {
                throw new IllegalArgumentException("a class weight is a finite number of 0 or more for a class of 0 or"
                        + " more, not " + weight + " for class " + label);
            }
        });
        callbacks = List.copyOf(callbacks);
    }

    public static Fit epochs(int epochs) {
        return new Fit(
                epochs, 0, 32, null, true, 0, Map.of(), Runtime.getRuntime().availableProcessors(), List.of());
    }

    public Fit initialEpoch(int initialEpoch) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, classWeight, threads, callbacks);
    }

    public Fit batchSize(int batchSize) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, classWeight, threads, callbacks);
    }

    public Fit validation(Dataset validation) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, classWeight, threads, callbacks);
    }

    public Fit shuffle(boolean shuffle) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, classWeight, threads, callbacks);
    }

    public Fit seed(long seed) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, classWeight, threads, callbacks);
    }

    public Fit classWeight(Map<Integer, Float> classWeight) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, classWeight, threads, callbacks);
    }

    public Fit threads(int threads) {
        return new Fit(epochs, initialEpoch, batchSize, validation, shuffle, seed, classWeight, threads, callbacks);
    }

    public Fit callbacks(Callback... callbacks) {
        return new Fit(
                epochs, initialEpoch, batchSize, validation, shuffle, seed, classWeight, threads, List.of(callbacks));
    }
}
