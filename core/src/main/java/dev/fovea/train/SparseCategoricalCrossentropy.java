package dev.fovea.train;

import dev.fovea.op.Softmax;
import dev.fovea.op.SparseCrossEntropy;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.Shape;

/**
 * Cross entropy between class numbers and outputs {@code [N, K]}, as Keras's class of that name.
 *
 * <p>It is computed from logits, without overflow: where the model ends in softmax, from softmax's input.
 *
 * @param fromLogits whether the model's output is logits rather than probabilities
 */
public record SparseCategoricalCrossentropy(boolean fromLogits) implements Loss {
    public static SparseCategoricalCrossentropy of() {
        return new SparseCategoricalCrossentropy(false);
    }

    /** For a model that ends in logits. */
    public static SparseCategoricalCrossentropy ofLogits() {
        return new SparseCategoricalCrossentropy(true);
    }

    @Override
    public String name() {
        return "sparse_categorical_crossentropy";
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        if (fromLogits) {
            return graph.add(new SparseCrossEntropy(), output, target);
        }
        if (!(output.op() instanceof Softmax)) {
            throw new IllegalArgumentException("SparseCategoricalCrossentropy takes probabilities, from a model that"
                    + " ends in softmax; for a model that ends in logits use SparseCategoricalCrossentropy.ofLogits()");
        }
        return graph.add(new SparseCrossEntropy(), output.operand(0), target);
    }

    @Override
    public boolean takesClassNumbers(Shape output) {
        return true;
    }
}
