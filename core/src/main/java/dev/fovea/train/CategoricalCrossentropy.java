package dev.fovea.train;

import dev.fovea.op.CrossEntropy;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;

/**
 * Cross entropy between targets and outputs, both {@code [N, K]}, as Keras's class of that name: {@code -sum over k of
 * target[k] * ln(output[k])}; the mean over rows where they have more axes.
 *
 * <p>It is computed from logits, without overflow: where the model ends in softmax, from softmax's input.
 *
 * @param fromLogits whether the model's output is logits rather than probabilities
 * @param labelSmoothing the part of each target that is shared evenly among all classes (Szegedy et al. 2016)
 */
public record CategoricalCrossentropy(boolean fromLogits, float labelSmoothing) implements Loss {
    public CategoricalCrossentropy {
        Losses.checkSmoothing("CategoricalCrossentropy", labelSmoothing);
    }

    public static CategoricalCrossentropy of() {
        return new CategoricalCrossentropy(false, 0);
    }

    /** For a model that ends in logits. */
    public static CategoricalCrossentropy ofLogits() {
        return new CategoricalCrossentropy(true, 0);
    }

    public CategoricalCrossentropy labelSmoothing(float labelSmoothing) {
        return new CategoricalCrossentropy(fromLogits, labelSmoothing);
    }

    @Override
    public String name() {
        return "categorical_crossentropy";
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value logits = fromLogits ? output : SparseCategoricalCrossentropy.logits(output, "CategoricalCrossentropy");
        Value whole = Losses.inShapeOf(output, target, graph, "CategoricalCrossentropy");
        Value smooth = Losses.smooth(whole, labelSmoothing, 1f / output.shape().dim(-1), graph);
        return Losses.mean(graph.add(new CrossEntropy(), logits, smooth), graph);
    }
}
