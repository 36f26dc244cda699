package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * The number of outputs that say yes where the target is not 0, as Keras's class of that name. It takes a target for each
 * output, and gives one figure: for several thresholds, give several of it.
 *
 * @param thresholds an output over it says yes; null for 0.5
 */
public record TruePositives(Float thresholds, String name) implements Metric {
    public TruePositives {
        Losses.checkName("TruePositives", name);
        Outcomes.check("TruePositives", thresholds, null, null);
    }

    /** Under the name that Keras gives it, with Keras's defaults. */
    public static TruePositives of() {
        return new TruePositives(null, "true_positives");
    }

    public TruePositives thresholds(Float thresholds) {
        return new TruePositives(thresholds, name);
    }

    public TruePositives name(String name) {
        return new TruePositives(thresholds, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Outcomes.start(
                "TruePositives",
                output,
                target,
                Outcomes.threshold(thresholds, null),
                null,
                null,
                Outcomes::truePositives);
    }
}
