package dev.fovea.train;

/** How a weight follows its gradient, by the names, formulas and defaults of {@code keras.optimizers}. */
public sealed interface Optimizer permits Adam, Sgd {
    float learningRate();

    /** How many numbers it remembers for each weight. */
    int slots();

    /**
     * Changes the weights by one step.
     *
     * @param gradient as many numbers as weights, from {@code offset}
     * @param slots arrays as long as the weights, 0 before the first step
     * @param step the number of the step, from 1
     */
    void update(float[] weights, float[] gradient, int offset, float[][] slots, long step, float learningRate);
}
