package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;

/**
 * The mean over an image's outputs of {@code ln(cosh(output - target))}, as Keras's class of that name: about half the
 * square of small errors, and large ones less ln 2. It is computed without overflow.
 */
public record LogCosh(String name) implements Loss {
    public LogCosh {
        Losses.checkName("LogCosh", name);
    }

    /** With Keras's defaults. */
    public static LogCosh of() {
        return new LogCosh("log_cosh");
    }

    public LogCosh name(String name) {
        return new LogCosh(name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value difference = Losses.difference(target, output, graph, "LogCosh");
        Value error = graph.add(Apply.of(ScalarFunction.ABS), difference);
        Value tail = graph.add(Apply.of(ScalarFunction.SOFTPLUS), graph.add(new Affine(-2, 0), error));
        Value sum = graph.add(new Combine(Combine.Function.ADD), error, tail);
        return Losses.mean(graph.add(new Affine(1, (float) -Math.log(2)), sum), graph);
    }
}
