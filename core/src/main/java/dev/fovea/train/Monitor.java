package dev.fovea.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The figure that a callback watches.
 *
 * @param owner the callback's name, for messages
 * @param name the figure's name in logs, as {@code val_loss}
 * @param minDelta by how much a figure must be better than another to count as better
 */
record Monitor(String owner, String name, MonitorMode mode, double minDelta) {
    Monitor {
        Objects.requireNonNull(name, owner + " monitors a figure by its name");
        Objects.requireNonNull(mode, owner + " takes a mode");
        if (!Double.isFinite(minDelta)) {
            throw new IllegalArgumentException(owner + " takes a finite minDelta, not " + minDelta);
        }
        minDelta = Math.abs(minDelta);
    }

    /** The names of all figures of an epoch of this fit. */
    static List<String> names(Training training) {
        List<String> names =
                new ArrayList<>(training.figures().stream().map(Figure::name).toList());
        if (training.validates()) {
            names.addAll(names.stream().map(name -> "val_" + name).toList());
        }
        return names;
    }

    /**
     * This with the mode decided.
     *
     * @throws IllegalArgumentException if the fit does not measure the figure
     */
    Monitor resolve(Training training) {
        List<String> names = names(training);
        if (!names.contains(name)) {
            String why = name.startsWith("val_") && !training.validates()
                    ? "this fit has no validation data; give Fit.validation(...) or monitor one of "
                    : "this fit does not measure it; there are ";
            throw new IllegalArgumentException(
                    owner + " monitors \"" + name + "\", but " + why + String.join(", ", names));
        }
        return mode == MonitorMode.AUTO ? new Monitor(owner, name, direction(training), minDelta) : this;
    }

    private MonitorMode direction(Training training) {
        String measured = name.startsWith("val_") ? name.substring("val_".length()) : name;
        return training.figures().stream()
                        .filter(figure -> figure.name().equals(measured))
                        .anyMatch(Figure::largerIsBetter)
                ? MonitorMode.MAX
                : MonitorMode.MIN;
    }

    /** A figure that any other is better than. */
    double worst() {
        return mode == MonitorMode.MAX ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    /** Whether a figure is better than another, by more than {@code minDelta}; NaN never is. */
    boolean better(double current, double reference) {
        return mode == MonitorMode.MAX ? current - minDelta > reference : current + minDelta < reference;
    }
}
