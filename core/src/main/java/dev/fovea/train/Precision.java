package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * The part of the outputs that say yes whose target is not 0, as Keras's class of that name; 0 where there are none.
 * It takes a target for each output, and gives one figure: for several thresholds, give several of it.
 *
 * @param thresholds an output over it says yes; null for 0.5 or, with topK, for none
 * @param topK how many outputs of a row may say yes, the largest of them; null for all
 * @param classId the only place of each row that counts; null for all
 */
public record Precision(Float thresholds, Integer topK, Integer classId, String name) implements Metric {
    public Precision {
        Losses.checkName("Precision", name);
        Outcomes.check("Precision", thresholds, topK, classId);
    }

    /** Under the name that Keras gives it, with Keras's defaults. */
    public static Precision of() {
        return new Precision(null, null, null, "precision");
    }

    public Precision thresholds(Float thresholds) {
        return new Precision(thresholds, topK, classId, name);
    }

    public Precision topK(Integer topK) {
        return new Precision(thresholds, topK, classId, name);
    }

    public Precision classId(Integer classId) {
        return new Precision(thresholds, topK, classId, name);
    }

    public Precision name(String name) {
        return new Precision(thresholds, topK, classId, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Outcomes.start(
                "Precision", output, target, Outcomes.threshold(thresholds, topK), topK, classId, Outcomes::precision);
    }
}
