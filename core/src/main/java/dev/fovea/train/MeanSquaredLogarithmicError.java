package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;

/**
 * The mean over an image's outputs of {@code (ln(target + 1) - ln(output + 1))^2}, as Keras's loss and metric of that
 * name; what is below 1e-7 counts as 1e-7.
 */
public record MeanSquaredLogarithmicError(String name) implements Loss, Metric {
    public MeanSquaredLogarithmicError {
        Losses.checkName("MeanSquaredLogarithmicError", name);
    }

    /** With Keras's defaults. */
    public static MeanSquaredLogarithmicError of() {
        return new MeanSquaredLogarithmicError("mean_squared_logarithmic_error");
    }

    public MeanSquaredLogarithmicError name(String name) {
        return new MeanSquaredLogarithmicError(name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value whole = Losses.inShapeOf(output, target, graph, "MeanSquaredLogarithmicError");
        Value difference = graph.add(new Combine(Combine.Function.SUBTRACT), log(output, graph), log(whole, graph));
        return Losses.mean(graph.add(Apply.of(ScalarFunction.SQUARE), difference), graph);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return MeanOfElements.start(
                "MeanSquaredLogarithmicError", output, target, (y, t) -> Math.pow(log(y) - log(t), 2));
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }

    private static Value log(Value x, Wiring graph) {
        Value more = graph.add(new Affine(1, 1), Losses.atLeast(x, Losses.EPSILON, graph));
        return graph.add(Apply.of(ScalarFunction.LOG), more);
    }

    private static double log(double x) {
        return Math.log(Math.max(x, Losses.EPSILON) + 1);
    }
}
