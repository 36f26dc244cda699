package dev.fovea.nn;

import dev.fovea.op.BiasAdd;
import dev.fovea.op.ChannelScale;
import dev.fovea.op.Reshape;
import dev.fovea.op.Transpose;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Some axes of an image taken as one: a table whose rows are the numbers along them.
 *
 * @param table {@code [numbers along all other axes, numbers along the axes]}
 */
record Rows(Value table, Transpose order, Shape ordered) {
    /** @param axes of the image, the batch not counted, in their order there */
    static Rows of(Value image, List<Integer> axes, Wiring graph) {
        Transpose order = Axes.moveLast(axes, image.shape().rank());
        Value ordered = Axes.reorder(order, image, graph);
        int length = lengths(image.shape(), axes).size();
        Shape table = Shape.of(image.shape().size() / Math.max(1, length), length);
        return new Rows(graph.add(new Reshape(table), ordered), order, ordered.shape());
    }

    /** The sizes of these axes. */
    static Shape lengths(Shape image, List<Integer> axes) {
        return Shape.of(axes.stream().mapToInt(image::dim).toArray());
    }

    /** Numbers in the places of this table, brought to where they are in the image. */
    Value image(Value table, Wiring graph) {
        return Axes.reorder(order.inverse(), graph.add(new Reshape(ordered), table), graph);
    }

    /** Multiplies each column with a weight and adds another, both of any shape of so many; null for none. */
    static Value scaleAndCenter(Value table, WeightSpec gamma, WeightSpec beta, LayerContext context) {
        Value y = table;
        Shape columns = Shape.of(table.shape().dim(-1));
        if (gamma != null) {
            y = context.add(new ChannelScale(), y, context.add(new Reshape(columns), context.weight(gamma)));
        }
        if (beta != null) {
            y = context.add(new BiasAdd(), y, context.add(new Reshape(columns), context.weight(beta)));
        }
        return y;
    }
}
