package dev.fovea.labs;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Numbers in rows and columns with a name above, to be printed side by side with others.
 *
 * @param lines the name and the rows, all of one length
 */
record Table(List<String> lines) {
    Table {
        lines = List.copyOf(lines);
    }

    /** The only channel of an image {@code [1,H,W,1]}. */
    static Table ofImage(String name, Tensor image) {
        return ofImage(name, image, 0);
    }

    /** One channel of an image {@code [1,H,W,C]}. */
    static Table ofImage(String name, Tensor image, int channel) {
        Shape shape = image.shape();
        float[][] rows = new float[shape.dim(1)][shape.dim(2)];
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows[y].length; x++) {
                rows[y][x] = image.get(0, y, x, channel);
            }
        }
        return of(name, rows);
    }

    /** What the only filter of {@code [R,S,1,1]} multiplies the only channel with. */
    static Table ofFilter(String name, Tensor filters) {
        return ofFilter(name, filters, 0, 0);
    }

    /** What one filter of {@code [R,S,C,M]} multiplies one channel with. */
    static Table ofFilter(String name, Tensor filters, int channel, int filter) {
        Shape shape = filters.shape();
        float[][] rows = new float[shape.dim(0)][shape.dim(1)];
        for (int r = 0; r < rows.length; r++) {
            for (int s = 0; s < rows[r].length; s++) {
                rows[r][s] = filters.get(r, s, channel, filter);
            }
        }
        return of(name, rows);
    }

    static Table of(String name, float[][] rows) {
        int width = 0;
        for (float[] row : rows) {
            for (float value : row) {
                width = Math.max(width, number(value).length());
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(name);
        for (float[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (float value : row) {
                String text = number(value);
                line.append(line.isEmpty() ? "" : " ")
                        .repeat(" ", width - text.length())
                        .append(text);
            }
            lines.add(line.toString());
        }
        return new Table(lines);
    }

    /** Whole numbers without a point, others with three decimals. */
    static String number(float value) {
        return value == Math.rint(value)
                ? Integer.toString(Math.round(value))
                : String.format(Locale.ROOT, "%.3f", value);
    }

    /** The way to write a sum: {@code 5 - 3 + 9}. */
    static String sum(float... terms) {
        StringBuilder text = new StringBuilder(number(terms[0]));
        for (int i = 1; i < terms.length; i++) {
            text.append(terms[i] < 0 ? " - " : " + ").append(number(Math.abs(terms[i])));
        }
        return text.toString();
    }

    /** Prints tables side by side, and an empty line. */
    static void print(PrintStream out, Table... tables) {
        int height = 0;
        for (Table table : tables) {
            height = Math.max(height, table.lines.size());
        }
        for (int i = 0; i < height; i++) {
            StringBuilder line = new StringBuilder();
            for (Table table : tables) {
                String text = i < table.lines.size() ? table.lines.get(i) : "";
                int width = table.lines.stream().mapToInt(String::length).max().orElse(0);
                line.append("    ").append(text).repeat(" ", width - text.length());
            }
            out.println(line.toString().stripTrailing());
        }
        out.println();
    }
}
