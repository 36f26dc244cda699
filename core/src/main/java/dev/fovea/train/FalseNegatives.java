package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * The number of outputs that say no where the target is not 0, as Keras's class of that name. It takes a target for each
 * output, and gives one figure: for several thresholds, give several of it.
 *
 * @param thresholds an output over it says yes; null for 0.5
 */
public record FalseNegatives(Float thresholds, String name) implements Metric {
    public FalseNegatives {
        Losses.checkName("FalseNegatives", name);
        Outcomes.check("FalseNegatives", thresholds, null, null);
    }

    /** Under the name that Keras gives it, with Keras's defaults. */
    public static FalseNegatives of() {
        return new FalseNegatives(null, "false_negatives");
    }

    public FalseNegatives thresholds(Float thresholds) {
        return new FalseNegatives(thresholds, name);
    }

    public FalseNegatives name(String name) {
        return new FalseNegatives(thresholds, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Outcomes.start(
                "FalseNegatives",
                output,
                target,
                Outcomes.threshold(thresholds, null),
                null,
                null,
                Outcomes::falseNegatives);
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }
}
