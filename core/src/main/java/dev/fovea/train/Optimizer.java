package dev.fovea.train;

/** How weights follow their gradients, by the names, formulas and defaults of {@code keras.optimizers}. */
public sealed interface Optimizer
        permits Adadelta, Adagrad, Adam, AdamW, Adamax, Clipped, Ftrl, Lion, Nadam, RMSprop, SGD {
    LearningRate learningRate();

    /** The part of each weight, times the learning rate, that is taken off before a step; 0 for none. */
    float weightDecay();

    /** How many numbers it remembers for each weight. */
    int slots();

    /** What the numbers of a slot are before the first step. */
    default float slotStart(int slot) {
        return 0;
    }

    /**
     * Changes the weights {@code from} to before {@code to} of one array by one step. Each weight by itself: pieces may
     * be done in any order and by any thread.
     *
     * @param gradient as many numbers as weights, from {@code offset}
     * @param slots arrays as long as the weights, {@link #slotStart} before the first step
     * @param step the number of the step, from 1
     */
    void update(
            float[] weights,
            float[] gradient,
            int offset,
            float[][] slots,
            int from,
            int to,
            long step,
            float learningRate);

    /** This optimizer with the gradient of each weight scaled down to a norm of at most this. */
    default Clipped clipnorm(float clipnorm) {
        return new Clipped(this, clipnorm, 0, 0);
    }

    /** This optimizer with each number of a gradient between minus this and this. */
    default Clipped clipvalue(float clipvalue) {
        return new Clipped(this, 0, clipvalue, 0);
    }

    /** This optimizer with the gradient of all weights together scaled down to a norm of at most this. */
    default Clipped globalClipnorm(float globalClipnorm) {
        return new Clipped(this, 0, 0, globalClipnorm);
    }
}
