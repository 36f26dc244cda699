package dev.fovea.train;

import java.util.Objects;

/**
 * RMSprop (Hinton 2012) as in Keras: {@code v = rho * v + (1 - rho) * g^2; w -= lr * g / sqrt(v + epsilon)}; centered,
 * the square of the mean gradient is taken off v; with momentum, the step is gathered in a velocity.
 *
 * @param rho how much of the mean squared gradient v stays from step to step
 * @param epsilon keeps a v of 0 from dividing; it is added under the root
 * @param weightDecay the part of each weight, times the learning rate, that is taken off before a step
 */
public record RMSprop(
        LearningRate learningRate, float rho, float momentum, float epsilon, boolean centered, float weightDecay)
        implements Optimizer {
    public RMSprop {
        Objects.requireNonNull(learningRate, "RMSprop takes a learning rate");
        Hyperparameters.checkFraction("RMSprop", "rho", rho);
        Hyperparameters.checkFraction("RMSprop", "momentum", momentum);
        Hyperparameters.checkNotNegative("RMSprop", "epsilon", epsilon);
        Hyperparameters.checkNotNegative("RMSprop", "weight decay", weightDecay);
    }

    /** With Keras's default rate of 0.001. */
    public static RMSprop of() {
        return of(1e-3f);
    }

    public static RMSprop of(float learningRate) {
        return of(LearningRate.of(learningRate));
    }

    public static RMSprop of(LearningRate learningRate) {
        return new RMSprop(learningRate, 0.9f, 0, 1e-7f, false, 0);
    }

    public RMSprop rho(float rho) {
        return new RMSprop(learningRate, rho, momentum, epsilon, centered, weightDecay);
    }

    public RMSprop momentum(float momentum) {
        return new RMSprop(learningRate, rho, momentum, epsilon, centered, weightDecay);
    }

    public RMSprop centered(boolean centered) {
        return new RMSprop(learningRate, rho, momentum, epsilon, centered, weightDecay);
    }

    public RMSprop epsilon(float epsilon) {
        return new RMSprop(learningRate, rho, momentum, epsilon, centered, weightDecay);
    }

    public RMSprop weightDecay(float weightDecay) {
        return new RMSprop(learningRate, rho, momentum, epsilon, centered, weightDecay);
    }

    @Override
    public int slots() {
        return 1 + (momentum > 0 ? 1 : 0) + (centered ? 1 : 0);
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
        float[] v = slots[0];
        float[] velocity = momentum > 0 ? slots[1] : null;
        float[] mean = centered ? slots[slots() - 1] : null;
        for (int i = from; i < to; i++) {
            float g = gradient[offset + i];
            v[i] = rho * v[i] + (1 - rho) * g * g;
            float spread = v[i] + epsilon;
            if (mean != null) {
                mean[i] = rho * mean[i] + (1 - rho) * g;
                spread -= mean[i] * mean[i];
            }
            float change = learningRate * g / (float) Math.sqrt(spread);
            if (velocity != null) {
                velocity[i] = momentum * velocity[i] + change;
                change = velocity[i];
            }
            weights[i] -= change;
        }
    }
}
