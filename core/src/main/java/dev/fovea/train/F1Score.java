package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * The harmonic mean of precision and recall, as Keras's class of that name. It takes outputs and targets {@code [N, K]},
 * targets being 0 or 1.
 *
 * @param average how the figures of the classes become one; Keras's default, a figure for each class, is no single one
 * @param threshold an output over it says yes; null where a row says yes to its largest outputs alone
 */
public record F1Score(FBetaScore.Average average, Float threshold, String name) implements Metric {
    public F1Score {
        Losses.checkName("F1Score", name);
        FScores.check("F1Score", average, 1, threshold);
    }

    /** Under the name that Keras gives it, without a threshold. */
    public static F1Score of(FBetaScore.Average average) {
        return new F1Score(average, null, "f1_score");
    }

    public F1Score threshold(Float threshold) {
        return new F1Score(average, threshold, name);
    }

    public F1Score name(String name) {
        return new F1Score(average, threshold, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return FScores.start("F1Score", output, target, average, 1, threshold);
    }
}
