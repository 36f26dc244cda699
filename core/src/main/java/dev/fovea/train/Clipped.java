package dev.fovea.train;

import java.util.Objects;

/**
 * An optimizer that is given clipped gradients, as with Keras's arguments of these names. Weights are clipped after
 * regularizers have had their say and before weight decay; of the three limits one is set.
 *
 * <pre>{@code
 * model.compile(Adam.of().globalClipnorm(1), SparseCategoricalCrossentropy.of());
 * }</pre>
 *
 * @param clipnorm the norm that each weight's gradient is scaled down to where it is larger; 0 for none
 * @param clipvalue the largest magnitude of each number of a gradient; 0 for none
 * @param globalClipnorm the norm that the gradient of all weights together is scaled down to; 0 for none
 */
public record Clipped(Optimizer optimizer, float clipnorm, float clipvalue, float globalClipnorm) implements Optimizer {
    public Clipped {
        Objects.requireNonNull(optimizer, "Clipped takes an optimizer");
        Hyperparameters.checkNotNegative("Clipped", "clipnorm", clipnorm);
        Hyperparameters.checkNotNegative("Clipped", "clipvalue", clipvalue);
        Hyperparameters.checkNotNegative("Clipped", "globalClipnorm", globalClipnorm);
        int limits = (clipnorm > 0 ? 1 : 0) + (clipvalue > 0 ? 1 : 0) + (globalClipnorm > 0 ? 1 : 0);
        if (limits != 1 || optimizer instanceof Clipped) {
            throw new IllegalArgumentException("gradients are clipped one way: give one of clipnorm, clipvalue and"
                    + " globalClipnorm, above 0; given are " + clipnorm + ", " + clipvalue + " and " + globalClipnorm
                    + " for " + optimizer);
        }
    }

    @Override
    public LearningRate learningRate() {
        return optimizer.learningRate();
    }

    @Override
    public float weightDecay() {
        return optimizer.weightDecay();
    }

    @Override
    public int slots() {
        return optimizer.slots();
    }

    @Override
    public float slotStart(int slot) {
        return optimizer.slotStart(slot);
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
        optimizer.update(weights, gradient, offset, slots, from, to, step, learningRate);
    }
}
