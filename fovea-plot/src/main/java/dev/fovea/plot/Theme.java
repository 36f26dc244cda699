package dev.fovea.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.util.List;
import java.util.Locale;

/** How every picture looks: one place for fonts, colours, distances and the writing of numbers. */
final class Theme {
    static final Color PAPER = Color.WHITE;
    static final Color INK = new Color(0x1F2933);
    static final Color MUTED = new Color(0x66727F);
    static final Color FRAME = new Color(0xB8C2CC);
    static final Color GRID = new Color(0xE3E8ED);
    static final Color TRACK = new Color(0xF1F4F7);
    static final Color RIGHT = new Color(0x2467B2);
    static final Color WRONG = new Color(0xC2382E);

    /** Told apart by hue and by lightness, so also in grey print. */
    static final List<Color> SERIES = List.of(
            RIGHT,
            new Color(0xE0821A),
            new Color(0x23895B),
            WRONG,
            new Color(0x7A55BD),
            new Color(0x11889B),
            new Color(0xA8863A),
            new Color(0x5A6672));

    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 20);
    static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    static final int MARGIN = 24;
    static final int GAP = 12;
    static final int TIGHT = 4;

    /** The width at which rows of images are broken. */
    static final int PAGE = 1200;

    static final BasicStroke LINE = new BasicStroke(2.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    static final BasicStroke HAIR = new BasicStroke(1);

    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

    private Theme() {}

    static void prepare(Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
    }

    static int width(String text, Font font) {
        return text.isEmpty()
                ? 0
                : (int) Math.ceil(font.getStringBounds(text, METRICS).getWidth());
    }

    static int height(Font font) {
        var line = font.getLineMetrics("Áy", METRICS);
        return (int) Math.ceil(line.getAscent() + line.getDescent());
    }

    static int ascent(Font font) {
        return (int) Math.ceil(font.getLineMetrics("Áy", METRICS).getAscent());
    }

    /** How far below the middle of a line its text stands, so that digits and capitals look centred. */
    static int drop(Font font) {
        return (int) Math.round(
                font.createGlyphVector(METRICS, "0").getVisualBounds().getHeight() / 2);
    }

    /** Black or white, whichever is read better on the colour. */
    static Color inkOn(int rgb) {
        double luminance = 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
        return luminance > 0.25 ? INK : PAPER;
    }

    private static double linear(int channel) {
        return Math.pow((channel & 255) / 255.0, 2.2);
    }

    /** A number in four significant digits at most, with thousands set apart: 61,706; 0.0123; 3.5; 1.2e-7. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "∞" : "−∞";
        }
        double size = Math.abs(value);
        String text;
        if (value == Math.rint(value) && size < 1e12) {
            text = String.format(Locale.ROOT, "%,.0f", size);
        } else if (size >= 1e12 || size < 1e-4) {
            text = String.format(Locale.ROOT, "%.2e", size).replaceAll("\\.?0+e", "e");
        } else {
            int decimals = Math.clamp(3 - (int) Math.floor(Math.log10(size)), 0, 7);
            text = String.format(Locale.ROOT, "%,." + decimals + "f", size);
            text = text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
        }
        return value < 0 && !text.equals("0") ? "−" + text : text;
    }

    /** A share of 1 in percent with one decimal; what is not quite all or nothing does not read as such. */
    static String percent(double share) {
        if (Double.isNaN(share)) {
            return "NaN";
        }
        if (share > 0 && share < 0.0005) {
            return "< 0.1 %";
        }
        if (share < 1 && share >= 0.9995) {
            return "> 99.9 %";
        }
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
