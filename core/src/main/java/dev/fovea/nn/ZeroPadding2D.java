package dev.fovea.nn;

import dev.fovea.op.Value;
import java.util.List;

/**
 * Zeros around images, as Keras's {@code ZeroPadding2D}. Shape: {@code [N,H,W,C] -> [N,top+H+bottom,left+W+right,C]}.
 *
 * @param padding {@code [[top, bottom], [left, right]]}, each 0 or more; {@link #of()} takes 1 each
 */
public record ZeroPadding2D(List<List<Integer>> padding, DataFormat dataFormat, String name) implements Layer {
    public ZeroPadding2D {
        padding = Places.pairs("ZeroPadding2D", "[[top, bottom], [left, right]]", 2, padding);
    }

    public static ZeroPadding2D of() {
        return of(1);
    }

    /** The same on all four sides. */
    public static ZeroPadding2D of(int all) {
        return of(all, all, all, all);
    }

    /** The same before and after, along each axis. */
    public static ZeroPadding2D of(int height, int width) {
        return of(height, height, width, width);
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
        return Places.pad(input, padding, dataFormat, context);
    }
}
