package dev.fovea.datasets;

import java.util.Arrays;

/**
 * What a drawing is drawn on, judged by the edge of the picture: a colour that may change evenly from side to side, as
 * on paper lit from one side, and its grain.
 */
final class Paper {
    /** Per channel: the level in the middle, and how it changes from the middle to the right and to the bottom. */
    private final double[][] plane;

    private final int width;
    private final int height;
    private final double grain;

    private Paper(double[][] plane, int width, int height, double grain) {
        this.plane = plane;
        this.width = width;
        this.height = height;
        this.grain = grain;
    }

    static Paper of(Planes picture) {
        int[] edge = edge(picture.width(), picture.height());
        int channels = picture.values().length;
        boolean[] inked = new boolean[edge.length];
        for (float[] values : picture.values()) {
            markInk(values, edge, inked);
        }
        double[][] plane = new double[channels][];
        double squares = 0;
        int count = 0;
        for (int c = 0; c < channels; c++) {
            plane[c] = fit(picture.values()[c], edge, inked, picture.width(), picture.height());
        }
        Paper smooth = new Paper(plane, picture.width(), picture.height(), 0);
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < edge.length; i++) {
                if (!inked[i]) {
                    double rest = picture.values()[c][edge[i]] - smooth.level(c, edge[i]);
                    squares += rest * rest;
                    count++;
                }
            }
        }
        return new Paper(plane, picture.width(), picture.height(), Math.sqrt(squares / Math.max(1, count)));
    }

    /** The level of a channel of the bare paper at a pixel. */
    double level(int channel, int pixel) {
        double[] p = plane[channel];
        return p[0] + p[1] * across(pixel % width, width) + p[2] * across(pixel / width, height);
    }

    /** The standard deviation of the bare paper from its level. */
    double grain() {
        return grain;
    }

    /** From -1 at the first pixel to 1 at the last. */
    private static double across(int at, int size) {
        return size == 1 ? 0 : 2.0 * at / (size - 1) - 1;
    }

    private static int[] edge(int width, int height) {
        int deep = Math.max(1, Math.min(width, height) / 50);
        int[] edge = new int[width * height];
        int n = 0;
        for (int i = 0; i < edge.length; i++) {
            int x = i % width;
            int y = i / width;
            if (Math.min(Math.min(x, width - 1 - x), Math.min(y, height - 1 - y)) < deep) {
                edge[n++] = i;
            }
        }
        return Arrays.copyOf(edge, n);
    }

    /** Ink may run over the edge, so what is far from the median does not count as paper. */
    private static void markInk(float[] values, int[] edge, boolean[] inked) {
        float[] sorted = new float[edge.length];
        for (int i = 0; i < edge.length; i++) {
            sorted[i] = values[edge[i]];
        }
        Arrays.sort(sorted);
        float median = sorted[sorted.length / 2];
        float[] deviations = new float[edge.length];
        for (int i = 0; i < edge.length; i++) {
            deviations[i] = Math.abs(sorted[i] - median);
        }
        Arrays.sort(deviations);
        float allowed = Math.max(0.06f, 3 * deviations[deviations.length / 2]);
        for (int i = 0; i < edge.length; i++) {
            inked[i] |= Math.abs(values[edge[i]] - median) > allowed;
        }
    }

    /** The least-squares plane through the edge's bare pixels; level where they are too few to tell a slope. */
    private static double[] fit(float[] values, int[] edge, boolean[] inked, int width, int height) {
        double[][] normal = new double[3][4];
        int bare = 0;
        for (int i = 0; i < edge.length; i++) {
            if (inked[i]) {
                continue;
            }
            bare++;
            double[] row = {1, across(edge[i] % width, width), across(edge[i] / width, height), values[edge[i]]};
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 4; c++) {
                    normal[r][c] += row[r] * row[c];
                }
            }
        }
        double mean = bare == 0 ? values[edge[0]] : normal[0][3] / bare;
        return bare * 2 < edge.length || bare < 12 ? new double[] {mean, 0, 0} : solve(normal, mean);
    }

    /** Gauss's elimination; the matrix is symmetric and positive, so no rows need swapping. */
    private static double[] solve(double[][] a, double mean) {
        for (int k = 0; k < 3; k++) {
            if (a[k][k] < 1e-9) {
                return new double[] {mean, 0, 0};
            }
            for (int r = 0; r < 3; r++) {
                double factor = r == k ? 0 : a[r][k] / a[k][k];
                for (int c = k; c < 4; c++) {
                    a[r][c] -= factor * a[k][c];
                }
            }
        }
        return new double[] {a[0][3] / a[0][0], a[1][3] / a[1][1], a[2][3] / a[2][2]};
    }
}
