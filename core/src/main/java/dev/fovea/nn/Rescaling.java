package dev.fovea.nn;

import dev.fovea.op.Affine;
import dev.fovea.op.Value;

/**
 * {@code scale * x + offset}, as Keras's {@code Rescaling}. {@code Rescaling.of(1f / 255)} takes bytes to 0 to 1. Shape:
 * {@code [N,...] -> [N,...]}.
 */
public record Rescaling(float scale, float offset, String name) implements Layer {
    public static Rescaling of(float scale) {
        return of(scale, 0);
    }

    public static Rescaling of(float scale, float offset) {
        return new Rescaling(scale, offset, null);
    }

    public Rescaling name(String name) {
        return new Rescaling(scale, offset, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return context.add(new Affine(scale, offset), input);
    }
}
