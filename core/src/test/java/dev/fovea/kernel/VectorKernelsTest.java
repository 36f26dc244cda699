package dev.fovea.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.ScalarFunction;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Holds the SIMD kernels to the reference over random shapes, for one image and for blocks of one and two vectors. */
class VectorKernelsTest {
    private static final int V = Tiles.V;
    private static final int GUARD = 3;
    private final Kernels reference = new ReferenceKernels();
    private final Kernels vector = new VectorKernels();

    /** A random convolution and the lanes of a block. */
    record Case(ConvGeometry geometry, int lanes, long seed) {}

    @Provide
    Arbitrary<Case> convolutions() {
        Arbitrary<Integer> side = Arbitraries.integers().between(1, 9);
        Arbitrary<Integer> small = Arbitraries.integers().between(1, 4);
        Arbitrary<Integer> channels = Arbitraries.of(1, 2, 3, 5, 6, 8, 13, 17, 33);
        return Combinators.combine(
                        side.list().ofSize(2),
                        small.list().ofSize(8),
                        channels.list().ofSize(2),
                        Arbitraries.of(1, V, 2 * V),
                        Arbitraries.of(true, false),
                        Arbitraries.longs())
                .as((sides, s, cm, lanes, same, seed) -> {
                    int groups = s.get(6) == 1 ? s.get(7) : 1;
                    int tall = (s.get(0) - 1) * s.get(4) + 1;
                    int wide = (s.get(1) - 1) * s.get(5) + 1;
                    int h = same ? sides.get(0) : Math.max(sides.get(0), tall);
                    int w = same ? sides.get(1) : Math.max(sides.get(1), wide);
                    int e = same ? (h - 1) / s.get(2) + 1 : (h - tall) / s.get(2) + 1;
                    int f = same ? (w - 1) / s.get(3) + 1 : (w - wide) / s.get(3) + 1;
                    int top = same ? Math.max(0, (e - 1) * s.get(2) + tall - h) / 2 : 0;
                    int left = same ? Math.max(0, (f - 1) * s.get(3) + wide - w) / 2 : 0;
                    Window window = new Window(
                            h, w, s.get(0), s.get(1), s.get(2), s.get(3), top, left, s.get(4), s.get(5), e, f);
                    return new Case(
                            new ConvGeometry(window, cm.get(0) * groups, cm.get(1) * groups, groups), lanes, seed);
                });
    }

    @Property(tries = 300)
    void convolution(@ForAll("convolutions") Case c, @ForAll boolean biased, @ForAll ScalarFunction function) {
        ConvGeometry g = c.geometry;
        RandomSource random = new RandomSource(c.seed);
        Floats x = normal(random, g.inputSize() * c.lanes);
        Floats w = normal(random, g.filterSize());
        Floats bias = biased ? normal(random, g.m()) : null;
        int terms = g.window().r() * g.window().s() * g.channelsPerGroup() + 1;
        // Beyond a few deviations exp would turn rounding of its argument into more than that of its result.
        ScalarFunction f = function == ScalarFunction.EXPONENTIAL ? ScalarFunction.TANH : function;
        holds(terms, g.outputSize() * c.lanes, (k, y) -> k.conv2d(g, c.lanes, x, w, bias, f, 0.3f, y));
    }

    @Property(tries = 300)
    void inputGradient(@ForAll("convolutions") Case c) {
        ConvGeometry g = c.geometry;
        RandomSource random = new RandomSource(c.seed);
        Floats dy = normal(random, g.outputSize() * c.lanes);
        Floats w = normal(random, g.filterSize());
        int terms = g.window().r() * g.window().s() * g.filtersPerGroup();
        holds(terms, g.inputSize() * c.lanes, (k, y) -> k.conv2dInputGradient(
                g, c.lanes, dy, w, y, scratch(k.conv2dInputGradientScratch(g, c.lanes))));
    }

