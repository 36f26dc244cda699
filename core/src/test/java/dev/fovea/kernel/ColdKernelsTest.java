package dev.fovea.kernel;

import static dev.fovea.kernel.Agreement.holds;
import static dev.fovea.kernel.Agreement.normal;
import static dev.fovea.kernel.Agreement.scratch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.kernel.Agreement.Case;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.ScalarFunction;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Holds the kernels of a first prediction to the reference, and their parts to each other. */
class ColdKernelsTest {
    private static final ScalarFunction[] FUNCTIONS = {
        ScalarFunction.LINEAR, ScalarFunction.RELU, ScalarFunction.RELU6, ScalarFunction.TANH
    };

    /** More pixels than a block has, and more than threads share filters of; more filters than a block has. */
    private static final List<ConvGeometry> LARGE = List.of(
            new ConvGeometry(new Window(40, 30, 3, 3, 1, 1, 1, 1, 1, 1, 40, 30), 5, 40, 1),
            new ConvGeometry(new Window(9, 9, 1, 1, 2, 2, 0, 0, 1, 1, 5, 5), 6, 700, 1),
            new ConvGeometry(new Window(12, 12, 3, 3, 1, 1, 2, 2, 2, 2, 12, 12), 12, 160, 2),
            ConvGeometry.dense(1, 50, 1000));

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
        check(c.geometry(), c.seed(), biased, scaled, added, parts, FUNCTIONS[function]);
    }

    @Test
    void notableAndLargeShapes() {
        Agreement.notable(1).forEach(c -> check(c.geometry(), c.seed(), true, true, true, 2, ScalarFunction.RELU));
        LARGE.forEach(g -> check(g, 5, true, true, true, 2, ScalarFunction.RELU));
    }

    private static void check(
            ConvGeometry g,
            long seed,
            boolean biased,
            boolean scaled,
            boolean added,
            int parts,
            ScalarFunction function) {
        RandomSource random = new RandomSource(seed);
        Floats x = normal(random, g.inputSize());
        Floats w = normal(random, g.filterSize());
        Floats bias = biased ? normal(random, g.m()) : null;
        float[] scale = scaled ? Arrays.copyOf(normal(random, g.m()).array, g.m()) : null;
        float[] shift = scaled ? Arrays.copyOf(normal(random, g.m()).array, g.m()) : null;
        Floats residual = added ? normal(random, g.outputSize()) : null;
        int terms = g.window().r() * g.window().s() * g.channelsPerGroup() + 3;
        // A factor may be some times 1, and so may what it multiplies err.
        holds(new ColdKernels(), 8 * terms, g.outputSize(), (k, y) -> {
            if (!k.readsFilters()) {
                k.conv2d(g, 1, x, w, bias, ScalarFunction.LINEAR, 0, y, null, 0, 1);
                for (int i = 0; i < g.outputSize(); i++) {
                    float sum = y.array[y.offset + i];
                    sum = scale == null ? sum : sum * scale[i % g.m()] + shift[i % g.m()];
                    sum += residual == null ? 0 : residual.array[residual.offset + i];
                    y.array[y.offset + i] = function.value(sum, 0);
                }
                return;
            }
            Floats scaleShift = scratch(k.packedFilterSize(g, 1));
            k.packFilters(g, 1, w, bias, scale, shift, scaleShift);
            Agreement.staysInside(scaleShift);
            Floats add = added && seed % 2 == 0 ? Agreement.inPlace(residual, g.outputSize(), y) : residual;
            for (int part = 0; part < parts; part++) {
                k.conv2dScaled(g, x, w, scaleShift, add, function, 0, y, part, parts);
            }
        });
    }

    @Property(tries = 100)
    void convolutionOfWeightsThatAreNone(@ForAll("convolutions") Case c) {
        ConvGeometry g = c.geometry();
        RandomSource random = new RandomSource(c.seed());
        Floats x = normal(random, g.inputSize());
        Floats w = normal(random, g.filterSize());
        Floats bias = normal(random, g.m());
        int terms = g.window().r() * g.window().s() * g.channelsPerGroup() + 1;
        holds(
                new ColdKernels(),
                terms,
                g.outputSize(),
                (k, y) -> k.conv2d(g, 1, x, w, bias, ScalarFunction.RELU, 0, y, null, 0, 1));
    }

    @Test
    void anOutputIsTheSameInAnyNumberOfParts() {
        LARGE.forEach(g -> {
            float[] whole = outputs(g, 1);
            assertThat(outputs(g, 2)).isEqualTo(whole);
            assertThat(outputs(g, 3)).isEqualTo(whole);
        });
    }

    private static float[] outputs(ConvGeometry g, int parts) {
        RandomSource random = new RandomSource(9);
        Floats x = normal(random, g.inputSize());
        Floats w = normal(random, g.filterSize());
        Floats scaleShift = normal(random, 2 * g.m());
        Floats y = Floats.of(new float[g.outputSize()]);
        for (int part = 0; part < parts; part++) {
            new ColdKernels().conv2dScaled(g, x, w, scaleShift, null, ScalarFunction.RELU, 0, y, part, parts);
        }
        return y.array;
    }

    @Property(tries = 100)
    void maxPooling(@ForAll("convolutions") Case c) {
        ConvGeometry g = c.geometry();
        Floats x = normal(new RandomSource(c.seed()), g.inputSize());
        int size = g.window().e() * g.window().f() * g.c();
        holds(new ColdKernels(), 0, size, (k, y) -> k.maxPool(g.window(), g.c(), 1, x, y));
    }

    @Property(tries = 100)
    void averagePooling(@ForAll("convolutions") Case c) {
        ConvGeometry g = c.geometry();
        Floats x = normal(new RandomSource(c.seed()), g.inputSize());
        int terms = g.window().r() * g.window().s() + 1;
        int size = g.window().e() * g.window().f() * g.c();
        holds(new ColdKernels(), terms, size, (k, y) -> k.averagePool(g.window(), g.c(), 1, x, y));
    }
}
