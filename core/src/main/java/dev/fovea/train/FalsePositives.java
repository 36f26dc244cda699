package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * The number of outputs that say yes where the target is 0, as Keras's class of that name. It takes a target for each
 * output, and gives one figure: for several thresholds, give several of it.
 *
 * @param thresholds an output over it says yes; null for 0.5
 */
public record FalsePositives(Float thresholds, String name) implements Metric {
    public FalsePositives {
        Losses.checkName("FalsePositives", name);
        Outcomes.check("FalsePositives", thresholds, null, null);
    }

    /** Under the name that Keras gives it, with Keras's defaults. */
    public static FalsePositives of() {
        return new FalsePositives(null, "false_positives");
    }

    public FalsePositives thresholds(Float thresholds) {
        return new FalsePositives(thresholds, name);
    }

    public FalsePositives name(String name) {
        return new FalsePositives(thresholds, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return Outcomes.start(
                "FalsePositives",
                output,
                target,
                Outcomes.threshold(thresholds, null),
                null,
                null,
                Outcomes::falsePositives);
    }

    @Override
    public boolean largerIsBetter() {
        return false;
    }
}
