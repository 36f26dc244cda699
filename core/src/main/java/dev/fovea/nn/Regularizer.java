package dev.fovea.nn;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.ElementMean;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;

/**
 * What the size of a weight or of a layer's output costs: a penalty that is added to the loss, as in {@code
 * keras.regularizers}.
 *
 * <p>The penalty of an output is that of each image's own, of which the loss has the mean over the batch.
 */
public sealed interface Regularizer {
    /** The penalty of a weight. */
    double penalty(Shape shape, float[] weights);

    /** Adds the penalty's derivative to the gradient, which has as many numbers as weights, from {@code offset}. */
    void addGradient(Shape shape, float[] weights, float[] gradient, int offset);

    /** Adds the penalty of a layer's output to a graph: {@code [...] -> []}, for each image. */
    Value penalty(Value output, Wiring graph);

    /** {@code l1 * sum |w|}, which drives weights to 0 (Tibshirani 1996). */
    record L1(float l1) implements Regularizer {
        public L1 {
            checkFactor("l1", l1);
        }

        /** With Keras's default of 0.01. */
        public static L1 of() {
            return new L1(0.01f);
        }

        @Override
        public double penalty(Shape shape, float[] weights) {
            double sum = 0;
            for (float w : weights) {
                sum += Math.abs(w);
            }
            return l1 * sum;
        }

        @Override
        public void addGradient(Shape shape, float[] weights, float[] gradient, int offset) {
            for (int i = 0; i < weights.length; i++) {
                gradient[offset + i] += l1 * Math.signum(weights[i]);
            }
        }

        @Override
        public Value penalty(Value output, Wiring graph) {
            return sum(ScalarFunction.ABS, l1, output, graph);
        }
    }

    /** {@code l2 * sum w^2}, without the half that some put before it. */
    record L2(float l2) implements Regularizer {
        public L2 {
            checkFactor("l2", l2);
        }

        /** With Keras's default of 0.01. */
        public static L2 of() {
            return new L2(0.01f);
        }

        @Override
        public double penalty(Shape shape, float[] weights) {
            double sum = 0;
            for (float w : weights) {
                sum += (double) w * w;
            }
            return l2 * sum;
        }

        @Override
        public void addGradient(Shape shape, float[] weights, float[] gradient, int offset) {
            for (int i = 0; i < weights.length; i++) {
                gradient[offset + i] += 2 * l2 * weights[i];
            }
        }

        @Override
        public Value penalty(Value output, Wiring graph) {
            return sum(ScalarFunction.SQUARE, l2, output, graph);
        }
    }

    /** {@code l1 * sum |w| + l2 * sum w^2} (Zou and Hastie 2005). */
    record L1L2(float l1, float l2) implements Regularizer {
        public L1L2 {
            checkFactor("l1", l1);
            checkFactor("l2", l2);
        }

        /** With Keras's defaults of 0. */
        public static L1L2 of() {
            return new L1L2(0, 0);
        }

        @Override
        public double penalty(Shape shape, float[] weights) {
            return new L1(l1).penalty(shape, weights) + new L2(l2).penalty(shape, weights);
        }

        @Override
        public void addGradient(Shape shape, float[] weights, float[] gradient, int offset) {
            for (int i = 0; i < weights.length; i++) {
                gradient[offset + i] += l1 * Math.signum(weights[i]) + 2 * l2 * weights[i];
            }
        }

        @Override
        public Value penalty(Value output, Wiring graph) {
            if (l1 == 0) {
                // As in Keras it isn't computed: of numbers whose sum is infinite, 0 times would be no number.
                return new L2(l2).penalty(output, graph);
            }
            Value absolute = new L1(l1).penalty(output, graph);
            return l2 == 0
                    ? absolute
                    : graph.add(new Combine(Combine.Function.ADD), absolute, new L2(l2).penalty(output, graph));
        }
    }

    private static Value sum(ScalarFunction function, float factor, Value output, Wiring graph) {
        Value mean = graph.add(new ElementMean(), graph.add(Apply.of(function), output));
        return graph.add(new Affine(factor * output.shape().size(), 0), mean);
    }

    private static void checkFactor(String name, float factor) {
        if (!(factor >= 0 && Float.isFinite(factor))) {
            throw new IllegalArgumentException(
                    "a regularizer's " + name + " is a finite number of 0 or more, not " + factor);
        }
    }
}
