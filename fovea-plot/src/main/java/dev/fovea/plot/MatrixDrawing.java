package dev.fovea.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The drawing of a confusion matrix. Cells shrink as classes grow; what can no longer be read is left out. */
final class MatrixDrawing {
    private static final int NAMES = 130;

    private final ConfusionMatrix matrix;
    private final List<String> names;
    private final int classes;
    private final int cell;
    private final Font font;
    private final boolean counted;
    private final int every;
    private final boolean upright;
    private final int left;
    private final int top;
    private final int edge;
    private final List<Long> rows;

    MatrixDrawing(ConfusionMatrix matrix, List<String> names) {
        this.matrix = matrix;
        this.names = names;
        this.classes = matrix.classes();
        int widest = Theme.width(Theme.number(most()), Theme.TEXT) + 12;
        int roomy = classes <= 3 ? 110 : classes <= 6 ? 80 : classes <= 12 ? 56 : 46;
        this.cell = Math.clamp(1040 / classes, 1, Math.max(roomy, classes > 20 ? 0 : widest));
        this.counted = classes <= 20;
        this.font = counted && widest > cell ? Theme.SMALL : Theme.TEXT;
        int line = Theme.height(nameFont());
        this.every = IntStream.of(1, 2, 5, 10, 20, 50, 100)
                .filter(step -> step * cell >= line)
                .findFirst()
                .orElse(classes);
        int name =
                names.stream().mapToInt(n -> Theme.width(n, nameFont())).max().orElse(0);
        this.upright = name > cell * every - 6;
        this.left = Math.min(name, NAMES) + 10;
        this.top = (upright ? Math.min(name, NAMES) : line) + 10;
        this.rows = IntStream.range(0, classes).mapToObj(matrix::actual).toList();
        this.edge = counted ? Theme.width("100.0 %", Theme.SMALL) + 12 : 0;
    }

    private Font nameFont() {
        return classes <= 20 ? Theme.TEXT : Theme.SMALL;
    }

    private int most() {
        return matrix.counts().stream()
                .flatMap(List::stream)
                .mapToInt(n -> n)
                .max()
                .orElse(0);
    }

    Picture picture() {
        String title = matrix.total() == 0
                ? "No predictions"
                : String.format(
                        Locale.ROOT,
                        "Accuracy %.2f %% (%,d of %,d)",
                        100 * matrix.accuracy(),
                        matrix.right(),
                        matrix.total());
        Box axis = Box.text("true class, downwards; predicted class, across", Theme.SMALL, Theme.MUTED);
        int side = cell * classes + 1;
        Box body = new Box.Free(left + side + edge, top + side + (counted ? 26 : 0), this::paint);
        Box key = Box.text(
                        "Colour: share of the row; right in blue; wrong in red, by its square root so that rare mistakes "
                                + "show."
                                + (counted ? " Right edge: recall. Lower edge: precision." : ""),
                        Theme.SMALL,
                        Theme.MUTED)
                .wrap(Math.max(body.width(), 320));
        return Picture.titled(title, Box.column(Theme.GAP, Align.START, axis, body, key));
    }

    private void paint(Graphics2D g) {
        int side = cell * classes + 1;
        for (int c = 0; c < classes; c += every) {
            rowName(g, names.get(c), c);
            columnName(g, names.get(c), c);
        }
        g.setColor(Theme.GRID);
        g.fillRect(left, top, side, side);
        if (cell < 8) {
            // One image rather than a million squares, which an SVG could not carry.
            g.drawImage(cells(), left, top, null);
        } else {
            for (int i = 0; i < classes * classes; i++) {
                cell(g, i / classes, i % classes);
            }
        }
        g.setColor(Theme.FRAME);
        g.setStroke(Theme.HAIR);
        g.drawRect(left, top, side - 1, side - 1);
        if (counted) {
            for (int c = 0; c < classes; c++) {
                int middle = c * cell + cell / 2;
                if (matrix.actual(c) > 0) {
                    g.setFont(Theme.SMALL);
                    g.setColor(Theme.MUTED);
                    g.drawString(
                            Theme.percent(matrix.recall(c)), left + side + 8, top + middle + Theme.drop(Theme.SMALL));
                }
                if (matrix.predicted(c) > 0) {
                    String text = Theme.percent(matrix.precision(c));
                    text = Theme.width(text, Theme.SMALL) > cell - 2 ? text.replace(" %", "") : text;
                    ImageGrid.center(g, text, Theme.SMALL, Theme.MUTED, left + middle, top + side + 16);
                }
            }
        }
    }

    private BufferedImage cells() {
        BufferedImage image = new BufferedImage(cell * classes, cell * classes, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, color(y / cell, x / cell));
            }
        }
        return image;
    }

    private int color(int actual, int predicted) {
        long row = rows.get(actual);
        double share = row == 0 ? 0 : (double) matrix.count(actual, predicted) / row;
        return actual == predicted ? ColorMap.BLUES.rgb(0.85 * share) : ColorMap.REDS.rgb(Math.sqrt(share));
    }

    private void cell(Graphics2D g, int actual, int predicted) {
        int rgb = color(actual, predicted);
        int x = left + predicted * cell + 1;
        int y = top + actual * cell + 1;
        g.setColor(new Color(rgb));
        g.fillRect(x, y, cell - 1, cell - 1);
        if (counted) {
            int count = matrix.count(actual, predicted);
            Color ink = count == 0 && actual != predicted ? Theme.FRAME : Theme.inkOn(rgb);
            ImageGrid.center(g, Theme.number(count), font, ink, x + (cell - 1) / 2, y + (cell - 1) / 2);
        }
    }

    private void rowName(Graphics2D g, String name, int c) {
        Box text = Box.text(name, nameFont(), Theme.INK).cut(NAMES);
        text.paint(g, left - 10 - text.width(), top + c * cell + (cell - text.height()) / 2);
    }

    private void columnName(Graphics2D g, String name, int c) {
        Box text = Box.text(name, nameFont(), Theme.INK).cut(upright ? NAMES : cell * every);
        int middle = left + c * cell + cell / 2;
        if (!upright) {
            text.paint(g, middle - text.width() / 2, top - 6 - text.height());
            return;
        }
        AffineTransform before = g.getTransform();
        g.translate(middle - text.height() / 2, top - 8);
        g.rotate(-Math.PI / 2);
        text.paint(g, 0, 0);
        g.setTransform(before);
    }
}
