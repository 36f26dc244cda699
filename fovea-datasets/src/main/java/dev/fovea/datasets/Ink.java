package dev.fovea.datasets;

import java.util.Arrays;

/**
 * How much ink there is at each pixel of a drawing, from 0 for bare paper to 1, whatever the colours of ink and paper.
 *
 * @param values {@code width * height} values row by row
 */
record Ink(int width, int height, float[] values) {
    /** Less contrast than this is no drawing. */
    private static final double LEAST_CONTRAST = 0.08;

    /** Marks of less than this share of the largest are dust. */
    private static final double DUST = 0.03;

    /** The part of a picture, in pixels. */
    record Box(int left, int top, int width, int height) {
        int longer() {
            return Math.max(width, height);
        }
    }

    /** The ink of a picture, or null if it shows nothing but paper. */
    static Ink of(Planes picture) {
        Paper paper = Paper.of(picture);
        float[][] deviations = deviations(picture, paper);
        double[] colour = inkColour(deviations);
        float[] ink = new float[picture.width() * picture.height()];
        for (int i = 0; i < ink.length; i++) {
            double along = 0;
            for (int c = 0; c < deviations.length; c++) {
                along += deviations[c][i] * colour[c];
            }
            ink[i] = (float) Math.max(0, along);
        }
        double full = fullLevel(ink);
        if (full < Math.max(LEAST_CONTRAST, 5 * paper.grain())) {
            return null;
        }
        float noise = (float) Math.clamp(5 * paper.grain() / full, 0.1, 0.4);
        for (int i = 0; i < ink.length; i++) {
            float value = (float) Math.min(1, ink[i] / full);
            ink[i] = value < noise ? 0 : value;
        }
        return new Ink(picture.width(), picture.height(), ink).withoutDust();
    }

    private static float[][] deviations(Planes picture, Paper paper) {
        float[][] deviations = new float[picture.values().length][];
        for (int c = 0; c < deviations.length; c++) {
            deviations[c] = picture.values()[c].clone();
            for (int i = 0; i < deviations[c].length; i++) {
                deviations[c][i] -= (float) paper.level(c, i);
            }
        }
        return deviations;
    }

    /** The direction from paper to ink in colour space: the mean deviation, in which the strong ones count far more. */
    private static double[] inkColour(float[][] deviations) {
        double[] sum = new double[deviations.length];
        for (int i = 0; i < deviations[0].length; i++) {
            double square = 0;
            for (float[] channel : deviations) {
                square += channel[i] * channel[i];
            }
            for (int c = 0; c < sum.length; c++) {
                sum[c] += square * square * deviations[c][i];
            }
        }
        double length = 0;
        for (double part : sum) {
            length += part * part;
        }
        // To the mean of the channels, so that black on white has contrast 1 in grey and in colour.
        double scale = length == 0 ? 0 : 1 / Math.sqrt(length * sum.length);
        return Arrays.stream(sum).map(part -> part * scale).toArray();
    }

    /** The level that counts as full ink: one in ten inked pixels is above it. */
    private static double fullLevel(float[] ink) {
        float most = 0;
        for (float value : ink) {
            most = Math.max(most, value);
        }
        float[] inked = new float[ink.length];
        int n = 0;
        for (float value : ink) {
            if (value > most / 2) {
                inked[n++] = value;
            }
        }
        Arrays.sort(inked, 0, n);
        return n == 0 ? 0 : inked[n * 9 / 10];
    }

    /** The ink without the marks that are tiny beside the largest one. */
    private Ink withoutDust() {
        int[] mark = new int[values.length];
        double[] mass = new double[16];
        int[] stack = new int[values.length];
        int marks = 0;
        for (int start = 0; start < values.length; start++) {
            if (values[start] == 0 || mark[start] != 0) {
                continue;
            }
            mark[start] = ++marks;
            mass = marks < mass.length ? mass : Arrays.copyOf(mass, 2 * marks);
            int depth = 0;
            stack[depth++] = start;
            while (depth > 0) {
                int at = stack[--depth];
                mass[marks] += values[at];
                for (int y = Math.max(0, at / width - 1); y <= Math.min(height - 1, at / width + 1); y++) {
                    for (int x = Math.max(0, at % width - 1); x <= Math.min(width - 1, at % width + 1); x++) {
                        int next = y * width + x;
                        if (values[next] > 0 && mark[next] == 0) {
                            mark[next] = marks;
                            stack[depth++] = next;
                        }
                    }
                }
            }
        }
        double largest = Arrays.stream(mass).max().orElse(0);
        float[] clean = values.clone();
        for (int i = 0; i < clean.length; i++) {
            clean[i] = mass[mark[i]] < DUST * largest ? 0 : clean[i];
        }
        return new Ink(width, height, clean);
    }

    /** The smallest box around all ink. */
    Box box() {
        int left = width;
        int top = height;
        int right = -1;
        int bottom = -1;
        for (int i = 0; i < values.length; i++) {
            if (values[i] > 0) {
                left = Math.min(left, i % width);
                right = Math.max(right, i % width);
                top = Math.min(top, i / width);
                bottom = i / width;
            }
        }
        return new Box(left, top, right - left + 1, bottom - top + 1);
    }

    /** A part of it with bare paper all around. */
    Ink crop(Box box, int margin) {
        int w = box.width + 2 * margin;
        int h = box.height + 2 * margin;
        float[] part = new float[w * h];
        for (int y = 0; y < box.height; y++) {
            System.arraycopy(values, (box.top + y) * width + box.left, part, (y + margin) * w + margin, box.width);
        }
        return new Ink(w, h, part);
    }

    /** How wide its strokes are in the mean, in pixels: their area over half their outline. */
    double strokeWidth() {
        double area = 0;
        int steps = 0;
        for (int i = 0; i < values.length; i++) {
            area += values[i];
            boolean inked = values[i] >= 0.5f;
            steps += i % width > 0 && inked != values[i - 1] >= 0.5f ? 1 : 0;
            steps += i >= width && inked != values[i - width] >= 0.5f ? 1 : 0;
        }
        // Steps along a slanted outline are longer than it: by 4/pi, all directions being alike.
        return steps == 0 ? 0 : 2 * area / (steps * Math.PI / 4);
    }

    /** The same strokes, wider by {@code by} pixels on either side. */
    Ink widened(double by) {
        float[] distance = new float[values.length];
        for (int i = 0; i < distance.length; i++) {
            distance[i] = values[i] >= 0.5f ? 0 : Float.MAX_VALUE / 4;
        }
        // Chamfer distance: twice over the picture, forth and back.
        for (int i = 0; i < distance.length; i++) {
            nearer(distance, i, -1, 0);
            nearer(distance, i, -1, -1);
            nearer(distance, i, 0, -1);
            nearer(distance, i, 1, -1);
        }
        for (int i = distance.length - 1; i >= 0; i--) {
            nearer(distance, i, 1, 0);
            nearer(distance, i, 1, 1);
            nearer(distance, i, 0, 1);
            nearer(distance, i, -1, 1);
        }
        float[] wide = values.clone();
        for (int i = 0; i < wide.length; i++) {
            wide[i] = Math.max(wide[i], (float) Math.clamp(by + 1 - distance[i], 0, 1));
        }
        return new Ink(width, height, wide);
    }

    private void nearer(float[] distance, int at, int dx, int dy) {
        int x = at % width + dx;
        int y = at / width + dy;
        if (x >= 0 && x < width && y >= 0 && y < height) {
            float step = dx != 0 && dy != 0 ? 1.414f : 1;
            distance[at] = Math.min(distance[at], distance[y * width + x] + step);
        }
    }
}
