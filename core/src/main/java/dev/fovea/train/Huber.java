package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;

/**
 * Huber's loss, as Keras's class of that name: the mean over an image's outputs of half the square of {@code error =
 * output - target} where it is at most delta, else of {@code delta * (|error| - delta / 2)}.
 *
 * @param delta the error from which on outliers pull no harder
 */
public record Huber(float delta, String name) implements Loss {
    public Huber {
        Losses.checkName("Huber", name);
        if (!(delta > 0 && Float.isFinite(delta))) {
            throw new IllegalArgumentException("Huber takes a finite delta above 0, not " + delta);
        }
    }

    /** With Keras's default delta of 1. */
    public static Huber of() {
        return new Huber(1, "huber_loss");
    }

    public Huber delta(float delta) {
        return new Huber(delta, name);
    }

    public Huber name(String name) {
        return new Huber(delta, name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value difference = Losses.difference(target, output, graph, "Huber");
        Value error = graph.add(Apply.of(ScalarFunction.ABS), difference);
        // The part of the error over delta counts in full; that up to delta by half its square.
        Value over = graph.add(Apply.of(ScalarFunction.RELU), graph.add(new Affine(1, -delta), error));
        Value upTo = Losses.atMost(error, delta, graph);
        Value square = graph.add(Apply.of(ScalarFunction.SQUARE), upTo);
        Value inner = graph.add(new Affine(0.5f, 0), square);
        return Losses.mean(
                graph.add(new Combine(Combine.Function.ADD), inner, graph.add(new Affine(delta, 0), over)), graph);
    }
}
