package dev.fovea.nn;

import dev.fovea.op.Value;
import java.util.List;

/**
 * Volumes less what lies along their sides, as Keras's {@code Cropping3D}.
 *
 * <p>Shape: {@code [N,D,H,W,C] -> [N,D-front-back,H-top-bottom,W-left-right,C]}.
 *
 * @param cropping {@code [[front, back], [top, bottom], [left, right]]}, each 0 or more; {@link #of()} takes 1 each
 */
public record Cropping3D(List<List<Integer>> cropping, DataFormat dataFormat, String name) implements Layer {
    public Cropping3D {
        cropping = Places.pairs("Cropping3D", "[[front, back], [top, bottom], [left, right]]", 3, cropping);
    }

    public static Cropping3D of() {
        return of(1);
    }

    /** The same on all six sides. */
    public static Cropping3D of(int all) {
        return of(all, all, all);
    }

    /** The same before and after, along each axis. */
    public static Cropping3D of(int depth, int height, int width) {
        return of(depth, depth, height, height, width, width);
    }

    public static Cropping3D of(int front, int back, int top, int bottom, int left, int right) {
        return new Cropping3D(
                List.of(List.of(front, back), List.of(top, bottom), List.of(left, right)),
                DataFormat.CHANNELS_LAST,
                null);
    }

    public Cropping3D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public Cropping3D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Places.crop(input, cropping, dataFormat, context);
    }
}
