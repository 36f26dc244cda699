package dev.fovea.kernel;

import static dev.fovea.kernel.Agreement.REFERENCE;
import static dev.fovea.kernel.Agreement.V;
import static dev.fovea.kernel.Agreement.holds;
import static dev.fovea.kernel.Agreement.normal;
import static dev.fovea.kernel.Agreement.scratch;
import static dev.fovea.kernel.Agreement.staysInside;
import static dev.fovea.kernel.Agreement.vector;
import static dev.fovea.kernel.Agreement.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.ScalarFunction;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds what works element by element, class by class or channel by channel to the reference. */
class VectorElementwiseTest {
    @Provide
    Arbitrary<Integer> lanes() {
        return Agreement.lanes();
    }

    @Property(tries = 300)
    void functions(@ForAll @IntRange(min = 1, max = 99) int n, @ForAll ScalarFunction f, @ForAll long seed) {
        RandomSource random = new RandomSource(seed);
        Floats x = normal(random, n);
        calm(f, x);
        Floats dy = normal(random, n);
        Floats y = new Floats(new float[n], 0);
        REFERENCE.apply(f, 0.3f, n, x, y);
        holds(2, n, (k, to) -> k.apply(f, 0.3f, n, x, to));
        holds(4, n, (k, to) -> k.applyGradient(f, 0.3f, n, f.slopeNeedsInput() ? x : null, y, dy, to));
    }

    @Property(tries = 200)
    void aNumbersResultDoesNotDependOnItsPlace(
            @ForAll ScalarFunction f, @ForAll @IntRange(min = 0, max = 40) int place, @ForAll long seed) {
        RandomSource random = new RandomSource(seed);
        Floats x = normal(random, 64);
        calm(f, x);
        Floats dy = normal(random, 64);
        Floats y = new Floats(new float[64], 0);
        Floats dx = new Floats(new float[64], 0);
        vector().apply(f, 0.3f, 64, x, y);
        vector().applyGradient(f, 0.3f, 64, x, y, dy, dx);
        Floats alone = new Floats(new float[1], 0);
        vector().apply(f, 0.3f, 1, from(x, place), alone);
        assertThat(alone.array[0]).isEqualTo(y.array[place]);
        vector().applyGradient(f, 0.3f, 1, from(x, place), from(y, place), from(dy, place), alone);
        assertThat(alone.array[0]).isEqualTo(dx.array[place]);
    }

    private static Floats from(Floats numbers, int place) {
        return new Floats(numbers.array, numbers.offset + place);
    }

    @Property(tries = 100)
    void arithmetic(@ForAll @IntRange(min = 1, max = 99) int n, @ForAll BinaryFunction f, @ForAll long seed) {
        RandomSource random = new RandomSource(seed);
        Floats a = normal(random, n);
        Floats b = normal(random, n);
        for (int i = 0; i < n; i += 3) {
            b.array[i] = a.array[i];
        }
        within(0, n, (k, y) -> k.combine(f, n, a, b, y));
        holds(2, n, (k, y) -> k.affine(n, 1.7f, -0.4f, a, y));
    }

    @Property(tries = 100)
    void sumsOfParts(
            @ForAll @IntRange(min = 1, max = 99) int n,
            @ForAll @IntRange(min = 1, max = 5) int count,
            @ForAll @IntRange(min = 0, max = 9) int between,
            @ForAll long seed) {
        Floats x = normal(new RandomSource(seed), count * (n + between));
        within(0, n, (k, y) -> k.addUp(n, count, x.array, x.offset, n + between, y.array, y.offset));
    }

