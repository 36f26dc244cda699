package dev.fovea.formats.onnx;

import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Two values combined element by element, axes of one entry repeated and missing ones put in front, as in ONNX and
 * numpy. Shape: {@code [N,...], [N,...] -> [N,...]}.
 */
public record Elementwise(Combine.Function function, String name) implements Layer {
    @Override
    public Value call(Value input, LayerContext context) {
        return call(List.of(input), context);
    }

    @Override
    public Value call(List<Value> inputs, LayerContext context) {
        if (inputs.size() != 2) {
            throw new IllegalArgumentException("Elementwise takes two inputs, not " + inputs.size());
        }
        Value a = inputs.get(0);
        Value b = inputs.get(1);
        Shape shape = Strides.broadcast(a.shape(), b.shape());
        return context.add(
                new Combine(function), Broadcasting.to(shape, a, context), Broadcasting.to(shape, b, context));
    }
}
