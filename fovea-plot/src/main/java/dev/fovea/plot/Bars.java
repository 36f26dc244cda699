package dev.fovea.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;

/**
 * Horizontal bars with their numbers: the probabilities of classes, or several measures of the same models, each in a
 * panel with a scale of its own.
 *
 * <pre>{@code
 * Bars.of(classNames, Bars.Panel.shares("probability", 0.9, 0.06, 0.04)).highlight(0).picture();
 * Bars.of(List.of("logistic", "convnet"),
 *         Bars.Panel.of("parameters", 7850, 34826),
 *         Bars.Panel.shares("test accuracy", 0.925, 0.991).from(0.9),
 *         Bars.Panel.of("training time", 3, 41).unit("s")).picture();
 * }</pre>
 */
public final class Bars {
    private static final int ROW = 26;
    private static final int BAR = 18;
    private static final Color PALE = new Color(0xA9C6E4);

    private final List<String> names;
    private final List<Panel> panels;
    private final String title;
    private final int highlight;

    private Bars(List<String> names, List<Panel> panels, String title, int highlight) {
        this.names = names;
        this.panels = panels;
        this.title = title;
        this.highlight = highlight;
    }

    /**
     * A measure of every row.
     *
     * @param name what is measured, written above; may be empty
     * @param values a value for each row; NaN has no bar
     * @param unit written after each value; may be empty
     * @param scale how values become lengths
     * @param from where the bars start on a scale that is not logarithmic; 0 unless set
     */
    public record Panel(String name, List<Double> values, String unit, Scale scale, double from) {
        /** A panel; the lists are copied. */
        public Panel {
            values = List.copyOf(values);
        }

        /** A panel with a scale that is logarithmic if all values are above 0 and the greatest is 100 times the least. */
        public static Panel of(String name, double... values) {
            double[] sorted =
                    Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
            boolean wide = sorted.length > 0 && sorted[0] > 0 && sorted[sorted.length - 1] >= 100 * sorted[0];
            return new Panel(name, boxed(values), "", wide ? Scale.LOGARITHMIC : Scale.LINEAR, 0);
        }

        /** A panel of shares of 1, written as percentages. */
        public static Panel shares(String name, double... values) {
            return new Panel(name, boxed(values), "%", Scale.SHARE, 0);
        }

        private static List<Double> boxed(double... values) {
            return Arrays.stream(values).boxed().toList();
        }

        /** The same with a unit after each value. */
        public Panel unit(String unit) {
            return new Panel(name, values, unit, scale, from);
        }

        /** The same with bars from another value than 0, which is said in the panel: for values close together. */
        public Panel from(double from) {
            return new Panel(name, values, unit, scale, from);
        }

        /** The same on another scale. */
        public Panel scale(Scale scale) {
            return new Panel(name, values, unit, scale, from);
        }

        String write(double value) {
            if (scale == Scale.SHARE) {
                return Theme.percent(value);
            }
            return Theme.number(value) + (unit.isEmpty() ? "" : " " + unit);
        }

        private double low() {
            return switch (scale) {
                case LOGARITHMIC -> Math.pow(10, Math.ceil(Math.log10(least()) - 1));
                case SHARE -> from;
                case LINEAR -> Math.min(from, least());
            };
        }

        private double high() {
            return switch (scale) {
                case LOGARITHMIC -> Math.max(greatest(), 10 * low());
                case SHARE -> 1;
                case LINEAR -> greatest() > low() ? Math.max(from, greatest()) : low() + 1;
            };
        }

        private double least() {
            return finite().min().orElse(1);
        }

        private double greatest() {
            return finite().max().orElse(1);
        }

        private DoubleStream finite() {
            return values.stream().mapToDouble(v -> v).filter(Double::isFinite);
        }

        private double share(double value) {
            double low = low();
            double high = high();
            double at = scale == Scale.LOGARITHMIC
                    ? Math.log(value / low) / Math.log(high / low)
                    : (value - low) / (high - low);
            return Double.isNaN(at) ? 0 : Math.clamp(at, 0, 1);
        }

        private String note() {
            if (scale == Scale.LOGARITHMIC) {
                return "log scale";
            }
            return from == 0 ? "" : "bars from " + write(from);
        }
    }

    /** How values become lengths. */
    public enum Scale {
        /** In proportion. */
        LINEAR,
        /** Every factor of ten is as long as the next; all values are above 0. */
        LOGARITHMIC,
        /** In proportion to 1, written in percent. */
        SHARE
    }

