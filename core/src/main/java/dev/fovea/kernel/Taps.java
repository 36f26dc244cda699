package dev.fovea.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * For each pixel that a convolution or its input gradient writes, which pixels and weights it is a sum of.
 *
 * <p>Rows that read the same taps at the same distances form a class, and so do columns; a table is kept for each pair
 * of classes. Taps that fall on padding or between strides are not in it, so that borders cost nothing.
 */
final class Taps {
    /**
     * Offsets from a pixel's base to its inputs, and those of the weights they are multiplied with; and the same as
     * runs of neighbours: where each starts in the input, where in the weights, and its length.
     */
    record Table(int[] inputs, int[] weights, int[] runs) {}

    /** Columns {@code step} apart that share their tables, with inputs {@code inputStep} apart. */
    record Span(int first, int count, int step, int inputStep) {}

    /** A tap along one axis: its number in the filter and the distance of what it reads from the base. */
    private record Tap(int number, int distance) {}

    private final int[] rowBase;
    private final int[] columnBase;
    private final int[] rowClass;
    private final int[] columnClass;
    private final Table[][] tables;
    private final Span[] spans;

    private Taps(int[] rowBase, int[] columnBase, int[] rowClass, int[] columnClass, Table[][] tables) {
        this.rowBase = rowBase;
        this.columnBase = columnBase;
        this.rowClass = rowClass;
        this.columnClass = columnClass;
        this.tables = tables;
        this.spans = spans(columnBase, columnClass);
    }

    private static Span[] spans(int[] base, int[] kind) {
        List<Span> spans = new ArrayList<>();
        boolean[] taken = new boolean[kind.length];
        for (int first = 0; first < kind.length; first++) {
            if (taken[first]) {
                continue;
            }
            int next = next(kind, first);
            int step = next - first;
            int inputStep = next < kind.length ? base[next] - base[first] : 0;
            int count = 1;
            int last = first;
            taken[first] = true;
            while (next < kind.length && next - last == step && base[next] - base[last] == inputStep) {
                taken[next] = true;
                last = next;
                count++;
                next = next(kind, last);
            }
            spans.add(new Span(first, count, step, inputStep));
        }
        return spans.toArray(Span[]::new);
    }

    /** The next column of the kind of this one. */
    private static int next(int[] kind, int column) {
        int next = column + 1;
        while (next < kind.length && kind[next] != kind[column]) {
            next++;
        }
        return next;
    }

    /** The taps of the outputs of a convolution; its inputs are pixels of the image, its weights lie as filters do. */
    static Taps forward(ConvGeometry g, int lanes) {
        return forward(g, lanes, g.channelsPerGroup() * g.m(), g.m());
    }

    /** The same with weights that are neighbours where the terms of an output are. */
    static Taps forwardPacked(ConvGeometry g, int lanes) {
        return forward(g, lanes, g.channelsPerGroup(), 1);
    }

    private static Taps forward(ConvGeometry g, int lanes, int weightsPerTap, int weightsPerChannel) {
        Window w = g.window();
        List<List<Tap>> rows = new ArrayList<>();
        int[] rowBase = new int[w.e()];
        for (int e = 0; e < w.e(); e++) {
            rowBase[e] = w.row(e, 0);
            rows.add(inside(rowBase[e], w.r(), w.dilationH(), w.h()));
        }
        List<List<Tap>> columns = new ArrayList<>();
        int[] columnBase = new int[w.f()];
        for (int f = 0; f < w.f(); f++) {
            columnBase[f] = w.column(f, 0);
            columns.add(inside(columnBase[f], w.s(), w.dilationW(), w.w()));
        }
        int cg = g.channelsPerGroup();
        return of(rows, columns, rowBase, columnBase, w.w(), g.c(), cg, lanes, w, weightsPerTap, weightsPerChannel);
    }

    /**
     * The taps of the pixels of an image's gradient; their inputs are pixels of the output's gradient, and their weights
     * {@code [R, S, M, C / groups]}, turned by {@link PlainConv2d}.
     */
    static Taps inputGradient(ConvGeometry g, int lanes) {
        return inputGradient(g, lanes, g.channelsPerGroup() * g.m(), g.channelsPerGroup());
    }

    /** The same with weights that are neighbours where the terms of a pixel are. */
    static Taps inputGradientPacked(ConvGeometry g, int lanes) {
        return inputGradient(g, lanes, g.filtersPerGroup(), 1);
    }