    @Property(tries = 100)
    void stepsOfAdam(
            @ForAll @IntRange(min = 0, max = 9) int from,
            @ForAll @IntRange(min = 1, max = 99) int n,
            @ForAll boolean amsgrad,
            @ForAll long seed) {
        int size = from + n;
        Floats gradients = normal(new RandomSource(seed), 3 * size);
        // Weights and what they are held with, one behind the other.
        within(0, 4 * n, (k, y) -> {
            float[] w = new float[size];
            float[] m = new float[size];
            float[] v = new float[size];
            float[] largest = amsgrad ? new float[size] : null;
            for (int step = 0; step < 3; step++) {
                k.adam(
                        from,
                        size,
                        w,
                        gradients.array,
                        gradients.offset + step * size,
                        m,
                        v,
                        largest,
                        0.1f,
                        0.3f,
                        0.01f,
                        1e-7f);
            }
            System.arraycopy(w, from, y.array, y.offset, n);
            System.arraycopy(m, from, y.array, y.offset + n, n);
            System.arraycopy(v, from, y.array, y.offset + 2 * n, n);
            System.arraycopy(amsgrad ? largest : v, from, y.array, y.offset + 3 * n, n);
        });
    }

    @Property(tries = 100)
    void dropout(
            @ForAll @IntRange(min = 1, max = 99) int n,
            @ForAll("lanes") int lanes,
            @ForAll int key,
            @ForAll long seed) {
        Floats x = normal(new RandomSource(seed), n * lanes);
        within(0, n * lanes, (k, y) -> k.dropout(n, lanes, 0.4f, key, 64, x, y));
        within(0, n * lanes, (k, y) -> k.dropout(n, lanes, 1, key, 64, x, y));
    }

    @Property(tries = 150)
    void softmaxAndCrossEntropy(
            @ForAll @IntRange(min = 1, max = 5) int rows,
            @ForAll @IntRange(min = 1, max = 40) int classes,
            @ForAll("lanes") int lanes,
            @ForAll long seed) {
        RandomSource random = new RandomSource(seed);
        int n = rows * classes * lanes;
        Floats x = normal(random, n);
        Floats dy = normal(random, n);
        Floats dloss = normal(random, rows * lanes);
        Floats labels = new Floats(new float[rows * lanes], 0);
        for (int i = 0; i < rows * lanes; i++) {
            labels.array[i] = random.nextInt(classes);
        }
        Floats y = new Floats(new float[n], 0);
        REFERENCE.softmax(rows, classes, lanes, x, y);
        // Probabilities add up to 1, so the sum's rounding is relative to each.
        within(0x1p-24 * (classes + 8), n, (k, to) -> k.softmax(rows, classes, lanes, x, to));
        holds(classes, n, (k, to) -> k.softmaxGradient(rows, classes, lanes, y, dy, to));
        holds(classes, rows * lanes, (k, to) -> k.sparseCrossEntropy(rows, classes, lanes, x, labels, to));
        holds(classes, n, (k, to) -> k.sparseCrossEntropyGradient(rows, classes, lanes, x, labels, dloss, to));
    }

    @Property(tries = 20)
    void largeLogitsDoNotOverflow(@ForAll("lanes") int lanes) {
        Floats x = new Floats(new float[5 * lanes], 0);
        Floats labels = new Floats(new float[lanes], 0);
        for (int l = 0; l < lanes; l++) {
            labels.array[l] = l % 5;
            for (int c = 0; c < 5; c++) {
                x.array[c * lanes + l] = c == 2 ? 1000 : c == 3 ? Float.NEGATIVE_INFINITY : -1000 * c;
            }
        }
        within(0x1p-22, 5 * lanes, (k, y) -> k.softmax(1, 5, lanes, x, y));
        within(0x1p-12, lanes, (k, loss) -> k.sparseCrossEntropy(1, 5, lanes, x, labels, loss));
    }

