package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * The largest {@link Recall} over the thresholds with a {@link Precision}, as Keras's class of that name; 0 where there is none.
 *
 * <p>It takes outputs of 0 to 1 and a target for each.
 *
 * @param precision how large precision has to be, 0 to 1
 * @param numThresholds how many thresholds are tried, at least 1, spread evenly over 0 to 1; a single one is 0.5
 * @param classId the only place of each row that counts; null for all
 */
public record RecallAtPrecision(float precision, int numThresholds, Integer classId, String name) implements Metric {
    public RecallAtPrecision {
        Losses.checkName("RecallAtPrecision", name);
        Tradeoff.check("RecallAtPrecision", "precision", precision, numThresholds, classId);
    }

    /** Under the name that Keras gives it, with its default of 200 thresholds. */
    public static RecallAtPrecision of(float precision) {
        return new RecallAtPrecision(precision, 200, null, "recall_at_precision");
    }

    public RecallAtPrecision numThresholds(int numThresholds) {
        return new RecallAtPrecision(precision, numThresholds, classId, name);
    }

    public RecallAtPrecision classId(Integer classId) {
        return new RecallAtPrecision(precision, numThresholds, classId, name);
    }

    public RecallAtPrecision name(String name) {
        return new RecallAtPrecision(precision, numThresholds, classId, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Tradeoff.start(
                "RecallAtPrecision",
                output,
                target,
                Tradeoff.Figure.RECALL,
                Tradeoff.Figure.PRECISION,
                precision,
                numThresholds,
                classId);
    }
}
