package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.Objects;

/** The part of rows whose largest output is where the largest target is, as Keras's class of that name. */
public record CategoricalAccuracy(String name) implements Metric {
    public CategoricalAccuracy {
        Objects.requireNonNull(name, "a metric has a name");
    }

    /** Under the name that Keras gives it. */
    public static CategoricalAccuracy of() {
        return new CategoricalAccuracy("categorical_accuracy");
    }

    @Override
    public Count start(Shape output, Shape target) {
        int classes = output.rank() == 0 ? 1 : output.dim(-1);
        return Part.ofRows(
                "CategoricalAccuracy",
                output,
                target,
                (outputs, at, targets, targetAt) ->
                        Part.largest(outputs, at, classes) == Part.largest(targets, targetAt, classes));
    }
}
