package dev.fovea.op;

import dev.fovea.tensor.Shape;

/** The result of an op, or an input, within a graph: known by its shape before anything is computed. */
public interface Value {
    /** The shape; of one image where the value is {@link #batched()}. */
    Shape shape();

    /** Whether there is one such value for each image, or one for all, as of a weight. */
    boolean batched();

    /** The op that makes this value, or null for an input. */
    Op op();

    /** The index-th operand of the op. */
    Value operand(int index);
}
