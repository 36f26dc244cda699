package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * The largest value of each channel over all voxels of a volume, as Keras's {@code GlobalMaxPooling3D}.
 *
 * <p>Shape: {@code [N,D,H,W,C] -> [N,C]}, or {@code [N,1,1,1,C]} with {@code keepdims}.
 */
public record GlobalMaxPooling3D(DataFormat dataFormat, boolean keepdims, String name) implements Layer {
    public static GlobalMaxPooling3D of() {
        return new GlobalMaxPooling3D(DataFormat.CHANNELS_LAST, false, null);
    }

    public GlobalMaxPooling3D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public GlobalMaxPooling3D keepdims(boolean keepdims) {
        return Components.with(this, "keepdims", keepdims);
    }

    public GlobalMaxPooling3D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Pooling.MAX.all(input, 3, dataFormat, keepdims, context);
    }
}
