package dev.fovea.train;

import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;

/** The mean over an image's outputs of {@code (target - output)^2}, as Keras's class of that name. */
public record MeanSquaredError() implements Loss {
    public static MeanSquaredError of() {
        return new MeanSquaredError();
    }

    @Override
    public String name() {
        return "mean_squared_error";
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value difference = Losses.difference(target, output, graph, "MeanSquaredError");
        return Losses.mean(graph.add(new Combine(Combine.Function.MULTIPLY), difference, difference), graph);
    }
}
