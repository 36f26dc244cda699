package dev.fovea.nn;

import dev.fovea.op.Value;
import java.util.List;

/**
 * Images less what lies along their sides, as Keras's {@code Cropping2D}. Shape: {@code [N,H,W,C] -> [N,H-top-bottom,W-left-right,C]}.
 *
 * @param cropping {@code [[top, bottom], [left, right]]}, each 0 or more; {@link #of()} takes 0 each
 */
public record Cropping2D(List<List<Integer>> cropping, DataFormat dataFormat, String name) implements Layer {
    public Cropping2D {
        cropping = Places.pairs("Cropping2D", "[[top, bottom], [left, right]]", 2, cropping);
    }

    public static Cropping2D of() {
        return of(0);
    }

    /** The same on all four sides. */
    public static Cropping2D of(int all) {
        return of(all, all, all, all);
    }

    /** The same before and after, along each axis. */
    public static Cropping2D of(int height, int width) {
        return of(height, height, width, width);
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
        return Places.crop(input, cropping, dataFormat, context);
    }
}
