package dev.fovea.nn;

import dev.fovea.op.Padding;
import dev.fovea.op.Size3d;
import dev.fovea.op.Value;

/**
 * Average pooling over windows of a batch of volumes, as Keras's {@code AveragePooling3D}.
 *
 * <p>Shape: {@code [N,D,H,W,C] -> [N,B,E,F,C]}. Padding does not count.
 *
 * @param poolSize depth, rows and columns of the window
 * @param strides step of the window; null for as large as the window
 */
public record AveragePooling3D(Size3d poolSize, Size3d strides, Padding padding, DataFormat dataFormat, String name)
        implements Layer {
    public static AveragePooling3D of(int poolSize) {
        return of(Size3d.of(poolSize));
    }

    public static AveragePooling3D of(Size3d poolSize) {
        return new AveragePooling3D(poolSize, null, Padding.VALID, DataFormat.CHANNELS_LAST, null);
    }

    public AveragePooling3D strides(int strides) {
        return strides(Size3d.of(strides));
    }

    public AveragePooling3D strides(Size3d strides) {
        return Components.with(this, "strides", strides);
    }

    public AveragePooling3D padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    public AveragePooling3D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public AveragePooling3D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Pooling.AVERAGE.windows(
                input, poolSize.sides(), strides == null ? null : strides.sides(), padding, dataFormat, context);
    }
}
