package dev.fovea.conformance;

import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Layer;
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

    @Property(tries = 150)
    void conv1dIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        check(draw, 1);
    }

    @Property(tries = 300)
    void conv2dIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        check(draw, 2);
    }

    @Property(tries = 100)
    void conv3dIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        check(draw, 3);
    }

    private static void check(Draw draw, int axes) {
        Window window = Window.ofConvolution(draw, axes, axes == 3 ? 3 : 5).steppedWithin();
        int groups = draw.of(1, 1, 1, 2, 3, 4);
        int c = groups == 1 ? draw.channels() : groups * draw.between(1, 5);
        int m = groups == 1 ? draw.channels() : groups * draw.between(1, 5);
        int taps = window.area() * c / groups;
        boolean biased = draw.maybe();
        DataFormat format = draw.of(DataFormat.CHANNELS_LAST, DataFormat.CHANNELS_LAST, DataFormat.CHANNELS_FIRST);
        Tensor x = draw.normal(Draw.shape(draw.images(), window.image(draw), c));
        Tensor w = draw.normal(window.filters(c / groups, m));
        Tensor bias = draw.normal(m);
        Layer layer = window.convolution(m, groups, format, biased);
        Check check = new Check(layer.className(), "TensorFlow", layer, x.shape());
        Map<String, Tensor> weights = Map.of("kernel", w, "bias", bias);
        try (TensorFlow tf = new TensorFlow()) {
            TensorFlowConvolution oracle = new TensorFlowConvolution(tf, window, groups);
            Tensor expected = biased(tf, oracle.forward(x, w), bias, biased);
            Tensor terms = biased(tf, oracle.forward(Bound.abs(x), Bound.abs(w)), Bound.abs(bias), biased);
            double[] bound = Bound.sum(taps + 1, terms);
            Tensor given = Layout.to(format, x);
            check.forward(Layout.from(format, Fovea.predict(layer, given, weights)), expected, bound);

            Tensor dy = draw.normal(expected.shape().dims());
            Fovea.Run run = Fovea.train(layer, List.of(given), weights, Layout.to(format, dy));
            check.forward(Layout.from(format, run.output()), expected, bound);
            check.gradient(
                    "input",
                    Layout.from(format, run.inputs().getFirst()),
                    oracle.byInput(x.shape(), w, dy),
                    Bound.sum(window.area() * m / groups, oracle.byInput(x.shape(), Bound.abs(w), Bound.abs(dy))));
            int positions = dy.size() / m;
            check.gradient(
                    "kernel",
                    run.weights().get("kernel"),
                    oracle.byKernel(x, w.shape(), dy),
                    Bound.sum(positions, oracle.byKernel(Bound.abs(x), w.shape(), Bound.abs(dy))));
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
}
