package dev.fovea.nn;

import dev.fovea.op.Pad;
import dev.fovea.op.Value;
import java.util.List;

/**
 * Zeros around images, as Keras's {@code ZeroPadding2D}. Shape: {@code [N,H,W,C] -> [N,top+H+bottom,left+W+right,C]}.
 *
 * @param padding top, bottom, left and right, each 0 or more: Keras's two pairs in one list
 */
public record ZeroPadding2D(List<Integer> padding, DataFormat dataFormat, String name) implements Layer {
    public ZeroPadding2D {
        padding = List.copyOf(padding);
        if (padding.size() != 4 || padding.stream().anyMatch(side -> side < 0)) {
            throw new IllegalArgumentException(
                    "ZeroPadding2D takes four numbers of 0 or more: top, bottom, left and right; got " + padding);
        }
    }

    /** The same on all four sides. */
    public static ZeroPadding2D of(int all) {
        return of(all, all, all, all);
    }

    public static ZeroPadding2D of(int top, int bottom, int left, int right) {
        return new ZeroPadding2D(List.of(top, bottom, left, right), DataFormat.CHANNELS_LAST, null);
    }

    public ZeroPadding2D dataFormat(DataFormat dataFormat) {
        return new ZeroPadding2D(padding, dataFormat, name);
    }

    public ZeroPadding2D name(String name) {
        return new ZeroPadding2D(padding, dataFormat, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        dataFormat.check(input);
        int rows = dataFormat == DataFormat.CHANNELS_LAST ? 0 : 1;
        Value y = context.add(new Pad(rows, padding.get(0), padding.get(1)), input);
        return context.add(new Pad(rows + 1, padding.get(2), padding.get(3)), y);
    }
}
