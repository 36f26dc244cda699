package dev.fovea.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How training went: a panel for the loss and one for each metric, over epochs, training and validation in one panel.
 *
 * <p>Names are those of Keras's history: {@code loss}, {@code accuracy}, {@code val_loss}, {@code val_accuracy}, ….
 * An epoch without a number (NaN or infinite) leaves a gap, and the legend says where the first is.
 *
 * <pre>{@code
 * Curves.of(Map.of("loss", List.of(0.5, 0.2), "val_loss", List.of(0.3, 0.2))).picture();
 * }</pre>
 */
public final class Curves {
    private static final String VALIDATION = "val_";

    private final Map<String, List<Double>> history;
    private final String title;

    private Curves(Map<String, List<Double>> history, String title) {
        this.history = history;
        this.title = title;
    }

    /**
     * Curves of a history.
     *
     * @param history name to a value for each epoch, the first epoch being 1
     * @throws IllegalArgumentException if there is nothing to show: no name, or one without an epoch
     */
    public static Curves of(Map<String, List<Double>> history) {
        if (history.isEmpty()) {
            throw new IllegalArgumentException("a history has at least one curve, but none was given");
        }
        Map<String, List<Double>> copy = new LinkedHashMap<>();
        history.keySet().stream()
                .sorted(Comparator.comparing(name -> !metric(name).equals("loss")))
                .forEach(name -> copy.put(name, List.copyOf(history.get(name))));
        copy.forEach((name, values) -> {
            if (values.isEmpty()) {
                throw new IllegalArgumentException(
                        "curve \"" + name + "\" has no epoch; train for at least one before drawing it");
            }
        });
        return new Curves(copy, "");
    }

    /** A line above all panels. */
    public Curves title(String title) {
        return new Curves(history, title);
    }

    /** Draws the panels, two in a row. */
    public Picture picture() {
        Map<String, List<String>> panels = new LinkedHashMap<>();
        history.keySet()
                .forEach(name -> panels.computeIfAbsent(metric(name), m -> new ArrayList<>())
                        .add(name));
        List<Box> boxes = new ArrayList<>();
        panels.forEach((metric, names) -> boxes.add(panel(metric, names)));
        return Picture.titled(title, new Box.Grid(boxes, 2, Theme.MARGIN, Align.START));
    }

    private static String metric(String name) {
        return isValidation(name) ? name.substring(VALIDATION.length()) : name;
    }

    private Box panel(String metric, List<String> names) {
        String label = metric.replace('_', ' ');
        String heading = label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1);
        Chart chart = new Chart(560, 400, heading, "epoch", label);
        int epochs = names.stream().mapToInt(n -> history.get(n).size()).max().orElse(1);
        // XChart starts the dashes anew at each point: where points are close there would be none.
        boolean few = epochs <= 30;
        for (String name : names.stream()
                .sorted(Comparator.comparing(Curves::isValidation))
                .toList()) {
            double[] y = finite(history.get(name)).toArray();
            double[] x = IntStream.rangeClosed(1, y.length).mapToDouble(e -> e).toArray();
            String legend = (isValidation(name) ? "validation" : "training") + gap(y);
            chart.line(legend, x, y, isValidation(name) ? 1 : 0, isValidation(name) && few, few);
        }
        double beside = epochs == 1 ? 0.5 : 0.02 * (epochs - 1);
        chart.xRange(1 - beside, epochs + beside, 1);
        spread(chart, names);
        return chart.box();
    }

    /** Leaves a little room above and below the lines, but none below 0 where no value is. */
    private void spread(Chart chart, List<String> names) {
        double[] all = names.stream()
                .flatMap(n -> finite(history.get(n)).boxed())
                .mapToDouble(v -> v)
                .filter(v -> !Double.isNaN(v))
                .sorted()
                .toArray();
        double low = all.length == 0 ? 0 : all[0];
        double high = all.length == 0 ? 1 : all[all.length - 1];
        double room = high > low ? 0.06 * (high - low) : Math.max(1e-3, 0.1 * Math.abs(high));
        chart.yRange(low >= 0 ? Math.max(0, low - room) : low - room, high + room);
    }

    private static DoubleStream finite(List<Double> values) {
        return values.stream().mapToDouble(v -> Double.isInfinite(v) ? Double.NaN : v);
    }

    private static boolean isValidation(String name) {
        return name.startsWith(VALIDATION);
    }

    private static String gap(double[] y) {
        for (int i = 0; i < y.length; i++) {
            if (Double.isNaN(y[i])) {
                return " (no number in epoch " + (i + 1) + ")";
            }
        }
        return "";
    }
}
