package dev.fovea.conformance;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Random numbers of jqwik's, to be turned into a configuration one after another; they shrink towards small ones. */
final class Draw {
    private final List<Integer> numbers;
    private final RandomSource random;
    private int next;

    private Draw(List<Integer> numbers) {
        this.numbers = numbers;
        this.random = new RandomSource(numbers.hashCode());
    }

    static Arbitrary<Draw> any() {
        return Arbitraries.integers()
                .between(0, 9_999)
                .withoutEdgeCases()
                .list()
                .ofSize(48)
                .map(Draw::new);
    }

    int between(int low, int high) {
        return low + numbers.get(next++) % (high - low + 1);
    }

    boolean maybe() {
        return between(0, 1) == 1;
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[between(0, choices.length - 1)];
    }

    /** So many numbers. */
    int[] several(int count, int low, int high) {
        return IntStream.range(0, count).map(i -> between(low, high)).toArray();
    }

    /** One image, a few, and more than one block holds. */
    int images() {
        return of(1, 2, 3, 5, 1, 2, 3, 17, 33);
    }

    /** Sides among which are one pixel and prime numbers. */
    int side() {
        return between(1, 11);
    }

    int channels() {
        return of(1, 2, 3, 4, 5, 7, 8, 16, 17, 24);
    }

    /** {@code [N,...,C]}. */
    static int[] shape(int images, int[] sides, int channels) {
        return IntStream.concat(IntStream.concat(IntStream.of(images), IntStream.of(sides)), IntStream.of(channels))
                .toArray();
    }

    /** The sides of images {@code [N,...,C]}. */
    static int[] sides(Tensor x) {
        return Arrays.copyOfRange(x.shape().dims(), 1, x.shape().rank() - 1);
    }

    /** Normal draws. */
    Tensor normal(int... dims) {
        return values(Shape.of(dims), 0);
    }

    /** Draws from so few numbers that many are equal, 0 among them. */
    Tensor coarse(int... dims) {
        return values(Shape.of(dims), 2);
    }

    /** From -2 to 2, no two of them equal. */
    Tensor distinct(int... dims) {
        Tensor tensor = Tensor.filled(Shape.of(dims), 0);
        float[] values = tensor.data();
        for (int i = 0; i < values.length; i++) {
            int other = random.nextInt(i + 1);
            values[i] = values[other];
            values[other] = 4f * i / values.length - 2;
        }
        return tensor;
    }

    /** Between 0.5 and 2, as variances are. */
    Tensor positive(int... dims) {
        Tensor tensor = Tensor.filled(Shape.of(dims), 0);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = 0.5f + 1.5f * random.nextFloat();
        }
        return tensor;
    }

    /** Class numbers below {@code classes}, as floats. */
    Tensor labels(int classes, int... dims) {
        Tensor tensor = Tensor.filled(Shape.of(dims), 0);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = random.nextInt(classes);
        }
        return tensor;
    }

    private Tensor values(Shape shape, int levels) {
        Tensor tensor = Tensor.filled(shape, 0);
        for (int i = 0; i < tensor.size(); i++) {
            double normal = random.nextGaussian();
            tensor.data()[i] = (float) (levels == 0 ? normal : Math.rint(normal * levels) / levels);
        }
        return tensor;
    }
}
