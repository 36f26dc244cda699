package dev.fovea.conformance;

import dev.fovea.nn.Add;
import dev.fovea.nn.Average;
import dev.fovea.nn.Concatenate;
import dev.fovea.nn.Cropping2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dot;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Maximum;
import dev.fovea.nn.Minimum;
import dev.fovea.nn.Multiply;
import dev.fovea.nn.Permute;
import dev.fovea.nn.Subtract;
import dev.fovea.nn.ZeroPadding2D;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds to ONNX Runtime's what merges images and moves their numbers about, and products of matrices. */
class OnnxShapeTest {
    private static final String ORACLE = "ONNX Runtime";

    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 250)
    void mergesAreThoseOfOnnxRuntime(@ForAll("draws") Draw draw) {
        Layer layer = draw.of(
                Add.of(),
                Average.of(),
                Multiply.of(),
                Maximum.of(),
                Minimum.of(),
                Subtract.of(),
                Concatenate.of(draw.of(-1, 1, 2, 3)));
        int count = layer instanceof Subtract ? 2 : draw.between(2, 4);
        int[] dims = {draw.images(), draw.side(), draw.side(), draw.channels()};
        List<Tensor> inputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (layer instanceof Concatenate(int axis, String name)) {
                dims[axis == -1 ? 3 : axis] = draw.between(1, 5);
            }
            inputs.add(draw.normal(dims));
        }
        Tensor expected = merged(layer, inputs);
        double[] bound = switch (layer) {
            case Add add -> Bound.sum(count, merged(layer, absolute(inputs)));
            case Subtract subtract -> Bound.sum(count, merged(Add.of(), absolute(inputs)));
            case Average average -> Bound.sum(count + 1, merged(layer, absolute(inputs)));
            case Multiply multiply -> Bound.sum(count, Bound.abs(expected));
            default -> Bound.exact(expected);
        };
        Fovea.Run run = Fovea.train(
                layer, inputs, Map.of(), Tensor.zeros(expected.shape().dims()));
        new Check(layer.className(), ORACLE, layer, inputs.getFirst().shape(), count)
                .forward(run.output(), expected, bound);
    }

    private static List<Tensor> absolute(List<Tensor> inputs) {
        return inputs.stream().map(Bound::abs).toList();
    }

    private static Tensor merged(Layer layer, List<Tensor> inputs) {
        Tensor[] all = inputs.toArray(Tensor[]::new);
        return switch (layer) {
            case Add add -> OnnxRuntime.op("Sum").in(all).get();
            case Average average -> OnnxRuntime.op("Mean").in(all).get();
            case Maximum maximum -> OnnxRuntime.op("Max").in(all).get();
            case Minimum minimum -> OnnxRuntime.op("Min").in(all).get();
            case Subtract subtract -> OnnxRuntime.op("Sub").in(all).get();
            case Concatenate(int axis, String name) ->
                OnnxRuntime.op("Concat").in(all).attr("axis", axis).get();
            default -> {
                Tensor product = all[0];
                for (int i = 1; i < all.length; i++) {
                    product = OnnxRuntime.op("Mul").in(product, all[i]).get();
                }
                yield product;
            }
        };
    }

    @Property(tries = 250)
    void numbersMoveAsInOnnxRuntime(@ForAll("draws") Draw draw) {
        int[] sides = draw.several(4, 0, 3);
        Tensor x = draw.normal(draw.images(), 6 + draw.side(), 6 + draw.side(), draw.channels());
        int h = x.shape().dim(1);
        int w = x.shape().dim(2);
        int[] order = draw.of(
                new int[] {1, 2, 3},
                new int[] {1, 3, 2},
                new int[] {2, 1, 3},
                new int[] {2, 3, 1},
                new int[] {3, 1, 2},
                new int[] {3, 2, 1});
        Layer layer = draw.of(
                ZeroPadding2D.of(sides[0], sides[1], sides[2], sides[3]),
                Cropping2D.of(sides[0], sides[1], sides[2], sides[3]),
                Permute.of(order),
                Flatten.of());
        Tensor expected = switch (layer) {
            case ZeroPadding2D padding ->
                OnnxRuntime.op("Pad")
                        .in(x)
                        .longs(0, sides[0], sides[2], 0, 0, sides[1], sides[3], 0)
                        .get();
            case Cropping2D cropping ->
                OnnxRuntime.op("Slice")
                        .in(x)
                        .longs(sides[0], sides[2])
                        .longs(h - sides[1], w - sides[3])
                        .longs(1, 2)
                        .get();
            case Permute permute ->
                OnnxRuntime.op("Transpose")
                        .in(x)
                        .list(
                                "perm",
                                IntStream.concat(IntStream.of(0), IntStream.of(order))
                                        .toArray())
                        .get();
            default -> OnnxRuntime.op("Flatten").in(x).attr("axis", 1).get();
        };
        new Check(layer.className(), ORACLE, layer, x.shape())
                .forward(Fovea.predict(layer, x, Map.of()), expected, Bound.exact(expected));
    }

    @Property(tries = 150)
    void denseIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        int c = draw.between(1, 150);
        int m = draw.between(1, 60);
        Tensor x = draw.normal(draw.images(), c);
        Tensor w = draw.normal(c, m);
        Tensor bias = draw.normal(m);
        Tensor expected = OnnxRuntime.op("Gemm").in(x, w, bias).get();
        new Check("Dense", ORACLE, x.shape(), m)
                .forward(
                        Fovea.predict(Dense.of(m), x, Map.of("kernel", w, "bias", bias)),
                        expected,
                        Bound.sum(
                                c + 1,
                                OnnxRuntime.op("Gemm")
                                        .in(Bound.abs(x), Bound.abs(w), Bound.abs(bias))
                                        .get()));
    }

    @Property(tries = 100)
    void dotIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        int k = draw.between(1, 40);
        int n = draw.images();
        Tensor a = draw.normal(n, draw.side(), k);
        Tensor b = draw.normal(n, k, draw.side());
        Tensor expected = OnnxRuntime.op("MatMul").in(a, b).get();
        Dot layer = Dot.of(2, 1);
        Fovea.Run run = Fovea.train(
                layer, List.of(a, b), Map.of(), Tensor.zeros(expected.shape().dims()));
        new Check("Dot", ORACLE, a.shape(), b.shape())
                .forward(
                        run.output(),
                        expected,
                        Bound.sum(
                                k,
                                OnnxRuntime.op("MatMul")
                                        .in(Bound.abs(a), Bound.abs(b))
                                        .get()));
    }
}
