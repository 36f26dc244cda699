package dev.fovea.nn;

import dev.fovea.op.Normalize;
import dev.fovea.op.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Root mean square normalization (Zhang and Sennrich 2019), as Keras's {@code RMSNormalization}: the numbers of an image
 * along the axes are divided by the root of their mean square, then multiplied with a weight.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}. Weight: scale, of the sizes of the axes.
 *
 * @param axis one axis or several, the batch being axis 0; -1 is the last
 * @param epsilon is added to the mean square
 */
public record RMSNormalization(List<Integer> axis, float epsilon, String name) implements Layer {
    public RMSNormalization {
        axis = List.copyOf(axis);
        if (axis.isEmpty() || !(epsilon > 0)) {
            throw new IllegalArgumentException(
                    "RMSNormalization takes at least one axis and an epsilon over 0; got " + axis + " and " + epsilon);
        }
    }

    public static RMSNormalization of() {
        return new RMSNormalization(List.of(-1), 1e-6f, null);
    }

    public RMSNormalization axis(int... axis) {
        return Components.with(this, "axis", Arrays.stream(axis).boxed().toList());
    }

    public RMSNormalization epsilon(float epsilon) {
        return Components.with(this, "epsilon", epsilon);
    }

    public RMSNormalization name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        List<Integer> axes = Axes.ofImage(axis, input.shape());
        Rows rows = Rows.of(input, axes, context);
        Value y = context.add(new Normalize(Normalize.To.MEAN_SQUARE, epsilon), rows.table());
        WeightSpec scale = WeightSpec.of("scale", Rows.lengths(input.shape(), axes), Initializer.ONES);
        return rows.image(Rows.scaleAndCenter(y, scale, null, context), context);
    }
}
