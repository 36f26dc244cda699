package dev.fovea.nn;

import dev.fovea.op.Value;
import java.util.List;

/**
 * Zeros around volumes, as Keras's {@code ZeroPadding3D}.
 *
 * <p>Shape: {@code [N,D,H,W,C] -> [N,front+D+back,top+H+bottom,left+W+right,C]}.
 *
 * @param padding {@code [[front, back], [top, bottom], [left, right]]}, each 0 or more; {@link #of()} takes 1 each
 */
public record ZeroPadding3D(List<List<Integer>> padding, DataFormat dataFormat, String name) implements Layer {
    public ZeroPadding3D {
        padding = Places.pairs("ZeroPadding3D", "[[front, back], [top, bottom], [left, right]]", 3, padding);
    }

    public static ZeroPadding3D of() {
        return of(1);
    }

    /** The same on all six sides. */
    public static ZeroPadding3D of(int all) {
        return of(all, all, all);
    }

    /** The same before and after, along each axis. */
    public static ZeroPadding3D of(int depth, int height, int width) {
        return of(depth, depth, height, height, width, width);
    }

    public static ZeroPadding3D of(int front, int back, int top, int bottom, int left, int right) {
        return new ZeroPadding3D(
                List.of(List.of(front, back), List.of(top, bottom), List.of(left, right)),
                DataFormat.CHANNELS_LAST,
                null);
    }

    public ZeroPadding3D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public ZeroPadding3D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Places.pad(input, padding, dataFormat, context);
    }
}
