package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * The mean of each channel over all pixels of an image, as Keras's {@code GlobalAveragePooling2D}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,C]}, or {@code [N,1,1,C]} with {@code keepdims}.
 */
public record GlobalAveragePooling2D(DataFormat dataFormat, boolean keepdims, String name) implements Layer {
    public static GlobalAveragePooling2D of() {
        return new GlobalAveragePooling2D(DataFormat.CHANNELS_LAST, false, null);
    }

    public GlobalAveragePooling2D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public GlobalAveragePooling2D keepdims(boolean keepdims) {
        return Components.with(this, "keepdims", keepdims);
    }

    public GlobalAveragePooling2D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Pooling.AVERAGE.all(input, 2, dataFormat, keepdims, context);
    }
}
