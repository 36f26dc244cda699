package dev.fovea.nn;

import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a layer gives when it is applied in a functional model: known by its shape before anything is computed, as
 * Keras's {@code KerasTensor}. Equal only to itself.
 *
 * <pre>{@code
 * Symbol image = Input.of(28, 28, 1);
 * Symbol maps = Conv2D.of(32, 3).apply(image);
 * maps.shape();  // [26, 26, 32]
 * }</pre>
 */
public final class Symbol {
    private final Layer layer;
    private final List<Symbol> inputs;
    private final List<Symbol> outputs;
    private final Shape shape;

    private Symbol(Layer layer, List<Symbol> inputs, List<Symbol> outputs, Shape shape) {
        this.layer = layer;
        this.inputs = inputs;
        this.outputs = outputs;
        this.shape = shape;
    }

    /** What one application of a layer gives: a symbol for each shape. */
    static List<Symbol> of(Layer layer, List<Symbol> inputs, List<Shape> shapes) {
        List<Symbol> outputs = new ArrayList<>();
        List<Symbol> seen = Collections.unmodifiableList(outputs);
        for (Shape shape : shapes) {
            outputs.add(new Symbol(layer, List.copyOf(inputs), seen, shape));
        }
        return seen;
    }

    /** The layer that gives it; an {@link Input} where it is fed from outside. */
    public Layer layer() {
        return layer;
    }

    /** What the layer was applied to. */
    public List<Symbol> inputs() {
        return inputs;
    }

    /** All that this application of the layer gives, this symbol among it; more than one only of a model. */
    public List<Symbol> outputs() {
        return outputs;
    }

    /** The shape of one image's values, without the batch axis. */
    public Shape shape() {
        return shape;
    }

    @Override
    public String toString() {
        return "Symbol" + shape + " of " + layer;
    }
}
