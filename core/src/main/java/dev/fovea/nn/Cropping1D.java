package dev.fovea.nn;

import dev.fovea.op.Value;
import java.util.List;

/**
 * Sequences less what lies at their ends, as Keras's {@code Cropping1D}. Shape: {@code [N,L,C] -> [N,L-before-after,C]}.
 *
 * @param cropping {@code [before, after]}, each 0 or more; {@link #of()} takes 1 and 1
 */
public record Cropping1D(List<Integer> cropping, String name) implements Layer {
    public Cropping1D {
        cropping = Places.pairs("Cropping1D", "[before, after]", 1, List.of(cropping))
                .getFirst();
    }

    public static Cropping1D of() {
        return of(1);
    }

    /** The same before and after. */
    public static Cropping1D of(int both) {
        return of(both, both);
    }

    public static Cropping1D of(int before, int after) {
        return new Cropping1D(List.of(before, after), null);
    }

    public Cropping1D name(String name) {
        return Components.with(this, "name", name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return Places.crop(input, List.of(cropping), DataFormat.CHANNELS_LAST, context);
    }
}
