package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * The largest {@link Precision} over the thresholds with a {@link Recall}, as Keras's class of that name; 0 where there is none.
 *
 * <p>It takes outputs of 0 to 1 and a target for each.
 *
 * @param recall how large recall has to be, 0 to 1
 * @param numThresholds how many thresholds are tried, at least 1, spread evenly over 0 to 1; a single one is 0.5
 * @param classId the only place of each row that counts; null for all
 */
public record PrecisionAtRecall(float recall, int numThresholds, Integer classId, String name) implements Metric {
    public PrecisionAtRecall {
        Losses.checkName("PrecisionAtRecall", name);
        Tradeoff.check("PrecisionAtRecall", "recall", recall, numThresholds, classId);
    }

    /** Under the name that Keras gives it, with its default of 200 thresholds. */
    public static PrecisionAtRecall of(float recall) {
        return new PrecisionAtRecall(recall, 200, null, "precision_at_recall");
    }

    public PrecisionAtRecall numThresholds(int numThresholds) {
        return new PrecisionAtRecall(recall, numThresholds, classId, name);
    }

    public PrecisionAtRecall classId(Integer classId) {
        return new PrecisionAtRecall(recall, numThresholds, classId, name);
    }

    public PrecisionAtRecall name(String name) {
        return new PrecisionAtRecall(recall, numThresholds, classId, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Tradeoff.start(
                "PrecisionAtRecall",
                output,
                target,
                Tradeoff.Figure.PRECISION,
                Tradeoff.Figure.RECALL,
                recall,
                numThresholds,
                classId);
    }
}
