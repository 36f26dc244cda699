package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.Objects;

/**
 * The area under a curve of how well outputs tell targets of 1 from those of 0, as Keras's class of that name: by sums
 * between thresholds, so close to the true area but not equal to it.
 *
 * <p>It takes outputs of 0 to 1 and a target for each; where there is no target of 1, or for ROC none of 0, it is 0.
 * Keras's {@code num_labels} is known from the model.
 *
 * @param numThresholds the points of the curve, at least 2, spread evenly over 0 to 1 and a little beyond
 * @param curve which curve
 * @param summationMethod how the curve runs between its points
 * @param thresholds the points in place of {@code numThresholds}, but for those beyond 0 and 1; or null
 * @param multiLabel whether each output of {@code [N, K]} has a curve of its own and the figure is the mean of the areas
 * @param labelWeights the weight of each of the K outputs; null where all weigh the same
 * @param fromLogits whether the outputs are logits, to be put through sigmoid first
 */
public record AUC(
        int numThresholds,
        Curve curve,
        SummationMethod summationMethod,
        List<Float> thresholds,
        boolean multiLabel,
        List<Float> labelWeights,
        boolean fromLogits,
        String name)
        implements Metric {
    /** What is drawn against what. */
    public enum Curve {
        /** The share of targets of 1 that are found against the share of targets of 0 that are taken for it. */
        ROC,
        /** Precision against recall. */
        PR
    }

    /** How a curve runs between two points. */
    public enum SummationMethod {
        /** Straight for ROC; for PR as Davis and Goadrich (2006) say. */
        INTERPOLATION,
        /** At the lower of both. */
        MINORING,
        /** At the higher of both. */
        MAJORING
    }

    public AUC {
        Losses.checkName("AUC", name);
        Objects.requireNonNull(curve, "AUC takes a curve: ROC or PR");
        Objects.requireNonNull(summationMethod, "AUC takes a summationMethod");
        if (numThresholds < 2) {
            throw new IllegalArgumentException("AUC takes a numThresholds of at least 2, not " + numThresholds);
        }
        if (thresholds != null) {
            thresholds = thresholds.stream().sorted().toList();
            thresholds.forEach(threshold -> Hyperparameters.checkFraction("AUC", "threshold", threshold));
        }
        if (labelWeights != null) {
            labelWeights = List.copyOf(labelWeights);
            labelWeights.forEach(weight -> Hyperparameters.checkNotNegative("AUC", "label weight", weight));
        }
    }

    /** Under the name that Keras gives it, with 200 thresholds and Keras's other defaults. */
    public static AUC of() {
        return new AUC(200, Curve.ROC, SummationMethod.INTERPOLATION, null, false, null, false, "auc");
    }

    public AUC numThresholds(int numThresholds) {
        return new AUC(numThresholds, curve, summationMethod, thresholds, multiLabel, labelWeights, fromLogits, name);
    }

    public AUC curve(Curve curve) {
        return new AUC(numThresholds, curve, summationMethod, thresholds, multiLabel, labelWeights, fromLogits, name);
    }

    public AUC summationMethod(SummationMethod summationMethod) {
        return new AUC(numThresholds, curve, summationMethod, thresholds, multiLabel, labelWeights, fromLogits, name);
    }

    public AUC thresholds(List<Float> thresholds) {
        return new AUC(numThresholds, curve, summationMethod, thresholds, multiLabel, labelWeights, fromLogits, name);
    }

    public AUC multiLabel(boolean multiLabel) {
        return new AUC(numThresholds, curve, summationMethod, thresholds, multiLabel, labelWeights, fromLogits, name);
    }

    public AUC labelWeights(List<Float> labelWeights) {
        return new AUC(numThresholds, curve, summationMethod, thresholds, multiLabel, labelWeights, fromLogits, name);
    }

    public AUC fromLogits(boolean fromLogits) {
        return new AUC(numThresholds, curve, summationMethod, thresholds, multiLabel, labelWeights, fromLogits, name);
    }

    public AUC name(String name) {
        return new AUC(numThresholds, curve, summationMethod, thresholds, multiLabel, labelWeights, fromLogits, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        Part.checkElements("AUC", output, target);
        int labels = output.rank() == 0 ? 1 : output.dim(-1);
        if (multiLabel && output.rank() != 1) {
            throw new IllegalArgumentException(
                    "AUC with multiLabel takes a row of outputs for each image, [N, K]; the model gives " + output);
        }
        if (labelWeights != null && labelWeights.size() != labels) {
            throw new IllegalArgumentException("AUC takes a label weight for each output of a row: there are " + labels
                    + ", but " + labelWeights.size() + " weights");
        }
        return new CurvePoints(this, labels);
    }
}
