package dev.fovea.kernel;

import static dev.fovea.kernel.Agreement.holds;
import static dev.fovea.kernel.Agreement.normal;
import static dev.fovea.kernel.Agreement.scratch;
import static dev.fovea.kernel.Agreement.staysInside;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.kernel.Agreement.Case;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.ScalarFunction;
import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Holds convolution by packed filters to the reference's by the same filters, in any number of parts. */
class VectorPackedConv2dTest {
    @Provide
    Arbitrary<Case> convolutions() {
        return Agreement.convolutions();
    }

    @Property(tries = 400)
    void convolution(
            @ForAll("convolutions") Case c,
            @ForAll boolean biased,
            @ForAll boolean scaled,
            @ForAll @IntRange(min = 1, max = 4) int parts,
            @ForAll @IntRange(max = 2) int function) {
        ScalarFunction[] functions = {ScalarFunction.LINEAR, ScalarFunction.RELU, ScalarFunction.TANH};
        check(c.geometry(), c.seed(), biased, scaled, parts, functions[function]);
    }

    @Test
    void notableShapes() {
        Agreement.notable(1).forEach(c -> {
            for (int parts = 1; parts <= 3; parts++) {
                check(c.geometry(), 5, true, true, parts, ScalarFunction.RELU);
                check(c.geometry(), 6, false, false, parts, ScalarFunction.LINEAR);
                check(c.geometry(), 7, true, false, parts, ScalarFunction.RELU6);
            }
        });
    }

    private static void check(
            ConvGeometry g, long seed, boolean biased, boolean scaled, int parts, ScalarFunction function) {
        RandomSource random = new RandomSource(seed);
        Floats x = normal(random, g.inputSize());
        Floats w = normal(random, g.filterSize());
        Floats bias = biased ? normal(random, g.m()) : null;
        float[] scale = scaled ? Arrays.copyOf(normal(random, g.m()).array, g.m()) : null;
        float[] shift = scaled ? Arrays.copyOf(normal(random, g.m()).array, g.m()) : null;
        int terms = g.window().r() * g.window().s() * g.channelsPerGroup() + 2;
        // A factor may be some times 1, and so may what it multiplies err.
        holds(8 * terms, g.outputSize(), (k, y) -> {
            int size = k.packedFilterSize(g, 1);
            if (size == 0) {
                plain(k, g, x, w, bias, scale, shift, function, y);
                return;
            }
            Floats packed = scratch(size);
            Floats room = scratch(k.conv2dPackedScratch(g));
            k.packFilters(g, w, bias, scale, shift, packed);
            for (int part = 0; part < parts; part++) {
                k.conv2dPacked(g, x, packed, function, 0, y, room, part, parts);
            }
            staysInside(packed);
            staysInside(room);
        });
    }

    private static void plain(
            Kernels k,
            ConvGeometry g,
            Floats x,
            Floats w,
            Floats bias,
            float[] scale,
            float[] shift,
            ScalarFunction function,
            Floats y) {
        k.conv2d(g, 1, x, w, bias, ScalarFunction.LINEAR, 0, y);
        for (int i = 0; i < g.outputSize(); i++) {
            float sum = y.array[y.offset + i];
            int m = i % g.m();
            y.array[y.offset + i] = function.value(scale == null ? sum : sum * scale[m] + shift[m], 0);
        }
    }

    @Test
    void anOutputIsTheSameInAnyNumberOfParts() {
        Agreement.notable(1).map(Case::geometry).forEach(g -> {
            Kernels k = Agreement.vector();
            int size = k.packedFilterSize(g, 1);
            if (size == 0) {
                return;
            }
            RandomSource random = new RandomSource(9);
            Floats x = normal(random, g.inputSize());
            Floats packed = scratch(size);
            k.packFilters(g, normal(random, g.filterSize()), null, null, null, packed);
            float[] whole = outputs(k, g, x, packed, 1);
            assertThat(outputs(k, g, x, packed, 2)).isEqualTo(whole);
            assertThat(outputs(k, g, x, packed, 3)).isEqualTo(whole);
        });
    }

    private static float[] outputs(Kernels k, ConvGeometry g, Floats x, Floats packed, int parts) {
        Floats y = Floats.of(new float[g.outputSize()]);
        for (int part = 0; part < parts; part++) {
            k.conv2dPacked(g, x, packed, ScalarFunction.RELU, 0, y, scratch(k.conv2dPackedScratch(g)), part, parts);
        }
        return y.array;
    }
}
