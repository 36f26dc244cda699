package dev.fovea.nn;

import dev.fovea.op.Padding;
import dev.fovea.op.Value;
import java.util.List;

/**
 * Max pooling over windows of a batch of sequences, as Keras's {@code MaxPooling1D}.
 *
 * <p>Shape: {@code [N,L,C] -> [N,F,C]}. Padding never wins: it counts as minus infinity.
 *
 * @param poolSize the window's length; {@link #of()} takes 2
 * @param strides step of the window; null for as long as the window
 */
public record MaxPooling1D(int poolSize, Integer strides, Padding padding, DataFormat dataFormat, String name)
        implements Layer {
    public MaxPooling1D {
        Pooling.check("MaxPooling1D", poolSize, strides);
    }

    public static MaxPooling1D of() {
        return of(2);
    }

    public static MaxPooling1D of(int poolSize) {
        return new MaxPooling1D(poolSize, null, Padding.VALID, DataFormat.CHANNELS_LAST, null);
    }

    public MaxPooling1D strides(int strides) {
        return Components.with(this, "strides", strides);
    }

    public MaxPooling1D padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    public MaxPooling1D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public MaxPooling1D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Pooling.MAX.windows(
                input, List.of(poolSize), strides == null ? null : List.of(strides), padding, dataFormat, context);
    }
}
