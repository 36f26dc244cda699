package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;

/**
 * How far the output of the right class, plus 1, is behind the largest of the others, as Keras's class of that name:
 * {@code max(largest of (1 - target) * output - sum of target * output + 1, 0)} over the classes of {@code [N, K]}; the
 * mean over rows where there are more axes. Targets are one-hot.
 */
public record CategoricalHinge(String name) implements Loss {
    public CategoricalHinge {
        Losses.checkName("CategoricalHinge", name);
    }

    /** With Keras's defaults. */
    public static CategoricalHinge of() {
        return new CategoricalHinge("categorical_hinge");
    }

    public CategoricalHinge name(String name) {
        return new CategoricalHinge(name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value whole = Losses.inShapeOf(output, target, graph, "CategoricalHinge");
        Combine multiply = new Combine(Combine.Function.MULTIPLY);
        Value right = Losses.sum(graph.add(multiply, whole, output), -1, graph);
        Value wrong = Losses.largest(graph.add(multiply, graph.add(new Affine(-1, 1), whole), output), graph);
        Value behind = graph.add(new Affine(1, 1), graph.add(new Combine(Combine.Function.SUBTRACT), wrong, right));
        return Losses.mean(graph.add(Apply.of(ScalarFunction.RELU), behind), graph);
    }
}
