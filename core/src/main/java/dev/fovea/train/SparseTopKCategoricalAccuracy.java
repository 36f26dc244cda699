package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.Objects;

/**
 * The part of rows whose class number is among the k with the largest outputs, as Keras's class of that name; one tied
 * with the k-th is among them.
 */
public record SparseTopKCategoricalAccuracy(int k, String name) implements Metric {
    public SparseTopKCategoricalAccuracy {
        Objects.requireNonNull(name, "a metric has a name");
        Part.checkK("SparseTopKCategoricalAccuracy", k);
    }

    /** Under the name that Keras gives it, with its default k of 5. */
    public static SparseTopKCategoricalAccuracy of() {
        return of(5);
    }

    public static SparseTopKCategoricalAccuracy of(int k) {
        return new SparseTopKCategoricalAccuracy(k, "sparse_top_k_categorical_accuracy");
    }

    @Override
    public Count start(Shape output, Shape target) {
        int classes = output.rank() == 0 ? 1 : output.dim(-1);
        return Part.ofClassNumbers(
                "SparseTopKCategoricalAccuracy",
                output,
                target,
                (outputs, at, targets, targetAt) -> Part.inTopK(outputs, at, classes, k, (int) targets[targetAt]));
    }
}
