package dev.fovea.conformance;

import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Layer;
import dev.fovea.tensor.Tensor;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds pooling to ONNX Runtime's. */
class OnnxPoolingTest {
    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 400)
    void poolingIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        boolean max = draw.maybe();
        int axes = draw.of(1, 2, 2, 3);
        Window window = Window.ofPooling(draw, axes);
        DataFormat format = draw.of(DataFormat.values());
        Tensor x = draw.normal(Draw.shape(draw.images(), window.image(draw), draw.channels()));
        check(
                window.pooling(max, format),
                max,
                format,
                x,
                window.area(),
                images -> window.set(OnnxRuntime.op(max ? "MaxPool" : "AveragePool"), Draw.sides(x))
                        .in(images)
                        .get());
    }

    @Property(tries = 150)
    void globalPoolingIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        boolean max = draw.maybe();
        int axes = draw.of(1, 2, 2, 3);
        DataFormat format = draw.of(DataFormat.values());
        Tensor x = draw.normal(Draw.shape(draw.images(), draw.several(axes, 1, axes == 3 ? 5 : 11), draw.channels()));
        check(
                Window.globalPooling(axes, max, format),
                max,
                format,
                x,
                x.size() / x.shape().dim(0) / x.shape().dim(-1),
                images -> OnnxRuntime.op(max ? "GlobalMaxPool" : "GlobalAveragePool")
                        .in(images)
                        .get());
    }

    /** Pools a batch {@code [N,C,...]}. */
    private interface Pool {
        Tensor of(Tensor images);
    }

    private static void check(Layer layer, boolean max, DataFormat format, Tensor x, int area, Pool pool) {
        Tensor images = Layout.first(x);
        Tensor expected = pool.of(images);
        double[] bound = max ? Bound.exact(expected) : Bound.sum(area + 1, pool.of(Bound.abs(images)));
        Tensor made = Fovea.predict(layer, Layout.to(format, x), Map.of());
        new Check(layer.className(), "ONNX Runtime", layer, x.shape())
                .forward(Layout.first(Layout.from(format, made)), expected, bound);
    }
}
