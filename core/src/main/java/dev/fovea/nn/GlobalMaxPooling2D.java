package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * The largest value of each channel over all pixels of an image, as Keras's {@code GlobalMaxPooling2D}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,C]}, or {@code [N,1,1,C]} with {@code keepdims}.
 */
public record GlobalMaxPooling2D(DataFormat dataFormat, boolean keepdims, String name) implements Layer {
    public static GlobalMaxPooling2D of() {
        return new GlobalMaxPooling2D(DataFormat.CHANNELS_LAST, false, null);
    }

    public GlobalMaxPooling2D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public GlobalMaxPooling2D keepdims(boolean keepdims) {
        return Components.with(this, "keepdims", keepdims);
    }

    public GlobalMaxPooling2D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Pooling.MAX.all(input, 2, dataFormat, keepdims, context);
    }
}
