package dev.fovea.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** An XChart in the theme of all pictures. */
final class Chart {
    private static final BasicStroke DASHED =
            new BasicStroke(2.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {8, 5}, 0);

    private final XYChart chart;
    private final String title;
    private final List<Key> keys = new ArrayList<>();

    /** An entry of the legend, drawn here as XChart's lies over the title of the x axis. */
    private record Key(String name, Color color, BasicStroke stroke, boolean marked) {}

    Chart(int width, int height, String title, String xTitle, String yTitle) {
        this.title = title;
        chart = new XYChart(width, height);
        chart.setXAxisTitle(xTitle);
        chart.setYAxisTitle(yTitle);
        XYStyler style = chart.getStyler();
        style.setAntiAlias(true);
        style.setLocale(Locale.ROOT);
        style.setChartBackgroundColor(Theme.PAPER);
        style.setPlotBackgroundColor(Theme.PAPER);
        style.setChartFontColor(Theme.INK);
        style.setChartPadding(4);
        style.setChartTitleVisible(false);
        style.setLegendVisible(false);
        style.setAxisTitleFont(Theme.TEXT.deriveFont(Font.PLAIN));
        style.setXAxisTitleColor(Theme.MUTED);
        style.setYAxisTitleColor(Theme.MUTED);
        style.setXAxisTitleVisible(!xTitle.isEmpty());
        style.setYAxisTitleVisible(!yTitle.isEmpty());
        style.setAxisTickLabelsFont(Theme.SMALL);
        style.setAxisTickLabelsColor(Theme.INK);
        style.setAxisTickMarksColor(Theme.FRAME);
        style.setAxisTickMarkLength(5);
        style.setPlotBorderVisible(false);
        style.setPlotGridLinesColor(Theme.GRID);
        style.setPlotGridLinesStroke(Theme.HAIR);
        style.setPlotContentSize(1);
        style.setPlotMargin(0);
        style.setMarkerSize(7);
        style.setDecimalPattern("#,##0.######");
    }

    /** A line through points; NaN leaves a gap. */
    void line(String name, double[] x, double[] y, int color, boolean dashed, boolean marked) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setLineColor(color(color));
        series.setMarkerColor(color(color));
        series.setLineStyle(dashed ? DASHED : Theme.LINE);
        keys.add(new Key(name, color(color), dashed ? DASHED : Theme.LINE, marked));
        series.setMarker(marked ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }

    /** Points alone. */
    void points(String name, double[] x, double[] y, int color) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarkerColor(translucent(color(color)));
        keys.add(new Key(name, color(color), null, true));
        series.setMarker(color % 2 == 0 ? SeriesMarkers.CIRCLE : SeriesMarkers.DIAMOND);
    }

    static Color color(int index) {
        return Theme.SERIES.get(index % Theme.SERIES.size());
    }

    private static Color translucent(Color color) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), 170);
    }

    /** The ends of the x axis, with ticks no closer than {@code least} at multiples of 1, 2 or 5 in some decade. */
    void xRange(double min, double max, double least) {
        chart.getStyler().setXAxisMin(min).setXAxisMax(max);
        double span = max - min;
        double decade = Math.pow(10, Math.floor(Math.log10(span)) - 1);
        double step = DoubleStream.of(1, 2, 5, 10, 20, 50, 100)
                .map(factor -> Math.max(least, factor * decade))
                .filter(s -> span / s <= Math.min(12, chart.getWidth() / 50.0))
                .findFirst()
                .orElse(span);
        // XChart rounds a hint to the nearest of such steps, so that the exact width of the plot does not matter.
        chart.getStyler().setXAxisTickMarkSpacingHint((int) Math.max(1, (chart.getWidth() - 70) * step / span));
    }

    void yRange(double min, double max) {
        chart.getStyler().setYAxisMin(min).setYAxisMax(max);
    }

    Box box() {
        Box plot = new Box.Free(
                chart.getWidth(), chart.getHeight(), g -> chart.paint(g, chart.getWidth(), chart.getHeight()));
        Box head = Box.text(title, Theme.HEADING, Theme.INK);
        Box legend = new Box.Row(keys.stream().map(Chart::key).toList(), Theme.GAP + Theme.TIGHT, Align.CENTER);
        return title.isEmpty()
                ? Box.column(Theme.TIGHT, Align.START, legend, plot)
                : Box.column(Theme.TIGHT, Align.START, head, legend, plot);
    }

    private static Box key(Key key) {
        Box text = Box.text(key.name, Theme.TEXT, Theme.INK);
        int length = key.stroke == null ? 10 : 28;
        return new Box.Free(length + 6 + text.width(), text.height(), g -> {
            int middle = text.height() / 2;
            g.setColor(key.color);
            if (key.stroke != null) {
                g.setStroke(key.stroke);
                g.drawLine(1, middle, length - 1, middle);
            }
            if (key.marked) {
                g.fillOval(length / 2 - 4, middle - 4, 8, 8);
            }
            text.paint(g, length + 6, 0);
        });
    }
}
