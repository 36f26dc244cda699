package dev.fovea.train;

/** The bounds that optimizers and schedules hold their arguments to. */
final class Hyperparameters {
    /** A decay rate of a moving average, or a momentum. */
    static void checkFraction(String owner, String name, float value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(owner + " takes a " + name + " between 0 and 1, not " + value);
        }
    }

    static void checkNotNegative(String owner, String name, float value) {
        if (!(value >= 0 && Float.isFinite(value))) {
            throw new IllegalArgumentException(owner + "'s " + name + " is a finite number of 0 or more, not " + value);
        }
    }

    static void checkSteps(String owner, String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(owner + " takes a " + name + " of at least 1, not " + value);
        }
    }

    private Hyperparameters() {}
}