    @Property(tries = 150)
    void perChannel(
            @ForAll @IntRange(min = 1, max = 12) int pixels,
            @ForAll @IntRange(min = 1, max = 40) int channels,
            @ForAll("lanes") int lanes,
            @ForAll ScalarFunction f,
            @ForAll @IntRange(min = 1, max = 64) int images,
            @ForAll long seed) {
        RandomSource random = new RandomSource(seed);
        int n = pixels * channels * lanes;
        int terms = pixels * lanes;
        int valid = Math.min(lanes, images);
        Floats x = normal(random, n);
        Floats dy = normal(random, n);
        Floats k3 = normal(random, 3 * channels);
        Floats k5 = normal(random, 5 * channels);
        calm(f, x);
        calm(f, k3);
        holds(terms, channels, (k, sums) -> k.channelSum(pixels, channels, lanes, x, sums));
        holds(8, n, (k, y) -> k.biasAdd(pixels, channels, lanes, x, k3, f, 0.3f, y));
        holds(8, n, (k, y) -> k.channelAffine(pixels, channels, lanes, x, k3, null, f, 0.3f, y));
        Floats added = normal(random, n);
        for (ScalarFunction g : List.of(ScalarFunction.RELU, ScalarFunction.LINEAR)) {
            holds(8, n, (k, y) -> k.channelAffine(pixels, channels, lanes, x, k3, added, g, 0, y));
        }
        // A deviation errs by the mean's error too, hence twice.
        holds(2 * terms, 2 * channels, (k, to) -> {
            Floats room = scratch(2 * channels + k.channelRoom(channels, lanes));
            k.channelMoments(pixels, channels, lanes, valid, x, room);
            k.copy(1, 2 * channels, room, 0, to, 0);
            staysInside(room);
        });
        holds(terms, 2 * channels, (k, to) -> {
            Floats room = scratch(4 * channels + k.channelRoom(channels, lanes));
            k.copy(2, 2 * channels, k5, 0, room, 2 * channels);
            k.channelGradientSums(pixels, channels, lanes, x, dy, room);
            k.copy(1, 2 * channels, room, 0, to, 0);
            staysInside(room);
        });
        holds(4, n, (k, dx) -> k.channelAffineGradient(pixels, channels, lanes, valid, x, dy, k5, dx));
    }

    @ParameterizedTest
    @EnumSource
    void functionsOfWholeAndOfPartialVectors(ScalarFunction f) {
        functions(2 * V, f, 1);
        functions(3 * V - 1, f, 2);
        functions(1, f, 3);
    }

    @ParameterizedTest
    @EnumSource
    void arithmeticOfWholeAndOfPartialVectors(BinaryFunction f) {
        arithmetic(2 * V, f, 1);
        arithmetic(3 * V - 1, f, 2);
        arithmetic(1, f, 3);
    }

    @ParameterizedTest
    @MethodSource("dev.fovea.kernel.Agreement#notableLanes")
    void dropoutOfNotableSizes(int lanes) {
        dropout(2 * V, lanes, 5, 1);
        dropout(V + 1, lanes, -9, 2);
    }

    @ParameterizedTest
    @MethodSource("dev.fovea.kernel.Agreement#notableLanes")
    void softmaxOfNotableSizes(int lanes) {
        softmaxAndCrossEntropy(3, V + 2, lanes, 1);
        softmaxAndCrossEntropy(2, 2 * V, lanes, 2);
        softmaxAndCrossEntropy(1, 1, lanes, 3);
        largeLogitsDoNotOverflow(lanes);
    }

    @ParameterizedTest
    @MethodSource("dev.fovea.kernel.Agreement#notableLanes")
    void channelsOfNotableSizes(int lanes) {
        perChannel(3, 2 * V, lanes, ScalarFunction.LINEAR, 64, 1);
        perChannel(4, V + 3, lanes, ScalarFunction.RELU, 1, 2);
        perChannel(1, 6, lanes, ScalarFunction.TANH, V + 1, 3);
        perChannel(129, 1, lanes, ScalarFunction.LINEAR, V, 4);
    }

    /** Keeps numbers away from where the function makes more of their rounding than of that of its own result. */
    private static void calm(ScalarFunction f, Floats x) {
        for (int i = 0; i < x.array.length; i++) {
            x.array[i] = switch (f) {
                case EXPONENTIAL, SQUARE -> Math.clamp(x.array[i], -1.5f, 1.5f);
                case LOG, SQRT, RECIPROCAL -> Math.abs(x.array[i]) + 0.5f;
                default -> x.array[i];
            };
        }
    }
}
