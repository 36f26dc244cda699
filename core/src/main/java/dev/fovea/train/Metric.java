package dev.fovea.train;

/** A figure that tells how good a model is, as in {@code keras.metrics}; it does not steer training. */
public interface Metric {
    /** The name in logs, as in Keras. */
    String name();

    /**
     * A fresh count.
     *
     * @param outputs how many numbers the model gives per image
     * @param targets how many numbers an image's label has; 1 for a class number
     */
    Count start(int outputs, int targets);

    /** What is counted over the images of an epoch. */
    interface Count {
        /** Takes one image's output and target in; the arrays are reused by the caller. */
        void add(float[] output, float[] target);

        /** The figure over what was added so far. */
        double result();

        void reset();
    }
}
