package dev.fovea.nn;

import dev.fovea.tensor.Shape;

/** What a weight is held to after each step of training, as in {@code keras.constraints}. */
public sealed interface Constraint {
    /** Changes the values to ones that are allowed. */
    void apply(Shape shape, float[] weights);

    /** No value below 0. */
    record NonNeg() implements Constraint {
        @Override
        public void apply(Shape shape, float[] weights) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Math.max(0, weights[i]);
            }
        }
    }
}
