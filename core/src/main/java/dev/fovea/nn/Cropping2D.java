package dev.fovea.nn;

import dev.fovea.op.Slice;
import dev.fovea.op.Value;
import java.util.List;

/**
 * Images less what lies along their sides, as Keras's {@code Cropping2D}. Shape: {@code [N,H,W,C] -> [N,H-top-bottom,W-left-right,C]}.
 *
 * @param cropping {@code [[top, bottom], [left, right]]}, each 0 or more
 */
public record Cropping2D(List<List<Integer>> cropping, DataFormat dataFormat, String name) implements Layer {
    public Cropping2D {
        cropping = cropping.stream().map(List::copyOf).toList();
        if (cropping.size() != 2
                || cropping.stream().anyMatch(pair -> pair.size() != 2 || pair.get(0) < 0 || pair.get(1) < 0)) {
            throw new IllegalArgumentException(
                    "Cropping2D takes [[top, bottom], [left, right]], each 0 or more; got " + cropping);
        }
    }

    /** The same on all four sides. */
    public static Cropping2D of(int all) {
        return of(all, all, all, all);
    }

    public static Cropping2D of(int top, int bottom, int left, int right) {
        return new Cropping2D(List.of(List.of(top, bottom), List.of(left, right)), DataFormat.CHANNELS_LAST, null);
    }

    public Cropping2D dataFormat(DataFormat dataFormat) {
        return new Cropping2D(cropping, dataFormat, name);
    }

    public Cropping2D name(String name) {
        return new Cropping2D(cropping, dataFormat, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        dataFormat.check(input);
        int rows = dataFormat.rows();
        int h = input.shape().dim(rows);
        int w = input.shape().dim(rows + 1);
        if (side(0, 0) + side(0, 1) >= h || side(1, 0) + side(1, 1) >= w) {
            throw new IllegalArgumentException(
                    "cropping " + cropping + " leaves nothing of an image of " + h + "x" + w);
        }
        Value y = context.add(new Slice(rows, side(0, 0), h - side(0, 1)), input);
        return context.add(new Slice(rows + 1, side(1, 0), w - side(1, 1)), y);
    }

    private int side(int axis, int end) {
        return cropping.get(axis).get(end);
    }
}
