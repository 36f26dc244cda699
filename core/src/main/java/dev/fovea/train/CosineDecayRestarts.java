package dev.fovea.train;

/**
 * {@link CosineDecay} again and again, each time over {@code tMul} as many steps and from {@code mMul} times the rate
 * (Loshchilov and Hutter 2017), as Keras's class of that name.
 *
 * @param firstDecaySteps the steps of the first decay
 * @param alpha the last rate of a decay as a part of {@code initialLearningRate}
 */
public record CosineDecayRestarts(float initialLearningRate, int firstDecaySteps, float tMul, float mMul, float alpha)
        implements LearningRate {
    public CosineDecayRestarts {
        Hyperparameters.checkNotNegative("CosineDecayRestarts", "initial learning rate", initialLearningRate);
        Hyperparameters.checkSteps("CosineDecayRestarts", "number of first decay steps", firstDecaySteps);
        if (!(tMul >= 1 && Float.isFinite(tMul))) {
            throw new IllegalArgumentException(
                    "CosineDecayRestarts takes a tMul of at least 1, so that decays never end, not " + tMul);
        }
        Hyperparameters.checkNotNegative("CosineDecayRestarts", "mMul", mMul);
        Hyperparameters.checkNotNegative("CosineDecayRestarts", "alpha", alpha);
    }

    /** With Keras's defaults: each decay twice as long as the one before, from the same rate down to 0. */
    public static CosineDecayRestarts of(float initialLearningRate, int firstDecaySteps) {
        return new CosineDecayRestarts(initialLearningRate, firstDecaySteps, 2, 1, 0);
    }

    public CosineDecayRestarts tMul(float tMul) {
        return new CosineDecayRestarts(initialLearningRate, firstDecaySteps, tMul, mMul, alpha);
    }

    public CosineDecayRestarts mMul(float mMul) {
        return new CosineDecayRestarts(initialLearningRate, firstDecaySteps, tMul, mMul, alpha);
    }

    public CosineDecayRestarts alpha(float alpha) {
        return new CosineDecayRestarts(initialLearningRate, firstDecaySteps, tMul, mMul, alpha);
    }

    @Override
    public float at(long step) {
        double restarts;
        double part;
        if (tMul == 1) {
            restarts = Math.floorDiv(step, firstDecaySteps);
            part = (double) (step % firstDecaySteps) / firstDecaySteps;
        } else {
            // Counted rather than had from a logarithm, whose rounding would miss restarts by a step.
            double left = step;
            double length = firstDecaySteps;
            for (restarts = 0; left >= length; restarts++) {
                left -= length;
                length *= tMul;
            }
            part = left / length;
        }
        double wave = 0.5 * StrictMath.pow(mMul, restarts) * (1 + StrictMath.cos(Math.PI * part));
        return (float) (initialLearningRate * ((1 - alpha) * wave + alpha));
    }
}
