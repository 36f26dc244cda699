package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;

/**
 * The mean over an image's outputs of {@code 100 |target - output| / |target|}, as Keras's loss and metric of that name;
 * a target nearer to 0 than 1e-7 divides as 1e-7.
 */
public record MeanAbsolutePercentageError(String name) implements Loss, Metric {
    public MeanAbsolutePercentageError {
        Losses.checkName("MeanAbsolutePercentageError", name);
    }

    /** With Keras's defaults. */
    public static MeanAbsolutePercentageError of() {
        return new MeanAbsolutePercentageError("mean_absolute_percentage_error");
    }

    public MeanAbsolutePercentageError name(String name) {
        return new MeanAbsolutePercentageError(name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value difference = Losses.difference(target, output, graph, "MeanAbsolutePercentageError");
        Value size = graph.add(Apply.of(ScalarFunction.ABS), Losses.inShapeOf(output, target, graph, name));
        Value error = graph.add(Apply.of(ScalarFunction.ABS), difference);
        Value share = Losses.divide(error, Losses.atLeast(size, Losses.EPSILON, graph), graph);
        return graph.add(new Affine(100, 0), Losses.mean(share, graph));
    }

    @Override
    public Count start(Shape output, Shape target) {
        return MeanOfElements.start(
                "MeanAbsolutePercentageError",
                output,
                target,
                (y, t) -> 100 * Math.abs(y - t) / Math.max(Math.abs(t), Losses.EPSILON));
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }
}
