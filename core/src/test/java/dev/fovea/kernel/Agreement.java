package dev.fovea.kernel;

import static org.assertj.core.api.Assertions.fail;

import dev.fovea.tensor.RandomSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** What the tests that hold SIMD kernels to the reference share. */
final class Agreement {
    static final int V = Simd.V;
    static final Kernels REFERENCE = new ReferenceKernels();

    /** Floats before and after a result that must stay as they are. */
    private static final int GUARD = 3;

    private static final float FILLING = 77;
    private static final int OFFSET = 5;

    private Agreement() {}

    /** A random convolution and the lanes of a block. */
    record Case(ConvGeometry geometry, int lanes, long seed) {}

    /** New ones each time, for they keep what they have worked out. */
    static Kernels vector() {
        return new VectorKernels();
    }

    interface Run {
        void on(Kernels kernels, Floats output);
    }

    /** One image, blocks of one, two and three vectors, and lanes that fill no vector. */
    static Arbitrary<Integer> lanes() {
        return Arbitraries.of(1, 1, V, 2 * V, 3 * V, V - 1);
    }

    /** Windows of all kinds: strides over the kernel's size, kernels as large as the image, dilation, both paddings. */
    static Arbitrary<Case> convolutions() {
        Arbitrary<Integer> side = Arbitraries.integers().between(1, 9);
        Arbitrary<Integer> small = Arbitraries.integers().between(1, 4);
        Arbitrary<Integer> channels = Arbitraries.of(1, 2, 3, 5, 6, 7, 8, 13, 16, 17, 33, 48);
        return Combinators.combine(
                        side.list().ofSize(2),
                        small.list().ofSize(8),
                        channels.list().ofSize(2),
                        lanes(),
                        Arbitraries.of(true, false),
                        Arbitraries.longs())
                .as((sides, s, cm, lanes, same, seed) -> {
                    int groups = s.get(6) == 1 ? s.get(7) : 1;
                    boolean depthwise = s.get(6) == 2;
                    int c = cm.get(0) * groups;
                    int m = depthwise ? c : cm.get(1) * groups;
                    Window window = window(sides.get(0), sides.get(1), s.subList(0, 6), same);
                    return new Case(new ConvGeometry(window, c, m, depthwise ? c : groups), lanes, seed);
                });
    }

    /** One image, blocks of one to three vectors, and what goes to the reference. */
    static IntStream notableLanes() {
        return IntStream.of(1, V, 2 * V, 3 * V, 2);
    }

    /**
     * Shapes with each a way of its own through the kernels, or at the edge of one: few and many filters, a group or
     * several, a filter per channel, products with vectors and with matrices, windows that touch every kind of border.
     */
    static Stream<Case> notable(int lanes) {
        Stream<ConvGeometry> shapes = Stream.of(
                new ConvGeometry(window(5, 4, List.of(3, 3, 1, 1, 1, 1), true), 3, V + 2, 1),
                new ConvGeometry(window(7, 6, List.of(3, 2, 2, 1, 1, 1), false), 2, 2 * V + 1, 1),
                new ConvGeometry(window(9, 8, List.of(3, 2, 1, 1, 2, 3), true), 2, 3, 1),
                new ConvGeometry(window(7, 7, List.of(2, 2, 3, 3, 1, 1), false), 5, 4, 1),
                new ConvGeometry(window(7, 8, List.of(1, 1, 3, 2, 1, 1), true), 3, V, 1),
                new ConvGeometry(window(6, 7, List.of(3, 3, 2, 2, 1, 1), true), 4, 6, 2),
                new ConvGeometry(window(5, 5, List.of(3, 1, 1, 2, 1, 1), false), 6, 3, 3),
                new ConvGeometry(window(5, 6, List.of(3, 3, 1, 1, 1, 1), true), V + 1, V + 1, V + 1),
                new ConvGeometry(window(7, 6, List.of(3, 2, 2, 2, 1, 2), false), V, V, V),
                new ConvGeometry(window(3, 3, List.of(3, 3, 1, 1, 1, 1), true), V, 2 * V, 1),
                new ConvGeometry(window(4, 4, List.of(2, 2, 1, 1, 1, 1), false), 2 * V, V, 1),
                new ConvGeometry(window(2, 20, List.of(1, 3, 1, 1, 1, 1), true), 2, 2 * V, 1),
                new ConvGeometry(window(6, 6, List.of(3, 3, 1, 1, 1, 1), true), 1, 7, 1),
                new ConvGeometry(window(7, 7, List.of(2, 2, 1, 1, 1, 1), false), 2, 5, 1),
                new ConvGeometry(window(2, 3, List.of(2, 3, 1, 1, 1, 1), false), 3, 5, 1),
                new ConvGeometry(window(3, 3, List.of(2, 2, 1, 1, 2, 2), false), 2, 3, 1),
                new ConvGeometry(window(3, 2, List.of(3, 1, 1, 1, 1, 1), false), 2, 3, 1),
                new ConvGeometry(window(1, 1, List.of(3, 3, 1, 1, 1, 1), true), 2, 3, 1),
                new ConvGeometry(window(18, 13, List.of(3, 3, 1, 1, 1, 1), true), 48, 80, 1),
                new ConvGeometry(window(11, 30, List.of(3, 3, 1, 1, 1, 1), false), 64, 64, 1),
                new ConvGeometry(window(5, 2 * V + 3, List.of(3, 3, 1, 1, 1, 1), true), 1, V - 2, 1),
                new ConvGeometry(window(9, 4 * V + 5, List.of(2, 3, 2, 1, 1, 2), false), 1, V, 1),
                new ConvGeometry(window(5, 6, List.of(3, 3, 2, 2, 1, 1), true), 100, 2 * V + 3, 1),
                new ConvGeometry(window(4, 4, List.of(2, 2, 2, 2, 1, 1), false), 510, V, 1),
                ConvGeometry.dense(2, 1100, V + 1),
                ConvGeometry.dense(1, 9, 3),
                ConvGeometry.dense(1, 18, 4 * V + 3),
                ConvGeometry.dense(1, 16, 4 * V),
                ConvGeometry.dense(3, 15, 7),
                ConvGeometry.dense(7, 9, V),
                ConvGeometry.dense(8, V, 2 * V));
        return shapes.map(g -> new Case(g, lanes, 7));
    }

