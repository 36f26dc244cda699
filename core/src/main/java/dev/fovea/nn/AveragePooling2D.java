package dev.fovea.nn;

import dev.fovea.op.AveragePool2d;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Value;

/**
 * Average pooling over windows of a batch of images, as Keras's {@code AveragePooling2D}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,E,F,C]}.
 *
 * @param strides step of the window; as large as the window where {@link #of} is given none
 */
public record AveragePooling2D(Size poolSize, Size strides, Padding padding, String name) implements Layer {
    public static AveragePooling2D of(int poolSize) {
        return new AveragePooling2D(Size.of(poolSize), Size.of(poolSize), Padding.VALID, null);
    }

    public AveragePooling2D strides(int strides) {
        return new AveragePooling2D(poolSize, Size.of(strides), padding, name);
    }

    public AveragePooling2D padding(Padding padding) {
        return new AveragePooling2D(poolSize, strides, padding, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return context.add(new AveragePool2d(poolSize, strides, padding), input);
    }
}
