package dev.fovea.nn;

import dev.fovea.op.MaxPool2d;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.op.Value;

/**
 * Max pooling over windows of a batch of images, as Keras's {@code MaxPooling2D}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,E,F,C]}.
 *
 * @param strides step of the window; as large as the window where {@link #of} is given none
 */
public record MaxPooling2D(Size poolSize, Size strides, Padding padding, String name) implements Layer {
    public static MaxPooling2D of(int poolSize) {
        return new MaxPooling2D(Size.of(poolSize), Size.of(poolSize), Padding.VALID, null);
    }

    public MaxPooling2D strides(int strides) {
        return new MaxPooling2D(poolSize, Size.of(strides), padding, name);
    }

    public MaxPooling2D padding(Padding padding) {
        return new MaxPooling2D(poolSize, strides, padding, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return context.add(new MaxPool2d(poolSize, strides, padding), input);
    }
}
