package dev.fovea.nn;

import dev.fovea.op.Size3d;
import dev.fovea.op.Value;

/**
 * Volumes of so many times more planes, rows and columns, each of them repeated, as Keras's {@code UpSampling3D}.
 *
 * <p>Shape: {@code [N,D,H,W,C] -> [N,D*planes,H*rows,W*columns,C]}.
 *
 * @param size by how much planes, rows and columns are multiplied; {@link #of()} takes 2x2x2
 */
public record UpSampling3D(Size3d size, DataFormat dataFormat, String name) implements Layer {
    public static UpSampling3D of() {
        return of(2);
    }

    public static UpSampling3D of(int size) {
        return of(Size3d.of(size));
    }

    public static UpSampling3D of(Size3d size) {
        return new UpSampling3D(size, DataFormat.CHANNELS_LAST, null);
    }

    public UpSampling3D size(int size) {
        return size(Size3d.of(size));
    }

    public UpSampling3D size(Size3d size) {
        return Components.with(this, "size", size);
    }

    public UpSampling3D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public UpSampling3D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Places.enlarge(input, size.sides(), Interpolation.NEAREST, dataFormat, context);
    }
}
