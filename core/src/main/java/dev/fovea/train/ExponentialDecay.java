package dev.fovea.train;

/**
 * {@code initialLearningRate * decayRate ^ (step / decaySteps)}, as Keras's class of that name.
 *
 * @param staircase whether the exponent is rounded down, so that the rate falls once in {@code decaySteps}
 */
public record ExponentialDecay(float initialLearningRate, int decaySteps, float decayRate, boolean staircase)
        implements LearningRate {
    public ExponentialDecay {
        Hyperparameters.checkNotNegative("ExponentialDecay", "initial learning rate", initialLearningRate);
        Hyperparameters.checkSteps("ExponentialDecay", "number of decay steps", decaySteps);
        Hyperparameters.checkNotNegative("ExponentialDecay", "decay rate", decayRate);
    }

    public static ExponentialDecay of(float initialLearningRate, int decaySteps, float decayRate) {
        return new ExponentialDecay(initialLearningRate, decaySteps, decayRate, false);
    }

    public ExponentialDecay staircase(boolean staircase) {
        return new ExponentialDecay(initialLearningRate, decaySteps, decayRate, staircase);
    }

    @Override
    public float at(long step) {
        double times = (double) step / decaySteps;
        return (float) (initialLearningRate * StrictMath.pow(decayRate, staircase ? Math.floor(times) : times));
    }
}
