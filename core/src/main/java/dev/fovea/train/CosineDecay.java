package dev.fovea.train;

/**
 * Half a wave of the cosine from a rate down to {@code alpha} times it, and that from then on; before it, perhaps, a
 * straight way up (Loshchilov and Hutter 2017; Goyal et al. 2017), as Keras's class of that name.
 *
 * @param alpha the last rate as a part of that from which it falls
 * @param warmupTarget the rate at which warm-up ends and decay begins; null for no warm-up
 * @param warmupSteps how many steps the way from {@code initialLearningRate} to the target takes
 */
public record CosineDecay(float initialLearningRate, int decaySteps, float alpha, Float warmupTarget, int warmupSteps)
        implements LearningRate {
    public CosineDecay {
        Hyperparameters.checkNotNegative("CosineDecay", "initial learning rate", initialLearningRate);
        Hyperparameters.checkSteps("CosineDecay", "number of decay steps", decaySteps);
        Hyperparameters.checkNotNegative("CosineDecay", "alpha", alpha);
        if (warmupTarget != null) {
            Hyperparameters.checkNotNegative("CosineDecay", "warm-up target", warmupTarget);
        }
        if (warmupSteps < 0 || (warmupTarget == null && warmupSteps > 0)) {
            throw new IllegalArgumentException("CosineDecay takes 0 or more warm-up steps, and a warm-up target with"
                    + " them; got " + warmupSteps + " steps and target " + warmupTarget);
        }
    }

    /** With Keras's defaults: down to 0, without warm-up. */
    public static CosineDecay of(float initialLearningRate, int decaySteps) {
        return new CosineDecay(initialLearningRate, decaySteps, 0, null, 0);
    }

    public CosineDecay alpha(float alpha) {
        return new CosineDecay(initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps);
    }

    /** Keras's {@code warmup_target} and {@code warmup_steps}, which go together. */
    public CosineDecay warmup(float warmupTarget, int warmupSteps) {
        return new CosineDecay(initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps);
    }

    @Override
    public float at(long step) {
        if (warmupTarget != null && step < warmupSteps) {
            double way = (double) warmupTarget - initialLearningRate;
            return (float) (way * step / warmupSteps + initialLearningRate);
        }
        double part = (double) Math.min(step - warmupSteps, decaySteps) / decaySteps;
        double wave = 0.5 * (1 + StrictMath.cos(Math.PI * part));
        float from = warmupTarget != null ? warmupTarget : initialLearningRate;
        return (float) (from * ((1 - alpha) * wave + alpha));
    }
}
