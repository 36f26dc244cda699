package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.Shape;
import org.junit.jupiter.api.Test;

class RegularizerTest {
    private static final Shape SHAPE = Shape.of(2, 2);

    @Test
    void penaltiesAreThoseOfKeras() {
        float[] w = {1, -2, 0, 3};
        assertThat(Regularizer.L1.of().penalty(SHAPE, w)).isCloseTo(0.06, within(1e-8));
        assertThat(Regularizer.L2.of().penalty(SHAPE, w)).isCloseTo(0.14, within(1e-8));
        assertThat(new Regularizer.L1L2(0.5f, 0.25f).penalty(SHAPE, w)).isEqualTo(0.5 * 6 + 0.25 * 14);
    }

    @Test
    void gradientsAreThoseOfThePenalties() {
        Regularizer[] all = {
            Regularizer.L1.of(), Regularizer.L2.of(), new Regularizer.L1(0.3f), new Regularizer.L1L2(0.1f, 0.2f)
        };
        float step = 0x1p-8f;
        for (Regularizer regularizer : all) {
            // Multiples of the step, so that weights a step away are exact.
            float[] w = {1.5f, -0.25f, 0.75f, -2};
            float[] gradient = {9, 1, 1, 1, 1};
            regularizer.addGradient(SHAPE, w, gradient, 1);
            assertThat(gradient[0]).isEqualTo(9);
            for (int i = 0; i < w.length; i++) {
                float before = w[i];
                w[i] = before + step;
                double above = regularizer.penalty(SHAPE, w);
                w[i] = before - step;
                double below = regularizer.penalty(SHAPE, w);
                w[i] = before;
                assertThat(gradient[i + 1] - 1.0).isCloseTo((above - below) / (2 * step), within(2e-7));
            }
        }
    }

    @Test
    void negativeFactorsAreRefused() {
        assertThatThrownBy(() -> new Regularizer.L1L2(0, -1))
                .hasMessageContaining("l2 is a finite number of 0 or more");
        assertThatThrownBy(() -> new Regularizer.L1(Float.NaN)).hasMessageContaining("not NaN");
    }
}
