package dev.fovea.nn;

import dev.fovea.op.Normalize;
import dev.fovea.op.Value;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the numbers of an image along the axes a vector of length 1, as Keras's {@code UnitNormalization}. A sum of
 * squares below 1e-12 counts as 1e-12.
 *
 * <p>Shape: {@code [N,...] -> [N,...]}.
 *
 * @param axis one axis or several, the batch being axis 0; -1 is the last
 */
public record UnitNormalization(List<Integer> axis, String name) implements Layer {
    public UnitNormalization {
        axis = List.copyOf(axis);
        if (axis.isEmpty()) {
            throw new IllegalArgumentException("UnitNormalization takes at least one axis; got none");
        }
    }

    public static UnitNormalization of() {
        return new UnitNormalization(List.of(-1), null);
    }

    public UnitNormalization axis(int... axis) {
        return Components.with(this, "axis", Arrays.stream(axis).boxed().toList());
    }

    public UnitNormalization name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        Rows rows = Rows.of(input, Axes.ofImage(axis, input.shape()), context);
        return rows.image(context.add(new Normalize(Normalize.To.LENGTH, 1e-12f), rows.table()), context);
    }
}
