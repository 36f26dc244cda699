package dev.fovea.conformance;

import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds dense layers and depthwise convolutions to TensorFlow's. */
class DenseTest {
    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 300)
    void denseIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        int n = draw.images();
        int c = draw.between(1, 150);
        int m = draw.between(1, 60);
        Tensor x = draw.normal(n, c);
        Tensor w = draw.normal(c, m);
        Tensor dy = draw.normal(n, m);
        Dense layer = Dense.of(m).useBias(false);
        Map<String, Tensor> weights = Map.of("kernel", w);
        Check check = new Check("Dense", "TensorFlow", layer, x.shape());
        try (TensorFlow tf = new TensorFlow()) {
            Tensor expected = product(tf, x, w, false, false);
            double[] bound = Bound.sum(c, product(tf, Bound.abs(x), Bound.abs(w), false, false));
            check.forward(Fovea.predict(layer, x, weights), expected, bound);
            Fovea.Run run = Fovea.train(layer, List.of(x), weights, dy);
            check.forward(run.output(), expected, bound);
            check.gradient(
                    "input",
                    run.inputs().getFirst(),
                    product(tf, dy, w, false, true),
                    Bound.sum(m, product(tf, Bound.abs(dy), Bound.abs(w), false, true)));
            check.gradient(
                    "kernel",
                    run.weights().get("kernel"),
                    product(tf, x, dy, true, false),
                    Bound.sum(n, product(tf, Bound.abs(x), Bound.abs(dy), true, false)));
        }
    }

    private static Tensor product(TensorFlow tf, Tensor a, Tensor b, boolean turnA, boolean turnB) {
        return tf.op("MatMul")
                .in(a, b)
                .attr("transpose_a", turnA)
                .attr("transpose_b", turnB)
                .get();
    }

    @Property(tries = 300)
    void depthwiseConv2dIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        int r = draw.between(1, 4);
        int s = draw.between(1, 4);
        int stride = draw.between(1, 3);
        Padding padding = draw.of(Padding.SAME, Padding.VALID);
        int c = draw.channels();
        int times = draw.between(1, 3);
        Tensor x = draw.normal(draw.images(), r - 1 + draw.side(), s - 1 + draw.side(), c);
        Tensor w = draw.normal(r, s, c, times);
        DepthwiseConv2D layer = DepthwiseConv2D.of(Size.of(r, s))
                .strides(Size.of(stride))
                .padding(padding)
                .depthMultiplier(times)
                .useBias(false);
        Map<String, Tensor> weights = Map.of("kernel", w);
        Check check = new Check("DepthwiseConv2D", "TensorFlow", layer, x.shape());
        try (TensorFlow tf = new TensorFlow()) {
            Depthwise op = new Depthwise(tf, stride, padding.name());
            Tensor expected = op.forward(x, w);
            double[] bound = Bound.sum(r * s, op.forward(Bound.abs(x), Bound.abs(w)));
            check.forward(Fovea.predict(layer, x, weights), expected, bound);
            Tensor dy = draw.normal(expected.shape().dims());
            Fovea.Run run = Fovea.train(layer, List.of(x), weights, dy);
            check.forward(run.output(), expected, bound);
            check.gradient(
                    "input",
                    run.inputs().getFirst(),
                    op.byInput(x, w, dy),
                    Bound.sum(r * s * times, op.byInput(x, Bound.abs(w), Bound.abs(dy))));
            check.gradient(
                    "kernel",
                    run.weights().get("kernel"),
                    op.byKernel(x, w, dy),
                    Bound.sum(dy.size() / (c * times), op.byKernel(Bound.abs(x), w, Bound.abs(dy))));
        }
    }

    /** TensorFlow's depthwise convolution and its gradients. */
    private record Depthwise(TensorFlow tf, int stride, String padding) {
        private Tensor get(TensorFlow.Call call) {
            return call.list("strides", 1, stride, stride, 1)
                    .attr("padding", padding)
                    .get();
        }

        Tensor forward(Tensor x, Tensor w) {
            return get(tf.op("DepthwiseConv2dNative").in(x, w));
        }

        Tensor byInput(Tensor x, Tensor w, Tensor dy) {
            return get(tf.op("DepthwiseConv2dNativeBackpropInput")
                    .ints(x.shape().dims())
                    .in(w, dy));
        }

        Tensor byKernel(Tensor x, Tensor w, Tensor dy) {
            return get(tf.op("DepthwiseConv2dNativeBackpropFilter")
                    .in(x)
                    .ints(w.shape().dims())
                    .in(dy));
        }
    }
}
