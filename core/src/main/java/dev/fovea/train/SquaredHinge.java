package dev.fovea.train;

import dev.fovea.op.Apply;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;

/**
 * The mean over an image's outputs of the square of {@code max(1 - target * output, 0)}, as Keras's loss and metric of that name.
 * Targets are -1 or 1; a target of 0 counts as -1.
 */
public record SquaredHinge(String name) implements Loss, Metric {
    public SquaredHinge {
        Losses.checkName("SquaredHinge", name);
    }

    /** With Keras's defaults. */
    public static SquaredHinge of() {
        return new SquaredHinge("squared_hinge");
    }

    public SquaredHinge name(String name) {
        return new SquaredHinge(name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value hinge = Losses.hinge(target, output, graph, "SquaredHinge");
        return Losses.mean(graph.add(Apply.of(ScalarFunction.SQUARE), hinge), graph);
    }

    @Override
    public int classNumbers(Shape target, Shape output) {
        return target.rank() == 0 ? 2 : 0;
    }

    @Override
    public Count start(Shape output, Shape target) {
        return MeanOfElements.start("SquaredHinge", output, target, (y, t) -> Math.pow(Losses.hinge(y, t), 2));
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }
}
