package dev.fovea.train;

import dev.fovea.tensor.Shape;

/**
 * How closely outputs follow targets along an axis, from -1 to 1, as Keras's class of that name: as their correlation, but
 * less where means or spreads differ (Lin 1989); the mean over the other axes.
 *
 * @param axis counted as in Keras, the batch being axis 0
 */
public record ConcordanceCorrelation(int axis, String name) implements Metric {
    public ConcordanceCorrelation {
        Losses.checkName("ConcordanceCorrelation", name);
    }

    /** Under the name that Keras gives it, along the last axis. */
    public static ConcordanceCorrelation of() {
        return new ConcordanceCorrelation(-1, "concordance_correlation");
    }

    public ConcordanceCorrelation axis(int axis) {
        return new ConcordanceCorrelation(axis, name);
    }

    public ConcordanceCorrelation name(String name) {
        return new ConcordanceCorrelation(axis, name);
    }

    @Override
    public Count start(Shape output, Shape target) {
        return MeanOfRows.start("ConcordanceCorrelation", output, target, axis, (y, t) -> {
            Moments moments = Moments.of(y, t);
            double apart = moments.outputMean() - moments.targetMean();
            double spreads = moments.outputVariance() + moments.targetVariance() + apart * apart;
            return 2 * moments.covariance() / (spreads + Losses.EPSILON);
        });
    }
}
