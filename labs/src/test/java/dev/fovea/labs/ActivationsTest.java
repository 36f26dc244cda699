package dev.fovea.labs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ActivationsTest {
    @Test
    void slopesAreThoseMeasured() {
        for (Lab17Activations.Shown shown : Lab17Activations.FUNCTIONS) {
            for (double x : Lab17Activations.POINTS) {
                // The third derivative is below 1 everywhere, so the error is below h^2 / 6, and rounding.
                assertThat((double) shown.slope(x))
                        .as("%s at %s", shown.name(), x)
                        .isCloseTo(shown.measuredSlope(x), within(6e-5));
            }
        }
    }

    @Test
    void valuesAreThoseOfTheFormulas() {
        assertThat(value("ReLU", -2)).isEqualTo(0);
        assertThat(value("leaky ReLU", -2)).isEqualTo(-0.4f);
        assertThat(value("ELU", -1)).isEqualTo((float) (Math.exp(-1) - 1));
        assertThat(value("sigmoid", 0)).isEqualTo(0.5f);
        assertThat(value("tanh", 1)).isEqualTo((float) Math.tanh(1));
        assertThat(value("softplus", 0)).isEqualTo((float) Math.log(2));
        assertThat(value("ReLU6", 7)).isEqualTo(6);
    }

    private static float value(String name, double x) {
        return Lab17Activations.FUNCTIONS.stream()
                .filter(shown -> shown.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value(x);
    }

    @Test
    void softmaxAddsUpToOne() {
        float[] p = Lab17Activations.softmax().data();
        assertThat(p[0] + p[1] + p[2]).isCloseTo(1, within(1e-6f));
        assertThat(p[0] / p[1]).isCloseTo((float) Math.E, within(1e-5f));
    }
}
