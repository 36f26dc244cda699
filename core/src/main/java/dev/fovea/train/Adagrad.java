package dev.fovea.train;

import java.util.Objects;

/**
 * Adagrad (Duchi et al. 2011) as in Keras: {@code a += g^2; w -= lr * g / sqrt(a + epsilon)}.
 *
 * @param initialAccumulatorValue what the sum of squared gradients a starts at
 * @param epsilon keeps an a of 0 from dividing; it is added under the root
 * @param weightDecay the part of each weight, times the learning rate, that is taken off before a step
 */
public record Adagrad(LearningRate learningRate, float initialAccumulatorValue, float epsilon, float weightDecay)
        implements Optimizer {
    public Adagrad {
        Objects.requireNonNull(learningRate, "Adagrad takes a learning rate");
        Hyperparameters.checkNotNegative("Adagrad", "initial accumulator value", initialAccumulatorValue);
        Hyperparameters.checkNotNegative("Adagrad", "epsilon", epsilon);
        Hyperparameters.checkNotNegative("Adagrad", "weight decay", weightDecay);
    }

    /** With Keras's default rate of 0.001. */
    public static Adagrad of() {
        return of(1e-3f);
    }

    public static Adagrad of(float learningRate) {
        return of(LearningRate.of(learningRate));
    }

    public static Adagrad of(LearningRate learningRate) {
        return new Adagrad(learningRate, 0.1f, 1e-7f, 0);
    }

    public Adagrad initialAccumulatorValue(float initialAccumulatorValue) {
        return new Adagrad(learningRate, initialAccumulatorValue, epsilon, weightDecay);
    }

    public Adagrad epsilon(float epsilon) {
        return new Adagrad(learningRate, initialAccumulatorValue, epsilon, weightDecay);
    }

    public Adagrad weightDecay(float weightDecay) {
        return new Adagrad(learningRate, initialAccumulatorValue, epsilon, weightDecay);
    }

    @Override
    public int slots() {
        return 1;
    }

    @Override
    public float slotStart(int slot) {
        return initialAccumulatorValue;
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
        float[] a = slots[0];
        for (int i = from; i < to; i++) {
            float g = gradient[offset + i];
            a[i] += g * g;
            weights[i] -= learningRate * g / (float) Math.sqrt(a[i] + epsilon);
        }
    }
}
