package dev.fovea.train;

/**
 * Ends a fit once a figure has stopped getting better, as Keras's callback of that name.
 *
 * <pre>{@code
 * Fit.epochs(100)
 *         .validation(test)
 *         .callbacks(EarlyStopping.of().patience(3).restoreBestWeights(true));
 * }</pre>
 *
 * <p>A fit that does not measure the figure is refused when it begins.
 */
public final class EarlyStopping implements Callback {
    private final Monitor monitor;
    private final int patience;
    private final Double baseline;
    private final boolean restoreBestWeights;
    private final int startFromEpoch;

    private Monitor resolved;
    private double best;
    private int wait;
    private int bestEpoch;
    private int stoppedEpoch;
    private float[][] bestWeights;

    private EarlyStopping(
            Monitor monitor, int patience, Double baseline, boolean restoreBestWeights, int startFromEpoch) {
        if (patience < 0 || startFromEpoch < 0) {
            throw new IllegalArgumentException("EarlyStopping takes a patience and a first epoch of 0 or more; got "
                    + patience + " and " + startFromEpoch);
        }
        this.monitor = monitor;
        this.patience = patience;
        this.baseline = baseline;
        this.restoreBestWeights = restoreBestWeights;
        this.startFromEpoch = startFromEpoch;
    }

    /** With Keras's defaults: at the first epoch whose {@code val_loss} is not below all before. */
    public static EarlyStopping of() {
        return of("val_loss");
    }

    public static EarlyStopping of(String monitor) {
        return new EarlyStopping(new Monitor("EarlyStopping", monitor, MonitorMode.AUTO, 0), 0, null, false, 0);
    }

    /** The least change of the figure that counts as better; 0 unless set. */
    public EarlyStopping minDelta(double minDelta) {
        return with(new Monitor(monitor.owner(), monitor.name(), monitor.mode(), minDelta));
    }

    public EarlyStopping mode(MonitorMode mode) {
        return with(new Monitor(monitor.owner(), monitor.name(), mode, monitor.minDelta()));
    }

    private EarlyStopping with(Monitor monitor) {
        return new EarlyStopping(monitor, patience, baseline, restoreBestWeights, startFromEpoch);
    }

    /** How many epochs in a row may be no better before the fit ends; 0 unless set. */
    public EarlyStopping patience(int patience) {
        return new EarlyStopping(monitor, patience, baseline, restoreBestWeights, startFromEpoch);
    }

    /** What the figure must be better than as well. */
    public EarlyStopping baseline(double baseline) {
        return new EarlyStopping(monitor, patience, baseline, restoreBestWeights, startFromEpoch);
    }

    /** Whether the model ends with the weights of its best epoch, in whatever way the fit ends; false unless set. */
    public EarlyStopping restoreBestWeights(boolean restoreBestWeights) {
        return new EarlyStopping(monitor, patience, baseline, restoreBestWeights, startFromEpoch);
    }

    /** How many first epochs are not looked at; 0 unless set. */
    public EarlyStopping startFromEpoch(int startFromEpoch) {
        return new EarlyStopping(monitor, patience, baseline, restoreBestWeights, startFromEpoch);
    }

    /** The epoch, from 1, after which it ended the fit; 0 where it did not. */
    public int stoppedEpoch() {
        return stoppedEpoch;
    }

    /** The epoch, from 1, with the best figure; 0 before there is one. */
    public int bestEpoch() {
        return bestEpoch;
    }

    @Override
    public void onTrainBegin(Training training) {
        resolved = monitor.resolve(training);
        best = resolved.worst();
        wait = 0;
        bestEpoch = 0;
        stoppedEpoch = 0;
        bestWeights = null;
    }

    @Override
    public void onEpochEnd(Training training, History.Epoch epoch) {
        if (epoch.number() <= startFromEpoch) {
            return;
        }
        double current = epoch.logs().get(resolved.name());
        boolean improved = resolved.better(current, best);
        if (improved || bestEpoch == 0) {
            bestEpoch = epoch.number();
            bestWeights = restoreBestWeights ? training.weights() : null;
        }
        wait++;
        if (improved) {
            best = current;
            if (baseline == null || resolved.better(current, baseline)) {
                wait = 0;
            }
        } else if (wait >= patience && epoch.number() > 1) {
            stoppedEpoch = epoch.number();
            training.stop();
        }
    }

    @Override
    public void onTrainEnd(Training training) {
        if (bestWeights != null) {
            training.restore(bestWeights);
            bestWeights = null;
        }
    }
}
