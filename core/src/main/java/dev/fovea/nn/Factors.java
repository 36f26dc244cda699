package dev.fovea.nn;

import dev.fovea.op.Uniform;
import java.util.List;

/** The ranges that random layers draw from, {@code [lower, upper]}, checked and in order. */
final class Factors {
    private Factors() {}

    /** From so far below 0 to as far above. */
    static List<Float> around(float factor) {
        return List.of(-Math.abs(factor), Math.abs(factor));
    }

    /** A range in order, after a check that it is one and within limits. */
    static List<Float> check(String layer, String name, List<Float> range, float least, float most) {
        if (range.size() != 2 || !within(range.get(0), least, most) || !within(range.get(1), least, most)) {
            throw new IllegalArgumentException(layer + " takes a " + name + " of two numbers, [lower, upper], between "
                    + least + " and " + most + ", not " + range);
        }
        return range.stream().sorted().toList();
    }

    /** The least and the largest value of pixels. */
    static List<Float> checkValues(String layer, List<Float> range) {
        return check(layer, "valueRange", range, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    private static boolean within(float number, float least, float most) {
        return number >= least && number <= most;
    }

    static Uniform uniform(List<Float> range) {
        return new Uniform(range.get(0), range.get(1));
    }
}
