package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import java.util.List;

/**
 * How little targets and outputs overlap, what is missed and what is too much weighing as one likes (Salehi et al.
 * 2017), as Keras's class of that name: {@code 1 - both / (both + alpha * sum(target * (1 - output)) + beta * sum((1 -
 * target) * output) + 1e-7)}, both being {@code sum(target * output)}. As in Keras's code, and unlike its documentation,
 * alpha weighs what is missed.
 *
 * <p>Sums run over the axes given, counted as in Keras, the batch being axis 0; null is all of them, and the batch with
 * them. {@code axis(1, 2, 3)} makes a loss of each image of {@code [N, H, W, C]}, {@code axis(0, 1, 2)} one of each
 * channel. The loss is the mean over the axes that are left.
 *
 * @param alpha the weight of what is missed, the false negatives
 * @param beta the weight of what is too much, the false positives
 * @param axis the axes, or null
 */
public record Tversky(float alpha, float beta, List<Integer> axis, String name) implements Loss {
    public Tversky {
        Losses.checkName("Tversky", name);
        Hyperparameters.checkNotNegative("Tversky", "alpha", alpha);
        Hyperparameters.checkNotNegative("Tversky", "beta", beta);
        axis = axis == null ? null : List.copyOf(axis);
    }

    /** With Keras's defaults. */
    public static Tversky of() {
        return new Tversky(0.5f, 0.5f, null, "tversky");
    }

    public Tversky alpha(float alpha) {
        return new Tversky(alpha, beta, axis, name);
    }

    public Tversky beta(float beta) {
        return new Tversky(alpha, beta, axis, name);
    }

    public Tversky axis(List<Integer> axis) {
        return new Tversky(alpha, beta, axis, name);
    }

    public Tversky name(String name) {
        return new Tversky(alpha, beta, axis, name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Combine multiply = new Combine(Combine.Function.MULTIPLY);
        Combine add = new Combine(Combine.Function.ADD);
        Value whole = Losses.inShapeOf(output, target, graph, "Tversky");
        Value both = Losses.sum("Tversky", graph.add(multiply, whole, output), axis, graph);
        Value missed = graph.add(multiply, whole, graph.add(new Affine(-1, 1), output));
        Value tooMuch = graph.add(multiply, graph.add(new Affine(-1, 1), whole), output);
        Value apart = graph.add(
                add,
                graph.add(new Affine(alpha, Losses.EPSILON), Losses.sum("Tversky", missed, axis, graph)),
                graph.add(new Affine(beta, 0), Losses.sum("Tversky", tooMuch, axis, graph)));
        Value overlap = Losses.divide(both, graph.add(add, both, apart), graph);
        return Losses.oneLess(overlap, output, graph);
    }

    /** The axes that sums run over; 0 is the batch. */
    public Tversky axis(Integer... axis) {
        return axis(List.of(axis));
    }
}
