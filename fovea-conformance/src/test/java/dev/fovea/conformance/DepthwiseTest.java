package dev.fovea.conformance;

import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.SeparableConv2D;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds convolutions of each channel alone to TensorFlow's, and those with a 1x1 convolution after them. */
class DepthwiseTest {
    private static final Window PIXEL = new Window(new int[] {1, 1}, new int[] {1, 1}, new int[] {1, 1}, Padding.VALID);

    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    /** TensorFlow's depthwise steps are as long in rows as in columns. */
    private static Window window(Draw draw) {
        Window window = Window.ofConvolution(draw, 2, 4);
        window.strides()[1] = window.strides()[0];
        return window;
    }

    @Property(tries = 300)
    void depthwiseConv2dIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        Window window = window(draw);
        int area = window.area();
        int c = draw.channels();
        int times = draw.between(1, 3);
        Tensor x = draw.normal(Draw.shape(draw.images(), window.image(draw), c));
        Tensor w = draw.normal(window.sides()[0], window.sides()[1], c, times);
        DepthwiseConv2D layer = DepthwiseConv2D.of(window.size())
                .strides(window.step())
                .padding(window.padding())
                .dilationRate(window.dilation())
                .depthMultiplier(times)
                .useBias(false);
        Map<String, Tensor> weights = Map.of("kernel", w);
        Check check = new Check("DepthwiseConv2D", "TensorFlow", layer, x.shape());
        try (TensorFlow tf = new TensorFlow()) {
            Depthwise op = new Depthwise(tf, window);
            Tensor expected = op.forward(x, w);
            double[] bound = Bound.sum(area, op.forward(Bound.abs(x), Bound.abs(w)));
            check.forward(Fovea.predict(layer, x, weights), expected, bound);
            Tensor dy = draw.normal(expected.shape().dims());
            Fovea.Run run = Fovea.train(layer, List.of(x), weights, dy);
            check.forward(run.output(), expected, bound);
            check.gradient(
                    "input",
                    run.inputs().getFirst(),
                    op.byInput(x.shape(), w, dy),
                    Bound.sum(area * times, op.byInput(x.shape(), Bound.abs(w), Bound.abs(dy))));
            check.gradient(
                    "kernel",
                    run.weights().get("kernel"),
                    op.byKernel(x, w.shape(), dy),
                    Bound.sum(dy.size() / (c * times), op.byKernel(Bound.abs(x), w.shape(), Bound.abs(dy))));
        }
    }

    @Property(tries = 150)
    void separableConv2dIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        Window window = window(draw);
        int area = window.area();
        int c = draw.channels();
        int times = draw.between(1, 3);
        int m = draw.channels();
        Tensor x = draw.normal(Draw.shape(draw.images(), window.image(draw), c));
        Tensor depthwise = draw.normal(window.sides()[0], window.sides()[1], c, times);
        Tensor pointwise = draw.normal(1, 1, c * times, m);
        SeparableConv2D layer = SeparableConv2D.of(m, window.size())
                .strides(window.step())
                .padding(window.padding())
                .dilationRate(window.dilation())
                .depthMultiplier(times)
                .useBias(false);
        Map<String, Tensor> weights = Map.of("depthwise_kernel", depthwise, "pointwise_kernel", pointwise);
        Check check = new Check("SeparableConv2D", "TensorFlow", layer, x.shape());
        try (TensorFlow tf = new TensorFlow()) {
            Depthwise first = new Depthwise(tf, window);
            TensorFlowConvolution second = new TensorFlowConvolution(tf, PIXEL, 1);
            Tensor maps = first.forward(x, depthwise);
            Tensor expected = second.forward(maps, pointwise);
            Tensor sizes = first.forward(Bound.abs(x), Bound.abs(depthwise));
            double[] bound = Bound.sum(area + c * times, second.forward(sizes, Bound.abs(pointwise)));
            check.forward(Fovea.predict(layer, x, weights), expected, bound);

            Tensor dy = draw.normal(expected.shape().dims());
            Fovea.Run run = Fovea.train(layer, List.of(x), weights, dy);
            check.forward(run.output(), expected, bound);
            Tensor dMaps = second.byInput(maps.shape(), pointwise, dy);
            Tensor dSizes = second.byInput(maps.shape(), Bound.abs(pointwise), Bound.abs(dy));
            int positions = dy.size() / m;
            check.gradient(
                    "input",
                    run.inputs().getFirst(),
                    first.byInput(x.shape(), depthwise, dMaps),
                    Bound.sum(m + area * times, first.byInput(x.shape(), Bound.abs(depthwise), dSizes)));
            check.gradient(
                    "depthwise kernel",
                    run.weights().get("depthwise_kernel"),
                    first.byKernel(x, depthwise.shape(), dMaps),
                    Bound.sum(m + positions, first.byKernel(Bound.abs(x), depthwise.shape(), dSizes)));
            check.gradient(
                    "pointwise kernel",
                    run.weights().get("pointwise_kernel"),
                    second.byKernel(maps, pointwise.shape(), dy),
                    Bound.sum(area + positions, second.byKernel(sizes, pointwise.shape(), Bound.abs(dy))));
        }
    }

    /** TensorFlow's depthwise convolution and its gradients, which know no dilation on CPUs. */
    private record Depthwise(TensorFlow tf, Window window) {
        Tensor forward(Tensor x, Tensor w) {
            return window.set(tf.op("DepthwiseConv2dNative").in(x, Dilation.spread(w, window.dilations())), false)
                    .get();
        }

        Tensor byInput(Shape x, Tensor w, Tensor dy) {
            TensorFlow.Call call = tf.op("DepthwiseConv2dNativeBackpropInput")
                    .ints(x.dims())
                    .in(Dilation.spread(w, window.dilations()), dy);
            return window.set(call, false).get();
        }

        Tensor byKernel(Tensor x, Shape w, Tensor dy) {
            TensorFlow.Call call = tf.op("DepthwiseConv2dNativeBackpropFilter")
                    .in(x)
                    .ints(Dilation.spread(w, window.dilations()).dims())
                    .in(dy);
            return Dilation.gather(window.set(call, false).get(), w, window.dilations());
        }
    }
}
