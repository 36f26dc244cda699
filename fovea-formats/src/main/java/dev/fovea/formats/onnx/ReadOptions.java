package dev.fovea.formats.onnx;

import dev.fovea.nn.DataFormat;
import dev.fovea.tensor.Shape;
import java.util.HashMap;
import java.util.Map;

/**
 * How an ONNX file becomes a model.
 *
 * <pre>{@code
 * Onnx.read(file, ReadOptions.of().dataFormat(CHANNELS_LAST).inputShape("image", 3, 224, 224))
 * }</pre>
 *
 * @param dataFormat whether images enter and leave the model as in the file, or channels last where the file has
 *     {@code [N,C,H,W]}; of a file whose images are channels last already, they are so as in the file
 * @param inputShapes the shapes of inputs whose file leaves some sizes open, as in the file, without the batch axis
 * @param batched whether axis 0 of the inputs counts images; if not, the whole input is one image
 */
public record ReadOptions(DataFormat dataFormat, Map<String, Shape> inputShapes, boolean batched) {
    public ReadOptions {
        inputShapes = Map.copyOf(inputShapes);
    }

    /** Images as in the file, sizes from the file, and axis 0 for the batch. */
    public static ReadOptions of() {
        return new ReadOptions(DataFormat.CHANNELS_FIRST, Map.of(), true);
    }

    public ReadOptions dataFormat(DataFormat dataFormat) {
        return new ReadOptions(dataFormat, inputShapes, batched);
    }

    /** The shape of one input as the file orders it, without the batch axis. */
    public ReadOptions inputShape(String input, int... shape) {
        Map<String, Shape> all = new HashMap<>(inputShapes);
        all.put(input, Shape.of(shape));
        return new ReadOptions(dataFormat, all, batched);
    }

    public ReadOptions batched(boolean batched) {
        return new ReadOptions(dataFormat, inputShapes, batched);
    }
}
