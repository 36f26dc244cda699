package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.nn.Dense;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Input;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightTest {
    /** Two billion numbers, more than the memory of tests holds: whoever draws them fails. */
    private static Sequential huge() {
        return Sequential.of(Input.of(46_000), Dense.of(46_000));
    }

    @Test
    void whatIsCountedIsNotDrawn() {
        Model model = huge();
        assertThat(model.countParams()).isEqualTo(46_000L * 46_000 + 46_000);
        assertThat(model.summary()).contains("2,116,046,000");
    }

    @Test
    void whenTheyAreDrawnMakesNoDifference() {
        Sequential first = Sequential.seeded(
                3, Input.of(5), Dense.of(4).name("a"), Dense.of(2).name("b"));
        Sequential last = Sequential.seeded(
                3, Input.of(5), Dense.of(4).name("a"), Dense.of(2).name("b"));
        Tensor a = first.weight("a/kernel").tensor();
        Tensor b = first.weight("b/kernel").tensor();
        assertThat(last.weight("b/kernel").tensor()).isEqualTo(b);
        assertThat(last.weight("a/kernel").tensor()).isEqualTo(a);
    }

    @Test
    void allThreadsSeeTheSameDraw() {
        Weight kernel = Sequential.of(Input.of(300), Dense.of(200)).weight("dense/kernel");
        List<float[]> seen =
                IntStream.range(0, 64).parallel().mapToObj(i -> kernel.values()).toList();
        assertThat(seen).allSatisfy(values -> assertThat(values).isSameAs(seen.getFirst()));
    }

    @Test
    void whatIsGivenBeforeTheFirstUseStays() {
        Sequential model = Sequential.of(Input.of(3), Dense.of(2));
        Tensor given = Tensor.of(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
        model.weight("dense/kernel").assign(given);
        given.data()[0] = 100;
        assertThat(model.weight("dense/kernel").tensor().data()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(model.predict(Tensor.of(Shape.of(1, 3), 1, 0, 1)).data()).containsExactly(6, 8);
    }

    @Test
    void anInitializerThatDoesNotFitIsRefusedAtOnce() {
        Dense dense = Dense.of(2).name("head").biasInitializer(Initializer.Orthogonal.of());
        assertThatThrownBy(() -> Sequential.of(Input.of(3), dense))
                .hasMessage("Dense \"head\": Orthogonal is for weights of two axes or more, not [2]; use another"
                        + " initializer");
    }
}
