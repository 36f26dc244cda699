package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * An immutable description of a layer; its weights live in the model.
 *
 * <p>A layer of one's own implements {@link #call} with ops; its gradient follows from theirs.
 */
public interface Layer {
    /** The name given to the layer, or null to be named after its class, as in Keras. */
    String name();

    /**
     * Adds the layer's ops to the graph that the context builds.
     *
     * @param input shape of one image, without the batch axis
     * @throws IllegalArgumentException if the layer does not take this shape
     */
    Value call(Value input, LayerContext context);
}
