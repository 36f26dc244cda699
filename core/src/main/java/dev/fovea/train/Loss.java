package dev.fovea.train;

import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.Shape;

/** What training makes small: a number for each image, whose mean over the batch is the loss. */
public interface Loss {
    /** The name in logs, as in Keras. */
    String name();

    /**
     * Adds the loss of each image, a scalar, to a graph.
     *
     * @param target the label, of the shape that the data set gives: a class number is a scalar
     * @param output what the model makes of the image
     * @throws IllegalArgumentException if target and output don't go together
     */
    Value perImage(Wiring graph, Value target, Value output);

    /** Whether targets are class numbers, to be checked against the number of outputs. */
    default boolean takesClassNumbers(Shape output) {
        return false;
    }
}
