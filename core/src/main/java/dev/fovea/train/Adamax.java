package dev.fovea.train;

import java.util.Objects;

/**
 * Adamax (Kingma and Ba 2015, section 7), {@link Adam} by the largest gradient rather than the mean square, as in Keras:
 * {@code u = max(beta2 * u, |g|); w -= lr / (1 - beta1^t) * m / (u + epsilon)}.
 *
 * @param beta1 how much of the mean gradient m stays from step to step
 * @param beta2 how much of the largest gradient u stays
 * @param epsilon keeps a u of 0 from dividing
 * @param weightDecay the part of each weight, times the learning rate, that is taken off before a step
 */
public record Adamax(LearningRate learningRate, float beta1, float beta2, float epsilon, float weightDecay)
        implements Optimizer {
    public Adamax {
        Objects.requireNonNull(learningRate, "Adamax takes a learning rate");
        Adam.check("Adamax", beta1, beta2, epsilon, weightDecay);
    }

    /** With Keras's default rate of 0.001. */
    public static Adamax of() {
        return of(1e-3f);
    }

    public static Adamax of(float learningRate) {
        return of(LearningRate.of(learningRate));
    }

    public static Adamax of(LearningRate learningRate) {
        return new Adamax(learningRate, 0.9f, 0.999f, 1e-7f, 0);
    }

    public Adamax beta1(float beta1) {
        return new Adamax(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    public Adamax beta2(float beta2) {
        return new Adamax(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    public Adamax epsilon(float epsilon) {
        return new Adamax(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    public Adamax weightDecay(float weightDecay) {
        return new Adamax(learningRate, beta1, beta2, epsilon, weightDecay);
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
        float[] m = slots[0];
        float[] u = slots[1];
        float rate = (float) (learningRate / (1 - Math.pow(beta1, (double) step)));
        for (int i = from; i < to; i++) {
            float g = gradient[offset + i];
            m[i] += (g - m[i]) * (1 - beta1);
            u[i] = Math.max(beta2 * u[i], Math.abs(g));
            weights[i] -= rate * m[i] / (u[i] + epsilon);
        }
    }
}
