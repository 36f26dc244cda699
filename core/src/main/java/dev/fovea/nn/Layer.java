package dev.fovea.nn;

import dev.fovea.op.Value;
import java.util.List;

/**
 * An immutable description of a layer; its weights live in the model.
 *
 * <p>A layer of one's own is a record that implements {@link #call} with ops; its gradient follows from theirs, and its
 * components are what a saved model keeps of it.
 */
public interface Layer {
    /** The name given to the layer, or null to be named after its class, as in Keras. */
    String name();

    /** The class's name in Keras, from which the layer's default name follows. */
    default String className() {
        return getClass().getSimpleName();
    }

    /**
     * Adds the layer's ops to the graph that the context builds.
     *
     * @param input shape of one image, without the batch axis
     * @throws IllegalArgumentException if the layer does not take this shape
     */
    Value call(Value input, LayerContext context);

    /**
     * The same for a layer of several inputs; those of one need not implement it.
     *
     * @throws IllegalArgumentException if the layer does not take these shapes, or so many of them
     */
    default Value call(List<Value> inputs, LayerContext context) {
        if (inputs.size() != 1) {
            throw new IllegalArgumentException(className() + " takes one input, not " + inputs.size());
        }
        return call(inputs.getFirst(), context);
    }

    /**
     * The same for a layer that gives several values, as a model of several outputs does; those of one need not
     * implement it.
     */
    default List<Value> callAll(List<Value> inputs, LayerContext context) {
        return List.of(call(inputs, context));
    }

    /**
     * Applies the layer in a functional model. Applied more than once, the same layer shares its weights.
     *
     * @throws IllegalArgumentException if the layer does not take these shapes, or gives more than one value
     */
    default Symbol apply(Symbol... inputs) {
        List<Symbol> outputs = applyAll(inputs);
        if (outputs.size() != 1) {
            throw new IllegalArgumentException(
                    className() + " \"" + name() + "\" gives " + outputs.size() + " values; take them with applyAll");
        }
        return outputs.getFirst();
    }

    /**
     * The same for a layer that gives several values.
     *
     * @throws IllegalArgumentException if the layer does not take these shapes
     */
    default List<Symbol> applyAll(Symbol... inputs) {
        return ShapeInference.apply(this, List.of(inputs));
    }
}
