package dev.fovea.train;

import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;

/**
 * The divergence of Kullback and Leibler, as Keras's class of that name: the sum over k of {@code target[k] *
 * ln(target[k] / output[k])}, both {@code [N, K]} and held to 1e-7 to 1; the mean over rows where they have more axes.
 */
public record KLDivergence(String name) implements Loss {
    public KLDivergence {
        Losses.checkName("KLDivergence", name);
    }

    /** With Keras's defaults. */
    public static KLDivergence of() {
        return new KLDivergence("kl_divergence");
    }

    public KLDivergence name(String name) {
        return new KLDivergence(name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value whole = Losses.inShapeOf(output, target, graph, "KLDivergence");
        Value truth = Losses.clip(whole, Losses.EPSILON, 1, graph);
        Value guess = Losses.clip(output, Losses.EPSILON, 1, graph);
        Apply log = Apply.of(ScalarFunction.LOG);
        Value logs = graph.add(new Combine(Combine.Function.SUBTRACT), graph.add(log, truth), graph.add(log, guess));
        return Losses.mean(
                Losses.sum(graph.add(new Combine(Combine.Function.MULTIPLY), truth, logs), -1, graph), graph);
    }
}
