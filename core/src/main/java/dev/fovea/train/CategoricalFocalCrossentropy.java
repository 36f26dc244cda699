package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.Softmax;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;

/**
 * Cross entropy in which classes that are already likely count little (Lin et al. 2017), as Keras's class of that name:
 * the sum over k of {@code -alpha * (1 - p[k])^gamma * target[k] * ln(p[k])}, p being the outputs {@code [N, K]} divided
 * by their sum and held to 1e-7 to 1 - 1e-7; the mean over rows where they have more axes.
 *
 * @param alpha the weight of all classes
 * @param gamma how little the likely counts; with 0 this is {@link CategoricalCrossentropy} times alpha
 * @param fromLogits whether the model's output is logits rather than probabilities
 * @param labelSmoothing the part of each target that is shared evenly among all classes
 * @param axis that of the classes, counted as in Keras, the batch being axis 0
 */
public record CategoricalFocalCrossentropy(
        float alpha, float gamma, boolean fromLogits, float labelSmoothing, int axis, String name) implements Loss {
    public CategoricalFocalCrossentropy {
        Losses.checkName("CategoricalFocalCrossentropy", name);
        Losses.checkSmoothing("CategoricalFocalCrossentropy", labelSmoothing);
        Hyperparameters.checkNotNegative("CategoricalFocalCrossentropy", "alpha", alpha);
        Hyperparameters.checkNotNegative("CategoricalFocalCrossentropy", "gamma", gamma);
    }

    /** For a model that ends in probabilities, with Keras's default alpha of 0.25 and gamma of 2. */
    public static CategoricalFocalCrossentropy of() {
        return new CategoricalFocalCrossentropy(0.25f, 2, false, 0, -1, "categorical_focal_crossentropy");
    }

    /** For a model that ends in logits. */
    public static CategoricalFocalCrossentropy ofLogits() {
        return new CategoricalFocalCrossentropy(0.25f, 2, true, 0, -1, "categorical_focal_crossentropy");
    }

    public CategoricalFocalCrossentropy alpha(float alpha) {
        return new CategoricalFocalCrossentropy(alpha, gamma, fromLogits, labelSmoothing, axis, name);
    }

    public CategoricalFocalCrossentropy gamma(float gamma) {
        return new CategoricalFocalCrossentropy(alpha, gamma, fromLogits, labelSmoothing, axis, name);
    }

    public CategoricalFocalCrossentropy fromLogits(boolean fromLogits) {
        return new CategoricalFocalCrossentropy(alpha, gamma, fromLogits, labelSmoothing, axis, name);
    }

    public CategoricalFocalCrossentropy labelSmoothing(float labelSmoothing) {
        return new CategoricalFocalCrossentropy(alpha, gamma, fromLogits, labelSmoothing, axis, name);
    }

    public CategoricalFocalCrossentropy axis(int axis) {
        return new CategoricalFocalCrossentropy(alpha, gamma, fromLogits, labelSmoothing, axis, name);
    }

    public CategoricalFocalCrossentropy name(String name) {
        return new CategoricalFocalCrossentropy(alpha, gamma, fromLogits, labelSmoothing, axis, name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value whole = Losses.inShapeOf(output, target, graph, "CategoricalFocalCrossentropy");
        int along = Losses.imageAxis("CategoricalFocalCrossentropy", axis, output.shape());
        float evenly = 1f / output.shape().dim(along);
        Value smooth = Losses.smooth(Losses.toLast(whole, along, graph), labelSmoothing, evenly, graph);
        // Softmax of the logits is the output itself, divided by its sum.
        Value logits = fromLogits
                ? Losses.toLast(output, along, graph)
                : Losses.logits(output, along, graph, "CategoricalFocalCrossentropy");
        Value p = Losses.clip(graph.add(new Softmax(), logits), Losses.EPSILON, 1 - Losses.EPSILON, graph);
        Value factor = Losses.power(graph.add(new Affine(-1, 1), p), gamma, graph);
        Combine multiply = new Combine(Combine.Function.MULTIPLY);
        Value logs = graph.add(multiply, smooth, graph.add(Apply.of(ScalarFunction.LOG), p));
        Value sums = Losses.sum(graph.add(multiply, factor, logs), -1, graph);
        return graph.add(new Affine(-alpha, 0), Losses.mean(sums, graph));
    }
}
