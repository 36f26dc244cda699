package dev.fovea.train;

import java.util.Objects;

/**
 * Nadam (Dozat 2016), {@link Adam} with Nesterov momentum, as in Keras: with {@code u(t) = beta1 * (1 - 0.96^t / 2)} and
 * p(t) the product of u(1) to u(t), {@code w -= lr * (u(t+1) * m / (1 - p(t+1)) + (1 - u(t)) * g / (1 - p(t))) /
 * (sqrt(v / (1 - beta2^t)) + epsilon)}.
 *
 * @param beta1 how much of the mean gradient m stays from step to step, in the end
 * @param beta2 how much of the mean squared gradient v stays
 * @param epsilon keeps a v of 0 from dividing
 * @param weightDecay the part of each weight, times the learning rate, that is taken off before a step
 */
public record Nadam(LearningRate learningRate, float beta1, float beta2, float epsilon, float weightDecay)
        implements Optimizer {
    public Nadam {
        Objects.requireNonNull(learningRate, "Nadam takes a learning rate");
        Adam.check("Nadam", beta1, beta2, epsilon, weightDecay);
    }

    /** With Keras's default rate of 0.001. */
    public static Nadam of() {
        return of(1e-3f);
    }

    public static Nadam of(float learningRate) {
        return of(LearningRate.of(learningRate));
    }

    public static Nadam of(LearningRate learningRate) {
        return new Nadam(learningRate, 0.9f, 0.999f, 1e-7f, 0);
    }

    public Nadam beta1(float beta1) {
        return new Nadam(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    public Nadam beta2(float beta2) {
        return new Nadam(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    public Nadam epsilon(float epsilon) {
        return new Nadam(learningRate, beta1, beta2, epsilon, weightDecay);
    }

    public Nadam weightDecay(float weightDecay) {
        return new Nadam(learningRate, beta1, beta2, epsilon, weightDecay);
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
        float[] v = slots[1];
        double now = momentum(step);
        double next = momentum(step + 1);
        double product = product(step);
        float ofMean = (float) (learningRate * next / (1 - product * next));
        float ofGradient = (float) (learningRate * (1 - now) / (1 - product));
        float correction = (float) (1 / (1 - Math.pow(beta2, (double) step)));
        for (int i = from; i < to; i++) {
            float g = gradient[offset + i];
            m[i] += (g - m[i]) * (1 - beta1);
            v[i] += (g * g - v[i]) * (1 - beta2);
            weights[i] -= (ofMean * m[i] + ofGradient * g) / ((float) Math.sqrt(v[i] * correction) + epsilon);
        }
    }

    private double momentum(long step) {
        return beta1 * (1 - 0.5 * Math.pow(0.96, (double) step));
    }

    /** The product of the momenta of the first steps. */
    private double product(long steps) {
        double product = Math.pow(beta1, (double) steps);
        double decay = 1;
        // After a thousand steps 0.96^t is lost beside 1.
        for (long t = 1; t <= Math.min(steps, 1000); t++) {
            decay *= 0.96;
            product *= 1 - 0.5 * decay;
        }
        return product;
    }
}
