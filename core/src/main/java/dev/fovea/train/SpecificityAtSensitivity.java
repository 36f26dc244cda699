package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * The largest part of the targets of 0 that are told, over the thresholds that find a part of the targets of 1, as Keras's
 * class of that name; 0 where no threshold does.
 *
 * <p>It takes outputs of 0 to 1 and a target for each.
 *
 * @param sensitivity how large the part of the targets of 1 that are found has to be, 0 to 1
 * @param numThresholds how many thresholds are tried, at least 1, spread evenly over 0 to 1; a single one is 0.5
 * @param classId the only place of each row that counts; null for all
 */
public record SpecificityAtSensitivity(float sensitivity, int numThresholds, Integer classId, String name)
        implements Metric {
    public SpecificityAtSensitivity {
        Losses.checkName("SpecificityAtSensitivity", name);
        Tradeoff.check("SpecificityAtSensitivity", "sensitivity", sensitivity, numThresholds, classId);
    }

    /** Under the name that Keras gives it, with its default of 200 thresholds. */
    public static SpecificityAtSensitivity of(float sensitivity) {
        return new SpecificityAtSensitivity(sensitivity, 200, null, "specificity_at_sensitivity");
    }

    public SpecificityAtSensitivity numThresholds(int numThresholds) {
        return new SpecificityAtSensitivity(sensitivity, numThresholds, classId, name);
    }

    public SpecificityAtSensitivity classId(Integer classId) {
        return new SpecificityAtSensitivity(sensitivity, numThresholds, classId, name);
    }

    public SpecificityAtSensitivity name(String name) {
        return new SpecificityAtSensitivity(sensitivity, numThresholds, classId, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Tradeoff.start(
                "SpecificityAtSensitivity",
                output,
                target,
                Tradeoff.Figure.SPECIFICITY,
                Tradeoff.Figure.RECALL,
                sensitivity,
                numThresholds,
                classId);
    }
}
