package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * The correlation of targets and outputs along an axis, from -1 to 1, as Keras's class of that name; 0 where either is the same all
 * along; the mean over the other axes.
 *
 * @param axis counted as in Keras, the batch being axis 0
 */
public record PearsonCorrelation(int axis, String name) implements Metric {
    public PearsonCorrelation {
        Losses.checkName("PearsonCorrelation", name);
    }

    /** Under the name that Keras gives it, along the last axis. */
    public static PearsonCorrelation of() {
        return new PearsonCorrelation(-1, "pearson_correlation");
    }

    public PearsonCorrelation axis(int axis) {
        return new PearsonCorrelation(axis, name);
    }

    public PearsonCorrelation name(String name) {
        return new PearsonCorrelation(axis, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return MeanOfRows.start("PearsonCorrelation", output, target, axis, (y, t) -> {
            Moments moments = Moments.of(y, t);
            double spreads = (Math.sqrt(moments.outputVariance()) + Losses.EPSILON)
                    * (Math.sqrt(moments.targetVariance()) + Losses.EPSILON);
            return moments.covariance() / spreads;
        });
    }
}
