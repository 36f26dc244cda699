package dev.fovea.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** A rectangle of a picture. It knows its size before it is drawn, so that nothing overlaps and nothing is cut. */
interface Box {
    int width();

    int height();

    /** Draws the box with its top left corner at x, y; leaves the state of g to whoever draws next. */
    void paint(Graphics2D g, int x, int y);

    static Box.Text text(String text, Font font, Color color) {
        return new Text(List.of(text.split("\n", -1)), font, color, Align.START);
    }

    static Box row(int gap, Align align, Box... boxes) {
        return new Row(List.of(boxes), gap, align);
    }

    static Box column(int gap, Align align, Box... boxes) {
        return new Column(List.of(boxes), gap, align);
    }

    /** What draws itself at the origin, in a room of its own. */
    interface Painter {
        void paint(Graphics2D g);
    }

    /** Free drawing of a given size. */
    record Free(int width, int height, Painter painter) implements Box {
        @Override
        public void paint(Graphics2D g, int x, int y) {
            Graphics2D own = (Graphics2D) g.create();
            own.translate(x, y);
            painter.paint(own);
            own.dispose();
        }
    }

    /** Lines of text. */
    record Text(List<String> lines, Font font, Color color, Align align) implements Box {
        Text centred() {
            return new Text(lines, font, color, Align.CENTER);
        }

        /** Breaks lines between words so that they keep to the width; a single longer word is cut with an ellipsis. */
        Text wrap(int width) {
            List<String> broken = new ArrayList<>();
            for (String line : lines) {
                StringBuilder sofar = new StringBuilder();
                for (String word : line.split(" ")) {
                    String longer = sofar.isEmpty() ? word : sofar + " " + word;
                    if (!sofar.isEmpty() && Theme.width(longer, font) > width) {
                        broken.add(cut(sofar.toString(), width));
                        longer = word;
                    }
                    sofar.setLength(0);
                    sofar.append(longer);
                }
                broken.add(cut(sofar.toString(), width));
            }
            return new Text(List.copyOf(broken), font, color, align);
        }

        /** Keeps each line to the width by an ellipsis. */
        Text cut(int width) {
            return new Text(lines.stream().map(l -> cut(l, width)).toList(), font, color, align);
        }

        private String cut(String line, int width) {
            int length = line.length();
            String shown = line;
            while (length > 1 && Theme.width(shown, font) > width) {
                shown = line.substring(0, --length).stripTrailing() + "…";
            }
            return shown;
        }

        @Override
        public int width() {
            return lines.stream().mapToInt(l -> Theme.width(l, font)).max().orElse(0);
        }

        @Override
        public int height() {
            return lines.size() * Theme.height(font);
        }

        @Override
        public void paint(Graphics2D g, int x, int y) {
            g.setFont(font);
            g.setColor(color);
            int baseline = y + Theme.ascent(font);
            for (String line : lines) {
                if (!line.isEmpty()) {
                    g.drawString(line, x + align.offset(width(), Theme.width(line, font)), baseline);
                }
                baseline += Theme.height(font);
            }
        }
    }

    /** An image, pixel for pixel, in a hairline frame just outside of it. */
    record Image(BufferedImage image) implements Box {
        @Override
        public int width() {
            return image.getWidth() + 2;
        }

        @Override
        public int height() {
            return image.getHeight() + 2;
        }

        @Override
        public void paint(Graphics2D g, int x, int y) {
            g.setColor(Theme.FRAME);
            g.fillRect(x, y, width(), height());
            g.drawImage(image, x + 1, y + 1, null);
        }
    }

    record Row(List<Box> boxes, int gap, Align align) implements Box {
        @Override
        public int width() {
            return boxes.stream().mapToInt(Box::width).sum() + gap * Math.max(0, boxes.size() - 1);
        }

        @Override
        public int height() {
            return boxes.stream().mapToInt(Box::height).max().orElse(0);
        }

        @Override
        public void paint(Graphics2D g, int x, int y) {
            int height = height();
            for (Box box : boxes) {
                box.paint(g, x, y + align.offset(height, box.height()));
                x += box.width() + gap;
            }
        }
    }

    record Column(List<Box> boxes, int gap, Align align) implements Box {
        @Override
        public int width() {
            return boxes.stream().mapToInt(Box::width).max().orElse(0);
        }

        @Override
        public int height() {
            return boxes.stream().mapToInt(Box::height).sum() + gap * Math.max(0, boxes.size() - 1);
        }

        @Override
        public void paint(Graphics2D g, int x, int y) {
            int width = width();
            for (Box box : boxes) {
                box.paint(g, x + align.offset(width, box.width()), y);
                y += box.height() + gap;
            }
        }
    }

    /** Boxes in cells of one size each, row by row. */
    record Grid(List<? extends Box> boxes, int columns, int gap, Align align) implements Box {
        private int cellWidth() {
            return boxes.stream().mapToInt(Box::width).max().orElse(0);
        }

        private int cellHeight() {
            return boxes.stream().mapToInt(Box::height).max().orElse(0);
        }

        @Override
        public int width() {
            int across = Math.min(columns, boxes.size());
            return across * cellWidth() + gap * Math.max(0, across - 1);
        }

        @Override
        public int height() {
            int down = Math.ceilDiv(boxes.size(), columns);
            return down * cellHeight() + gap * Math.max(0, down - 1);
        }

        @Override
        public void paint(Graphics2D g, int x, int y) {
            int cellWidth = cellWidth();
            int cellHeight = cellHeight();
            for (int i = 0; i < boxes.size(); i++) {
                Box box = boxes.get(i);
                int left = x + i % columns * (cellWidth + gap);
                box.paint(g, left + align.offset(cellWidth, box.width()), y + i / columns * (cellHeight + gap));
            }
        }
    }

    /** A box with room around it. */
    record Padded(Box inner, int margin) implements Box {
        @Override
        public int width() {
            return inner.width() + 2 * margin;
        }

        @Override
        public int height() {
            return inner.height() + 2 * margin;
        }

        @Override
        public void paint(Graphics2D g, int x, int y) {
            inner.paint(g, x + margin, y + margin);
        }
    }

    /** A box in a column of a given width, so that several rows line up. */
    record Fixed(Box inner, int width) implements Box {
        @Override
        public int height() {
            return inner.height();
        }

        @Override
        public void paint(Graphics2D g, int x, int y) {
            inner.paint(g, x, y);
        }
    }

    /** As many columns as fit the page, with rows as even as they can be. */
    static int columns(int boxes, int cellWidth, int gap) {
        int most = Math.max(1, (Theme.PAGE + gap) / (cellWidth + gap));
        return Math.max(1, Math.ceilDiv(boxes, Math.ceilDiv(Math.max(1, boxes), most)));
    }
}
