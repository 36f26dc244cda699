package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.Objects;

/**
 * The part of rows where the class of the largest target is among the k with the largest outputs, as Keras's class of
 * that name; one tied with the k-th is among them.
 */
public record TopKCategoricalAccuracy(int k, String name) implements Metric {
    public TopKCategoricalAccuracy {
        Objects.requireNonNull(name, "a metric has a name");
        Part.checkK("TopKCategoricalAccuracy", k);
    }

    /** Under the name that Keras gives it, with its default k of 5. */
    public static TopKCategoricalAccuracy of() {
        return of(5);
    }

    public static TopKCategoricalAccuracy of(int k) {
        return new TopKCategoricalAccuracy(k, "top_k_categorical_accuracy");
    }

    @Override
    public Count start(Shape output, Shape target) {
        int classes = output.rank() == 0 ? 1 : output.dim(-1);
        return Part.ofRows(
                "TopKCategoricalAccuracy",
                output,
                target,
                (outputs, at, targets, targetAt) ->
                        Part.inTopK(outputs, at, classes, k, Part.largest(targets, targetAt, classes)));
    }
}
