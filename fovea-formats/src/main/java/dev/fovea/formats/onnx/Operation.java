package dev.fovea.formats.onnx;

import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.op.Op;
import dev.fovea.op.Value;
import java.util.List;

/**
 * One op as a layer, for what ONNX has and Keras has no layer of. It takes as many values as the op has operands, all of
 * the batch; shapes are those of the op.
 *
 * <pre>{@code
 * new Operation(new Slice(0, 1, 27), "crop").apply(image)
 * }</pre>
 *
 * @param op its axes do not count the batch
 */
public record Operation(Op op, String name) implements Layer {
    @Override
    public Value call(Value input, LayerContext context) {
        return context.add(op, input);
    }

    @Override
    public Value call(List<Value> inputs, LayerContext context) {
        return context.add(op, inputs.toArray(Value[]::new));
    }
}
