package dev.fovea.nn;

import dev.fovea.op.Apply;
import dev.fovea.op.Value;
import dev.fovea.tensor.ScalarFunction;

/**
 * x, or {@code negativeSlope} x where x is negative, as Keras's {@code LeakyReLU}. Shape: {@code [N,...] -> [N,...]}.
 *
 * @param negativeSlope 0.3 unless given; that of the function {@link Activations#LEAKY_RELU} is 0.2
 */
public record LeakyReLU(float negativeSlope, String name) implements Layer {
    public static LeakyReLU of() {
        return of(0.3f);
    }

    public static LeakyReLU of(float negativeSlope) {
        return new LeakyReLU(negativeSlope, null);
    }

    public LeakyReLU name(String name) {
        return new LeakyReLU(negativeSlope, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return context.add(new Apply(ScalarFunction.LEAKY_RELU, negativeSlope), input);
    }
}
