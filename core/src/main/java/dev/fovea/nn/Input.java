package dev.fovea.nn;

import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Where images enter a model, as Keras's {@code Input}. {@link #of} gives a {@link Symbol} to apply layers to, or to
 * begin a {@code Sequential} with.
 *
 * @param shape the shape of one image, {@code [H,W,C]}, without the batch axis
 */
public record Input(Shape shape, String name) implements Layer {
    /** An input of the given shape without the batch axis, as {@code Input.of(28, 28, 1)}. */
    public static Symbol of(int... shape) {
        return named(null, shape);
    }

    /** As {@link #of}, with a name. */
    public static Symbol named(String name, int... shape) {
        Shape checked = Shape.of(shape);
        return Symbol.of(new Input(checked, name), List.of(), List.of(checked)).getFirst();
    }

    @Override
    public String className() {
        return "InputLayer";
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return input;
    }
}
