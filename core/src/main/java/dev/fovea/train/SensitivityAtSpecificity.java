package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * The largest part of the targets of 1 that are found, over the thresholds that keep a part of the targets of 0 from being
 * taken for it, as Keras's class of that name; 0 where no threshold does.
 *
 * <p>It takes outputs of 0 to 1 and a target for each.
 *
 * @param specificity how large the part of the targets of 0 that are told has to be, 0 to 1
 * @param numThresholds how many thresholds are tried, at least 1, spread evenly over 0 to 1; a single one is 0.5
 * @param classId the only place of each row that counts; null for all
 */
public record SensitivityAtSpecificity(float specificity, int numThresholds, Integer classId, String name)
        implements Metric {
    public SensitivityAtSpecificity {
        Losses.checkName("SensitivityAtSpecificity", name);
        Tradeoff.check("SensitivityAtSpecificity", "specificity", specificity, numThresholds, classId);
    }

    /** Under the name that Keras gives it, with its default of 200 thresholds. */
    public static SensitivityAtSpecificity of(float specificity) {
        return new SensitivityAtSpecificity(specificity, 200, null, "sensitivity_at_specificity");
    }

    public SensitivityAtSpecificity numThresholds(int numThresholds) {
        return new SensitivityAtSpecificity(specificity, numThresholds, classId, name);
    }

    public SensitivityAtSpecificity classId(Integer classId) {
        return new SensitivityAtSpecificity(specificity, numThresholds, classId, name);
    }

    public SensitivityAtSpecificity name(String name) {
        return new SensitivityAtSpecificity(specificity, numThresholds, classId, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Tradeoff.start(
                "SensitivityAtSpecificity",
                output,
                target,
                Tradeoff.Figure.RECALL,
                Tradeoff.Figure.SPECIFICITY,
                specificity,
                numThresholds,
                classId);
    }
}
