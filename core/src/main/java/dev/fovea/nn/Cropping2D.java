package dev.fovea.nn;

import dev.fovea.op.Slice;
import dev.fovea.op.Value;
import java.util.List;

/**
 * Images less what lies along their sides, as Keras's {@code Cropping2D}. Shape: {@code [N,H,W,C] -> [N,H-top-bottom,W-left-right,C]}.
 *
 * @param cropping top, bottom, left and right, each 0 or more: Keras's two pairs in one list
 */
public record Cropping2D(List<Integer> cropping, DataFormat dataFormat, String name) implements Layer {
    public Cropping2D {
        cropping = List.copyOf(cropping);
        if (cropping.size() != 4 || cropping.stream().anyMatch(side -> side < 0)) {
            throw new IllegalArgumentException(
                    "Cropping2D takes four numbers of 0 or more: top, bottom, left and right; got " + cropping);
        }
    }

    /** The same on all four sides. */
    public static Cropping2D of(int all) {
        return of(all, all, all, all);
    }

    public static Cropping2D of(int top, int bottom, int left, int right) {
        return new Cropping2D(List.of(top, bottom, left, right), DataFormat.CHANNELS_LAST, null);
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
        int rows = dataFormat == DataFormat.CHANNELS_LAST ? 0 : 1;
        int h = input.shape().dim(rows);
        int w = input.shape().dim(rows + 1);
        if (cropping.get(0) + cropping.get(1) >= h || cropping.get(2) + cropping.get(3) >= w) {
            throw new IllegalArgumentException(
                    "cropping " + cropping + " (top, bottom, left, right) leaves nothing of an image of " + h + "x" + w);
        }
        Value y = context.add(new Slice(rows, cropping.get(0), h - cropping.get(1)), input);
        return context.add(new Slice(rows + 1, cropping.get(2), w - cropping.get(3)), y);
    }
}
