package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * The number of outputs that say no where the target is 0, as Keras's class of that name. It takes a target for each
 * output, and gives one figure: for several thresholds, give several of it.
 *
 * @param thresholds an output over it says yes; null for 0.5
 */
public record TrueNegatives(Float thresholds, String name) implements Metric {
    public TrueNegatives {
        Losses.checkName("TrueNegatives", name);
        Outcomes.check("TrueNegatives", thresholds, null, null);
    }

    /** Under the name that Keras gives it, with Keras's defaults. */
    public static TrueNegatives of() {
        return new TrueNegatives(null, "true_negatives");
    }

    public TrueNegatives thresholds(Float thresholds) {
        return new TrueNegatives(thresholds, name);
    }

    public TrueNegatives name(String name) {
        return new TrueNegatives(thresholds, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Outcomes.start(
                "TrueNegatives",
                output,
                target,
                Outcomes.threshold(thresholds, null),
                null,
                null,
                Outcomes::trueNegatives);
    }
}
