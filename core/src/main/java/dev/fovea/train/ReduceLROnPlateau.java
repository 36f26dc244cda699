package dev.fovea.train;

/**
 * Lowers the learning rate whenever a figure has stopped getting better, as Keras's callback of that name.
 *
 * <p>It refuses a fit that does not measure the figure, or whose optimizer follows a schedule, when the fit begins.
 */
public final class ReduceLROnPlateau implements Callback {
    private final Monitor monitor;
    private final float factor;
    private final int patience;
    private final int cooldown;
    private final float minLr;

    private Monitor resolved;
    private double best;
    private int wait;
    private int cooling;

    private ReduceLROnPlateau(Monitor monitor, float factor, int patience, int cooldown, float minLr) {
        if (!(factor >= 0 && factor < 1)) {
            throw new IllegalArgumentException("ReduceLROnPlateau takes a factor from 0 to below 1, not " + factor);
        }
        if (patience < 0 || cooldown < 0) {
            throw new IllegalArgumentException("ReduceLROnPlateau takes a patience and a cooldown of 0 or more; got "
                    + patience + " and " + cooldown);
        }
        Hyperparameters.checkNotNegative("ReduceLROnPlateau", "minLr", minLr);
        this.monitor = monitor;
        this.factor = factor;
        this.patience = patience;
        this.cooldown = cooldown;
        this.minLr = minLr;
    }

    /** With Keras's defaults: to a tenth where {@code val_loss} has not fallen by over 0.0001 in 10 epochs. */
    public static ReduceLROnPlateau of() {
        return of("val_loss");
    }

    public static ReduceLROnPlateau of(String monitor) {
        return new ReduceLROnPlateau(new Monitor("ReduceLROnPlateau", monitor, MonitorMode.AUTO, 1e-4), 0.1f, 10, 0, 0);
    }

    /** What the rate is multiplied with; 0.1 unless set. */
    public ReduceLROnPlateau factor(float factor) {
        return new ReduceLROnPlateau(monitor, factor, patience, cooldown, minLr);
    }

    /** How many epochs in a row are no better before the rate falls; 10 unless set. */
    public ReduceLROnPlateau patience(int patience) {
        return new ReduceLROnPlateau(monitor, factor, patience, cooldown, minLr);
    }

    public ReduceLROnPlateau mode(MonitorMode mode) {
        return with(new Monitor(monitor.owner(), monitor.name(), mode, monitor.minDelta()));
    }

    /** The least change of the figure that counts as better; 0.0001 unless set. */
    public ReduceLROnPlateau minDelta(double minDelta) {
        return with(new Monitor(monitor.owner(), monitor.name(), monitor.mode(), minDelta));
    }

    private ReduceLROnPlateau with(Monitor monitor) {
        return new ReduceLROnPlateau(monitor, factor, patience, cooldown, minLr);
    }

    /** How many epochs after a fall are not counted; 0 unless set. */
    public ReduceLROnPlateau cooldown(int cooldown) {
        return new ReduceLROnPlateau(monitor, factor, patience, cooldown, minLr);
    }

    /** The rate under which it never goes; 0 unless set. */
    public ReduceLROnPlateau minLr(float minLr) {
        return new ReduceLROnPlateau(monitor, factor, patience, cooldown, minLr);
    }

    @Override
    public void onTrainBegin(Training training) {
        resolved = monitor.resolve(training);
        best = resolved.worst();
        wait = 0;
        cooling = 0;
        // Where the optimizer follows a schedule this is refused, now rather than epochs later.
        training.learningRate(training.learningRate());
    }

    @Override
    public void onEpochEnd(Training training, History.Epoch epoch) {
        double current = epoch.logs().get(resolved.name());
        if (cooling > 0) {
            cooling--;
            wait = 0;
        }
        if (resolved.better(current, best)) {
            best = current;
            wait = 0;
        } else if (cooling == 0) {
            wait++;
            float rate = training.learningRate();
            if (wait >= patience && rate > minLr) {
                training.learningRate(Math.max(rate * factor, minLr));
                cooling = cooldown;
                wait = 0;
            }
        }
    }
}
