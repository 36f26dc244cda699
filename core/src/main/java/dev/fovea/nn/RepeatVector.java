package dev.fovea.nn;

import dev.fovea.op.Repeat;
import dev.fovea.op.Value;

/**
 * The same vector so many times, as Keras's {@code RepeatVector}. Shape: {@code [N,F] -> [N,n,F]}.
 *
 * @param n how often, at least 1
 */
public record RepeatVector(int n, String name) implements Layer {
    public RepeatVector {

        if (n < 1) {
            throw new IllegalArgumentException("RepeatVector takes an n of at least 1, not " + n);
        }
    }

    public static RepeatVector of(int n) {
        return new RepeatVector(n, null);
    }

    public RepeatVector name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        if (input.shape().rank() != 1) {
            throw new IllegalArgumentException(
                    "it takes vectors [F], not " + input.shape() + "; put a Flatten before it");
        }
        Value row = context.add(new dev.fovea.op.Reshape(input.shape().prepend(1)), input);
        return context.add(new Repeat(0, n), row);
    }
}
