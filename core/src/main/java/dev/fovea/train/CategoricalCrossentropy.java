package dev.fovea.train;

import dev.fovea.op.CrossEntropy;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;

/**
 * Cross entropy between targets and outputs, both {@code [N, K]}, as Keras's class of that name: {@code -sum over k of
 * target[k] * ln(output[k])}; the mean over rows where they have more axes.
 *
 * <p>It is computed from logits, without overflow: where the model ends in softmax, from softmax's input. Other
 * probabilities are divided by their sum, and those below 1e-7 count as 1e-7.
 *
 * @param fromLogits whether the model's output is logits rather than probabilities
 * @param labelSmoothing the part of each target that is shared evenly among all classes (Szegedy et al. 2016)
 * @param axis that of the classes, counted as in Keras, the batch being axis 0
 */
public record CategoricalCrossentropy(boolean fromLogits, float labelSmoothing, int axis, String name) implements Loss {
    public CategoricalCrossentropy {
        Losses.checkName("CategoricalCrossentropy", name);
        Losses.checkSmoothing("CategoricalCrossentropy", labelSmoothing);
    }

    /** For a model that ends in probabilities, with Keras's defaults. */
    public static CategoricalCrossentropy of() {
        return new CategoricalCrossentropy(false, 0, -1, "categorical_crossentropy");
    }

    /** For a model that ends in logits. */
    public static CategoricalCrossentropy ofLogits() {
        return new CategoricalCrossentropy(true, 0, -1, "categorical_crossentropy");
    }

    public CategoricalCrossentropy fromLogits(boolean fromLogits) {
        return new CategoricalCrossentropy(fromLogits, labelSmoothing, axis, name);
    }

    public CategoricalCrossentropy labelSmoothing(float labelSmoothing) {
        return new CategoricalCrossentropy(fromLogits, labelSmoothing, axis, name);
    }

    public CategoricalCrossentropy axis(int axis) {
        return new CategoricalCrossentropy(fromLogits, labelSmoothing, axis, name);
    }

    public CategoricalCrossentropy name(String name) {
        return new CategoricalCrossentropy(fromLogits, labelSmoothing, axis, name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value whole = Losses.inShapeOf(output, target, graph, "CategoricalCrossentropy");
        int along = Losses.imageAxis("CategoricalCrossentropy", axis, output.shape());
        Value logits = fromLogits
                ? Losses.toLast(output, along, graph)
                : Losses.logits(output, along, graph, "CategoricalCrossentropy");
        float evenly = 1f / output.shape().dim(along);
        Value smooth = Losses.smooth(Losses.toLast(whole, along, graph), labelSmoothing, evenly, graph);
        return Losses.mean(graph.add(new CrossEntropy(), logits, smooth), graph);
    }
}
