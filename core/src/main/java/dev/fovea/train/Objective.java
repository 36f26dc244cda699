package dev.fovea.train;

import java.util.List;
import java.util.Objects;

/**
 * What is asked of one output of a model: its loss, how much that counts, and what is measured.
 *
 * <pre>{@code
 * model.compile(Adam.of(),
 *         Objective.of(SparseCategoricalCrossentropy.of(), SparseCategoricalAccuracy.of()),
 *         Objective.of(MeanSquaredError.of()).weight(0.5f));
 * }</pre>
 *
 * @param weight what the loss is multiplied by in the sum of all, as in Keras's {@code loss_weights}; 0 or more
 */
public record Objective(Loss loss, float weight, List<Metric> metrics) {
    public Objective {
        Objects.requireNonNull(loss, "a model is compiled with a loss");
        Hyperparameters.checkNotNegative("Objective", "weight", weight);
        metrics = List.copyOf(metrics);
    }

    /** An objective of weight 1. */
    public static Objective of(Loss loss, Metric... metrics) {
        return new Objective(loss, 1, List.of(metrics));
    }

    public Objective weight(float weight) {
        return new Objective(loss, weight, metrics);
    }
}
