package dev.fovea.conformance;

import dev.fovea.nn.Conv2D;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds convolutions to TensorFlow's, forward and by both operands. */
class ConvolutionTest {
    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 300)
    void conv2dIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        int r = draw.between(1, 5);
        int s = draw.between(1, 5);
        boolean dilated = draw.between(0, 2) == 0;
        Size strides = dilated ? Size.of(1) : Size.of(draw.between(1, 4), draw.between(1, 4));
        Size dilation = dilated ? Size.of(draw.between(1, 3), draw.between(1, 3)) : Size.of(1);
        Padding padding = draw.of(Padding.SAME, Padding.VALID);
        int tall = padding == Padding.VALID ? (r - 1) * dilation.height() : 0;
        int wide = padding == Padding.VALID ? (s - 1) * dilation.width() : 0;
        int c = draw.channels();
        int m = draw.channels();
        boolean biased = draw.maybe();
        Tensor x = draw.normal(draw.images(), tall + draw.side(), wide + draw.side(), c);
        Tensor w = draw.normal(r, s, c, m);
        Tensor bias = draw.normal(m);
        Conv2D layer = Conv2D.of(m, Size.of(r, s))
                .strides(strides)
                .padding(padding)
                .dilationRate(dilation)
                .useBias(biased);
        Check check = new Check("Conv2D", "TensorFlow", layer, x.shape());
        Map<String, Tensor> weights = Map.of("kernel", w, "bias", bias);
        try (TensorFlow tf = new TensorFlow()) {
            Tensor expected = biased(tf, convolve(tf, layer, x, w), bias, biased);
            Tensor terms = biased(tf, convolve(tf, layer, Bound.abs(x), Bound.abs(w)), Bound.abs(bias), biased);
            double[] bound = Bound.sum(r * s * c + 1, terms);
            check.forward(Fovea.predict(layer, x, weights), expected, bound);

            Tensor dy = draw.normal(expected.shape().dims());
            Fovea.Run run = Fovea.train(layer, List.of(x), weights, dy);
            check.forward(run.output(), expected, bound);
            check.gradient(
                    "input",
                    run.inputs().getFirst(),
                    byInput(tf, layer, x, w, dy),
                    Bound.sum(r * s * m, byInput(tf, layer, x, Bound.abs(w), Bound.abs(dy))));
            int positions = dy.size() / m;
            check.gradient(
                    "kernel",
                    run.weights().get("kernel"),
                    byKernel(tf, layer, x, w, dy),
                    Bound.sum(positions, byKernel(tf, layer, Bound.abs(x), w, Bound.abs(dy))));
            if (biased) {
                check.gradient(
                        "bias",
                        run.weights().get("bias"),
                        tf.op("BiasAddGrad").in(dy).get(),
                        Bound.sum(
                                positions,
                                tf.op("BiasAddGrad").in(Bound.abs(dy)).get()));
            }
        }
    }

    private static Tensor biased(TensorFlow tf, Tensor y, Tensor bias, boolean biased) {
        return biased ? tf.op("BiasAdd").in(y, bias).get() : y;
    }

    private static TensorFlow.Call attributes(TensorFlow.Call call, Conv2D layer) {
        return call.list("strides", 1, layer.strides().height(), layer.strides().width(), 1)
                .list(
                        "dilations",
                        1,
                        layer.dilationRate().height(),
                        layer.dilationRate().width(),
                        1)
                .attr("padding", layer.padding().name());
    }

    private static Tensor convolve(TensorFlow tf, Conv2D layer, Tensor x, Tensor w) {
        return attributes(tf.op("Conv2D").in(x, w), layer).get();
    }

    /** TensorFlow has no gradient of dilation here, so it is given the dilated kernel, with zeros between the taps. */
    private static Tensor byInput(TensorFlow tf, Conv2D layer, Tensor x, Tensor w, Tensor dy) {
        Tensor spread = Tensor.filled(spread(layer, w.shape()), 0);
        taps(layer, w, spread, false);
        return attributes(tf.op("Conv2DBackpropInput").ints(x.shape().dims()).in(spread, dy), layer.dilationRate(1))
                .get();
    }

    private static Tensor byKernel(TensorFlow tf, Conv2D layer, Tensor x, Tensor w, Tensor dy) {
        int[] dims = spread(layer, w.shape()).dims();
        Tensor spread = attributes(
                        tf.op("Conv2DBackpropFilter").in(x).ints(dims).in(dy), layer.dilationRate(1))
                .get();
        Tensor gradient = Tensor.filled(w.shape(), 0);
        taps(layer, gradient, spread, true);
        return gradient;
    }

    private static Shape spread(Conv2D layer, Shape w) {
        return w.with(0, (w.dim(0) - 1) * layer.dilationRate().height() + 1)
                .with(1, (w.dim(1) - 1) * layer.dilationRate().width() + 1);
    }

    /** Copies the taps of a kernel to their places in the dilated one, or back. */
    private static void taps(Conv2D layer, Tensor w, Tensor spread, boolean back) {
        int n = w.shape().dim(2) * w.shape().dim(3);
        int broad = spread.shape().dim(1);
        for (int r = 0; r < w.shape().dim(0); r++) {
            for (int s = 0; s < w.shape().dim(1); s++) {
                int close = (r * w.shape().dim(1) + s) * n;
                int wide = (r * layer.dilationRate().height() * broad
                                + s * layer.dilationRate().width())
                        * n;
                System.arraycopy(
                        back ? spread.data() : w.data(),
                        back ? wide : close,
                        back ? w.data() : spread.data(),
                        back ? close : wide,
                        n);
            }
        }
    }
}
