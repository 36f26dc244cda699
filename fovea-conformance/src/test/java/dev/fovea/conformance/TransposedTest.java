package dev.fovea.conformance;

import dev.fovea.nn.Conv1DTranspose;
import dev.fovea.nn.Conv2DTranspose;
import dev.fovea.nn.Conv3DTranspose;
import dev.fovea.nn.Layer;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Holds transposed convolutions to TensorFlow's gradient of a convolution's input, which Keras computes them by, and to
 * ONNX Runtime's ConvTranspose.
 */
class TransposedTest {
    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 80)
    void conv1dTransposeIsThatOfOthers(@ForAll("draws") Draw draw) {
        check(Case.draw(draw, 1), draw);
    }

    @Property(tries = 150)
    void conv2dTransposeIsThatOfOthers(@ForAll("draws") Draw draw) {
        check(Case.draw(draw, 2), draw);
    }

    @Property(tries = 80)
    void conv3dTransposeIsThatOfOthers(@ForAll("draws") Draw draw) {
        check(Case.draw(draw, 3), draw);
    }

    private static void check(Case drawn, Draw draw) {
        int[] to = drawn.outputs();
        Assume.that(Arrays.stream(to).allMatch(side -> side > 0));
        Window window = drawn.window;
        int c = draw.between(1, 9);
        int m = draw.between(1, 9);
        Tensor x = draw.normal(Draw.shape(draw.images(), drawn.from, c));
        Tensor w = draw.normal(window.filters(m, c));
        Tensor bias = draw.normal(m);
        Layer layer = drawn.layer(m);
        Map<String, Tensor> weights = Map.of("kernel", w, "bias", bias);
        double[] bound = Bound.sum(window.area() * c + 1, drawn.onnx(Bound.abs(x), Bound.abs(w), Bound.abs(bias)));
        Tensor made = Fovea.predict(layer, x, weights);
        new Check(layer.className(), "ONNX Runtime", layer, x.shape()).forward(made, drawn.onnx(x, w, bias), bound);

        if (!drawn.isGradient()) {
            return;
        }
        Check check = new Check(layer.className(), "TensorFlow", layer, x.shape());
        Shape image = Shape.of(Draw.shape(x.shape().dim(0), to, m));
        try (TensorFlow tf = new TensorFlow()) {
            TensorFlowConvolution oracle = new TensorFlowConvolution(tf, window, 1);
            Tensor expected =
                    tf.op("AddV2").in(oracle.byInput(image, w, x), bias).get();
            check.forward(made, expected, bound);
            Tensor dy = draw.normal(image.dims());
            Fovea.Run run = Fovea.train(layer, List.of(x), weights, dy);
            check.forward(run.output(), expected, bound);
            check.gradient(
                    "input",
                    run.inputs().getFirst(),
                    oracle.forward(dy, w),
                    Bound.sum(window.area() * m, oracle.forward(Bound.abs(dy), Bound.abs(w))));
            check.gradient(
                    "kernel",
                    run.weights().get("kernel"),
                    oracle.byKernel(dy, w.shape(), x),
                    Bound.sum(x.size() / c, oracle.byKernel(Bound.abs(dy), w.shape(), Bound.abs(x))));
        }
    }

    /** A window laid down at each place of sides {@code from}, with so much output padding or null. */
    private record Case(Window window, int[] from, int[] outputPadding) {
        static Case draw(Draw draw, int axes) {
            Window window = Window.ofConvolution(draw, axes, axes == 3 ? 3 : 5);
            int[] from = draw.several(axes, 1, axes == 3 ? 4 : 8);
            int[] more = IntStream.of(window.strides())
                    .map(stride -> draw.between(0, stride - 1))
                    .toArray();
            return new Case(window, from, draw.maybe() ? more : null);
        }

        Layer layer(int filters) {
            int[] sides = window.sides();
            int[] strides = window.strides();
            int[] dilations = window.dilations();
            int[] more = outputPadding;
            return switch (sides.length) {
                case 1 ->
                    Conv1DTranspose.of(filters, sides[0])
                            .strides(strides[0])
                            .padding(window.padding())
                            .dilationRate(dilations[0])
                            .outputPadding(more == null ? null : Integer.valueOf(more[0]));
                case 2 -> {
                    Conv2DTranspose layer = Conv2DTranspose.of(filters, window.size())
                            .strides(window.step())
                            .padding(window.padding())
                            .dilationRate(window.dilation());
                    yield more == null ? layer : layer.outputPadding(more[0], more[1]);
                }
                default -> {
                    Conv3DTranspose layer = Conv3DTranspose.of(filters, Window.volume(sides))
                            .strides(Window.volume(strides))
                            .padding(window.padding())
                            .dilationRate(Window.volume(dilations));
                    yield more == null ? layer : layer.outputPadding(more[0], more[1], more[2]);
                }
            };
        }

        private int span(int axis) {
            return (window.sides()[axis] - 1) * window.dilations()[axis] + 1;
        }

        /** The sides that Keras documents. */
        int[] outputs() {
            return IntStream.range(0, from.length)
                    .map(i -> {
                        int stride = window.strides()[i];
                        int before = (from[i] - 1) * stride;
                        if (window.padding() == Padding.VALID) {
                            return before
                                    + (outputPadding == null ? Math.max(span(i), stride) : span(i) + outputPadding[i]);
                        }
                        return before + (outputPadding == null ? stride : span(i) % 2 + outputPadding[i]);
                    })
                    .toArray();
        }

        /** Whether one of TensorFlow's convolutions takes what comes out and gives what goes in. */
        boolean isGradient() {
            int[] to = outputs();
            return window.padding() == Padding.VALID
                    || window.placed()
                            && IntStream.range(0, from.length)
                                    .allMatch(i -> Math.ceilDiv(to[i], window.strides()[i]) == from[i]);
        }

        Tensor onnx(Tensor x, Tensor w, Tensor bias) {
            int axes = from.length;
            int[] pads = new int[2 * axes];
            int[] after = new int[axes];
            int[] to = outputs();
            for (int i = 0; i < axes; i++) {
                int over = (from[i] - 1) * window.strides()[i] + span(i) - to[i];
                after[i] = Math.max(-over, 0);
                pads[i] = Math.max(over, 0) / 2;
                pads[axes + i] = Math.max(over, 0) - pads[i];
            }
            return Layout.last(OnnxRuntime.op("ConvTranspose")
                    .in(Layout.first(x), Layout.filters(w), bias)
                    .list("strides", window.strides())
                    .list("dilations", window.dilations())
                    .list("output_padding", after)
                    .list("pads", pads)
                    .get());
        }
    }
}
