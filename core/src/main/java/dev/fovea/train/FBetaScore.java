package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * The weighted harmonic mean of precision and recall, {@code (1 + beta^2) precision recall / (beta^2 precision +
 * recall)}, as Keras's class of that name. It takes outputs and targets {@code [N, K]}, targets being 0 or 1.
 *
 * @param average how the figures of the classes become one; Keras's default, a figure for each class, is no single one
 * @param beta how much recall weighs
 * @param threshold an output over it says yes; null where a row says yes to its largest outputs alone
 */
public record FBetaScore(Average average, float beta, Float threshold, String name) implements Metric {
    public FBetaScore {
        Losses.checkName("FBetaScore", name);
        FScores.check("FBetaScore", average, beta, threshold);
    }

    /** Under the name that Keras gives it, with its default beta of 1 and no threshold. */
    public static FBetaScore of(Average average) {
        return new FBetaScore(average, 1, null, "fbeta_score");
    }

    public FBetaScore beta(float beta) {
        return new FBetaScore(average, beta, threshold, name);
    }

    public FBetaScore threshold(Float threshold) {
        return new FBetaScore(average, beta, threshold, name);
    }

    public FBetaScore name(String name) {
        return new FBetaScore(average, beta, threshold, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return FScores.start("FBetaScore", output, target, average, beta, threshold);
    }

    /** How the figures of the classes become one. */
    public enum Average {
        /** One figure from the counts of all classes together. */
        MICRO,
        /** The plain mean. */
        MACRO,
        /** The mean by the number of targets of each class. */
        WEIGHTED
    }
}