    @Property(tries = 300)
    void filterGradient(@ForAll("convolutions") Case c) {
        ConvGeometry g = c.geometry;
        RandomSource random = new RandomSource(c.seed);
        Floats x = normal(random, g.inputSize() * c.lanes);
        Floats dy = normal(random, g.outputSize() * c.lanes);
        int terms = g.window().e() * g.window().f() * c.lanes;
        holds(terms, g.filterSize(), (k, y) -> k.conv2dFilterGradient(
                g, c.lanes, x, dy, y, scratch(k.conv2dFilterGradientScratch(g, c.lanes))));
    }

    @Property(tries = 200)
    void maxPoolingAndItsGradient(@ForAll("convolutions") Case c) {
        Window g = c.geometry.window();
        int inner = c.geometry.c() * c.lanes;
        RandomSource random = new RandomSource(c.seed);
        // Few different values, so that there are ties.
        Floats x = normal(random, g.h() * g.w() * inner);
        for (int i = 0; i < x.array.length; i++) {
            x.array[i] = Math.round(x.array[i]);
        }
        int outputs = g.e() * g.f() * inner;
        Floats dy = normal(random, outputs);
        Floats y = new Floats(new float[outputs], 0);
        reference.maxPool(g, c.geometry.c(), c.lanes, x, y);
        holds(1, outputs, (k, to) -> k.maxPool(g, c.geometry.c(), c.lanes, x, to));
        holds(g.r() * g.s(), g.h() * g.w() * inner, (k, to) ->
                k.maxPoolGradient(g, c.geometry.c(), c.lanes, x, y, dy, to));
    }

    @Property(tries = 200)
    void elementwise(
            @ForAll @IntRange(min = 1, max = 99) int n,
            @ForAll boolean blocks,
            @ForAll ScalarFunction function,
            @ForAll long seed) {
        int lanes = blocks ? 2 * V : 1;
        RandomSource random = new RandomSource(seed);
        Floats x = normal(random, n * lanes);
        Floats dy = normal(random, n * lanes);
        Floats y = new Floats(new float[n * lanes], 0);
        reference.apply(function, 0.3f, n * lanes, x, y);
        holds(4, n * lanes, (k, to) -> k.apply(function, 0.3f, n * lanes, x, to));
        holds(4, n * lanes, (k, to) -> k.applyGradient(function, 0.3f, n * lanes, x, y, dy, to));
        holds(1, n * lanes, (k, to) -> k.dropout(n, lanes, 0.4f, (int) seed, 64, x, to));
        holds(7 * lanes, n, (k, to) ->
                k.channelSum(7, n, lanes, normal(new RandomSource(seed), 7 * n * lanes), to));
    }

    private interface Run {
        void on(Kernels kernels, Floats output);
    }

    /** Both kernels agree within the rounding of a sum of so many terms, and write nothing outside of their place. */
    private void holds(int terms, int n, Run run) {
        float[] expected = fill(n);
        float[] actual = fill(n);
        run.on(reference, new Floats(expected, GUARD));
        run.on(vector, new Floats(actual, GUARD));
        // Terms are products of normals, hardly over 16; a sum in another order errs by 2^-24 of each partial sum.
        double tolerance = 0x1p-24 * terms * (16 + 4 * Math.sqrt(terms));
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs((double) actual[i] - expected[i]) <= tolerance || actual[i] == expected[i]
                            || Float.isNaN(actual[i]) && Float.isNaN(expected[i]))
                    .as("element %d: %s, expected %s within %s", i - GUARD, actual[i], expected[i], tolerance)
                    .isTrue();
        }
    }

    private static float[] fill(int n) {
        float[] array = new float[n + 2 * GUARD];
        Arrays.fill(array, 77);
        return array;
    }

    private static Floats scratch(int size) {
        return new Floats(fill(size), GUARD);
    }

    private static Floats normal(RandomSource random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Floats.of(values);
    }
}
