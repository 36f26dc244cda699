package dev.fovea.conformance;

import dev.fovea.nn.Conv1D;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Padding1D;
import dev.fovea.nn.SeparableConv2D;
import dev.fovea.nn.WeightSpec;
import dev.fovea.nn.ZeroPadding2D;
import dev.fovea.op.Conv2d;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds convolutions to ONNX Runtime's. */
class OnnxConvolutionTest {
    private static final String ORACLE = "ONNX Runtime";

    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 100)
    void conv1dIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        check(draw, 1);
    }

    @Property(tries = 200)
    void conv2dIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        check(draw, 2);
    }

    @Property(tries = 100)
    void conv3dIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        check(draw, 3);
    }

    private static void check(Draw draw, int axes) {
        Window window = Window.ofConvolution(draw, axes, axes == 3 ? 3 : 5);
        int groups = draw.of(1, 1, 2, 3, 4);
        int c = groups * draw.between(1, 6);
        int m = groups * draw.between(1, 6);
        DataFormat format = draw.of(DataFormat.values());
        Tensor x = draw.normal(Draw.shape(draw.images(), window.image(draw), c));
        Tensor w = draw.normal(window.filters(c / groups, m));
        Tensor bias = draw.normal(m);
        Layer layer = window.convolution(m, groups, format, true);
        Oracle oracle = new Oracle(window, groups);
        Tensor made = Fovea.predict(layer, Layout.to(format, x), Map.of("kernel", w, "bias", bias));
        new Check(layer.className(), ORACLE, layer, x.shape())
                .forward(Layout.from(format, made), oracle.convolve(x, w, bias), oracle.bound(x, w, bias));
    }

    /** All of the padding comes before. */
    @Property(tries = 100)
    void causalConv1dIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        Window window = Window.ofConvolution(draw, 1, 5);
        int taps = window.sides()[0];
        int c = draw.channels();
        int m = draw.channels();
        Tensor x = draw.normal(draw.images(), draw.side(), c);
        Tensor w = draw.normal(taps, c, m);
        Tensor bias = draw.normal(m);
        Conv1D layer = Conv1D.of(m, taps)
                .strides(window.strides()[0])
                .dilationRate(window.dilations()[0])
                .padding(Padding1D.CAUSAL);
        new Check("Conv1D", ORACLE, layer, x.shape())
                .forward(
                        Fovea.predict(layer, x, Map.of("kernel", w, "bias", bias)),
                        causal(window, x, w, bias),
                        Bound.sum(taps * c + 1, causal(window, Bound.abs(x), Bound.abs(w), Bound.abs(bias))));
    }

    private static Tensor causal(Window window, Tensor x, Tensor w, Tensor bias) {
        return Layout.last(OnnxRuntime.op("Conv")
                .in(Layout.first(x), Layout.filters(w), bias)
                .list("strides", window.strides())
                .list("dilations", window.dilations())
                .list("pads", (window.sides()[0] - 1) * window.dilations()[0], 0)
                .get());
    }

    /** Layers pad alike at both ends or one more behind; a layer of zeros before them, as they are asked to. */
    @Property(tries = 150)
    void conv2dAfterZeroPaddingIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        int[] pads = draw.several(4, 0, 3);
        int[] sides = draw.several(2, 1, 4);
        int[] strides = draw.several(2, 1, 3);
        int c = draw.channels();
        int m = draw.channels();
        Tensor x = draw.normal(draw.images(), sides[0] - 1 + draw.side(), sides[1] - 1 + draw.side(), c);
        Tensor w = draw.normal(sides[0], sides[1], c, m);
        Tensor bias = draw.normal(m);
        ZeroPadding2D zeros = ZeroPadding2D.of(pads[0], pads[2], pads[1], pads[3]);
        Conv2D layer = Conv2D.of(m, Size.of(sides[0], sides[1])).strides(Size.of(strides[0], strides[1]));
        new Check("ZeroPadding2D, Conv2D", ORACLE, zeros, layer, x.shape())
                .forward(
                        Fovea.predict(List.of(zeros, layer), x, Map.of("kernel", w, "bias", bias)),
                        padded(x, w, bias, strides, pads),
                        Bound.sum(
                                sides[0] * sides[1] * c + 1,
                                padded(Bound.abs(x), Bound.abs(w), Bound.abs(bias), strides, pads)));
    }

    private static Tensor padded(Tensor x, Tensor w, Tensor bias, int[] strides, int[] pads) {
        return Layout.last(OnnxRuntime.op("Conv")
                .in(Layout.first(x), Layout.filters(w), bias)
                .list("strides", strides)
                .list("pads", pads)
                .get());
    }

    /** No layer has both, but the op does. */
    @Property(tries = 150)
    void convolutionWithStridesAndDilationIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        Window window = new Window(
                draw.several(2, 1, 4),
                draw.several(2, 1, 3),
                draw.several(2, 1, 3),
                draw.of(Padding.SAME, Padding.VALID));
        int groups = draw.of(1, 1, 2, 3);
        int c = groups * draw.between(1, 5);
        int m = groups * draw.between(1, 5);
        Tensor x = draw.normal(Draw.shape(draw.images(), window.image(draw), c));
        Tensor w = draw.normal(window.sides()[0], window.sides()[1], c / groups, m);
        Tensor bias = Tensor.zeros(m);
        Oracle oracle = new Oracle(window, groups);
        Tensor expected = oracle.convolve(x, w, bias);
        Conv2d op = new Conv2d(window.step(), window.padding(), window.dilation(), groups);
        Fovea.Run run = Fovea.run(
                (inputs, context) -> context.add(
                        op, inputs.getFirst(), context.weight(WeightSpec.of("kernel", w.shape(), Initializer.ZEROS))),
                List.of(x),
                1,
                Map.of("kernel", w),
                Tensor.zeros(expected.shape().dims()));
        new Check("op Conv2d", ORACLE, op, x.shape(), w.shape())
                .forward(run.output(), expected, oracle.bound(x, w, bias));
    }

    @Property(tries = 200)
    void depthwiseConv2dIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        Window window = Window.ofConvolution(draw, 2, 4);
        square(window.strides());
        int c = draw.channels();
        int times = draw.between(1, 3);
        Tensor x = draw.normal(Draw.shape(draw.images(), window.image(draw), c));
        Tensor w = draw.normal(window.sides()[0], window.sides()[1], c, times);
        Tensor bias = draw.normal(c * times);
        DepthwiseConv2D layer = DepthwiseConv2D.of(window.size())
                .strides(window.step())
                .padding(window.padding())
                .dilationRate(window.dilation())
                .depthMultiplier(times);
        Oracle oracle = new Oracle(window, c);
        Tensor flat = w.reshape(window.sides()[0], window.sides()[1], 1, c * times);
        new Check("DepthwiseConv2D", ORACLE, layer, x.shape())
                .forward(
                        Fovea.predict(layer, x, Map.of("kernel", w, "bias", bias)),
                        oracle.convolve(x, flat, bias),
                        oracle.bound(x, flat, bias));
    }

    @Property(tries = 150)
    void separableConv2dIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        Window window = Window.ofConvolution(draw, 2, 4);
        square(window.strides());
        int c = draw.channels();
        int times = draw.between(1, 3);
        int m = draw.channels();
        int[] sides = window.sides();
        Tensor x = draw.normal(Draw.shape(draw.images(), window.image(draw), c));
        Tensor depthwise = draw.normal(sides[0], sides[1], c, times);
        Tensor pointwise = draw.normal(1, 1, c * times, m);
        Tensor bias = draw.normal(m);
        SeparableConv2D layer = SeparableConv2D.of(m, window.size())
                .strides(window.step())
                .padding(window.padding())
                .dilationRate(window.dilation())
                .depthMultiplier(times);
        Tensor flat = depthwise.reshape(sides[0], sides[1], 1, c * times);
        new Check("SeparableConv2D", ORACLE, layer, x.shape())
                .forward(
                        Fovea.predict(
                                layer,
                                x,
                                Map.of("depthwise_kernel", depthwise, "pointwise_kernel", pointwise, "bias", bias)),
                        separable(window, x, flat, pointwise, bias),
                        Bound.sum(
                                window.area() + c * times + 1,
                                separable(
                                        window, Bound.abs(x), Bound.abs(flat), Bound.abs(pointwise), Bound.abs(bias))));
    }

    private static Tensor separable(Window window, Tensor x, Tensor depthwise, Tensor pointwise, Tensor bias) {
        int channels = depthwise.shape().dim(-1);
        Tensor maps = new Oracle(window, x.shape().dim(-1)).convolve(x, depthwise, Tensor.zeros(channels));
        Window pixel = new Window(new int[] {1, 1}, new int[] {1, 1}, new int[] {1, 1}, Padding.VALID);
        return new Oracle(pixel, 1).convolve(maps, pointwise, bias);
    }

    /** Keras's depthwise layers step alike in rows and columns. */
    private static void square(int[] strides) {
        strides[1] = strides[0];
    }

    /** ONNX's convolution of images and filters that have their channels last. */
    private record Oracle(Window window, int groups) {
        Tensor convolve(Tensor x, Tensor w, Tensor bias) {
            return Layout.last(window.set(OnnxRuntime.op("Conv"), Draw.sides(x))
                    .in(Layout.first(x), Layout.filters(w), bias)
                    .attr("group", groups)
                    .get());
        }

        /** Of a sum of as many products as the filter has taps, and the bias. */
        double[] bound(Tensor x, Tensor w, Tensor bias) {
            return Bound.sum(w.size() / w.shape().dim(-1) + 1, convolve(Bound.abs(x), Bound.abs(w), Bound.abs(bias)));
        }
    }
}
