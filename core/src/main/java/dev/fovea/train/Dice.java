package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import java.util.List;

/**
 * How little targets and outputs overlap (Milletari et al. 2016), as Keras's class of that name: {@code 1 - 2 sum(target
 * * output) / (sum(target) + sum(output) + 1e-7)}.
 *
 * <p>Sums run over the axes given, counted as in Keras, the batch being axis 0; null is all of them, and the batch with
 * them. {@code axis(1, 2, 3)} makes a loss of each image of {@code [N, H, W, C]}, {@code axis(0, 1, 2)} one of each
 * channel. The loss is the mean over the axes that are left.
 *
 * @param axis the axes, or null
 */
public record Dice(List<Integer> axis, String name) implements Loss {
    public Dice {
        Losses.checkName("Dice", name);
        axis = axis == null ? null : List.copyOf(axis);
    }

    /** With Keras's defaults. */
    public static Dice of() {
        return new Dice(null, "dice");
    }

    public Dice axis(List<Integer> axis) {
        return new Dice(axis, name);
    }

    public Dice name(String name) {
        return new Dice(axis, name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value whole = Losses.inShapeOf(output, target, graph, "Dice");
        Value both = graph.add(new Combine(Combine.Function.MULTIPLY), whole, output);
        Value either = graph.add(new Combine(Combine.Function.ADD), whole, output);
        Value overlap = Losses.divide(
                graph.add(new Affine(2, 0), Losses.sum("Dice", both, axis, graph)),
                graph.add(new Affine(1, Losses.EPSILON), Losses.sum("Dice", either, axis, graph)),
                graph);
        return Losses.oneLess(overlap, output, graph);
    }

    /** The axes that sums run over; 0 is the batch. */
    public Dice axis(Integer... axis) {
        return axis(List.of(axis));
    }
}
