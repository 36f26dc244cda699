package dev.fovea.nn;

import dev.fovea.op.Padding;
import dev.fovea.op.Value;
import java.util.List;

/**
 * Average pooling over windows of a batch of sequences, as Keras's {@code AveragePooling1D}.
 *
 * <p>Shape: {@code [N,L,C] -> [N,F,C]}. Padding does not count.
 *
 * @param poolSize the window's length
 * @param strides step of the window; null for as long as the window
 */
public record AveragePooling1D(int poolSize, Integer strides, Padding padding, DataFormat dataFormat, String name)
        implements Layer {
    public AveragePooling1D {
        Pooling.check("AveragePooling1D", poolSize, strides);
    }

    public static AveragePooling1D of(int poolSize) {
        return new AveragePooling1D(poolSize, null, Padding.VALID, DataFormat.CHANNELS_LAST, null);
    }

    public AveragePooling1D strides(int strides) {
        return Components.with(this, "strides", strides);
    }

    public AveragePooling1D padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    public AveragePooling1D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public AveragePooling1D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Pooling.AVERAGE.windows(
                input, List.of(poolSize), strides == null ? null : List.of(strides), padding, dataFormat, context);
    }
}
