package dev.fovea.kernel;

import static dev.fovea.kernel.Agreement.holds;
import static dev.fovea.kernel.Agreement.normal;
import static dev.fovea.kernel.Agreement.scratch;
import static dev.fovea.kernel.Agreement.staysInside;

import dev.fovea.kernel.Agreement.Case;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.ScalarFunction;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds convolution and its gradients to the reference, for one image and for blocks, dense layers included. */
class VectorConv2dTest {
    @Provide
    Arbitrary<Case> convolutions() {
        return Agreement.convolutions();
    }

    @Provide
    Arbitrary<Case> products() {
        return Agreement.products();
    }

    @Property(tries = 300)
    void convolution(@ForAll("convolutions") Case c, @ForAll boolean biased, @ForAll ScalarFunction function) {
        forward(c, biased, function);
    }

    @Property(tries = 100)
    void product(@ForAll("products") Case c, @ForAll boolean biased, @ForAll boolean relu) {
        forward(c, biased, relu ? ScalarFunction.RELU : ScalarFunction.LINEAR);
    }

    @Property(tries = 300)
    void inputGradientOfConvolution(@ForAll("convolutions") Case c) {
        inputGradient(c);
    }

    @Property(tries = 100)
    void inputGradientOfProduct(@ForAll("products") Case c) {
        inputGradient(c);
    }

    @Property(tries = 300)
    void filterGradientOfConvolution(@ForAll("convolutions") Case c) {
        filterGradient(c);
    }

    @Property(tries = 100)
    void filterGradientOfProduct(@ForAll("products") Case c) {
        filterGradient(c);
    }

    @ParameterizedTest
    @MethodSource("dev.fovea.kernel.Agreement#notableLanes")
    void outputsOfNotableShapes(int lanes) {
        Agreement.notable(lanes).forEach(c -> {
            forward(c, false, ScalarFunction.LINEAR);
            forward(c, true, ScalarFunction.RELU);
            forward(c, true, ScalarFunction.TANH);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.fovea.kernel.Agreement#notableLanes")
    void inputGradientsOfNotableShapes(int lanes) {
        Agreement.notable(lanes).forEach(VectorConv2dTest::inputGradient);
    }

    @ParameterizedTest
    @MethodSource("dev.fovea.kernel.Agreement#notableLanes")
    void filterGradientsOfNotableShapes(int lanes) {
        Agreement.notable(lanes).forEach(VectorConv2dTest::filterGradient);
    }

    private static void forward(Case c, boolean biased, ScalarFunction function) {
        ConvGeometry g = c.geometry();
        int lanes = c.lanes();
        RandomSource random = new RandomSource(c.seed());
        Floats x = normal(random, g.inputSize() * lanes);
        Floats w = normal(random, g.filterSize());
        Floats bias = biased ? normal(random, g.m()) : null;
        int terms = g.window().r() * g.window().s() * g.channelsPerGroup() + 1;
        // These would turn rounding of the sum into more than that of their result.
        ScalarFunction f = switch (function) {
            case EXPONENTIAL, SQUARE, LOG, SQRT, RECIPROCAL, THRESHOLD, STEP, HARD_SHRINK -> ScalarFunction.TANH;
            default -> function;
        };
        holds(terms, g.outputSize() * lanes, (k, y) -> {
            Floats scratch = scratch(k.conv2dScratch(g, lanes));
            int parts = k.inParts(g, lanes) ? 1 + Math.floorMod(c.seed(), 4) : 1;
            for (int part = 0; part < parts; part++) {
                k.conv2d(g, lanes, x, w, bias, f, 0.3f, y, scratch, part, parts);
            }
            staysInside(scratch);
        });
    }

    private static void inputGradient(Case c) {
        ConvGeometry g = c.geometry();
        int lanes = c.lanes();
        RandomSource random = new RandomSource(c.seed());
        Floats dy = normal(random, g.outputSize() * lanes);
        Floats w = normal(random, g.filterSize());
        int terms = g.window().r() * g.window().s() * g.filtersPerGroup();
        holds(terms, g.inputSize() * lanes, (k, dx) -> {
            Floats scratch = scratch(k.conv2dInputGradientScratch(g, lanes));
            k.conv2dInputGradient(g, lanes, dy, w, dx, scratch);
            staysInside(scratch);
        });
    }

    private static void filterGradient(Case c) {
        ConvGeometry g = c.geometry();
        int lanes = c.lanes();
        RandomSource random = new RandomSource(c.seed());
        Floats x = normal(random, g.inputSize() * lanes);
        Floats dy = normal(random, g.outputSize() * lanes);
        int terms = g.window().e() * g.window().f() * lanes;
        holds(terms, g.filterSize(), (k, dw) -> {
            Floats scratch = scratch(k.conv2dFilterGradientScratch(g, lanes));
            k.conv2dFilterGradient(g, lanes, x, dy, dw, scratch);
            staysInside(scratch);
        });
    }
}
