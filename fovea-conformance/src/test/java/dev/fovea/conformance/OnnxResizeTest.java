package dev.fovea.conformance;

import dev.fovea.nn.Interpolation;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Resizing;
import dev.fovea.nn.UpSampling2D;
import dev.fovea.op.Size;
import dev.fovea.tensor.Tensor;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds resizing to ONNX Runtime's. */
class OnnxResizeTest {
    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 250)
    void resizingIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        Interpolation interpolation = draw.of(Interpolation.NEAREST, Interpolation.BILINEAR, Interpolation.BICUBIC);
        Tensor x = draw.normal(draw.images(), draw.side(), draw.side(), draw.channels());
        int[] from = Draw.sides(x);
        boolean up = draw.maybe();
        int[] times = draw.several(2, 1, 3);
        int[] to = up ? new int[] {from[0] * times[0], from[1] * times[1]} : draw.several(2, 1, 22);
        Layer layer = up
                ? UpSampling2D.of(Size.of(times[0], times[1])).interpolation(interpolation)
                : Resizing.of(to[0], to[1]).interpolation(interpolation);
        Tensor expected = Layout.last(resize(interpolation, Layout.first(x), to));
        double[] bound = interpolation == Interpolation.NEAREST
                ? Bound.exact(expected)
                : Resizes.bound(
                        interpolation,
                        x,
                        expected.size(),
                        1,
                        IntStream.concat(IntStream.of(from), IntStream.of(to))
                                .max()
                                .getAsInt());
        new Check(layer.className(), "ONNX Runtime", layer, x.shape())
                .forward(Fovea.predict(layer, x, Map.of()), expected, bound);
    }

    /** Keys' cubic with a = -1/2 and, at borders, weights that add up to 1, as Keras has them. */
    private static Tensor resize(Interpolation interpolation, Tensor x, int... to) {
        OnnxRuntime.Call call = OnnxRuntime.op("Resize")
                .in(x)
                .absent()
                .absent()
                .longs(x.shape().dim(0), x.shape().dim(1), to[0], to[1])
                .attr("coordinate_transformation_mode", "half_pixel");
        return switch (interpolation) {
            case NEAREST ->
                call.attr("mode", "nearest")
                        .attr("nearest_mode", "round_prefer_ceil")
                        .get();
            case BILINEAR -> call.attr("mode", "linear").get();
            case BICUBIC ->
                call.attr("mode", "cubic")
                        .attr("cubic_coeff_a", -0.5f)
                        .attr("exclude_outside", 1)
                        .get();
            default -> throw new IllegalArgumentException("ONNX has no " + interpolation);
        };
    }
}
