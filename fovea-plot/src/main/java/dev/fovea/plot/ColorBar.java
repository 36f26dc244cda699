package dev.fovea.plot;

import java.awt.Color;
import java.util.List;

/** The key of a colour map: an upright strip of its colours with the values at both ends and in the middle. */
final class ColorBar {
    private static final int WIDTH = 14;

    private ColorBar() {}

    static Box of(ColorMap colors, Range range, int height) {
        List<String> labels = List.of(
                Theme.number(range.max()), Theme.number((range.min() + range.max()) / 2), Theme.number(range.min()));
        int text =
                labels.stream().mapToInt(l -> Theme.width(l, Theme.SMALL)).max().orElse(0);
        int end = Theme.height(Theme.SMALL) / 2;
        return new Box.Free(WIDTH + 8 + text, height + 2 * end, g -> {
            for (int y = 0; y < height; y++) {
                g.setColor(new Color(colors.rgb(1 - y / (height - 1.0))));
                g.fillRect(0, end + y, WIDTH, 1);
            }
            g.setColor(Theme.FRAME);
            g.setStroke(Theme.HAIR);
            g.drawRect(0, end, WIDTH, height - 1);
            g.setFont(Theme.SMALL);
            for (int i = 0; i < labels.size(); i++) {
                int y = end + i * (height - 1) / (labels.size() - 1);
                g.setColor(Theme.FRAME);
                g.drawLine(WIDTH, y, WIDTH + 4, y);
                g.setColor(Theme.INK);
                g.drawString(labels.get(i), WIDTH + 8, y + Theme.drop(Theme.SMALL));
            }
        });
    }
}
