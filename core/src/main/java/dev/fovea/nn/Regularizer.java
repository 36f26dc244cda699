package dev.fovea.nn;

import dev.fovea.tensor.Shape;

/** What the size of a weight costs: a penalty that is added to the loss, as in {@code keras.regularizers}. */
public sealed interface Regularizer {
    /** The penalty of a weight. */
    double penalty(Shape shape, float[] weights);

    /** Adds the penalty's derivative to the gradient, which has as many numbers as weights, from {@code offset}. */
    void addGradient(Shape shape, float[] weights, float[] gradient, int offset);

    /** {@code l1 * sum |w| + l2 * sum w^2}; without arguments in Keras both are 0. */
    record L1L2(float l1, float l2) implements Regularizer {
        @Override
        public double penalty(Shape shape, float[] weights) {
            double absolute = 0;
            double squares = 0;
            for (float w : weights) {
                absolute += Math.abs(w);
                squares += (double) w * w;
            }
            return l1 * absolute + l2 * squares;
        }

        @Override
        public void addGradient(Shape shape, float[] weights, float[] gradient, int offset) {
            for (int i = 0; i < weights.length; i++) {
                gradient[offset + i] += l1 * Math.signum(weights[i]) + 2 * l2 * weights[i];
            }
        }
    }
}
