package dev.fovea.nn;

import dev.fovea.op.Apply;
import dev.fovea.op.Value;
import dev.fovea.tensor.ScalarFunction;

/**
 * Exponential linear units (Clevert, Unterthiner and Hochreiter 2015): x, or {@code alpha (exp(x) - 1)} where x is
 * negative, as Keras's {@code ELU}. Shape: {@code [N,...] -> [N,...]}.
 */
public record ELU(float alpha, String name) implements Layer {
    public static ELU of() {
        return of(1);
    }

    public static ELU of(float alpha) {
        return new ELU(alpha, null);
    }

    public ELU name(String name) {
        return new ELU(alpha, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return context.add(new Apply(ScalarFunction.ELU, alpha), input);
    }
}
