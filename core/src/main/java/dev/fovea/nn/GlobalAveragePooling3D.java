package dev.fovea.nn;

import dev.fovea.op.Value;

/**
 * The mean of each channel over all voxels of a volume, as Keras's {@code GlobalAveragePooling3D}.
 *
 * <p>Shape: {@code [N,D,H,W,C] -> [N,C]}, or {@code [N,1,1,1,C]} with {@code keepdims}.
 */
public record GlobalAveragePooling3D(DataFormat dataFormat, boolean keepdims, String name) implements Layer {
    public static GlobalAveragePooling3D of() {
        return new GlobalAveragePooling3D(DataFormat.CHANNELS_LAST, false, null);
    }

    public GlobalAveragePooling3D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public GlobalAveragePooling3D keepdims(boolean keepdims) {
        return Components.with(this, "keepdims", keepdims);
    }

    public GlobalAveragePooling3D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Pooling.AVERAGE.all(input, 3, dataFormat, keepdims, context);
    }
}
