package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.Objects;

/**
 * The part of outputs that are over the threshold where the target is 1 and not over it where it is 0, as Keras's class
 * of that name.
 */
public record BinaryAccuracy(String name, float threshold) implements Metric {
    public BinaryAccuracy {
        Objects.requireNonNull(name, "a metric has a name");
        Hyperparameters.checkFraction("BinaryAccuracy", "threshold", threshold);
    }

    /** Under the name that Keras gives it, with the threshold 0.5. */
    public static BinaryAccuracy of() {
        return new BinaryAccuracy("binary_accuracy", 0.5f);
    }

    public BinaryAccuracy threshold(float threshold) {
        return new BinaryAccuracy(name, threshold);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Part.ofElements(
                "BinaryAccuracy",
                output,
                target,
                (outputs, at, targets, targetAt) -> (outputs[at] > threshold ? 1 : 0) == targets[targetAt]);
    }
}
