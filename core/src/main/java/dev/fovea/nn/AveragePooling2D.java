package dev.fovea.nn;

import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Value;

/**
 * Average pooling over windows of a batch of images, as Keras's {@code AveragePooling2D}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,E,F,C]}. Padding does not count.
 *
 * @param poolSize rows and columns of the window
 * @param strides step of the window; null for as large as the window
 */
public record AveragePooling2D(Size poolSize, Size strides, Padding padding, DataFormat dataFormat, String name)
        implements Layer {
    public static AveragePooling2D of() {
        return of(2);
    }

    public static AveragePooling2D of(int poolSize) {
        return of(Size.of(poolSize));
    }

    public static AveragePooling2D of(Size poolSize) {
        return new AveragePooling2D(poolSize, null, Padding.VALID, DataFormat.CHANNELS_LAST, null);
    }

    public AveragePooling2D strides(int strides) {
        return strides(Size.of(strides));
    }

    public AveragePooling2D strides(Size strides) {
        return Components.with(this, "strides", strides);
    }

    public AveragePooling2D padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    public AveragePooling2D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public AveragePooling2D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Pooling.AVERAGE.windows(
                input, poolSize.sides(), strides == null ? null : strides.sides(), padding, dataFormat, context);
    }
}
