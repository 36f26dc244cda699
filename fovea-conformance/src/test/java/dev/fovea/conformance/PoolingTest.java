package dev.fovea.conformance;

import dev.fovea.nn.DataFormat;
import dev.fovea.nn.Layer;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
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

    @Property(tries = 100)
    void poolingOfSequencesIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        pool(draw, 1, draw.maybe());
    }

    @Property(tries = 300)
    void maxPoolingIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        pool(draw, 2, true);
    }

    @Property(tries = 300)
    void averagePoolingIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        pool(draw, 2, false);
    }

    @Property(tries = 100)
    void poolingOfVolumesIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        pool(draw, 3, draw.maybe());
    }

    private static void pool(Draw draw, int axes, boolean max) {
        Window window = Window.ofPooling(draw, axes).steppedWithin();
        DataFormat format = draw.of(DataFormat.CHANNELS_LAST, DataFormat.CHANNELS_LAST, DataFormat.CHANNELS_FIRST);
        Tensor x = pixels(draw, axes, Draw.shape(draw.images(), window.image(draw), draw.channels()));
        check(window.pooling(max, format), max, format, window, x, draw);
    }

    @Property(tries = 200)
    void globalPoolingIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        boolean max = draw.maybe();
        int axes = draw.of(1, 2, 2, 3);
        int[] sides = draw.several(axes, 1, axes == 3 ? 5 : 11);
        int[] one = new int[axes];
        Arrays.fill(one, 1);
        DataFormat format = draw.of(DataFormat.values());
        Tensor x = pixels(draw, axes, Draw.shape(draw.images(), sides, draw.channels()));
        Window all = new Window(sides, one, one, Padding.VALID);
        check(Window.globalPooling(axes, max, format), max, format, all, x, draw);
    }

    /** Volumes without equal numbers: which of these gets the gradient, TensorFlow does not say. */
    private static Tensor pixels(Draw draw, int axes, int... dims) {
        return axes == 3 ? draw.distinct(dims) : draw.maybe() ? draw.coarse(dims) : draw.normal(dims);
    }

    private static void check(Layer layer, boolean max, DataFormat format, Window window, Tensor x, Draw draw) {
        Check check = new Check(layer.className(), "TensorFlow", layer, x.shape());
        try (TensorFlow tf = new TensorFlow()) {
            Pool pool = new Pool(tf, window, max);
            Tensor expected = pool.forward(x);
            double[] bound = max ? Bound.exact(expected) : Bound.sum(window.area() + 1, pool.forward(Bound.abs(x)));
            Tensor given = Layout.to(format, x);
            check.forward(Layout.from(format, Fovea.predict(layer, given, Map.of())), expected, bound);
            Tensor dy = draw.normal(expected.shape().dims());
            Fovea.Run run = Fovea.train(layer, List.of(given), Map.of(), Layout.to(format, dy));
            check.forward(Layout.from(format, run.output()), expected, bound);
            check.gradient(
                    "input",
                    Layout.from(format, run.inputs().getFirst()),
                    pool.gradient(x, expected, dy),
                    Bound.sum(window.area() + 1, pool.gradient(x, expected, Bound.abs(dy))));
        }
    }

    /** TensorFlow's pooling over two or three axes; over one, that of an image of one row. */
    private record Pool(TensorFlow tf, Window window, boolean max) {
        private boolean sequence() {
            return window.sides().length == 1;
        }

        private Pool ofRow() {
            return new Pool(tf, window.ofRow(), max);
        }

        private String name() {
            return (max ? "MaxPool" : "AvgPool") + (window.sides().length == 2 ? "" : "3D");
        }

        Tensor forward(Tensor x) {
            if (sequence()) {
                return Layout.drop(ofRow().forward(Layout.lift(x, 1)), 1);
            }
            return window.pool(tf.op(name()).in(x)).get();
        }

        Tensor gradient(Tensor x, Tensor y, Tensor dy) {
            if (sequence()) {
                return Layout.drop(ofRow().gradient(Layout.lift(x, 1), Layout.lift(y, 1), Layout.lift(dy, 1)), 1);
            }
            TensorFlow.Call call = tf.op(name() + "Grad");
            return window.pool(
                            max
                                    ? call.in(x, y, dy)
                                    : call.ints(x.shape().dims()).in(dy))
                    .get();
        }
    }
}
