package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.BatchSum;
import dev.fovea.op.Combine;
import dev.fovea.op.Reshape;
import dev.fovea.op.SparseCrossEntropy;
import dev.fovea.op.Spread;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.Shape;

/**
 * Cross entropy between class numbers and outputs {@code [N, K]}, as Keras's loss and metric of that name; the mean over rows
 * where outputs have more axes.
 *
 * <p>It is computed from logits, without overflow: where the model ends in softmax, from softmax's input. Other
 * probabilities are divided by their sum, and those below 1e-7 count as 1e-7.
 *
 * @param fromLogits whether the model's output is logits rather than probabilities
 * @param ignoreClass a class number whose rows don't count, in the mean over the batch neither, or null; it need not be
 *     one of the outputs: often -1 or 255
 * @param axis that of the classes, counted as in Keras, the batch being axis 0
 */
public record SparseCategoricalCrossentropy(boolean fromLogits, Integer ignoreClass, int axis, String name)
        implements Loss, Metric {
    public SparseCategoricalCrossentropy {
        Losses.checkName("SparseCategoricalCrossentropy", name);
    }

    /** For a model that ends in probabilities, with Keras's defaults. */
    public static SparseCategoricalCrossentropy of() {
        return new SparseCategoricalCrossentropy(false, null, -1, "sparse_categorical_crossentropy");
    }

    /** For a model that ends in logits. */
    public static SparseCategoricalCrossentropy ofLogits() {
        return new SparseCategoricalCrossentropy(true, null, -1, "sparse_categorical_crossentropy");
    }

    public SparseCategoricalCrossentropy fromLogits(boolean fromLogits) {
        return new SparseCategoricalCrossentropy(fromLogits, ignoreClass, axis, name);
    }

    public SparseCategoricalCrossentropy ignoreClass(Integer ignoreClass) {
        return new SparseCategoricalCrossentropy(fromLogits, ignoreClass, axis, name);
    }

    public SparseCategoricalCrossentropy axis(int axis) {
        return new SparseCategoricalCrossentropy(fromLogits, ignoreClass, axis, name);
    }

    public SparseCategoricalCrossentropy name(String name) {
        return new SparseCategoricalCrossentropy(fromLogits, ignoreClass, axis, name);
    }

    @Override
    public Value perImage(Wiring graph, Value target, Value output) {
        int along = Losses.imageAxis("SparseCategoricalCrossentropy", axis, output.shape());
        Value logits = fromLogits
                ? Losses.toLast(output, along, graph)
                : Losses.logits(output, along, graph, "SparseCategoricalCrossentropy");
        Value labels = labels(target, logits.shape(), graph);
        if (ignoreClass == null) {
            return Losses.mean(graph.add(new SparseCrossEntropy(), logits, labels), graph);
        }
        Combine multiply = new Combine(Combine.Function.MULTIPLY);
        Value ignored =
                graph.add(new Combine(Combine.Function.EQUAL), labels, graph.add(new Affine(0, ignoreClass), labels));
        Value counts = graph.add(new Affine(-1, 1), ignored);
        Value losses = graph.add(new SparseCrossEntropy(), logits, graph.add(multiply, labels, counts));
        Value mean = Losses.mean(graph.add(multiply, losses, counts), graph);
        return graph.add(multiply, mean, rowsPerCounted(counts, graph));
    }

    @Override
    public int classNumbers(Shape target, Shape output) {
        return output.dim(Losses.imageAxis("SparseCategoricalCrossentropy", axis, output));
    }

    @Override
    public Count start(Shape output, Shape target) {
        return MeanOfRows.ofClassNumbers(
                "SparseCategoricalCrossentropy",
                output,
                target,
                axis,
                ignoreClass,
                (y, t) -> Rows.crossEntropy(y, t, fromLogits, 0));
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }

    /** A class number for each row; Keras takes them with a last axis of 1, too. */
    static Value labels(Value target, Shape logits, Wiring graph) {
        Shape rows = logits.slice(0, logits.rank() - 1);
        boolean fits = target.shape().size() == rows.size() && Losses.sameButForOnes(target.shape(), rows);
        return !fits || target.shape().equals(rows) ? target : graph.add(new Reshape(rows), target);
    }

    /** By what the mean over all rows of the batch is to be multiplied to be that over those that count. */
    private static Value rowsPerCounted(Value counts, Wiring graph) {
        Value counted = graph.add(new BatchSum(), Losses.mean(counts, graph));
        Value all = graph.add(new BatchSum(), graph.add(new Affine(0, 1), Losses.mean(counts, graph)));
        // Where none counts, the losses are all 0 whatever they are divided by.
        Value share = Losses.divide(all, Losses.atLeast(counted, Losses.EPSILON * Losses.EPSILON, graph), graph);
        return graph.add(new Spread(), share, counts);
    }

    @Override
    public boolean ignores(int classNumber) {
        return ignoreClass != null && ignoreClass == classNumber;
    }
}
