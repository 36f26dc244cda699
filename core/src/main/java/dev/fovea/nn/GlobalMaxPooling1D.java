package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * The largest value of each channel over all steps of a sequence, as Keras's {@code GlobalMaxPooling1D}.
 *
 * <p>Shape: {@code [N,L,C] -> [N,C]}, or {@code [N,1,C]} with {@code keepdims}.
 */
public record GlobalMaxPooling1D(DataFormat dataFormat, boolean keepdims, String name) implements Layer {
    public static GlobalMaxPooling1D of() {
        return new GlobalMaxPooling1D(DataFormat.CHANNELS_LAST, false, null);
    }

    public GlobalMaxPooling1D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public GlobalMaxPooling1D keepdims(boolean keepdims) {
        return Components.with(this, "keepdims", keepdims);
    }

    public GlobalMaxPooling1D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Pooling.MAX.all(input, 1, dataFormat, keepdims, context);
    }
}
