package dev.fovea.formats.onnx;

import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.WeightSpec;
import dev.fovea.op.MatMul;
import dev.fovea.op.Transpose;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * One axis mapped to another by a fixed matrix: what resizes, picks, mirrors or reverses the entries of an axis.
 *
 * <p>Shape: {@code [N,...,K,...] -> [N,...,outputs,...]}. Weight: matrix {@code [K,outputs]}, which training does not
 * change.
 *
 * @param axis counted from the front, without the batch axis
 */
public record LinearMap(int axis, int outputs, String name) implements Layer {
    @Override
    public Value call(Value input, LayerContext context) {
        Shape shape = Shape.of(input.shape().dim(axis), outputs);
        Value matrix =
                context.weight(WeightSpec.of("matrix", shape, Initializer.ZEROS).notTrainable());
        int rank = input.shape().rank();
        if (axis == rank - 1) {
            return context.add(new MatMul(), input, matrix);
        }
        // The two axes change places, and back.
        List<Integer> axes = new ArrayList<>(Mapped.straight(rank));
        axes.set(axis, rank - 1);
        axes.set(rank - 1, axis);
        Transpose swap = new Transpose(axes);
        return context.add(swap, context.add(new MatMul(), context.add(swap, input), matrix));
    }
}
