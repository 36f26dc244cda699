package dev.fovea.nn;

import dev.fovea.tensor.Shape;

/** What the size of a weight costs: a penalty that is added to the loss, as in {@code keras.regularizers}. */
public sealed interface Regularizer {
    /** The penalty of a weight. */
    double penalty(Shape shape, float[] weights);

    /** Adds the penalty's derivative to the gradient, which has as many numbers as weights, from {@code offset}. */
    void addGradient(Shape shape, float[] weights, float[] gradient, int offset);

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
    }

    /** {@code l1 * sum |w| + l2 * sum w^2} (Zou and Hastie 2005); without arguments in Keras both are 0. */
    record L1L2(float l1, float l2) implements Regularizer {
        public L1L2 {
            checkFactor("l1", l1);
            checkFactor("l2", l2);
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
    }

    private static void checkFactor(String name, float factor) {
        if (!(factor >= 0 && Float.isFinite(factor))) {
            throw new IllegalArgumentException(
                    "a regularizer's " + name + " is a finite number of 0 or more, not " + factor);
        }
    }
}
