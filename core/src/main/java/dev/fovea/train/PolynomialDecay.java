package dev.fovea.train;

/**
 * {@code (initialLearningRate - endLearningRate) * (1 - step / decaySteps) ^ power + endLearningRate}, and the end rate
 * from then on, as Keras's class of that name.
 *
 * @param cycle whether the rate, once at its end, rises again: {@code decaySteps} is then stretched to its first
 *     multiple that is not below the step
 */
public record PolynomialDecay(
        float initialLearningRate, int decaySteps, float endLearningRate, float power, boolean cycle)
        implements LearningRate {
    public PolynomialDecay {
        Hyperparameters.checkNotNegative("PolynomialDecay", "initial learning rate", initialLearningRate);
        Hyperparameters.checkSteps("PolynomialDecay", "number of decay steps", decaySteps);
        Hyperparameters.checkNotNegative("PolynomialDecay", "end learning rate", endLearningRate);
        Hyperparameters.checkNotNegative("PolynomialDecay", "power", power);
    }

    /** With Keras's defaults: a straight line to 0.0001. */
    public static PolynomialDecay of(float initialLearningRate, int decaySteps) {
        return new PolynomialDecay(initialLearningRate, decaySteps, 1e-4f, 1, false);
    }

    public PolynomialDecay endLearningRate(float endLearningRate) {
        return new PolynomialDecay(initialLearningRate, decaySteps, endLearningRate, power, cycle);
    }

    public PolynomialDecay power(float power) {
        return new PolynomialDecay(initialLearningRate, decaySteps, endLearningRate, power, cycle);
    }

    public PolynomialDecay cycle(boolean cycle) {
        return new PolynomialDecay(initialLearningRate, decaySteps, endLearningRate, power, cycle);
    }

    @Override
    public float at(long step) {
        double part = (double) step / decaySteps;
        part = cycle ? part / Math.max(1, Math.ceil(part)) : Math.min(part, 1);
        double range = (double) initialLearningRate - endLearningRate;
        return (float) (range * StrictMath.pow(1 - part, power) + endLearningRate);
    }
}
