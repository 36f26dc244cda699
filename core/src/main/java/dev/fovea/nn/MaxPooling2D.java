package dev.fovea.nn;

import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Value;

/**
 * Max pooling over windows of a batch of images, as Keras's {@code MaxPooling2D}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,E,F,C]}. Padding never wins: it counts as minus infinity.
 *
 * @param poolSize rows and columns of the window; {@link #of()} takes 2x2
 * @param strides step of the window; null for as large as the window
 */
public record MaxPooling2D(Size poolSize, Size strides, Padding padding, DataFormat dataFormat, String name)
        implements Layer {
    public static MaxPooling2D of() {
        return of(2);
    }

    public static MaxPooling2D of(int poolSize) {
        return of(Size.of(poolSize));
    }

    public static MaxPooling2D of(Size poolSize) {
        return new MaxPooling2D(poolSize, null, Padding.VALID, DataFormat.CHANNELS_LAST, null);
    }

    public MaxPooling2D strides(int strides) {
        return strides(Size.of(strides));
    }

    public MaxPooling2D strides(Size strides) {
        return Components.with(this, "strides", strides);
    }

    public MaxPooling2D padding(Padding padding) {
        return Components.with(this, "padding", padding);
    }

    public MaxPooling2D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public MaxPooling2D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Pooling.MAX.windows(
                input, poolSize.sides(), strides == null ? null : strides.sides(), padding, dataFormat, context);
    }
}
