package dev.fovea.train;

import dev.fovea.op.Apply;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;

/** The mean over an image's outputs of {@code |target - output|}, as Keras's loss and metric of that name. */
public record MeanAbsoluteError(String name) implements Loss, Metric {
    public MeanAbsoluteError {
        Losses.checkName("MeanAbsoluteError", name);
    }

    /** With Keras's defaults. */
    public static MeanAbsoluteError of() {
        return new MeanAbsoluteError("mean_absolute_error");
    }

    public MeanAbsoluteError name(String name) {
        return new MeanAbsoluteError(name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value difference = Losses.difference(target, output, graph, "MeanAbsoluteError");
        return Losses.mean(graph.add(Apply.of(ScalarFunction.ABS), difference), graph);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return MeanOfElements.start("MeanAbsoluteError", output, target, (y, t) -> Math.abs(y - t));
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }
}
