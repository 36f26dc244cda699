package dev.fovea.train;

/** How weights follow their gradients, by the names, formulas and defaults of {@code keras.optimizers}. */
public sealed interface Optimizer
        permits Adadelta, Adagrad, Adam, AdamW, Adamax, Ftrl, Lion, Nadam, RMSprop, SGD, Tuned {
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

    /** The slot that holds averaged weights, which start as the weights are; -1 for none. */
    default int averageSlot() {
        return -1;
    }

    /** This optimizer with the gradient of each weight scaled down to a norm of at most this. */
    default Tuned clipnorm(float clipnorm) {
        return Tuned.of(this).clipnorm(clipnorm);
    }

    /** This optimizer with each number of a gradient between minus this and this. */
    default Tuned clipvalue(float clipvalue) {
        return Tuned.of(this).clipvalue(clipvalue);
    }

    /** This optimizer with the gradient of all weights together scaled down to a norm of at most this. */
    default Tuned globalClipnorm(float globalClipnorm) {
        return Tuned.of(this).globalClipnorm(globalClipnorm);
    }

    /** This optimizer with an exponential moving average of the weights, which a fit ends by putting in their place. */
    default Tuned useEma(boolean useEma) {
        return Tuned.of(this).useEma(useEma);
    }

    /** This optimizer with one update for so many steps, by the mean of their gradients. */
    default Tuned gradientAccumulationSteps(int gradientAccumulationSteps) {
        return Tuned.of(this).gradientAccumulationSteps(gradientAccumulationSteps);
    }
}
