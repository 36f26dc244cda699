package dev.fovea.nn;

import dev.fovea.op.Op;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/** What a layer needs of the model that it is built into. */
public interface LayerContext {
    /** Whether the graph is for training, where dropout drops. */
    boolean training();

    /** The result of an op. */
    Value add(Op op, Value... operands);

    /** A weight of this layer; the same whenever the model's graph is built anew. */
    Value weight(String name, Shape shape, Initializer initializer);

    /** A number that tells this layer's random draws from those of others. */
    int randomKey();
}
