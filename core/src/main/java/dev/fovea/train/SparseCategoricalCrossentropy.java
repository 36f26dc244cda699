package dev.fovea.train;

import dev.fovea.op.Softmax;
import dev.fovea.op.SparseCrossEntropy;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.Shape;

/**
 * Cross entropy between class numbers and outputs {@code [N, K]}, as Keras's class of that name; the mean over rows
 * where outputs have more axes.
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
        Value logits = fromLogits ? output : logits(output, "SparseCategoricalCrossentropy");
        return Losses.mean(graph.add(new SparseCrossEntropy(), logits, target), graph);
    }

    /** What softmax made these probabilities of. */
    static Value logits(Value probabilities, String loss) {
        if (!(probabilities.op() instanceof Softmax)) {
            throw new IllegalArgumentException(loss + " takes probabilities, from a model that ends in softmax; for a"
                    + " model that ends in logits use " + loss + ".ofLogits()");
        }
        return probabilities.operand(0);
    }

    @Override
    public int classNumbers(Shape target, Shape output) {
        return output.dim(-1);
    }
}
