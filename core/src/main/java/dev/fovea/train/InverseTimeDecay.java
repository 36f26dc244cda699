package dev.fovea.train;

/**
 * {@code initialLearningRate / (1 + decayRate * step / decaySteps)}, as Keras's class of that name.
 *
 * @param staircase whether {@code step / decaySteps} is rounded down, so that the rate falls once in {@code decaySteps}
 */
public record InverseTimeDecay(float initialLearningRate, int decaySteps, float decayRate, boolean staircase)
        implements LearningRate {
    public InverseTimeDecay {
        Hyperparameters.checkNotNegative("InverseTimeDecay", "initial learning rate", initialLearningRate);
        Hyperparameters.checkSteps("InverseTimeDecay", "number of decay steps", decaySteps);
        Hyperparameters.checkNotNegative("InverseTimeDecay", "decay rate", decayRate);
    }

    public static InverseTimeDecay of(float initialLearningRate, int decaySteps, float decayRate) {
        return new InverseTimeDecay(initialLearningRate, decaySteps, decayRate, false);
    }

    public InverseTimeDecay staircase(boolean staircase) {
        return new InverseTimeDecay(initialLearningRate, decaySteps, decayRate, staircase);
    }

    @Override
    public float at(long step) {
        double times = (double) step / decaySteps;
        return (float) (initialLearningRate / (1 + decayRate * (staircase ? Math.floor(times) : times)));
    }
}
