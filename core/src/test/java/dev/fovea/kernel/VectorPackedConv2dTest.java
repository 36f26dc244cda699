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

/** Holds convolution by packed filters to the reference's by the same filters, of one image in any number of parts. */
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
            @ForAll boolean added,
            @ForAll @IntRange(min = 1, max = 4) int parts,
            @ForAll @IntRange(max = 3) int function) {
        ScalarFunction[] functions = {
            ScalarFunction.LINEAR, ScalarFunction.RELU, ScalarFunction.RELU6, ScalarFunction.TANH
        };
        check(c, biased, scaled, added && c.lanes() == 1, c.lanes() == 1 ? parts : 1, functions[function]);
    }

    @Test
    void notableShapes() {
        Agreement.notable(1).forEach(c -> {
            for (int parts = 1; parts <= 3; parts++) {
                check(c, true, true, false, parts, ScalarFunction.RELU);
                check(c, false, false, true, parts, ScalarFunction.LINEAR);
                check(c, true, false, true, parts, ScalarFunction.RELU6);
            }
        });
    }

    private static void check(
            Case c, boolean biased, boolean scaled, boolean added, int parts, ScalarFunction function) {
        ConvGeometry g = c.geometry();
        int lanes = c.lanes();
        RandomSource random = new RandomSource(c.seed());
        Floats x = normal(random, g.inputSize() * lanes);
        Floats w = normal(random, g.filterSize());
        Floats bias = biased ? normal(random, g.m()) : null;
        float[] scale = scaled ? Arrays.copyOf(normal(random, g.m()).array, g.m()) : null;
        float[] shift = scaled ? Arrays.copyOf(normal(random, g.m()).array, g.m()) : null;
        boolean addable = Agreement.vector().addsResidual(g, lanes);
        Floats residual = added && addable ? normal(random, g.outputSize()) : null;
        int terms = g.window().r() * g.window().s() * g.channelsPerGroup() + 3;
        // A factor may be some times 1, and so may what it multiplies err.
        holds(8 * terms, g.outputSize() * lanes, (k, y) -> {
            int size = k.packedFilterSize(g, lanes);
            if (size == 0) {
                plain(k, g, lanes, x, w, bias, scale, shift, residual, function, y);
                return;
            }
            Floats packed = scratch(size);
            Floats room = scratch(k.conv2dPackedScratch(g, lanes));
            k.packFilters(g, lanes, w, bias, scale, shift, packed);
            boolean inPlace = residual != null && c.seed() % 2 == 0;
            Floats add = inPlace ? Agreement.inPlace(residual, g.outputSize(), y) : residual;
            for (int part = 0; part < parts; part++) {
                k.conv2dPacked(g, lanes, x, packed, add, function, 0, y, room, part, parts);
            }
            staysInside(packed);
            staysInside(room);
        });
    }

    private static void plain(
            Kernels k,
            ConvGeometry g,
            int lanes,
            Floats x,
            Floats w,
            Floats bias,
            float[] scale,
            float[] shift,
            Floats residual,
            ScalarFunction function,
            Floats y) {
        k.conv2d(g, lanes, x, w, bias, ScalarFunction.LINEAR, 0, y, scratch(k.conv2dScratch(g, lanes)), 0, 1);
        for (int i = 0; i < g.outputSize() * lanes; i++) {
            float sum = y.array[y.offset + i];
            int m = i / lanes % g.m();
            sum = scale == null ? sum : sum * scale[m] + shift[m];
            sum += residual == null ? 0 : residual.array[residual.offset + i];
            y.array[y.offset + i] = function.value(sum, 0);
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
            k.packFilters(g, 1, normal(random, g.filterSize()), null, null, null, packed);
            float[] whole = outputs(k, g, x, packed, 1);
            assertThat(outputs(k, g, x, packed, 2)).isEqualTo(whole);
            assertThat(outputs(k, g, x, packed, 3)).isEqualTo(whole);
        });
    }

    private static float[] outputs(Kernels k, ConvGeometry g, Floats x, Floats packed, int parts) {
        Floats y = Floats.of(new float[g.outputSize()]);
        for (int part = 0; part < parts; part++) {
            Floats room = scratch(k.conv2dPackedScratch(g, 1));
            k.conv2dPacked(g, 1, x, packed, null, ScalarFunction.RELU, 0, y, room, part, parts);
        }
        return y.array;
    }
}
