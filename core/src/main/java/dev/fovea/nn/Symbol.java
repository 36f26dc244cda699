package dev.fovea.nn;

import dev.fovea.tensor.Shape;
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
    private final Shape shape;

    Symbol(Layer layer, List<Symbol> inputs, Shape shape) {
        this.layer = layer;
        this.inputs = List.copyOf(inputs);
        this.shape = shape;
    }

    /** The layer that gives it; an {@link Input} where it is fed from outside. */
    public Layer layer() {
        return layer;
    }

    /** What the layer was applied to. */
    public List<Symbol> inputs() {
        return inputs;
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
