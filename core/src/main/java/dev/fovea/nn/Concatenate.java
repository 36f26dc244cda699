package dev.fovea.nn;

import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Inputs one after another along an axis, as Keras's {@code Concatenate}. On other axes they are equally long.
 *
 * @param axis the batch being axis 0, which is not allowed; -1 for the last, the channels
 */
public record Concatenate(int axis, String name) implements Merge {
    public static Concatenate of() {
        return of(-1);
    }

    public static Concatenate of(int axis) {
        return new Concatenate(axis, null);
    }

    public Concatenate name(String name) {
        return new Concatenate(axis, name);
    }

    @Override
    public Value merge(List<Value> inputs, LayerContext context) {
        List<Shape> shapes = inputs.stream().map(Value::shape).toList();
        int along = Axes.ofImage(axis, shapes.getFirst());
        for (Shape shape : shapes) {
            if (shape.rank() != shapes.getFirst().rank()
                    || !shape.with(along, 1).equals(shapes.getFirst().with(along, 1))) {
                throw new IllegalArgumentException(
                        "inputs " + shapes + " must be equally long on all axes but axis " + axis);
            }
        }
        return context.add(new dev.fovea.op.Concatenate(along), inputs.toArray(Value[]::new));
    }
}
