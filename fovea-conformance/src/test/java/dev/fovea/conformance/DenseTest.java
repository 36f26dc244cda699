package dev.fovea.conformance;

import dev.fovea.nn.Dense;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds dense layers to TensorFlow's. */
class DenseTest {
    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 300)
    void denseIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        int n = draw.images();
        int c = draw.between(1, 150);
        int m = draw.between(1, 60);
        Tensor x = draw.normal(n, c);
        Tensor w = draw.normal(c, m);
        Tensor dy = draw.normal(n, m);
        Dense layer = Dense.of(m).useBias(false);
        Map<String, Tensor> weights = Map.of("kernel", w);
        Check check = new Check("Dense", "TensorFlow", layer, x.shape());
        try (TensorFlow tf = new TensorFlow()) {
            Tensor expected = product(tf, x, w, false, false);
            double[] bound = Bound.sum(c, product(tf, Bound.abs(x), Bound.abs(w), false, false));
            check.forward(Fovea.predict(layer, x, weights), expected, bound);
            Fovea.Run run = Fovea.train(layer, List.of(x), weights, dy);
            check.forward(run.output(), expected, bound);
            check.gradient(
                    "input",
                    run.inputs().getFirst(),
                    product(tf, dy, w, false, true),
                    Bound.sum(m, product(tf, Bound.abs(dy), Bound.abs(w), false, true)));
            check.gradient(
                    "kernel",
                    run.weights().get("kernel"),
                    product(tf, x, dy, true, false),
                    Bound.sum(n, product(tf, Bound.abs(x), Bound.abs(dy), true, false)));
        }
    }

    private static Tensor product(TensorFlow tf, Tensor a, Tensor b, boolean turnA, boolean turnB) {
        return tf.op("MatMul")
                .in(a, b)
                .attr("transpose_a", turnA)
                .attr("transpose_b", turnB)
                .get();
    }
}