    private static Taps inputGradient(ConvGeometry g, int lanes, int weightsPerTap, int weightsPerChannel) {
        Window w = g.window();
        List<List<Tap>> rows = new ArrayList<>();
        int[] rowBase = new int[w.h()];
        for (int h = 0; h < w.h(); h++) {
            rowBase[h] = (h + w.padTop()) / w.strideH();
            rows.add(reaching(h + w.padTop(), w.r(), w.dilationH(), w.strideH(), w.e()));
        }
        List<List<Tap>> columns = new ArrayList<>();
        int[] columnBase = new int[w.w()];
        for (int c = 0; c < w.w(); c++) {
            columnBase[c] = (c + w.padLeft()) / w.strideW();
            columns.add(reaching(c + w.padLeft(), w.s(), w.dilationW(), w.strideW(), w.f()));
        }
        return of(
                rows,
                columns,
                rowBase,
                columnBase,
                w.f(),
                g.m(),
                g.filtersPerGroup(),
                lanes,
                w,
                weightsPerTap,
                weightsPerChannel);
    }

    private static List<Tap> inside(int base, int taps, int dilation, int length) {
        List<Tap> inside = new ArrayList<>();
        for (int tap = 0; tap < taps; tap++) {
            int at = base + tap * dilation;
            if (at >= 0 && at < length) {
                inside.add(new Tap(tap, tap * dilation));
            }
        }
        return inside;
    }

    private static List<Tap> reaching(int padded, int taps, int dilation, int stride, int outputs) {
        List<Tap> reaching = new ArrayList<>();
        for (int tap = 0; tap < taps; tap++) {
            int from = padded - tap * dilation;
            if (from >= 0 && from % stride == 0 && from / stride < outputs) {
                reaching.add(new Tap(tap, from / stride - padded / stride));
            }
        }
        return reaching;
    }

    private static Taps of(
            List<List<Tap>> rows,
            List<List<Tap>> columns,
            int[] rowBase,
            int[] columnBase,
            int width,
            int channels,
            int channelsRead,
            int lanes,
            Window window,
            int weightsPerTap,
            int weightsPerChannel) {
        List<List<Tap>> rowKinds = rows.stream().distinct().toList();
        List<List<Tap>> columnKinds = columns.stream().distinct().toList();
        Table[][] tables = new Table[rowKinds.size()][columnKinds.size()];
        for (int i = 0; i < tables.length; i++) {
            for (int j = 0; j < tables[i].length; j++) {
                int[] inputs =
                        new int[rowKinds.get(i).size() * columnKinds.get(j).size() * channelsRead];
                int[] weights = new int[inputs.length];
                int k = 0;
                for (Tap row : rowKinds.get(i)) {
                    for (Tap column : columnKinds.get(j)) {
                        int pixel = row.distance * width + column.distance;
                        int tap = row.number * window.s() + column.number;
                        for (int c = 0; c < channelsRead; c++) {
                            inputs[k] = (pixel * channels + c) * lanes;
                            weights[k] = tap * weightsPerTap + c * weightsPerChannel;
                            k++;
                        }
                    }
                }
                tables[i][j] = new Table(inputs, weights, runs(inputs, weights, lanes, weightsPerChannel));
            }
        }
        int[] rowClass = rows.stream().mapToInt(rowKinds::indexOf).toArray();
        int[] columnClass = columns.stream().mapToInt(columnKinds::indexOf).toArray();
        int[] scaledRows =
                Arrays.stream(rowBase).map(r -> r * width * channels * lanes).toArray();
        int[] scaledColumns =
                Arrays.stream(columnBase).map(c -> c * channels * lanes).toArray();
        return new Taps(scaledRows, scaledColumns, rowClass, columnClass, tables);
    }

    private static int[] runs(int[] inputs, int[] weights, int inputStep, int weightStep) {
        int[] runs = new int[3 * inputs.length];
        int count = 0;
        for (int k = 0; k < inputs.length; k++) {
            boolean goesOn =
                    k > 0 && inputs[k] - inputs[k - 1] == inputStep && weights[k] - weights[k - 1] == weightStep;
            if (!goesOn) {
                runs[3 * count] = inputs[k];
                runs[3 * count + 1] = weights[k];
                count++;
            }
            runs[3 * count - 1]++;
        }
        return Arrays.copyOf(runs, 3 * count);
    }

    int rows() {
        return rowBase.length;
    }

    int columns() {
        return columnBase.length;
    }

    /** Where the inputs of a pixel are counted from. */
    int base(int row, int column) {
        return rowBase[row] + columnBase[column];
    }

    Span[] spans() {
        return spans;
    }

    Table table(int row, int column) {
        return tables[rowClass[row]][columnClass[column]];
    }
}
