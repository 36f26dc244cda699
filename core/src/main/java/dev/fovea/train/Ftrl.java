package dev.fovea.train;

import java.util.Objects;

/**
 * Follow the regularized leader (McMahan et al. 2013) as in Keras: with {@code b = a + g^2} and p the learning rate power,
 * {@code z += g + 2 * shrinkage * w - (b^-p - a^-p) / lr * w; w = (clip(z, -l1, l1) - z) / (b^-p / lr + 2 * l2 + beta /
 * lr); a = b}. With an l1 weights become exactly 0.
 *
 * @param learningRatePower how the rate falls with the sum of squared gradients a; 0 or less, 0 for not at all
 * @param initialAccumulatorValue what a starts at
 * @param l1RegularizationStrength l1
 * @param l2RegularizationStrength l2
 * @param l2ShrinkageRegularizationStrength an l2 that acts on the gradient rather than the sum
 * @param beta the beta of the paper
 * @param weightDecay the part of each weight, times the learning rate, that is taken off before a step
 */
public record Ftrl(
        LearningRate learningRate,
        float learningRatePower,
        float initialAccumulatorValue,
        float l1RegularizationStrength,
        float l2RegularizationStrength,
        float l2ShrinkageRegularizationStrength,
        float beta,
        float weightDecay)
        implements Optimizer {
    public Ftrl {
        Objects.requireNonNull(learningRate, "Ftrl takes a learning rate");
        if (!(learningRatePower <= 0 && Float.isFinite(learningRatePower))) {
            throw new IllegalArgumentException(
                    "Ftrl takes a finite learning rate power of 0 or less, not " + learningRatePower);
        }
        Hyperparameters.checkNotNegative("Ftrl", "initial accumulator value", initialAccumulatorValue);
        Hyperparameters.checkNotNegative("Ftrl", "l1 regularization strength", l1RegularizationStrength);
        Hyperparameters.checkNotNegative("Ftrl", "l2 regularization strength", l2RegularizationStrength);
        Hyperparameters.checkNotNegative(
                "Ftrl", "l2 shrinkage regularization strength", l2ShrinkageRegularizationStrength);
        Hyperparameters.checkNotNegative("Ftrl", "beta", beta);
        Hyperparameters.checkNotNegative("Ftrl", "weight decay", weightDecay);
    }

    /** With Keras's default rate of 0.001. */
    public static Ftrl of() {
        return of(1e-3f);
    }

    public static Ftrl of(float learningRate) {
        return of(LearningRate.of(learningRate));
    }

    public static Ftrl of(LearningRate learningRate) {
        return new Ftrl(learningRate, -0.5f, 0.1f, 0, 0, 0, 0, 0);
    }

    public Ftrl learningRatePower(float learningRatePower) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                weightDecay);
    }

    public Ftrl initialAccumulatorValue(float initialAccumulatorValue) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                weightDecay);
    }

    public Ftrl l1RegularizationStrength(float l1RegularizationStrength) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                weightDecay);
    }

    public Ftrl l2RegularizationStrength(float l2RegularizationStrength) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                weightDecay);
    }

    public Ftrl l2ShrinkageRegularizationStrength(float l2ShrinkageRegularizationStrength) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                weightDecay);
    }

    public Ftrl beta(float beta) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                weightDecay);
    }

    public Ftrl weightDecay(float weightDecay) {
        return new Ftrl(
                learningRate,
                learningRatePower,
                initialAccumulatorValue,
                l1RegularizationStrength,
                l2RegularizationStrength,
                l2ShrinkageRegularizationStrength,
                beta,
                weightDecay);
    }

    @Override
    public int slots() {
        return 2;
    }

    @Override
    public float slotStart(int slot) {
        return slot == 0 ? initialAccumulatorValue : 0;
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
        float[] z = slots[1];
        if (learningRate == 0) {
            return; // The formula divides by it.
        }
        double rate = learningRate;
        double l1 = l1RegularizationStrength;
        double base = 2.0 * l2RegularizationStrength + beta / rate;
        for (int i = from; i < to; i++) {
            double g = gradient[offset + i];
            double w = weights[i];
            float sum = (float) (a[i] + g * g);
            double power = Math.pow(sum, -learningRatePower);
            double sigma = (power - Math.pow(a[i], -learningRatePower)) / rate;
            double leader = z[i] + g + 2 * l2ShrinkageRegularizationStrength * w - sigma * w;
            z[i] = (float) leader;
            a[i] = sum;
            double clipped = Math.max(-l1, Math.min(l1, leader));
            double curvature = power / rate + base;
            weights[i] = curvature == 0 ? 0 : (float) ((clipped - leader) / curvature);
        }
    }
}
