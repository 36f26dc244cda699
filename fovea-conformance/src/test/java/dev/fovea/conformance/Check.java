package dev.fovea.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.tensor.Tensor;

/** The comparisons of one configuration of a layer with one oracle. */
final class Check {
    private final String layer;
    private final String oracle;
    private final String configuration;
    private boolean forward;
    private boolean gradient;

    Check(String layer, String oracle, Object... configuration) {
        this.layer = layer;
        this.oracle = oracle;
        this.configuration = java.util.Arrays.toString(configuration);
    }

    /** Holds the layer's output to the oracle's. */
    void forward(Tensor actual, Tensor expected, double... bound) {
        double worst = compare("output", actual, expected, bound);
        Ledger.add(layer, oracle, !forward, false, worst);
        forward = true;
    }

    /** Holds a gradient to the oracle's. */
    void gradient(String of, Tensor actual, Tensor expected, double... bound) {
        double worst = compare("gradient of the " + of, actual, expected, bound);
        Ledger.add(layer, oracle, !gradient, true, worst);
        gradient = true;
    }

    private double compare(String what, Tensor actual, Tensor expected, double[] bound) {
        assertThat(actual.shape()).as("%s's %s, %s", layer, what, configuration).isEqualTo(expected.shape());
        assertThat(bound).hasSize(expected.size());
        double worst = 0;
        for (int i = 0; i < bound.length; i++) {
            float a = actual.data()[i];
            float b = expected.data()[i];
            double error = Math.abs((double) a - b);
            assertThat(a == b || error <= bound[i])
                    .as(
                            "%s's %s, number %d of %s: Fovea %s, %s %s, apart %.3g, allowed %.3g; %s",
                            layer, what, i, expected.shape(), a, oracle, b, error, bound[i], configuration)
                    .isTrue();
            worst = Math.max(worst, a == b ? 0 : error / bound[i]);
        }
        return worst;
    }
}
