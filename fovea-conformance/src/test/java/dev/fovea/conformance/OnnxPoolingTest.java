package dev.fovea.conformance;

import dev.fovea.nn.AveragePooling2D;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.GlobalMaxPooling2D;
import dev.fovea.nn.Layer;
import dev.fovea.nn.MaxPooling2D;
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

    @Property(tries = 300)
    void poolingIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        boolean max = draw.maybe();
        Window window = Window.ofPooling(draw, 2);
        DataFormat format = draw.of(DataFormat.values());
        Tensor x = draw.normal(Draw.shape(draw.images(), window.image(draw), draw.channels()));
        Layer layer = max
                ? MaxPooling2D.of(window.size())
                        .strides(window.step())
                        .padding(window.padding())
                        .dataFormat(format)
                : AveragePooling2D.of(window.size())
                        .strides(window.step())
                        .padding(window.padding())
                        .dataFormat(format);
        check(
                layer,
                max,
                format,
                x,
                window.area(),
                images -> window.set(OnnxRuntime.op(max ? "MaxPool" : "AveragePool"), Draw.sides(x))
                        .in(images)
                        .get());
    }

    @Property(tries = 100)
    void globalPoolingIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        boolean max = draw.maybe();
        DataFormat format = draw.of(DataFormat.values());
        Tensor x = draw.normal(draw.images(), draw.side(), draw.side(), draw.channels());
        Layer layer = max
                ? GlobalMaxPooling2D.of().dataFormat(format).keepdims(true)
                : GlobalAveragePooling2D.of().dataFormat(format).keepdims(true);
        check(
                layer,
                max,
                format,
                x,
                x.shape().dim(1) * x.shape().dim(2),
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
        boolean first = format == DataFormat.CHANNELS_FIRST;
        Tensor made = Fovea.predict(layer, first ? images : x, Map.of());
        new Check(layer.className(), "ONNX Runtime", layer, x.shape())
                .forward(first ? made : Layout.first(made), expected, bound);
    }
}
