package dev.fovea.oracle;

import dev.fovea.op.Padding;
import dev.fovea.op.Size;
import dev.fovea.tensor.Shape;
import java.util.Arrays;

/** Pooling, as what it makes of the numbers in each window. */
final class Pools {
    private Pools() {}

    /** For each number of the output those of the image {@code [H,W,C]} in its window, row by row. */
    static int[][] windows(Size size, Size strides, Padding padding, Shape image) {
        int channels = image.dim(2);
        Span rows = Span.of(image.dim(0), size.height(), strides.height(), 1, padding);
        Span columns = Span.of(image.dim(1), size.width(), strides.width(), 1, padding);
        int[][] windows = new int[rows.outputs() * columns.outputs() * channels][];
        for (int i = 0; i < windows.length; i++) {
            int[] taps = new int[size.height() * size.width()];
            int count = 0;
            for (int tap = 0; tap < taps.length; tap++) {
                int row = rows.input(i / channels / columns.outputs(), tap / size.width());
                int column = columns.input(i / channels % columns.outputs(), tap % size.width());
                if (row >= 0 && column >= 0) {
                    taps[count++] = (row * image.dim(1) + column) * channels + i % channels;
                }
            }
            windows[i] = Arrays.copyOf(taps, count);
        }
        return windows;
    }

    private static int winner(int[] window, double[] x) {
        int winner = window[0];
        for (int i : window) {
            winner = x[i] > x[winner] ? i : winner;
        }
        return winner;
    }

    static double[] max(int[][] windows, Image in) {
        double[] y = new double[windows.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = in.x(0)[winner(windows[i], in.x(0))];
        }
        return y;
    }

    /** From x, y and dy. */
    static double[] maxGradient(int[][] windows, Image in) {
        double[] dx = new double[in.output().size()];
        for (int i = 0; i < windows.length; i++) {
            dx[winner(windows[i], in.x(0))] += in.x(2)[i];
        }
        return dx;
    }

    static double[] average(int[][] windows, Image in) {
        double[] y = new double[windows.length];
        for (int i = 0; i < y.length; i++) {
            for (int tap : windows[i]) {
                y[i] += in.x(0)[tap] / windows[i].length;
            }
        }
        return y;
    }

    static double[] averageGradient(int[][] windows, Image in) {
        double[] dx = new double[in.output().size()];
        for (int i = 0; i < windows.length; i++) {
            for (int tap : windows[i]) {
                dx[tap] += in.x(0)[i] / windows[i].length;
            }
        }
        return dx;
    }
}
