package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.BinaryCrossEntropy;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;

/**
 * {@link BinaryCrossentropy} in which outputs that are already right count little (Lin et al. 2017), as Keras's class of
 * that name: the cross entropy of each output p and target times {@code (1 - r)^gamma}, r being {@code target * p + (1 -
 * target) * (1 - p)}; the mean over an image's outputs, so there is no argument {@code axis}.
 *
 * @param applyClassBalancing whether targets of 1 count alpha and those of 0 count 1 - alpha
 * @param alpha see {@code applyClassBalancing}
 * @param gamma how little the right counts; 0 for {@link BinaryCrossentropy}
 * @param fromLogits whether the model's output is logits rather than probabilities
 * @param labelSmoothing how far targets are drawn towards one half, 1 being all of the way
 */
public record BinaryFocalCrossentropy(
        boolean applyClassBalancing, float alpha, float gamma, boolean fromLogits, float labelSmoothing, String name)
        implements Loss {
    public BinaryFocalCrossentropy {
        Losses.checkName("BinaryFocalCrossentropy", name);
        Losses.checkSmoothing("BinaryFocalCrossentropy", labelSmoothing);
        Hyperparameters.checkNotNegative("BinaryFocalCrossentropy", "alpha", alpha);
        Hyperparameters.checkNotNegative("BinaryFocalCrossentropy", "gamma", gamma);
    }

    /** For a model that ends in probabilities, with Keras's default alpha of 0.25 and gamma of 2. */
    public static BinaryFocalCrossentropy of() {
        return new BinaryFocalCrossentropy(false, 0.25f, 2, false, 0, "binary_focal_crossentropy");
    }

    /** For a model that ends in logits. */
    public static BinaryFocalCrossentropy ofLogits() {
        return new BinaryFocalCrossentropy(false, 0.25f, 2, true, 0, "binary_focal_crossentropy");
    }

    public BinaryFocalCrossentropy applyClassBalancing(boolean applyClassBalancing) {
        return new BinaryFocalCrossentropy(applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, name);
    }

    public BinaryFocalCrossentropy alpha(float alpha) {
        return new BinaryFocalCrossentropy(applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, name);
    }

    public BinaryFocalCrossentropy gamma(float gamma) {
        return new BinaryFocalCrossentropy(applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, name);
    }

    public BinaryFocalCrossentropy fromLogits(boolean fromLogits) {
        return new BinaryFocalCrossentropy(applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, name);
    }

    public BinaryFocalCrossentropy labelSmoothing(float labelSmoothing) {
        return new BinaryFocalCrossentropy(applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, name);
    }

    public BinaryFocalCrossentropy name(String name) {
        return new BinaryFocalCrossentropy(applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        Value whole = Losses.inShapeOf(output, target, graph, "BinaryFocalCrossentropy");
        Value smooth = Losses.smooth(whole, labelSmoothing, 0.5f, graph);
        Value logits = fromLogits ? output : Losses.binaryLogits(output, graph, "BinaryFocalCrossentropy");
        Value p = graph.add(Apply.of(ScalarFunction.SIGMOID), logits);
        Combine multiply = new Combine(Combine.Function.MULTIPLY);
        // 1 - r is target + p - 2 * target * p.
        Value both = graph.add(multiply, smooth, graph.add(new Affine(-2, 1), p));
        Value wrong = graph.add(new Combine(Combine.Function.ADD), both, p);
        Value factor = Losses.power(Losses.atLeast(wrong, Losses.EPSILON, graph), gamma, graph);
        Value focal = graph.add(multiply, factor, graph.add(new BinaryCrossEntropy(), logits, smooth));
        if (applyClassBalancing) {
            Value balance = graph.add(new Affine(2 * alpha - 1, 1 - alpha), smooth);
            focal = graph.add(multiply, balance, focal);
        }
        return Losses.mean(focal, graph);
    }

    @Override
    public int classNumbers(Shape target, Shape output) {
        return target.rank() == 0 ? 2 : 0;
    }
}
