package dev.fovea.train;

import java.util.Objects;

/**
 * {@link Adam} with decoupled weight decay (Loshchilov and Hutter 2019), as Keras's {@code AdamW}.
 *
 * @param weightDecay the part of each weight, times the learning rate, that is taken off before a step
 * @param amsgrad whether steps are AMSGrad's, as {@link Adam}'s
 */
public record AdamW(
        LearningRate learningRate, float weightDecay, float beta1, float beta2, float epsilon, boolean amsgrad)
        implements Optimizer {
    public AdamW {
        Objects.requireNonNull(learningRate, "AdamW takes a learning rate");
        Adam.check("AdamW", beta1, beta2, epsilon, weightDecay);
    }

    /** With Keras's default rate of 0.001. */
    public static AdamW of() {
        return of(1e-3f);
    }

    public static AdamW of(float learningRate) {
        return of(LearningRate.of(learningRate));
    }

    public static AdamW of(LearningRate learningRate) {
        return new AdamW(learningRate, 0.004f, 0.9f, 0.999f, 1e-7f, false);
    }

    public AdamW weightDecay(float weightDecay) {
        return new AdamW(learningRate, weightDecay, beta1, beta2, epsilon, amsgrad);
    }

    public AdamW beta1(float beta1) {
        return new AdamW(learningRate, weightDecay, beta1, beta2, epsilon, amsgrad);
    }

    public AdamW beta2(float beta2) {
        return new AdamW(learningRate, weightDecay, beta1, beta2, epsilon, amsgrad);
    }

    public AdamW epsilon(float epsilon) {
        return new AdamW(learningRate, weightDecay, beta1, beta2, epsilon, amsgrad);
    }

    public AdamW amsgrad(boolean amsgrad) {
        return new AdamW(learningRate, weightDecay, beta1, beta2, epsilon, amsgrad);
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
        Adam.update(weights, gradient, offset, slots, from, to, step, learningRate, beta1, beta2, epsilon, amsgrad);
    }
}
