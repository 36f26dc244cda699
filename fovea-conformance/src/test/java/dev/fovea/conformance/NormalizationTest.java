package dev.fovea.conformance;

import dev.fovea.nn.BatchNormalization;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds batch normalization to TensorFlow's, in inference and in training. */
class NormalizationTest {
    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 300)
    void batchNormalizationIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        int c = draw.channels();
        Tensor x = draw.normal(draw.images(), draw.side(), draw.side(), c);
        Tensor gamma = draw.normal(c);
        Tensor beta = draw.normal(c);
        Tensor mean = draw.normal(c);
        Tensor variance = draw.positive(c);
        Tensor dy = draw.normal(x.shape().dims());
        float epsilon = BatchNormalization.of().epsilon();
        Map<String, Tensor> weights =
                Map.of("gamma", gamma, "beta", beta, "moving_mean", mean, "moving_variance", variance);
        Check check = new Check("BatchNormalization", "TensorFlow", x.shape());
        try (TensorFlow tf = new TensorFlow()) {
            Tensor still = tf.op("FusedBatchNormV3")
                    .in(x, gamma, beta, mean, variance)
                    .attr("epsilon", epsilon)
                    .attr("is_training", false)
                    .get();
            double[] bound = new double[x.size()];
            for (int i = 0; i < bound.length; i++) {
                int k = i % c;
                double scale = Math.abs(gamma.data()[k]) / Math.sqrt(variance.data()[k] + epsilon);
                bound[i] = Bound.of(
                        12, scale * (Math.abs(x.data()[i]) + Math.abs(mean.data()[k])) + Math.abs(beta.data()[k]));
            }
            check.forward(Fovea.predict(BatchNormalization.of(), x, weights), still, bound);

            List<Tensor> made = tf.op("FusedBatchNormV3")
                    .in(x, gamma, beta, Tensor.zeros(0), Tensor.zeros(0))
                    .attr("epsilon", epsilon)
                    .attr("is_training", true)
                    .run();
            List<Tensor> gradients = tf.op("FusedBatchNormGradV3")
                    .in(dy, x, gamma, made.get(3), made.get(4), made.get(5))
                    .attr("epsilon", epsilon)
                    .attr("is_training", true)
                    .run();
            Terms terms = new Terms(x, gamma, beta, dy, epsilon);
            Fovea.Run run = Fovea.train(BatchNormalization.of(), List.of(x), weights, dy);
            check.forward(run.output(), made.get(0), terms.output);
            check.gradient("input", run.inputs().getFirst(), gradients.get(0), terms.byInput);
            check.gradient("gamma", run.weights().get("gamma"), gradients.get(1), terms.byGamma);
            check.gradient("beta", run.weights().get("beta"), gradients.get(2), terms.byBeta);
        }
    }

    /**
     * Bounds of training, from the formulas on absolute values. With s the root of variance + epsilon, a centred number
     * x - mean is off by roundings of a = |x| + mean|x|, and s by the part v / 2 of itself, with v = mean a^2 / s^2; so
     * (x - mean) / s is off by roundings of q = a (1 + v) / s.
     */
    private static final class Terms {
        private final double[] output;
        private final double[] byInput;
        private final double[] byGamma;
        private final double[] byBeta;

        Terms(Tensor x, Tensor gamma, Tensor beta, Tensor dy, float epsilon) {
            int c = gamma.size();
            int n = x.size() / c;
            int roundings = 2 * n + 24;
            output = new double[x.size()];
            byInput = new double[x.size()];
            byGamma = new double[c];
            byBeta = new double[c];
            for (int k = 0; k < c; k++) {
                double sum = 0;
                double size = 0;
                for (int i = k; i < x.size(); i += c) {
                    sum += x.data()[i];
                    size += Math.abs(x.data()[i]);
                }
                double variance = 0;
                double spread = 0;
                for (int i = k; i < x.size(); i += c) {
                    variance += Math.pow(x.data()[i] - sum / n, 2) / n;
                    spread += Math.pow(Math.abs(x.data()[i]) + size / n, 2) / n;
                }
                double s = Math.sqrt(variance + epsilon);
                double v = spread / (s * s);
                double seeds = 0;
                double products = 0;
                for (int i = k; i < x.size(); i += c) {
                    seeds += Math.abs(dy.data()[i]);
                    products += Math.abs(dy.data()[i]) * q(x, i, size / n, v, s);
                }
                double g = Math.abs(gamma.data()[k]);
                byBeta[k] = Bound.of(roundings, seeds);
                byGamma[k] = Bound.of(roundings, products);
                for (int i = k; i < x.size(); i += c) {
                    double q = q(x, i, size / n, v, s);
                    output[i] = Bound.of(roundings, g * q + Math.abs(beta.data()[k]));
                    byInput[i] = Bound.of(
                            roundings, g / s * (1 + v) * (Math.abs(dy.data()[i]) + seeds / n + q * products / n));
                }
            }
        }

        private static double q(Tensor x, int i, double mean, double v, double s) {
            return (Math.abs(x.data()[i]) + mean) * (1 + v) / s;
        }
    }
}
