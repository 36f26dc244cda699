package dev.fovea.kernel;

import static dev.fovea.kernel.Agreement.REFERENCE;
import static dev.fovea.kernel.Agreement.V;
import static dev.fovea.kernel.Agreement.holds;
import static dev.fovea.kernel.Agreement.normal;

import dev.fovea.kernel.Agreement.Case;
import dev.fovea.tensor.RandomSource;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds pooling and its gradients to the reference. */
class VectorPoolTest {
    @Provide
    Arbitrary<Case> windows() {
        return Arbitraries.oneOf(Agreement.convolutions(), quads());
    }

    /** The windows of 2 x 2 that networks mostly have, of even and odd images. */
    private static Arbitrary<Case> quads() {
        Arbitrary<Integer> side = Arbitraries.integers().between(2, 9);
        Arbitrary<Integer> channels = Arbitraries.integers().between(1, 20);
        return Combinators.combine(side, side, channels, Agreement.lanes(), Arbitraries.longs())
                .as((h, w, c, lanes, seed) -> {
                    Window window = new Window(h, w, 2, 2, 2, 2, 0, 0, 1, 1, h / 2, w / 2);
                    return new Case(new ConvGeometry(window, c, c, 1), lanes, seed);
                });
    }

    @ParameterizedTest
    @MethodSource("dev.fovea.kernel.Agreement#notableLanes")
    void poolingOfNotableShapes(int lanes) {
        Stream<Case> quads = Stream.of(
                        new Window(4, 6, 2, 2, 2, 2, 0, 0, 1, 1, 2, 3),
                        new Window(5, 7, 2, 2, 2, 2, 0, 0, 1, 1, 2, 3),
                        new Window(2, 3, 2, 2, 2, 2, 0, 0, 1, 1, 1, 1))
                .flatMap(window -> Stream.of(1, 3, V, 2 * V).map(c -> new ConvGeometry(window, c, c, 1)))
                .map(g -> new Case(g, lanes, 7));
        Stream.concat(quads, Agreement.notable(lanes)).forEach(c -> {
            maxPooling(c);
            averagePooling(c);
        });
    }

    @Property(tries = 300)
    void maxPooling(@ForAll("windows") Case c) {
        Window g = c.geometry().window();
        int channels = c.geometry().c();
        int inner = channels * c.lanes();
        RandomSource random = new RandomSource(c.seed());
        Floats x = normal(random, g.h() * g.w() * inner);
        // Few different values, so that there are ties.
        for (int i = 0; i < x.array.length; i++) {
            x.array[i] = Math.round(x.array[i]);
        }
        int outputs = g.e() * g.f() * inner;
        Floats dy = normal(random, outputs);
        Floats y = new Floats(new float[outputs], 0);
        REFERENCE.maxPool(g, channels, c.lanes(), x, y);
        holds(1, outputs, (k, to) -> k.maxPool(g, channels, c.lanes(), x, to));
        holds(g.r() * g.s(), g.h() * g.w() * inner, (k, to) -> k.maxPoolGradient(g, channels, c.lanes(), x, y, dy, to));
    }

    @Property(tries = 300)
    void averagePooling(@ForAll("windows") Case c) {
        Window g = c.geometry().window();
        int channels = c.geometry().c();
        int inner = channels * c.lanes();
        RandomSource random = new RandomSource(c.seed());
        Floats x = normal(random, g.h() * g.w() * inner);
        Floats dy = normal(random, g.e() * g.f() * inner);
        holds(g.r() * g.s(), g.e() * g.f() * inner, (k, y) -> k.averagePool(g, channels, c.lanes(), x, y));
        holds(g.r() * g.s(), g.h() * g.w() * inner, (k, dx) -> k.averagePoolGradient(g, channels, c.lanes(), dy, dx));
    }
}
