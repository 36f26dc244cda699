package dev.fovea.train;

import dev.fovea.op.Apply;
import dev.fovea.op.BinaryCrossEntropy;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;

/**
 * Cross entropy of independent yes-or-no outputs and targets of 0 to 1, as Keras's class of that name:
 * {@code -target * ln(output) - (1 - target) * ln(1 - output)}, the mean over an image's outputs.
 *
 * <p>A class number, 0 or 1, goes with an output {@code [N, 1]}. It is computed from logits, without overflow: where
 * the model ends in sigmoid, from sigmoid's input.
 *
 * @param fromLogits whether the model's output is logits rather than probabilities
 * @param labelSmoothing how far targets are drawn towards one half, 1 being all of the way
 */
public record BinaryCrossentropy(boolean fromLogits, float labelSmoothing) implements Loss {
    public BinaryCrossentropy {
        Losses.checkSmoothing("BinaryCrossentropy", labelSmoothing);
    }

    public static BinaryCrossentropy of() {
        return new BinaryCrossentropy(false, 0);
    }

    /** For a model that ends in logits. */
    public static BinaryCrossentropy ofLogits() {
        return new BinaryCrossentropy(true, 0);
    }

    public BinaryCrossentropy labelSmoothing(float labelSmoothing) {
        return new BinaryCrossentropy(fromLogits, labelSmoothing);
    }

    @Override
    public String name() {
        return "binary_crossentropy";
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value whole = Losses.inShapeOf(output, target, graph, "BinaryCrossentropy");
        Value smooth = Losses.smooth(whole, labelSmoothing, 0.5f, graph);
        return Losses.mean(graph.add(new BinaryCrossEntropy(), logits(output), smooth), graph);
    }

    private Value logits(Value output) {
        if (fromLogits) {
            return output;
        }
        if (!(output.op() instanceof Apply apply && apply.function() == ScalarFunction.SIGMOID)) {
            throw new IllegalArgumentException("BinaryCrossentropy takes probabilities, from a model that ends in"
                    + " sigmoid; for a model that ends in logits use BinaryCrossentropy.ofLogits()");
        }
        return output.operand(0);
    }

    @Override
    public int classNumbers(Shape target, Shape output) {
        return target.rank() == 0 ? 2 : 0;
    }
}
