package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;

/** The mean over an image's outputs of {@code |target - output|}, as Keras's class of that name. */
public record MeanAbsoluteError() implements Loss {
    public static MeanAbsoluteError of() {
        return new MeanAbsoluteError();
    }

    @Override
    public String name() {
        return "mean_absolute_error";
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value difference = Losses.difference(target, output, graph, "MeanAbsoluteError");
        Value above = graph.add(Apply.of(ScalarFunction.RELU), difference);
        Value below = graph.add(Apply.of(ScalarFunction.RELU), graph.add(new Affine(-1, 0), difference));
        return Losses.mean(graph.add(new Combine(Combine.Function.ADD), above, below), graph);
    }
}
