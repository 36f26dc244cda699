package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;

/**
 * The mean over an image's outputs of {@code output - target * ln(output + 1e-7)}, as Keras's loss and metric of that
 * name: for counts, of which the model gives the expected number, 0 or more.
 */
public record Poisson(String name) implements Loss, Metric {
    public Poisson {
        Losses.checkName("Poisson", name);
    }

    /** With Keras's defaults. */
    public static Poisson of() {
        return new Poisson("poisson");
    }

    public Poisson name(String name) {
        return new Poisson(name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value whole = Losses.inShapeOf(output, target, graph, "Poisson");
        Value log = graph.add(Apply.of(ScalarFunction.LOG), graph.add(new Affine(1, Losses.EPSILON), output));
        Value likely = graph.add(new Combine(Combine.Function.MULTIPLY), whole, log);
        return Losses.mean(graph.add(new Combine(Combine.Function.SUBTRACT), output, likely), graph);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return MeanOfElements.start("Poisson", output, target, (y, t) -> y - t * Math.log(y + Losses.EPSILON));
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }
}
