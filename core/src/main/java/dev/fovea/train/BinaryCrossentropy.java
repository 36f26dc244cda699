package dev.fovea.train;

import dev.fovea.op.BinaryCrossEntropy;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.Shape;

/**
 * Cross entropy of independent yes-or-no outputs and targets of 0 to 1, as Keras's class of that name:
 * {@code -target * ln(output) - (1 - target) * ln(1 - output)}, the mean over an image's outputs. It is the same over
 * whichever axis Keras takes its first mean, so there is no argument {@code axis}.
 *
 * <p>A class number, 0 or 1, goes with an output {@code [N, 1]}. It is computed from logits, without overflow: where
 * the model ends in sigmoid, from sigmoid's input. Other probabilities are held to 1e-7 to 1 - 1e-7.
 *
 * @param fromLogits whether the model's output is logits rather than probabilities
 * @param labelSmoothing how far targets are drawn towards one half, 1 being all of the way
 */
public record BinaryCrossentropy(boolean fromLogits, float labelSmoothing, String name) implements Loss {
    public BinaryCrossentropy {
        Losses.checkName("BinaryCrossentropy", name);
        Losses.checkSmoothing("BinaryCrossentropy", labelSmoothing);
    }

    /** For a model that ends in probabilities, with Keras's defaults. */
    public static BinaryCrossentropy of() {
        return new BinaryCrossentropy(false, 0, "binary_crossentropy");
    }

    /** For a model that ends in logits. */
    public static BinaryCrossentropy ofLogits() {
        return new BinaryCrossentropy(true, 0, "binary_crossentropy");
    }

    public BinaryCrossentropy fromLogits(boolean fromLogits) {
        return new BinaryCrossentropy(fromLogits, labelSmoothing, name);
    }

    public BinaryCrossentropy labelSmoothing(float labelSmoothing) {
        return new BinaryCrossentropy(fromLogits, labelSmoothing, name);
    }

    public BinaryCrossentropy name(String name) {
        return new BinaryCrossentropy(fromLogits, labelSmoothing, name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value whole = Losses.inShapeOf(output, target, graph, "BinaryCrossentropy");
        Value smooth = Losses.smooth(whole, labelSmoothing, 0.5f, graph);
        Value logits = fromLogits ? output : Losses.binaryLogits(output, graph, "BinaryCrossentropy");
        return Losses.mean(graph.add(new BinaryCrossEntropy(), logits, smooth), graph);
    }

    @Override
    public int classNumbers(Shape target, Shape output) {
        return target.rank() == 0 ? 2 : 0;
    }
}
