package dev.fovea.conformance;

import dev.fovea.nn.Interpolation;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Resizing;
import dev.fovea.nn.UpSampling2D;
import dev.fovea.op.Size;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds resizing to TensorFlow's, by the filters that Keras asks of it, and its gradients. */
class ResizeTest {
    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 250)
    void resizingIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        Interpolation interpolation = draw.of(Interpolation.values());
        boolean antialias = interpolation != Interpolation.NEAREST && draw.maybe();
        Tensor x = draw.normal(draw.images(), draw.side(), draw.side(), draw.channels());
        int[] to = draw.several(2, 1, 22);
        Layer layer = Resizing.of(to[0], to[1]).interpolation(interpolation).antialias(antialias);
        check(draw, layer, interpolation, antialias, x, to);
    }

    @Property(tries = 150)
    void upSampling2dIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        Interpolation interpolation = draw.of(Interpolation.values());
        Tensor x = draw.normal(draw.images(), draw.side(), draw.side(), draw.channels());
        int[] times = draw.several(2, 1, 3);
        Layer layer = UpSampling2D.of(Size.of(times[0], times[1])).interpolation(interpolation);
        check(
                draw,
                layer,
                interpolation,
                false,
                x,
                x.shape().dim(1) * times[0],
                x.shape().dim(2) * times[1]);
    }

    private static void check(
            Draw draw, Layer layer, Interpolation interpolation, boolean antialias, Tensor x, int... to) {
        int[] from = Draw.sides(x);
        boolean nearest = interpolation == Interpolation.NEAREST;
        int longest =
                IntStream.concat(IntStream.of(from), IntStream.of(to)).max().getAsInt();
        Check check = new Check(layer.className(), "TensorFlow", layer, x.shape());
        try (TensorFlow tf = new TensorFlow()) {
            Resize resize = new Resize(tf, interpolation, antialias, from, to);
            Tensor expected = resize.forward(x);
            double[] bound =
                    nearest ? Bound.exact(expected) : Resizes.bound(interpolation, x, expected.size(), 1, longest);
            check.forward(Fovea.predict(layer, x, Map.of()), expected, bound);
            Tensor dy = draw.normal(expected.shape().dims());
            Fovea.Run run = Fovea.train(layer, List.of(x), Map.of(), dy);
            check.forward(run.output(), expected, bound);
            double counts = Resizes.counts(interpolation, from, to);
            check.gradient(
                    "input",
                    run.inputs().getFirst(),
                    resize.gradient(x, dy),
                    nearest
                            ? Bound.sum(to[0] * to[1], resize.gradient(x, Bound.abs(dy)))
                            : Resizes.bound(interpolation, dy, x.size(), counts, longest));
        }
    }

    /** TensorFlow's resizing with pixels as squares. */
    private record Resize(TensorFlow tf, Interpolation interpolation, boolean antialias, int[] from, int[] to) {
        /** Its op for bilinear weights is another than that for the rest, which has all filters. */
        private boolean plain() {
            return interpolation == Interpolation.BILINEAR && !antialias;
        }

        Tensor forward(Tensor x) {
            if (interpolation == Interpolation.NEAREST || plain()) {
                return tf.op(plain() ? "ResizeBilinear" : "ResizeNearestNeighbor")
                        .in(x)
                        .ints(to)
                        .attr("half_pixel_centers", true)
                        .get();
            }
            return set(tf.op("ScaleAndTranslate").in(x).ints(to)).get();
        }

        Tensor gradient(Tensor x, Tensor dy) {
            if (plain()) {
                return tf.op("ResizeBilinearGrad")
                        .in(dy, x)
                        .attr("half_pixel_centers", true)
                        .get();
            }
            if (interpolation == Interpolation.NEAREST) {
                return tf.op("ResizeNearestNeighborGrad")
                        .in(dy)
                        .ints(from)
                        .attr("half_pixel_centers", true)
                        .get();
            }
            return set(tf.op("ScaleAndTranslateGrad").in(dy, x)).get();
        }

        private TensorFlow.Call set(TensorFlow.Call call) {
            String kernel = switch (interpolation) {
                case BILINEAR -> "triangle";
                case BICUBIC -> "keyscubic";
                case LANCZOS3 -> "lanczos3";
                case LANCZOS5 -> "lanczos5";
                case NEAREST -> "box";
            };
            float[] scale = {(float) to[0] / from[0], (float) to[1] / from[1]};
            return call.in(Tensor.of(Shape.of(2), scale), Tensor.zeros(2))
                    .attr("kernel_type", kernel)
                    .attr("antialias", antialias);
        }
    }
}
