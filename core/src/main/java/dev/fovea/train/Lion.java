package dev.fovea.train;

import java.util.Objects;

/**
 * Lion (Chen et al. 2023) as in Keras: {@code w -= lr * sign(beta1 * m + (1 - beta1) * g); m = beta2 * m + (1 - beta2) * g}.
 * Steps are all of one length, so that it takes a rate 3 to 10 times smaller than {@link Adam}'s.
 *
 * @param beta1 how much the mean gradient m says in a step
 * @param beta2 how much of the mean gradient m stays from step to step
 * @param weightDecay the part of each weight, times the learning rate, that is taken off before a step
 */
public record Lion(LearningRate learningRate, float beta1, float beta2, float weightDecay) implements Optimizer {
    public Lion {
        Objects.requireNonNull(learningRate, "Lion takes a learning rate");
        Hyperparameters.checkFraction("Lion", "beta1", beta1);
        Hyperparameters.checkFraction("Lion", "beta2", beta2);
        Hyperparameters.checkNotNegative("Lion", "weight decay", weightDecay);
    }

    /** With Keras's default rate of 0.001. */
    public static Lion of() {
        return of(1e-3f);
    }

    public static Lion of(float learningRate) {
        return of(LearningRate.of(learningRate));
    }

    public static Lion of(LearningRate learningRate) {
        return new Lion(learningRate, 0.9f, 0.99f, 0);
    }

    public Lion beta1(float beta1) {
        return new Lion(learningRate, beta1, beta2, weightDecay);
    }

    public Lion beta2(float beta2) {
        return new Lion(learningRate, beta1, beta2, weightDecay);
    }

    public Lion weightDecay(float weightDecay) {
        return new Lion(learningRate, beta1, beta2, weightDecay);
    }

    @Override
    public int slots() {
        return 1;
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
        float[] m = slots[0];
        for (int i = from; i < to; i++) {
            float g = gradient[offset + i];
            weights[i] -= learningRate * Math.signum(beta1 * m[i] + (1 - beta1) * g);
            m[i] = beta2 * m[i] + (1 - beta2) * g;
        }
    }
}
