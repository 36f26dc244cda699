package dev.fovea.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Functions y = f(x) as curves, in one panel or several.
 *
 * <pre>{@code
 * FunctionPlot.of(
 *         FunctionPlot.Panel.of("ReLU", -4, 4).curve("value", x -> Math.max(x, 0)).curve("slope", x -> x > 0 ? 1 : 0))
 *         .picture();
 * }</pre>
 */
public final class FunctionPlot {
    private static final int POINTS = 801;

    private final List<Panel> panels;
    private final String title;

    private FunctionPlot(List<Panel> panels, String title) {
        this.panels = panels;
        this.title = title;
    }

    /**
     * A function and its name in the legend.
     *
     * @param name the name, other than that of any other curve in the panel
     * @param function the function; where it is NaN or infinite the curve has a gap
     */
    public record Curve(String name, DoubleUnaryOperator function) {}

    /**
     * Curves over one range of x.
     *
     * @param title what stands above the panel; may be empty
     * @param from the least x
     * @param to the greatest x, more than {@code from}
     * @param curves what is drawn
     */
    public record Panel(String title, double from, double to, List<Curve> curves) {
        /** A panel; the list is copied. */
        public Panel {
            curves = List.copyOf(curves);
            if (!(from < to)) {
                throw new IllegalArgumentException(
                        "panel \"" + title + "\" goes from a number to a larger one, not from " + Theme.number(from)
                                + " to " + Theme.number(to));
            }
            if (curves.stream().map(Curve::name).distinct().count() < curves.size()) {
                throw new IllegalArgumentException(
                        "panel \"" + title + "\" has two curves of one name; give each a name of its own");
            }
        }

        /** A panel without curves yet. */
        public static Panel of(String title, double from, double to) {
            return new Panel(title, from, to, List.of());
        }

        /** The panel with one more curve. */
        public Panel curve(String name, DoubleUnaryOperator function) {
            List<Curve> more = new ArrayList<>(curves);
            more.add(new Curve(name, function));
            return new Panel(title, from, to, more);
        }
    }

    /**
     * A plot of panels, each with at least one curve.
     *
     * @throws IllegalArgumentException if there is no panel or one has no curve
     */
    public static FunctionPlot of(Panel... panels) {
        if (panels.length == 0) {
            throw new IllegalArgumentException("no panel was given to plot; give at least one");
        }
        for (Panel panel : panels) {
            if (panel.curves.isEmpty()) {
                throw new IllegalArgumentException("panel \"" + panel.title + "\" has no curve; give it at least one");
            }
        }
        return new FunctionPlot(List.of(panels), "");
    }

    /** A line above all panels. */
    public FunctionPlot title(String title) {
        return new FunctionPlot(panels, title);
    }

    /** Draws the panels, up to three in a row. */
    public Picture picture() {
        int columns = panels.size() == 4 ? 2 : Math.min(3, panels.size());
        List<Box> boxes = panels.stream()
                .map(panel -> columns == 1 ? panel(panel, 640, 440) : panel(panel, 380, 320))
                .toList();
        return Picture.titled(title, new Box.Grid(boxes, columns, Theme.GAP, Align.START));
    }

    private static Box panel(Panel panel, int width, int height) {
        Chart chart = new Chart(width, height, panel.title, "", "");
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double[] x = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            // Closer at the ends: of evenly spaced points XChart would make ticks, wherever they are.
            x[i] = (panel.from + panel.to - (panel.to - panel.from) * Math.cos(Math.PI * i / (POINTS - 1))) / 2;
        }
        for (int c = 0; c < panel.curves.size(); c++) {
            double[] y = new double[POINTS];
            for (int i = 0; i < POINTS; i++) {
                double value = panel.curves.get(c).function.applyAsDouble(x[i]);
                y[i] = Double.isInfinite(value) ? Double.NaN : value;
                if (!Double.isNaN(y[i])) {
                    low = Math.min(low, y[i]);
                    high = Math.max(high, y[i]);
                }
            }
            chart.line(panel.curves.get(c).name, x, y, c, false, false);
        }
        double room = low < high ? 0.06 * (high - low) : 1;
        chart.xRange(panel.from, panel.to, 0);
        chart.yRange(low <= high ? low - room : 0, low <= high ? high + room : 1);
        return chart.box();
    }
}
