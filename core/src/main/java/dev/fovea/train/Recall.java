package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * The part of the outputs with a target that is not 0 that say yes, as Keras's class of that name; 0 where there are none.
 * It takes a target for each output, and gives one figure: for several thresholds, give several of it.
 *
 * @param thresholds an output over it says yes; null for 0.5 or, with topK, for none
 * @param topK how many outputs of a row may say yes, the largest of them; null for all
 * @param classId the only place of each row that counts; null for all
 */
public record Recall(Float thresholds, Integer topK, Integer classId, String name) implements Metric {
    public Recall {
        Losses.checkName("Recall", name);
        Outcomes.check("Recall", thresholds, topK, classId);
    }

    /** Under the name that Keras gives it, with Keras's defaults. */
    public static Recall of() {
        return new Recall(null, null, null, "recall");
    }

    public Recall thresholds(Float thresholds) {
        return new Recall(thresholds, topK, classId, name);
    }

    public Recall topK(Integer topK) {
        return new Recall(thresholds, topK, classId, name);
    }

    public Recall classId(Integer classId) {
        return new Recall(thresholds, topK, classId, name);
    }

    public Recall name(String name) {
        return new Recall(thresholds, topK, classId, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Outcomes.start(
                "Recall", output, target, Outcomes.threshold(thresholds, topK), topK, classId, Outcomes::recall);
    }
}
