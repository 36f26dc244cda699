package dev.fovea.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** An XChart in the theme of all pictures. */
final class Chart {
    private static final BasicStroke DASHED =
            new BasicStroke(2.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {8, 5}, 0);

    private final XYChart chart;

    Chart(int width, int height, String title, String xTitle, String yTitle) {
        chart = new XYChart(width, height);
        chart.setTitle(title);
        chart.setXAxisTitle(xTitle);
        chart.setYAxisTitle(yTitle);
        XYStyler style = chart.getStyler();
        style.setAntiAlias(true);
        style.setLocale(Locale.ROOT);
        style.setChartBackgroundColor(Theme.PAPER);
        style.setPlotBackgroundColor(Theme.PAPER);
        style.setChartFontColor(Theme.INK);
        style.setChartPadding(4);
        style.setChartTitleVisible(!title.isEmpty());
        style.setChartTitleFont(Theme.HEADING);
        style.setChartTitlePadding(8);
        style.setChartTitleBoxVisible(false);
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
        style.setLegendFont(Theme.TEXT);
        style.setLegendBackgroundColor(Theme.PAPER);
        style.setLegendBorderColor(Theme.PAPER);
        style.setLegendPosition(Styler.LegendPosition.OutsideS);
        style.setLegendLayout(Styler.LegendLayout.Horizontal);
        style.setLegendSeriesLineLength(28);
        style.setMarkerSize(7);
        style.setyAxisTickLabelsFormattingFunction(Chart::tick);
        style.setxAxisTickLabelsFormattingFunction(Chart::tick);
    }

    /** Ticks are sums of steps: what rounding has left of 0 is none. */
    private static String tick(double value) {
        return Math.abs(value) < 1e-12 ? "0" : Theme.number(value);
    }

    /** A line through points; NaN leaves a gap. */
    void line(String name, double[] x, double[] y, int color, boolean dashed, boolean marked) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setLineColor(color(color));
        series.setMarkerColor(color(color));
        series.setLineStyle(dashed ? DASHED : Theme.LINE);
        series.setMarker(marked ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }

    /** Points alone. */
    void points(String name, double[] x, double[] y, int color) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarkerColor(translucent(color(color)));
        series.setMarker(color % 2 == 0 ? SeriesMarkers.CIRCLE : SeriesMarkers.DIAMOND);
    }

    static Color color(int index) {
        return Theme.SERIES.get(index % Theme.SERIES.size());
    }

    private static Color translucent(Color color) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), 170);
    }

    void xRange(double min, double max) {
        chart.getStyler().setXAxisMin(min).setXAxisMax(max);
    }

    void yRange(double min, double max) {
        chart.getStyler().setYAxisMin(min).setYAxisMax(max);
    }

    /** Ticks on the x axis at whole numbers only. */
    void wholeTicks(double span) {
        int step = 1;
        for (int factor : List.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)) {
            step = factor;
            if (span / factor <= 10) {
                break;
            }
        }
        // XChart rounds the hint's step to the nearest of 1, 2, 5 and 10: the exact width of the plot does not matter.
        int plot = chart.getWidth() - 70;
        chart.getStyler().setXAxisTickMarkSpacingHint((int) Math.max(1, plot * step / span));
        chart.getStyler()
                .setxAxisTickLabelsFormattingFunction(
                        x -> Math.abs(x - Math.rint(x)) < 1e-6 ? Theme.number(Math.rint(x)) : " ");
    }

    void legend(boolean visible) {
        chart.getStyler().setLegendVisible(visible);
    }

    Box box() {
        return new Box.Free(chart.getWidth(), chart.getHeight(), this::paint);
    }

    private void paint(Graphics2D g) {
        chart.paint(g, chart.getWidth(), chart.getHeight());
    }
}
