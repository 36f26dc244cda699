package dev.fovea.train;

import dev.fovea.kernel.KernelChoice;
import java.util.Objects;

/**
 * Adam (Kingma and Ba 2015) as in Keras: {@code w -= m * lr * sqrt(1-b2^t) / (1-b1^t) / (sqrt(v) + epsilon)}; AMSGrad
 * (Reddi et al. 2018) divides by the largest v so far.
 *
 * @param beta1 how much of the mean gradient m stays from step to step
 * @param beta2 how much of the mean squared gradient v stays
 * @param epsilon keeps a v of 0 from dividing
 * @param amsgrad whether steps are AMSGrad's, whose v never falls
 * @param weightDecay the part of each weight, times the learning rate, that is taken off before a step
 */
public record Adam(
        LearningRate learningRate, float beta1, float beta2, float epsilon, boolean amsgrad, float weightDecay)
        implements Optimizer {
    public Adam {
        Objects.requireNonNull(learningRate, "Adam takes a learning rate");
        check("Adam", beta1, beta2, epsilon, weightDecay);
    }

    /** With Keras's default rate of 0.001. */
    public static Adam of() {
        return of(1e-3f);
    }

    public static Adam of(float learningRate) {
        return of(LearningRate.of(learningRate));
    }

    public static Adam of(LearningRate learningRate) {
        return new Adam(learningRate, 0.9f, 0.999f, 1e-7f, false, 0);
    }

    public Adam beta1(float beta1) {
        return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, weightDecay);
    }

    public Adam beta2(float beta2) {
        return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, weightDecay);
    }

    public Adam epsilon(float epsilon) {
        return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, weightDecay);
    }

    public Adam amsgrad(boolean amsgrad) {
        return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, weightDecay);
    }

    public Adam weightDecay(float weightDecay) {
        return new Adam(learningRate, beta1, beta2, epsilon, amsgrad, weightDecay);
    }

    @Override
    public int slots() {
        return amsgrad ? 3 : 2;
    }

    @Override
    public void update(
            float[] weights,
            float[] gradient,
            int offset,
            float[][] slots,
            int from,
            int to,
            long step,
            float learningRate) {
        update(weights, gradient, offset, slots, from, to, step, learningRate, beta1, beta2, epsilon, amsgrad);
    }

    /** The step that AdamW takes too; AMSGrad's with a third slot. */
    static void update(
            float[] weights,
            float[] gradient,
            int offset,
            float[][] slots,
            int from,
            int to,
            long step,
            float learningRate,
            float beta1,
            float beta2,
            float epsilon,
            boolean amsgrad) {
        float[] m = slots[0];
        float[] v = slots[1];
        float[] largest = amsgrad ? slots[2] : null;
        double t = (double) step;
        float rate = (float) (learningRate * Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t)));
        KernelChoice.best()
                .adam(from, to, weights, gradient, offset, m, v, largest, 1 - beta1, 1 - beta2, rate, epsilon);
    }

    /** Refuses a beta of 1: the mean would never leave 0. */
    static void check(String owner, float beta1, float beta2, float epsilon, float weightDecay) {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException(
                    owner + " takes a beta1 and a beta2 from 0 to below 1, not " + beta1 + " and " + beta2);
        }
        Hyperparameters.checkNotNegative(owner, "epsilon", epsilon);
        Hyperparameters.checkNotNegative(owner, "weight decay", weightDecay);
    }
}
