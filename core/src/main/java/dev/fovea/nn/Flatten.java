package dev.fovea.nn;

import dev.fovea.op.Reshape;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;

/**
 * All axes but the batch made one, row-major, as Keras's {@code Flatten}. Shape: {@code [N,...] -> [N,size]}.
 *
 * @param dataFormat with channels first, an image's channels are put last before; so the weights behind it fit both
 */
public record Flatten(DataFormat dataFormat, String name) implements Layer {
    public static Flatten of() {
        return new Flatten(DataFormat.CHANNELS_LAST, null);
    }

    public Flatten dataFormat(DataFormat dataFormat) {
        return new Flatten(dataFormat, name);
    }

    public Flatten name(String name) {
        return new Flatten(dataFormat, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int rank = input.shape().rank();
        Value x = dataFormat == DataFormat.CHANNELS_FIRST && rank > 1
                ? context.add(Axes.moveLast(0, rank), input)
                : input;
        return context.add(new Reshape(Shape.of(x.shape().size())), x);
    }
}
