package dev.fovea.nn;

import dev.fovea.op.Value;
import java.util.List;

/**
 * Each step of sequences so many times, one after another, as Keras's {@code UpSampling1D}.
 *
 * <p>Shape: {@code [N,L,C] -> [N,L*size,C]}.
 *
 * @param size at least 1; {@link #of()} takes 2
 */
public record UpSampling1D(int size, String name) implements Layer {
    public UpSampling1D {
        if (size < 1) {
            throw new IllegalArgumentException("UpSampling1D takes a size of at least 1, not " + size);
        }
    }

    public static UpSampling1D of() {
        return of(2);
    }

    public static UpSampling1D of(int size) {
        return new UpSampling1D(size, null);
    }

    public UpSampling1D size(int size) {
        return Components.with(this, "size", size);
    }

    public UpSampling1D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Places.enlarge(input, List.of(size), Interpolation.NEAREST, DataFormat.CHANNELS_LAST, context);
    }
}
