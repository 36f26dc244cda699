package dev.fovea.nn;

import dev.fovea.op.MaxPool2d;
import dev.fovea.op.Padding;
import dev.fovea.op.Reshape;
import dev.fovea.op.Size;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * The largest value of each channel over all pixels of an image, as Keras's {@code GlobalMaxPooling2D}.
 *
 * <p>Shape: {@code [N,H,W,C] -> [N,C]}, or {@code [N,1,1,C]} with {@code keepdims}.
 */
public record GlobalMaxPooling2D(DataFormat dataFormat, boolean keepdims, String name) implements Layer {
    public static GlobalMaxPooling2D of() {
        return new GlobalMaxPooling2D(DataFormat.CHANNELS_LAST, false, null);
    }

    public GlobalMaxPooling2D dataFormat(DataFormat dataFormat) {
        return new GlobalMaxPooling2D(dataFormat, keepdims, name);
    }

    public GlobalMaxPooling2D keepdims(boolean keepdims) {
        return new GlobalMaxPooling2D(dataFormat, keepdims, name);
    }

    public GlobalMaxPooling2D name(String name) {
        return new GlobalMaxPooling2D(dataFormat, keepdims, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int channels = dataFormat.channels(input);
        Value image = dataFormat.toLast(input, context);
        Size all = Size.of(image.shape().dim(0), image.shape().dim(1));
        Value pooled = context.add(new MaxPool2d(all, all, Padding.VALID), image);
        return keepdims ? dataFormat.fromLast(pooled, context) : context.add(new Reshape(Shape.of(channels)), pooled);
    }
}
