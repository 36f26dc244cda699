package dev.fovea.conformance;

import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.GroupNormalization;
import dev.fovea.nn.LayerNormalization;
import dev.fovea.nn.RMSNormalization;
import dev.fovea.nn.UnitNormalization;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds normalizations to ONNX Runtime's. */
class OnnxNormalizationTest {
    private static final String ORACLE = "ONNX Runtime";

    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 150)
    void batchNormalizationIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        int c = draw.channels();
        Tensor x = draw.normal(draw.images(), draw.side(), draw.side(), c);
        Tensor gamma = draw.normal(c);
        Tensor beta = draw.normal(c);
        Tensor mean = draw.normal(c);
        Tensor variance = draw.positive(c);
        BatchNormalization layer = BatchNormalization.of().epsilon(draw.of(1e-3f, 1e-5f));
        Tensor expected = Layout.last(OnnxRuntime.op("BatchNormalization")
                .in(Layout.first(x), gamma, beta, mean, variance)
                .attr("epsilon", layer.epsilon())
                .get());
        Map<String, Tensor> weights =
                Map.of("gamma", gamma, "beta", beta, "moving_mean", mean, "moving_variance", variance);
        new Check("BatchNormalization", ORACLE, layer, x.shape())
                .forward(
                        Fovea.predict(layer, x, weights),
                        expected,
                        Terms.batchNormalization(x, gamma, beta, mean, variance, layer.epsilon()));
    }

    @Property(tries = 150)
    void layerNormalizationIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        Tensor x = draw.normal(draw.images(), draw.side(), draw.side(), 1 + draw.channels());
        int axes = draw.between(1, 3);
        int[] dims = x.shape().dims();
        int[] along = Arrays.copyOfRange(dims, 4 - axes, 4);
        Tensor gamma = draw.normal(along);
        Tensor beta = draw.normal(along);
        LayerNormalization layer = LayerNormalization.of()
                .axis(axes == 1 ? new int[] {-1} : axes == 2 ? new int[] {-2, -1} : new int[] {1, 2, 3});
        Tensor expected = OnnxRuntime.op("LayerNormalization")
                .in(x, gamma, beta)
                .attr("axis", -axes)
                .attr("epsilon", layer.epsilon())
                .get();
        int length = gamma.size();
        Terms.Standard terms = Terms.Standard.of(x, x.size() / length, i -> i / length, layer.epsilon());
        double[] bound = terms.normalized(gamma, beta, x).output();
        new Check("LayerNormalization", ORACLE, layer, x.shape())
                .forward(Fovea.predict(layer, x, Map.of("gamma", gamma, "beta", beta)), expected, bound);
    }

    @Property(tries = 150)
    void groupNormalizationIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        int groups = draw.between(1, 4);
        int each = draw.between(1, 6);
        int c = groups * each;
        Tensor x = draw.normal(draw.images(), draw.side(), 1 + draw.side(), c);
        Tensor gamma = draw.normal(c);
        Tensor beta = draw.normal(c);
        GroupNormalization layer = GroupNormalization.of(groups);
        Tensor expected = Layout.last(OnnxRuntime.op("GroupNormalization")
                .in(Layout.first(x), gamma, beta)
                .attr("num_groups", groups)
                .attr("epsilon", layer.epsilon())
                .get());
        int image = x.size() / x.shape().dim(0);
        Terms.Standard terms = Terms.Standard.of(
                x, x.shape().dim(0) * groups, i -> i / image * groups + i % c / each, layer.epsilon());
        double[] bound = terms.normalized(gamma, beta, x).output();
        new Check("GroupNormalization", ORACLE, layer, x.shape())
                .forward(Fovea.predict(layer, x, Map.of("gamma", gamma, "beta", beta)), expected, bound);
    }

    /** Sums of squares have no terms that cancel, so that these are right but for their roundings. */
    @Property(tries = 200)
    void normalizationBySquaresIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        boolean unit = draw.maybe();
        int c = draw.channels();
        Tensor x = draw.normal(draw.images(), draw.side(), draw.side(), c);
        Tensor scale = draw.normal(c);
        RMSNormalization rms = RMSNormalization.of();
        Tensor expected = unit
                ? OnnxRuntime.op("LpNormalization")
                        .in(x)
                        .attr("axis", -1)
                        .attr("p", 2)
                        .get()
                : OnnxRuntime.op("RMSNormalization")
                        .in(x, scale)
                        .attr("axis", -1)
                        .attr("epsilon", rms.epsilon())
                        .get();
        new Check(unit ? "UnitNormalization" : "RMSNormalization", ORACLE, x.shape())
                .forward(
                        Fovea.predict(unit ? UnitNormalization.of() : rms, x, Map.of("scale", scale)),
                        expected,
                        Bound.sum(c + 8, Bound.abs(expected)));
    }
}
