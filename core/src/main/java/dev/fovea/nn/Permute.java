package dev.fovea.nn;

import dev.fovea.op.Transpose;
import dev.fovea.op.Value;
import java.util.Arrays;
import java.util.List;

/**
 * The axes in another order, as Keras's {@code Permute}. {@code Permute.of(3, 1, 2)} makes {@code [N,C,H,W]} of
 * {@code [N,H,W,C]}.
 *
 * @param dims for each axis of the output that of the input, counted from 1; the batch stays where it is
 */
public record Permute(List<Integer> dims, String name) implements Layer {
    public Permute {
        dims = List.copyOf(dims);
        for (int axis = 1; axis <= dims.size(); axis++) {
            if (!dims.contains(axis)) {
                throw new IllegalArgumentException(
                        "Permute takes each of 1 to " + dims.size() + " once, in the order wanted; got " + dims);
            }
        }
    }

    public static Permute of(int... dims) {
        return new Permute(Arrays.stream(dims).boxed().toList(), null);
    }

    public Permute name(String name) {
        return new Permute(dims, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        if (dims.size() != input.shape().rank()) {
            throw new IllegalArgumentException(
                    "it orders " + dims.size() + " axes, " + dims + ", but an image is " + input.shape());
        }
        return context.add(new Transpose(dims.stream().map(axis -> axis - 1).toList()), input);
    }
}
