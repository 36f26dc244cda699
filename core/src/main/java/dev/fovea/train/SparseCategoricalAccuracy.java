package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.Objects;

/** The part of rows whose largest output is the one of their class number, as Keras's class of that name. */
public record SparseCategoricalAccuracy(String name) implements Metric {
    public SparseCategoricalAccuracy {
        Objects.requireNonNull(name, "a metric has a name");
    }

    /** Under the name that Keras gives it. */
    public static SparseCategoricalAccuracy of() {
        return new SparseCategoricalAccuracy("sparse_categorical_accuracy");
    }

    @Override
    public Count start(Shape output, Shape target) {
        int classes = output.rank() == 0 ? 1 : output.dim(-1);
        return Part.ofClassNumbers(
                "SparseCategoricalAccuracy",
                output,
                target,
                (outputs, at, targets, targetAt) -> Part.largest(outputs, at, classes) == (int) targets[targetAt]);
    }
}
