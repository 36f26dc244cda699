package dev.fovea.nn;

import dev.fovea.op.Pad;
import dev.fovea.op.Value;
import java.util.List;

/**
 * Zeros around images, as Keras's {@code ZeroPadding2D}. Shape: {@code [N,H,W,C] -> [N,top+H+bottom,left+W+right,C]}.
 *
 * @param padding {@code [[top, bottom], [left, right]]}, each 0 or more
 */
public record ZeroPadding2D(List<List<Integer>> padding, DataFormat dataFormat, String name) implements Layer {
    public ZeroPadding2D {
        padding = padding.stream().map(List::copyOf).toList();
        if (padding.size() != 2
                || padding.stream().anyMatch(pair -> pair.size() != 2 || pair.get(0) < 0 || pair.get(1) < 0)) {
            throw new IllegalArgumentException(
                    "ZeroPadding2D takes [[top, bottom], [left, right]], each 0 or more; got " + padding);
        }
    }

    /** The same on all four sides. */
    public static ZeroPadding2D of(int all) {
        return of(all, all, all, all);
    }

    public static ZeroPadding2D of(int top, int bottom, int left, int right) {
        return new ZeroPadding2D(List.of(List.of(top, bottom), List.of(left, right)), DataFormat.CHANNELS_LAST, null);
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
        int rows = dataFormat.rows();
        Value y = context.add(new Pad(rows, side(0, 0), side(0, 1)), input);
        return context.add(new Pad(rows + 1, side(1, 0), side(1, 1)), y);
    }

    private int side(int axis, int end) {
        return padding.get(axis).get(end);
    }
}
