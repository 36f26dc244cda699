package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.SparseCrossEntropy;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;

/**
 * {@code (1 - p^q) / q} of the probability p that outputs {@code [N, K]} give to a class number, as Keras's class of that
 * name: between the cross entropy, which it nears as q nears 0, and the absolute error, as q nears 1; so wrong labels
 * pull less the larger q is (Zhang and Sabuncu 2018).
 *
 * <p>Probabilities are those of {@link SparseCategoricalCrossentropy}: where the model ends in softmax, from softmax's
 * input.
 *
 * @param q between 0 and 1, both excluded
 */
public record CategoricalGeneralizedCrossEntropy(float q, String name) implements Loss {
    public CategoricalGeneralizedCrossEntropy {
        Losses.checkName("CategoricalGeneralizedCrossEntropy", name);
        if (!(q > 0 && q < 1)) {
            throw new IllegalArgumentException(
                    "CategoricalGeneralizedCrossEntropy takes a q over 0 and under 1, not " + q);
        }
    }

    /** With Keras's default q of one half. */
    public static CategoricalGeneralizedCrossEntropy of() {
        return new CategoricalGeneralizedCrossEntropy(0.5f, "categorical_generalized_cross_entropy");
    }

    public CategoricalGeneralizedCrossEntropy q(float q) {
        return new CategoricalGeneralizedCrossEntropy(q, name);
    }

    public CategoricalGeneralizedCrossEntropy name(String name) {
        return new CategoricalGeneralizedCrossEntropy(q, name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        int last = Losses.imageAxis("CategoricalGeneralizedCrossEntropy", -1, output.shape());
        Value logits = Losses.logits(output, last, graph, "CategoricalGeneralizedCrossEntropy");
        Value labels = SparseCategoricalCrossentropy.labels(target, logits.shape(), graph);
        Value surprise = graph.add(new SparseCrossEntropy(), logits, labels);
        Value power = graph.add(Apply.of(ScalarFunction.EXPONENTIAL), graph.add(new Affine(-q, 0), surprise));
        return Losses.mean(graph.add(new Affine(-1 / q, 1 / q), power), graph);
    }

    @Override
    public int classNumbers(Shape target, Shape output) {
        return output.dim(-1);
    }
}
