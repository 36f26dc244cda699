package dev.fovea.formats.onnx;

import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.AveragePool2d;
import dev.fovea.op.Combine;
import dev.fovea.op.Pad;
import dev.fovea.op.Padding;
import dev.fovea.op.Reshape;
import dev.fovea.op.Size;
import dev.fovea.op.Value;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;

/**
 * Local response normalization (Krizhevsky, Sutskever and Hinton 2012), as ONNX's {@code LRN}: each number divided by
 * {@code (bias + alpha * mean)^beta}, with the mean of the squares of the {@code size} channels about its own.
 *
 * <p>Shape: {@code [N,...,C] -> [N,...,C]}.
 */
public record LocalResponseNormalization(int size, float alpha, float beta, float bias, String name) implements Layer {
    public LocalResponseNormalization {
        if (size < 1) {
            throw new IllegalArgumentException(
                    "LocalResponseNormalization takes a size of at least 1 channel, not " + size);
        }
    }

    @Override
    public Value call(Value input, LayerContext context) {
        Shape shape = input.shape();
        int channels = shape.dim(-1);
        Value squares = context.add(Apply.of(ScalarFunction.SQUARE), input);
        Value rows = context.add(new Reshape(Shape.of(shape.size() / channels, channels, 1)), squares);
        Value padded = context.add(new Pad(1, (size - 1) / 2, size / 2), rows);
        Value means = context.add(new AveragePool2d(Size.of(1, size), Size.of(1), Padding.VALID), padded);
        Value base = context.add(new Affine(alpha, bias), context.add(new Reshape(shape), means));
        Value power = context.add(new Affine(-beta, 0), context.add(Apply.of(ScalarFunction.LOG), base));
        Value factor = context.add(Apply.of(ScalarFunction.EXPONENTIAL), power);
        return context.add(new Combine(Combine.Function.MULTIPLY), input, factor);
    }
}
