package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;

/**
 * Minus the cosine of the angle between targets and outputs along an axis, as Keras's class of that name: -1 where they
 * point the same way, 1 where they are opposite, 0 where one of them is all zeros; the mean over the other axes.
 *
 * @param axis counted as in Keras, the batch being axis 0
 */
public record CosineSimilarity(int axis, String name) implements Loss {
    public CosineSimilarity {
        Losses.checkName("CosineSimilarity", name);
    }

    /** With Keras's defaults. */
    public static CosineSimilarity of() {
        return new CosineSimilarity(-1, "cosine_similarity");
    }

    public CosineSimilarity axis(int axis) {
        return new CosineSimilarity(axis, name);
    }

    public CosineSimilarity name(String name) {
        return new CosineSimilarity(axis, name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value whole = Losses.inShapeOf(output, target, graph, "CosineSimilarity");
        int along = Losses.imageAxis("CosineSimilarity", axis, output.shape());
        Value product = graph.add(new Combine(Combine.Function.MULTIPLY), whole, output);
        Value lengths = graph.add(
                new Combine(Combine.Function.MULTIPLY), length(whole, along, graph), length(output, along, graph));
        Value cosine = Losses.divide(Losses.sum(product, along, graph), lengths, graph);
        return graph.add(new Affine(-1, 0), Losses.mean(cosine, graph));
    }

    /** The norm along an axis, at least 1e-7. */
    private static Value length(Value x, int axis, Wiring graph) {
        Value square = Losses.sum(graph.add(Apply.of(ScalarFunction.SQUARE), x), axis, graph);
        return graph.add(Apply.of(ScalarFunction.SQRT), Losses.atLeast(square, Losses.EPSILON * Losses.EPSILON, graph));
    }
}
