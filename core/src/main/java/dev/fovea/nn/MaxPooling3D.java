package dev.fovea.nn;

import dev.fovea.op.Padding;
import dev.fovea.op.Size3d;
import dev.fovea.op.Value;

/**
 * Max pooling over windows of a batch of volumes, as Keras's {@code MaxPooling3D}.
 *
 * <p>Shape: {@code [N,D,H,W,C] -> [N,B,E,F,C]}. Padding never wins: it counts as minus infinity.
 *
 * @param poolSize depth, rows and columns of the window; {@link #of()} takes 2x2x2
 * @param strides step of the window; null for as large as the window
 */
public record MaxPooling3D(Size3d poolSize, Size3d strides, Padding padding, DataFormat dataFormat, String name)
        implements Layer {
    public static MaxPooling3D of() {
        return of(2);
    }

    public static MaxPooling3D of(int poolSize) {
        return of(Size3d.of(poolSize));
    }

    public static MaxPooling3D of(Size3d poolSize) {
        return new MaxPooling3D(poolSize, null, Padding.VALID, DataFormat.CHANNELS_LAST, null);
    }

    public MaxPooling3D strides(int strides) {
        return strides(Size3d.of(strides));
    }

    public MaxPooling3D strides(Size3d strides) {
        return Components.with(this, "strides", strides);
    }

    public MaxPooling3D padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    public MaxPooling3D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public MaxPooling3D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Pooling.MAX.windows(
                input, poolSize.sides(), strides == null ? null : strides.sides(), padding, dataFormat, context);
    }
}
