package dev.fovea.train;

import dev.fovea.tensor.Shape;

/** A figure that tells how good a model is, as in {@code keras.metrics}; it does not steer training. */
public interface Metric {
    /** The name in logs, as in Keras. */
    String name();

    /**
     * A fresh count.
     *
     * @param output the shape of what the model makes of one image
     * @param target the shape of an image's target; a scalar for a class number
     * @throws IllegalArgumentException if output and target don't go together
     */
    Count start(Shape output, Shape target);

    /** Whether a larger figure is a better one. */
    default boolean largerIsBetter() {
        return true;
    }

    /** What is counted over the images of an epoch. */
    interface Count {
        /** Takes one image's output and target in; the arrays are reused by the caller. */
        void add(float[] output, float[] target);

        /** The figure over what was added so far. */
        double result();

        void reset();
    }
}
