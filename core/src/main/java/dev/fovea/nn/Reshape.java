package dev.fovea.nn;

import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The same elements in another shape, as Keras's {@code Reshape}. Shape: {@code [N,...] -> [N,targetShape...]}.
 *
 * @param targetShape without the batch axis; one size may be -1, for whatever is left
 */
public record Reshape(List<Integer> targetShape, String name) implements Layer {
    public Reshape {
        targetShape = List.copyOf(targetShape);
        if (targetShape.stream().anyMatch(size -> size < -1)
                || targetShape.stream().filter(size -> size == -1).count() > 1) {
            throw new IllegalArgumentException(
                    "Reshape takes sizes of 0 or more, of which one may be -1 for what is left; got " + targetShape);
        }
    }

    public static Reshape of(int... targetShape) {
        return new Reshape(Arrays.stream(targetShape).boxed().toList(), null);
    }

    public Reshape name(String name) {
        return new Reshape(targetShape, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        int size = input.shape().size();
        int[] dims = targetShape.stream().mapToInt(Integer::intValue).toArray();
        int known =
                Shape.of(Arrays.stream(dims).filter(dim -> dim >= 0).toArray()).size();
        int open = targetShape.indexOf(-1);
        if (open >= 0 ? known == 0 || size % known != 0 : known != size) {
            throw new IllegalArgumentException(
                    "an image " + input.shape() + " (" + size + " elements) can't take the shape " + targetShape);
        }
        if (open >= 0) {
            dims[open] = size / known;
        }
        return context.add(new dev.fovea.op.Reshape(Shape.of(dims)), input);
    }
}
