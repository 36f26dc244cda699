package dev.fovea.op;

import dev.fovea.kernel.Hash;

/**
 * Where {@link Warp} takes the pixels of an image from, by an affine map that each image draws for itself:
 * {@code row = m[0] * r + m[1] * c + m[2]} and {@code column = m[3] * r + m[4] * c + m[5]} for the pixel that is made at
 * row r and column c. Pixels lie at whole numbers, the first at 0, and row numbers grow downwards, as in Keras.
 */
public sealed interface Motion {
    /** Writes an image's map to {@code map[at]}, {@code map[at + stride]} and so on. */
    void write(int imageKey, Size image, float[] map, int at, int stride);

    /** The size of what is made of such an image. */
    default Size result(Size image) {
        return image;
    }

    private static void put(
            float[] map, int at, int stride, double m0, double m1, double m2, double m3, double m4, double m5) {
        map[at] = (float) m0;
        map[at + stride] = (float) m1;
        map[at + 2 * stride] = (float) m2;
        map[at + 3 * stride] = (float) m3;
        map[at + 4 * stride] = (float) m4;
        map[at + 5 * stride] = (float) m5;
    }

    /** The middle of {@code n} pixels. */
    private static double middle(int n) {
        return (n - 1) / 2.0;
    }

    /**
     * Every other image in a mirror, on average.
     *
     * @param rows whether top and bottom change places
     * @param columns whether left and right change places
     */
    record Flip(boolean rows, boolean columns) implements Motion {
        @Override
        public void write(int imageKey, Size image, float[] map, int at, int stride) {
            boolean flips = Hash.uniform(imageKey, 0) < 0.5f;
            boolean down = flips && rows;
            boolean across = flips && columns;
            put(
                    map,
                    at,
                    stride,
                    down ? -1 : 1,
                    0,
                    down ? image.height() - 1 : 0,
                    0,
                    across ? -1 : 1,
                    across ? image.width() - 1 : 0);
        }
    }

    /** @param turns by how much of a full turn about the middle, counter-clockwise */
    record Rotation(Uniform turns) implements Motion {
        @Override
        public void write(int imageKey, Size image, float[] map, int at, int stride) {
            double angle = 2 * Math.PI * turns.draw(imageKey, 0);
            double cos = StrictMath.cos(angle);
            double sin = StrictMath.sin(angle);
            double r = middle(image.height());
            double c = middle(image.width());
            put(map, at, stride, cos, sin, r - cos * r - sin * c, -sin, cos, c + sin * r - cos * c);
        }
    }

    /**
     * About the middle.
     *
     * @param height how much more than the image's height is shown; negative for less, which zooms in
     * @param width the same of the width; null to keep the aspect ratio
     */
    record Zoom(Uniform height, Uniform width) implements Motion {
        @Override
        public void write(int imageKey, Size image, float[] map, int at, int stride) {
            double rows = 1 + height.draw(imageKey, 0);
            double columns = width == null ? rows : 1 + width.draw(imageKey, 1);
            double r = middle(image.height()) * (1 - rows);
            double c = middle(image.width()) * (1 - columns);
            put(map, at, stride, rows, 0, r, 0, columns, c);
        }
    }

    /**
     * @param height by which part of the image's height it moves down
     * @param width by which part of the image's width it moves to the right
     */
    record Translation(Uniform height, Uniform width) implements Motion {
        @Override
        public void write(int imageKey, Size image, float[] map, int at, int stride) {
            double down = (double) height.draw(imageKey, 0) * image.height();
            double right = (double) width.draw(imageKey, 1) * image.width();
            put(map, at, stride, 1, 0, -down, 0, 1, -right);
        }
    }

    /**
     * About the first pixel, one way or the other.
     *
     * @param x how many columns further to the right each next row is taken from
     * @param y how many rows further down each next column is taken from
     */
    record Shear(Uniform x, Uniform y) implements Motion {
        @Override
        public void write(int imageKey, Size image, float[] map, int at, int stride) {
            int sign = Hash.uniform(imageKey, 2) < 0.5f ? 1 : -1;
            put(map, at, stride, 1, sign * y.draw(imageKey, 1), 0, sign * x.draw(imageKey, 0), 1, 0);
        }
    }

    /** A window of the image at a place that is drawn. */
    record Crop(Size window) implements Motion {
        @Override
        public void write(int imageKey, Size image, float[] map, int at, int stride) {
            int row = place(imageKey, 0, image.height() - window.height());
            int column = place(imageKey, 1, image.width() - window.width());
            put(map, at, stride, 1, 0, row, 0, 1, column);
        }

        private static int place(int imageKey, int index, int last) {
            return (int) (Hash.uniform(imageKey, index) * (last + 1.0));
        }

        @Override
        public Size result(Size image) {
            if (window.height() > image.height() || window.width() > image.width()) {
                throw new IllegalArgumentException("can't cut " + window + " out of an image of " + image);
            }
            return window;
        }
    }
}
