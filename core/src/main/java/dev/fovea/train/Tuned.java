package dev.fovea.train;

import java.util.Objects;

/**
 * An optimizer with what Keras's optimizers have in common: clipped gradients, accumulated gradients, averaged weights.
 * Made by {@link Optimizer#clipnorm} and the like, one on top of the other.
 *
 * <p>In a step, gradients are what regularizers have had their say in. They are first accumulated, then clipped; after
 * weight decay and the optimizer's own update, weights are averaged.
 *
 * <pre>{@code
 * model.compile(Adam.of().globalClipnorm(1).useEma(true), SparseCategoricalCrossentropy.of());
 * }</pre>
 *
 * @param clipnorm the norm that each weight's gradient is scaled down to where it is larger; 0 for none
 * @param clipvalue the largest magnitude of each number of a gradient; 0 for none
 * @param globalClipnorm the norm that the gradient of all weights together is scaled down to; 0 for none
 * @param useEma whether an exponential moving average of the weights is kept; a fit ends by putting it in their place
 * @param emaMomentum the part of the average that stays in a step
 * @param emaOverwriteFrequency after how many updates the average is put in the weights' place; 0 for at the end only
 * @param gradientAccumulationSteps the steps whose mean gradient makes one update; 1 for an update in each step
 */
public record Tuned(
        Optimizer optimizer,
        float clipnorm,
        float clipvalue,
        float globalClipnorm,
        boolean useEma,
        float emaMomentum,
        int emaOverwriteFrequency,
        int gradientAccumulationSteps)
        implements Optimizer {
    public Tuned {
        Objects.requireNonNull(optimizer, "Tuned takes an optimizer");
        if (optimizer instanceof Tuned) {
            throw new IllegalArgumentException("Tuned takes an optimizer that is not itself tuned, not " + optimizer);
        }
        Hyperparameters.checkNotNegative("Tuned", "clipnorm", clipnorm);
        Hyperparameters.checkNotNegative("Tuned", "clipvalue", clipvalue);
        Hyperparameters.checkNotNegative("Tuned", "globalClipnorm", globalClipnorm);
        Hyperparameters.checkFraction("Tuned", "emaMomentum", emaMomentum);
        Hyperparameters.checkSteps("Tuned", "gradientAccumulationSteps", gradientAccumulationSteps);
        if ((clipnorm > 0 ? 1 : 0) + (clipvalue > 0 ? 1 : 0) + (globalClipnorm > 0 ? 1 : 0) > 1) {
            throw new IllegalArgumentException("gradients are clipped one way: give one of clipnorm, clipvalue and"
                    + " globalClipnorm; given are " + clipnorm + ", " + clipvalue + " and " + globalClipnorm);
        }
        if (emaOverwriteFrequency < 0 || emaOverwriteFrequency > 0 && !useEma) {
            throw new IllegalArgumentException(
                    "an emaOverwriteFrequency is 0 or more, and goes with useEma(true); got " + emaOverwriteFrequency);
        }
    }

    /** An optimizer as it is, with Keras's defaults for the rest. */
    static Tuned of(Optimizer optimizer) {
        return optimizer instanceof Tuned tuned ? tuned : new Tuned(optimizer, 0, 0, 0, false, 0.99f, 0, 1);
    }

    @Override
    public Tuned clipnorm(float clipnorm) {
        return clipped(clipnorm, clipvalue, globalClipnorm);
    }

    @Override
    public Tuned clipvalue(float clipvalue) {
        return clipped(clipnorm, clipvalue, globalClipnorm);
    }

    @Override
    public Tuned globalClipnorm(float globalClipnorm) {
        return clipped(clipnorm, clipvalue, globalClipnorm);
    }

    private Tuned clipped(float norm, float value, float globalNorm) {
        return new Tuned(
                optimizer,
                norm,
                value,
                globalNorm,
                useEma,
                emaMomentum,
                emaOverwriteFrequency,
                gradientAccumulationSteps);
    }

    @Override
    public Tuned useEma(boolean useEma) {
        return averaged(useEma, emaMomentum, emaOverwriteFrequency);
    }

    /** The same with another part of the average that stays in a step; 0.99 by default. */
    public Tuned emaMomentum(float emaMomentum) {
        return averaged(useEma, emaMomentum, emaOverwriteFrequency);
    }

    /** The same with the average put in the weights' place after every so many updates. */
    public Tuned emaOverwriteFrequency(int emaOverwriteFrequency) {
        return averaged(useEma, emaMomentum, emaOverwriteFrequency);
    }

    private Tuned averaged(boolean use, float momentum, int frequency) {
        return new Tuned(
                optimizer, clipnorm, clipvalue, globalClipnorm, use, momentum, frequency, gradientAccumulationSteps);
    }

    @Override
    public Tuned gradientAccumulationSteps(int gradientAccumulationSteps) {
        return new Tuned(
                optimizer,
                clipnorm,
                clipvalue,
                globalClipnorm,
                useEma,
                emaMomentum,
                emaOverwriteFrequency,
                gradientAccumulationSteps);
    }

    /** Whether gradients are clipped at all. */
    public boolean clips() {
        return clipnorm > 0 || clipvalue > 0 || globalClipnorm > 0;
    }

    @Override
    public LearningRate learningRate() {
        return optimizer.learningRate();
    }

    @Override
    public float weightDecay() {
        return optimizer.weightDecay();
    }

    /** The slot that holds the averaged weights, or -1. */
    @Override
    public int averageSlot() {
        return useEma ? optimizer.slots() : -1;
    }

    /** The slot that holds the sum of gradients, or -1. */
    public int accumulatorSlot() {
        return gradientAccumulationSteps > 1 ? optimizer.slots() + (useEma ? 1 : 0) : -1;
    }

    @Override
    public int slots() {
        return optimizer.slots() + (useEma ? 1 : 0) + (gradientAccumulationSteps > 1 ? 1 : 0);
    }

    @Override
    public float slotStart(int slot) {
        return slot < optimizer.slots() ? optimizer.slotStart(slot) : 0;
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
        if (!useEma) {
            return;
        }
        float[] average = slots[averageSlot()];
        float stays = step == 1 ? 0 : emaMomentum;
        boolean overwrite = emaOverwriteFrequency > 0 && step % emaOverwriteFrequency == 0;
        for (int i = from; i < to; i++) {
            average[i] = stays * average[i] + (1 - stays) * weights[i];
            if (overwrite) {
                weights[i] = average[i];
            }
        }
    }
}
