package dev.fovea.nn;

import dev.fovea.op.Size;
import dev.fovea.op.Value;

/**
 * Images of so many times more rows and columns, as Keras's {@code UpSampling2D}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,H*rows,W*columns,C]}.
 *
 * @param size by how much rows and columns are multiplied
 */
public record UpSampling2D(Size size, DataFormat dataFormat, Interpolation interpolation, String name)
        implements Layer {
    public static UpSampling2D of() {
        return new UpSampling2D(Size.of(2), DataFormat.CHANNELS_LAST, Interpolation.NEAREST, null);
    }

    public static UpSampling2D of(int size) {
        return of().size(size);
    }

    public static UpSampling2D of(Size size) {
        return of().size(size);
    }

    public UpSampling2D size(int size) {
        return size(Size.of(size));
    }

    public UpSampling2D size(Size size) {
        return Components.with(this, "size", size);
    }

    public UpSampling2D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public UpSampling2D interpolation(Interpolation interpolation) {
        return Components.with(this, "interpolation", interpolation);
    }

    public UpSampling2D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Places.enlarge(input, size.sides(), interpolation, dataFormat, context);
    }
}
