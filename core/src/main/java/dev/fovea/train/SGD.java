package dev.fovea.train;

import java.util.Objects;

/**
 * Gradient descent as in Keras: {@code v = momentum * v - lr * g; w += v}, with Nesterov
 * {@code w += momentum * v - lr * g}.
 *
 * @param momentum how much of the last step is taken again
 * @param nesterov whether the gradient is followed from where the momentum leads; without momentum it changes nothing
 * @param weightDecay the part of each weight, times the learning rate, that is taken off before a step
 */
public record SGD(LearningRate learningRate, float momentum, boolean nesterov, float weightDecay) implements Optimizer {
    public SGD {
        Objects.requireNonNull(learningRate, "SGD takes a learning rate");
        Hyperparameters.checkFraction("SGD", "momentum", momentum);
        Hyperparameters.checkNotNegative("SGD", "weight decay", weightDecay);
    }

    /** With Keras's default rate of 0.01. */
    public static SGD of() {
        return of(0.01f);
    }

    public static SGD of(float learningRate) {
        return of(LearningRate.of(learningRate));
    }

    public static SGD of(LearningRate learningRate) {
        return new SGD(learningRate, 0, false, 0);
    }

    public SGD momentum(float momentum) {
        return new SGD(learningRate, momentum, nesterov, weightDecay);
    }

    public SGD nesterov(boolean nesterov) {
        return new SGD(learningRate, momentum, nesterov, weightDecay);
    }

    public SGD weightDecay(float weightDecay) {
        return new SGD(learningRate, momentum, nesterov, weightDecay);
    }

    @Override
    public int slots() {
        return momentum == 0 ? 0 : 1;
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
        if (momentum == 0) {
            for (int i = from; i < to; i++) {
                weights[i] -= learningRate * gradient[offset + i];
            }
            return;
        }
        float[] v = slots[0];
        for (int i = from; i < to; i++) {
            float g = gradient[offset + i] * learningRate;
            v[i] = momentum * v[i] - g;
            weights[i] += nesterov ? momentum * v[i] - g : v[i];
        }
    }
}
