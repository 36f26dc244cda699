package dev.fovea.nn;

import dev.fovea.op.Value;
import java.util.List;

/**
 * Zeros before and after sequences, as Keras's {@code ZeroPadding1D}. Shape: {@code [N,L,C] -> [N,before+L+after,C]}.
 *
 * @param padding {@code [before, after]}, each 0 or more; {@link #of()} takes 1 and 1
 */
public record ZeroPadding1D(List<Integer> padding, DataFormat dataFormat, String name) implements Layer {
    public ZeroPadding1D {
        padding = Places.pairs("ZeroPadding1D", "[before, after]", 1, List.of(padding))
                .getFirst();
    }

    public static ZeroPadding1D of() {
        return of(1);
    }

    /** The same before and after. */
    public static ZeroPadding1D of(int both) {
        return of(both, both);
    }

    public static ZeroPadding1D of(int before, int after) {
        return new ZeroPadding1D(List.of(before, after), DataFormat.CHANNELS_LAST, null);
    }

    public ZeroPadding1D dataFormat(DataFormat dataFormat) {
        return Components.with(this, "dataFormat", dataFormat);
    }

    public ZeroPadding1D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Places.pad(input, List.of(padding), dataFormat, context);
    }
}
