package dev.fovea.train;

import dev.fovea.op.Apply;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;

/** The mean over an image's outputs of {@code (target - output)^2}, as Keras's loss and metric of that name. */
public record MeanSquaredError(String name) implements Loss, Metric {
    public MeanSquaredError {
        Losses.checkName("MeanSquaredError", name);
    }

    /** With Keras's defaults. */
    public static MeanSquaredError of() {
        return new MeanSquaredError("mean_squared_error");
    }

    public MeanSquaredError name(String name) {
        return new MeanSquaredError(name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value difference = Losses.difference(target, output, graph, "MeanSquaredError");
        return Losses.mean(graph.add(Apply.of(ScalarFunction.SQUARE), difference), graph);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return MeanOfElements.start("MeanSquaredError", output, target, (y, t) -> (y - t) * (y - t));
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }
}
