package dev.fovea.formats.onnx;

import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.WeightSpec;
import dev.fovea.op.BiasAdd;
import dev.fovea.op.ChannelScale;
import dev.fovea.op.Combine;
import dev.fovea.op.Reshape;
import dev.fovea.op.Spread;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * A value combined element by element with numbers that all images share, axes of one entry repeated and missing ones
 * put in front, as in ONNX and numpy: so the scale of a ConvNeXt block, or a mean that is taken off an image.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}. Weight: value, of the shape.
 *
 * @param function what is done to the input, the first, and the value
 * @param shape the value's
 * @param trainable whether training changes the value
 */
public record WithConstant(Combine.Function function, Shape shape, boolean trainable, String name) implements Layer {
    @Override
    public Value call(Value input, LayerContext context) {
        WeightSpec spec = WeightSpec.of("value", shape, Initializer.ZEROS);
        Value value = context.weight(trainable ? spec : spec.notTrainable());
        Shape image = input.shape();
        boolean perChannel = image.rank() > 0
                && shape.size() == image.dim(-1)
                && shape.rank() > 0
                && shape.dim(-1) == shape.size()
                && shape.rank() <= image.rank();
        if (perChannel && (function == Combine.Function.MULTIPLY || function == Combine.Function.ADD)) {
            Shape row = Shape.of(shape.size());
            Value channels = shape.equals(row) ? value : context.add(new Reshape(row), value);
            return context.add(function == Combine.Function.ADD ? new BiasAdd() : new ChannelScale(), input, channels);
        }
        Shape both = Strides.broadcast(image, shape);
        Value spread = context.add(new Spread(), value, input);
        return context.add(
                new Combine(function), Broadcasting.to(both, input, context), Broadcasting.to(both, spread, context));
    }
}
