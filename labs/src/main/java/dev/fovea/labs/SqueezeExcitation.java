package dev.fovea.labs;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.nn.Activations.SIGMOID;

import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.Multiply;
import dev.fovea.nn.RepeatVector;
import dev.fovea.nn.Reshape;
import dev.fovea.op.BiasAdd;
import dev.fovea.op.MatMul;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * A layer of one's own: lets an image decide how much each of its channels counts, as the squeeze-and-excitation block of
 * Hu, Shen and Sun, "Squeeze-and-Excitation Networks", 2018. It is made of ops and other layers, so its gradient needs
 * no line; it is a record, so it is saved and loaded by its components.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,H,W,C]}.
 *
 * <pre>{@code
 * Sequential.of(Input.of(28, 28, 1), Conv2D.of(16, 3), SqueezeExcitation.of(4), Flatten.of(), Dense.of(10));
 * Model.load(file, SqueezeExcitation.class);
 * }</pre>
 *
 * @param ratio how many times fewer numbers than channels stand between the two dense steps
 */
public record SqueezeExcitation(int ratio, String name) implements Layer {
    public SqueezeExcitation {
        if (ratio < 1) {
            throw new IllegalArgumentException("SqueezeExcitation takes a ratio of at least 1, not " + ratio);
        }
    }

    public static SqueezeExcitation of(int ratio) {
        return new SqueezeExcitation(ratio, null);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        Shape shape = input.shape();
        if (shape.rank() != 3) {
            throw new IllegalArgumentException("it takes images [H, W, C], not " + shape);
        }
        int channels = shape.dim(2);
        Value means = GlobalAveragePooling2D.of().call(input, context);
        Value few = RELU.apply(dense("squeeze", means, Math.max(1, channels / ratio), context), context);
        Value gates = SIGMOID.apply(dense("excite", few, channels, context), context);
        Value everywhere = RepeatVector.of(shape.dim(0) * shape.dim(1)).call(gates, context);
        Value image = Reshape.of(shape.dims()).call(everywhere, context);
        return Multiply.of().call(List.of(input, image), context);
    }

    private static Value dense(String part, Value input, int units, LayerContext context) {
        Shape shape = Shape.of(input.shape().dim(0), units);
        Value kernel = context.weight(part + "_kernel", shape, Initializer.GLOROT_UNIFORM);
        Value bias = context.weight(part + "_bias", Shape.of(units), Initializer.ZEROS);
        return context.add(new BiasAdd(), context.add(new MatMul(), input, kernel), bias);
    }
}