    /** Sizes are those of the kernel, the strides and the dilation, rows before columns. */
    private static Window window(int h, int w, List<Integer> sizes, boolean same) {
        int tall = (sizes.get(0) - 1) * sizes.get(4) + 1;
        int wide = (sizes.get(1) - 1) * sizes.get(5) + 1;
        int high = same ? h : Math.max(h, tall);
        int broad = same ? w : Math.max(w, wide);
        int e = same ? (high - 1) / sizes.get(2) + 1 : (high - tall) / sizes.get(2) + 1;
        int f = same ? (broad - 1) / sizes.get(3) + 1 : (broad - wide) / sizes.get(3) + 1;
        int top = same ? Math.max(0, (e - 1) * sizes.get(2) + tall - high) / 2 : 0;
        int left = same ? Math.max(0, (f - 1) * sizes.get(3) + wide - broad) / 2 : 0;
        return new Window(
                high,
                broad,
                sizes.get(0),
                sizes.get(1),
                sizes.get(2),
                sizes.get(3),
                top,
                left,
                sizes.get(4),
                sizes.get(5),
                e,
                f);
    }

    /** A dense layer at a few positions, and the lanes of a block. */
    static Arbitrary<Case> products() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 9),
                        Arbitraries.integers().between(1, 150),
                        Arbitraries.integers().between(1, 150),
                        lanes(),
                        Arbitraries.longs())
                .as((positions, k, m, lanes, seed) -> new Case(ConvGeometry.dense(positions, k, m), lanes, seed));
    }

    /**
     * Both kernels agree within the rounding of a sum of so many terms, and write nothing outside of their place.
     *
     * <p>Terms are products of normals, hardly over 16; a sum in another order errs by 2^-24 of each partial sum.
     */
    static void holds(int terms, int n, Run run) {
        holds(vector(), terms, n, run);
    }

    /** The same of other kernels. */
    static void holds(Kernels kernels, int terms, int n, Run run) {
        within(kernels, 0x1p-24 * terms * (16 + 4 * Math.sqrt(terms)), n, run);
    }

    /** Both kernels agree within this of each number. */
    static void within(double tolerance, int n, Run run) {
        within(vector(), tolerance, n, run);
    }

    private static void within(Kernels kernels, double tolerance, int n, Run run) {
        float[] expected = fill(n);
        float[] actual = fill(n);
        run.on(REFERENCE, new Floats(expected, GUARD));
        run.on(kernels, new Floats(actual, GUARD));
        for (int i = 0; i < expected.length; i++) {
            boolean agrees = Math.abs((double) actual[i] - expected[i]) <= tolerance
                    || actual[i] == expected[i]
                    || Float.isNaN(actual[i]) && Float.isNaN(expected[i]);
            if (!agrees) {
                fail("element %d: %s, expected %s within %s", i - GUARD, actual[i], expected[i], tolerance);
            }
        }
    }

    private static float[] fill(int n) {
        float[] array = new float[n + 2 * GUARD];
        Arrays.fill(array, FILLING);
        return array;
    }

    /** Room that may be written, of which nothing can be relied on. */
    static Floats scratch(int size) {
        return new Floats(fill(size), GUARD);
    }

    /** The values where an output is to lie: as what is added to it may. */
    static Floats inPlace(Floats values, int n, Floats y) {
        System.arraycopy(values.array, values.offset, y.array, y.offset, n);
        return new Floats(y.array, y.offset);
    }

    /** Fails when something was written before or after the room. */
    static void staysInside(Floats scratch) {
        for (int i = 0; i < GUARD; i++) {
            if (scratch.array[i] != FILLING || scratch.array[scratch.array.length - 1 - i] != FILLING) {
                fail("written outside of the scratch room");
            }
        }
    }

    /** Normal numbers that lie at some distance from the start of their array. */
    static Floats normal(RandomSource random, int n) {
        Floats values = new Floats(new float[n + OFFSET], OFFSET);
        for (int i = 0; i < values.array.length; i++) {
            values.array[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
