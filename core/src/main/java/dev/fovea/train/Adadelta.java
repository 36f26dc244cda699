package dev.fovea.train;

import java.util.Objects;

/**
 * Adadelta (Zeiler 2012) as in Keras: {@code a = rho * a + (1 - rho) * g^2; d = g * sqrt(s + epsilon) / sqrt(a + epsilon);
 * s = rho * s + (1 - rho) * d^2; w -= lr * d}.
 *
 * @param rho how much of the mean squares, a of gradients and s of steps, stays from step to step
 * @param epsilon sets the first steps going; it is added under the roots
 * @param weightDecay the part of each weight, times the learning rate, that is taken off before a step
 */
public record Adadelta(LearningRate learningRate, float rho, float epsilon, float weightDecay) implements Optimizer {
    public Adadelta {
        Objects.requireNonNull(learningRate, "Adadelta takes a learning rate");
        Hyperparameters.checkFraction("Adadelta", "rho", rho);
        Hyperparameters.checkNotNegative("Adadelta", "epsilon", epsilon);
        Hyperparameters.checkNotNegative("Adadelta", "weight decay", weightDecay);
    }

    /** With Keras's default rate of 0.001. */
    public static Adadelta of() {
        return of(1e-3f);
    }

    public static Adadelta of(float learningRate) {
        return of(LearningRate.of(learningRate));
    }

    public static Adadelta of(LearningRate learningRate) {
        return new Adadelta(learningRate, 0.95f, 1e-7f, 0);
    }

    public Adadelta rho(float rho) {
        return new Adadelta(learningRate, rho, epsilon, weightDecay);
    }

    public Adadelta epsilon(float epsilon) {
        return new Adadelta(learningRate, rho, epsilon, weightDecay);
    }

    public Adadelta weightDecay(float weightDecay) {
        return new Adadelta(learningRate, rho, epsilon, weightDecay);
    }

    @Override
    public int slots() {
        return 2;
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
        float[] s = slots[1];
        for (int i = from; i < to; i++) {
            float g = gradient[offset + i];
            a[i] = rho * a[i] + (1 - rho) * g * g;
            float change = g * (float) (Math.sqrt(s[i] + epsilon) / Math.sqrt(a[i] + epsilon));
            s[i] = rho * s[i] + (1 - rho) * change * change;
            weights[i] -= learningRate * change;
        }
    }
}
