package dev.fovea.conformance;

import dev.fovea.nn.AveragePooling2D;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds pooling to TensorFlow's; where many pixels are equal, the gradient must go to the same one. */
class PoolingTest {
    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 300)
    void maxPoolingIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        pool(draw, true);
    }

    @Property(tries = 300)
    void averagePoolingIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        pool(draw, false);
    }

    private static void pool(Draw draw, boolean max) {
        Size size = Size.of(draw.between(1, 4), draw.between(1, 4));
        Size strides = Size.of(draw.between(1, 5), draw.between(1, 5));
        Padding padding = draw.of(Padding.SAME, Padding.VALID);
        int tall = padding == Padding.VALID ? size.height() - 1 : 0;
        int wide = padding == Padding.VALID ? size.width() - 1 : 0;
        int[] dims = {draw.images(), tall + draw.side(), wide + draw.side(), draw.channels()};
        Tensor x = draw.maybe() ? draw.coarse(dims) : draw.normal(dims);
        Layer layer = max
                ? MaxPooling2D.of(size).strides(strides).padding(padding)
                : AveragePooling2D.of(size).strides(strides).padding(padding);
        int area = size.height() * size.width();
        Check check = new Check(max ? "MaxPooling2D" : "AveragePooling2D", "TensorFlow", layer, x.shape());
        try (TensorFlow tf = new TensorFlow()) {
            Pool pool = new Pool(tf, size, strides, padding.name());
            Tensor expected = pool.set(tf.op(max ? "MaxPool" : "AvgPool").in(x)).get();
            double[] bound = max
                    ? Bound.exact(expected)
                    : Bound.sum(
                            area + 1,
                            pool.set(tf.op("AvgPool").in(Bound.abs(x))).get());
            check.forward(Fovea.predict(layer, x, Map.of()), expected, bound);
            Tensor dy = draw.normal(expected.shape().dims());
            Fovea.Run run = Fovea.train(layer, List.of(x), Map.of(), dy);
            check.forward(run.output(), expected, bound);
            check.gradient(
                    "input",
                    run.inputs().getFirst(),
                    pool.gradient(max, x, expected, dy),
                    Bound.sum(area + 1, pool.gradient(max, x, expected, Bound.abs(dy))));
        }
    }

    /** The window as TensorFlow's ops take it. */
    private record Pool(TensorFlow tf, Size size, Size strides, String padding) {
        TensorFlow.Call set(TensorFlow.Call call) {
            return call.list("ksize", 1, size.height(), size.width(), 1)
                    .list("strides", 1, strides.height(), strides.width(), 1)
                    .attr("padding", padding);
        }

        Tensor gradient(boolean max, Tensor x, Tensor y, Tensor dy) {
            TensorFlow.Call call = max
                    ? tf.op("MaxPoolGrad").in(x, y, dy)
                    : tf.op("AvgPoolGrad").ints(x.shape().dims()).in(dy);
            return set(call).get();
        }
    }
}
