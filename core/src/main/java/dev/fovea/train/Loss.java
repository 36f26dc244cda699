package dev.fovea.train;

import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.Shape;

/**
 * What training makes small: a number for each image, whose mean over the batch is the loss, as with Keras's default
 * reduction {@code sum_over_batch_size}.
 */
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

    /** From how many classes class numbers are, so that they can be checked; 0 where targets are no class numbers. */
    default int classNumbers(Shape target, Shape output) {
        return 0;
    }

    /** Whether a class number that is none of {@link #classNumbers} is allowed, as one that doesn't count. */
    default boolean ignores(int classNumber) {
        return false;
    }
}
