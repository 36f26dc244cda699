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
            double[] bound = Terms.batchNormalization(x, gamma, beta, mean, variance, epsilon);
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
            Terms.Normalized bounds =
                    Terms.Standard.of(x, c, i -> i % c, epsilon).normalized(gamma, beta, dy);
            Fovea.Run run = Fovea.train(BatchNormalization.of(), List.of(x), weights, dy);
            check.forward(run.output(), made.get(0), bounds.output());
            check.gradient("input", run.inputs().getFirst(), gradients.get(0), bounds.byInput());
            check.gradient("gamma", run.weights().get("gamma"), gradients.get(1), bounds.byGamma());
            check.gradient("beta", run.weights().get("beta"), gradients.get(2), bounds.byBeta());
        }
    }

    /** A step of the moving averages; their variance is the biased one, so it is not the fused op's. */
    @Property(tries = 100)
    void movingAveragesAreThoseOfTensorFlow(@ForAll("draws") Draw draw) {
        int c = draw.channels();
        Tensor x = draw.normal(draw.images(), draw.side(), draw.side(), c);
        Tensor mean = draw.normal(c);
        Tensor variance = draw.positive(c);
        BatchNormalization layer = BatchNormalization.of().momentum(draw.of(0.99f, 0.9f, 0.5f));
        Map<String, Tensor> weights = Map.of(
                "gamma",
                Tensor.filled(mean.shape(), 1),
                "beta",
                Tensor.zeros(c),
                "moving_mean",
                mean,
                "moving_variance",
                variance);
        Check check = new Check("BatchNormalization, moving averages", "TensorFlow", layer, x.shape());
        Map<String, Tensor> updates = Fovea.train(
                        layer, List.of(x), weights, Tensor.zeros(x.shape().dims()))
                .updates();
        Terms.Standard terms = Terms.Standard.of(x, c, i -> i % c, 0);
        try (TensorFlow tf = new TensorFlow()) {
            Tensor batch = mean(tf, x);
            Tensor centred = tf.op("SquaredDifference").in(x, batch).get();
            double[] ofMean = Bound.sum(
                    terms.roundings(0), follow(tf, layer.momentum(), Bound.abs(mean), mean(tf, Bound.abs(x))));
            double[] ofVariance = new double[c];
            for (int k = 0; k < c; k++) {
                double spread = terms.spreads()[k] * Math.pow(terms.deviations()[k], 2);
                ofVariance[k] = Bound.of(
                        terms.roundings(k), layer.momentum() * variance.data()[k] + (1 - layer.momentum()) * spread);
            }
            check.forward(updates.get("moving_mean"), follow(tf, layer.momentum(), mean, batch), ofMean);
            check.forward(
                    updates.get("moving_variance"),
                    follow(tf, layer.momentum(), variance, mean(tf, centred)),
                    ofVariance);
        }
    }

    private static Tensor mean(TensorFlow tf, Tensor x) {
        return tf.op("Mean").in(x).ints(0, 1, 2).get();
    }

    /** momentum * average + (1 - momentum) * batch. */
    private static Tensor follow(TensorFlow tf, float momentum, Tensor average, Tensor batch) {
        return tf.op("AddV2")
                .in(
                        tf.op("Mul").in(average, Tensor.scalar(momentum)).get(),
                        tf.op("Mul").in(batch, Tensor.scalar(1 - momentum)).get())
                .get();
    }
}
