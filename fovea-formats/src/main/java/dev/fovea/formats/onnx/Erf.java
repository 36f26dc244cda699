package dev.fovea.formats.onnx;

import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.tensor.ScalarFunction;

/**
 * The error function, as ONNX's {@code Erf}. Shape: {@code [N,...] -> [N,...]}.
 *
 * <p>With z = sqrt(2) x, gelu(z) + gelu(-z) is z erf(x).
 */
public record Erf(String name) implements Layer {
    /** Beyond it, the function is 1 in float32; so that squares stay finite. */
    private static final float LARGEST = 8;

    /** Keeps 0 from being divided by; far below the square of any z that matters. */
    private static final float TINY = 1e-30f;

    @Override
    public Value call(Value input, LayerContext context) {
        float scale = (float) Math.sqrt(2) / LARGEST;
        Value clipped = context.add(Apply.of(ScalarFunction.HARD_TANH), context.add(new Affine(scale, 0), input));
        Value z = context.add(new Affine(LARGEST, 0), clipped);
        Value above = context.add(Apply.of(ScalarFunction.GELU), z);
        Value below = context.add(Apply.of(ScalarFunction.GELU), context.add(new Affine(-1, 0), z));
        Value sum = context.add(new Combine(Combine.Function.ADD), above, below);
        Value square = context.add(new Affine(1, TINY), context.add(Apply.of(ScalarFunction.SQUARE), z));
        Value inverse = context.add(Apply.of(ScalarFunction.RECIPROCAL), square);
        Value product = context.add(new Combine(Combine.Function.MULTIPLY), sum, z);
        return context.add(new Combine(Combine.Function.MULTIPLY), product, inverse);
    }
}
