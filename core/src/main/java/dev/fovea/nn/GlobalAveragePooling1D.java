package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * The mean of each channel over all steps of a sequence, as Keras's {@code GlobalAveragePooling1D}.
 *
 * <p>Shape: {@code [N,L,C] -> [N,C]}, or {@code [N,1,C]} with {@code keepdims}.
 */
public record GlobalAveragePooling1D(DataFormat dataFormat, boolean keepdims, String name) implements Layer {
    public static GlobalAveragePooling1D of() {
        return new GlobalAveragePooling1D(DataFormat.CHANNELS_LAST, false, null);
    }

    public GlobalAveragePooling1D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public GlobalAveragePooling1D keepdims(boolean keepdims) {
        return Components.with(this, "keepdims", keepdims);
    }

    public GlobalAveragePooling1D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Pooling.AVERAGE.all(input, 1, dataFormat, keepdims, context);
    }
}