    /**
     * Bars for named rows.
     *
     * @throws IllegalArgumentException if there is no row or no panel, if a panel does not have a value for each row,
     *     or has a value of 0 or less on a logarithmic scale
     */
    public static Bars of(List<String> names, Panel... panels) {
        if (names.isEmpty() || panels.length == 0) {
            throw new IllegalArgumentException("bars need at least one row and one panel, but " + names.size()
                    + " rows and " + panels.length + " panels were given");
        }
        for (Panel panel : panels) {
            if (panel.values.size() != names.size()) {
                throw new IllegalArgumentException("panel \"" + panel.name + "\" has " + panel.values.size()
                        + " values for " + names.size() + " rows; give one for each, NaN where there is none");
            }
            if (panel.scale == Scale.LOGARITHMIC && panel.values.stream().anyMatch(v -> v <= 0)) {
                throw new IllegalArgumentException("panel \"" + panel.name
                        + "\" has a value of 0 or less, which a logarithmic scale can't show; make it linear");
            }
        }
        return new Bars(List.copyOf(names), List.of(panels), "", -1);
    }

    /** A line above all panels. */
    public Bars title(String title) {
        return new Bars(names, panels, title, highlight);
    }

    /**
     * Makes one row stand out.
     *
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public Bars highlight(int row) {
        Objects.checkIndex(row, names.size());
        return new Bars(names, panels, title, row);
    }

    /** Draws the bars. */
    public Picture picture() {
        return Picture.titled(title, body());
    }

    Box body() {
        int head = panels.stream().allMatch(p -> p.name.isEmpty() && p.note().isEmpty())
                ? 0
                : Theme.height(Theme.HEADING)
                        + (panels.stream().allMatch(p -> p.note().isEmpty()) ? 0 : Theme.height(Theme.SMALL))
                        + Theme.TIGHT * 2;
        int length = panels.size() == 1 ? 420 : 230;
        List<Box> boxes =
                panels.stream().map(panel -> panel(panel, head, length)).toList();
        return Box.row(Theme.GAP, Align.START, labels(head), new Box.Row(boxes, Theme.MARGIN + Theme.GAP, Align.START));
    }

    private Box labels(int head) {
        List<Box.Text> texts = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            var font = i == highlight ? Theme.TEXT.deriveFont(Font.BOLD) : Theme.TEXT;
            texts.add(Box.text(names.get(i), font, Theme.INK).cut(260));
        }
        int width = texts.stream().mapToInt(Box::width).max().orElse(0);
        int top = (ROW - Theme.height(Theme.TEXT)) / 2;
        return new Box.Free(width, head + names.size() * ROW, g -> {
            for (int i = 0; i < texts.size(); i++) {
                Box text = texts.get(i);
                text.paint(g, width - text.width(), head + i * ROW + top);
            }
        });
    }

    private Box panel(Panel panel, int head, int length) {
        int text = panel.values.stream()
                .mapToInt(v -> Theme.width(panel.write(v), Theme.TEXT))
                .max()
                .orElse(0);
        int width = Math.max(length + 8 + text, Theme.width(panel.name, Theme.HEADING));
        return new Box.Free(width, head + names.size() * ROW, g -> {
            Box.text(panel.name, Theme.HEADING, Theme.INK).paint(g, 0, 0);
            Box.text(panel.note(), Theme.SMALL, Theme.MUTED).paint(g, 0, Theme.height(Theme.HEADING));
            for (int i = 0; i < names.size(); i++) {
                bar(g, panel, i, head + i * ROW, length, length + 8 + text);
            }
        });
    }

    private void bar(Graphics2D g, Panel panel, int row, int y, int length, int room) {
        int top = y + (ROW - BAR) / 2;
        g.setColor(Theme.TRACK);
        g.fillRect(0, top, length, BAR);
        if (panel.scale == Scale.LOGARITHMIC) {
            g.setColor(Theme.GRID);
            for (double decade = panel.low() * 10; decade < panel.high(); decade *= 10) {
                g.fillRect((int) Math.round(length * panel.share(decade)), top - 4, 1, BAR + 8);
            }
        }
        double value = panel.values.get(row);
        int end = (int) Math.round(length * panel.share(value));
        int start = panel.scale == Scale.LOGARITHMIC ? 0 : (int) Math.round(length * panel.share(panel.from));
        if (!Double.isNaN(value) && value != panel.from) {
            g.setColor(highlight >= 0 && row != highlight ? PALE : Theme.RIGHT);
            g.fillRect(Math.min(start, end), top, Math.max(1, Math.abs(end - start)), BAR);
        }
        Box text = Box.text(panel.write(value), Theme.TEXT, Theme.INK);
        text.paint(g, room - text.width(), y + (ROW - text.height()) / 2);
    }
}
