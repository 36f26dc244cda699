package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Hash;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Moves the pixels of each image by an affine map, which depends on key, step and image alone.
 *
 * <p>A pixel is taken from the four between which its place lies, or from the nearest; beyond the border from where the
 * fill mode says. So it is as if the image had been continued without end before it was moved.
 *
 * @param motion draws the map
 * @param axis the axis of rows, without the batch axis; that of columns is the next
 * @param fillValue what lies beyond the border where {@code fillMode} is constant
 * @param bilinear whether to interpolate between pixels; else the nearest is taken, of two as near the latter
 * @param key tells this layer's draws from those of others
 */
public record Warp(Motion motion, int axis, FillMode fillMode, float fillValue, boolean bilinear, int key)
        implements Op {
    private static final int COEFFICIENTS = 6;

    @Override
    public Shape shape(List<Shape> operands) {
        Shape input = operands.get(0);
        Size size = motion.result(size(input));
        return input.with(axis, size.height()).with(axis + 1, size.width());
    }

    private Size size(Shape image) {
        return Size.of(image.dim(axis), image.dim(axis + 1));
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        Shape input = operands.get(0);
        Loop loop = new Loop(this, input, lanes);
        return new Bound(COEFFICIENTS * lanes, (in, out, scratch, block) -> {
            loop.drawMaps(block, scratch);
            loop.run(false, in[0], out, scratch);
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Gradient(this, operands[0].shape()), outputGradient)};
    }

    /** Sends the gradient of each pixel to those that it was taken from. */
    public record Gradient(Warp warp, Shape image) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return image;
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            Loop loop = new Loop(warp, image, lanes);
            return new Bound(COEFFICIENTS * lanes, (in, out, scratch, block) -> {
                kernels.fill(image.size() * lanes, 0, out);
                loop.drawMaps(block, scratch);
                loop.run(true, out, in[0], scratch);
            });
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            Value back = graph.add(
                    new Warp(warp.motion, warp.axis, warp.fillMode, 0, warp.bilinear, warp.key), outputGradient);
            return new Value[] {back};
        }
    }

    /** The loops of both ways: images of {@code from} pixels, {@code planes} of them, {@code each} numbers a pixel. */
    private record Loop(Warp warp, Size from, Size to, int planes, int each, int lanes) {
        Loop(Warp warp, Shape image, int lanes) {
            this(
                    warp,
                    warp.size(image),
                    warp.motion.result(warp.size(image)),
                    Concatenate.rows(image, warp.axis),
                    Concatenate.each(image, warp.axis + 1),
                    lanes);
        }

        void drawMaps(Block block, Floats maps) {
            for (int l = 0; l < lanes; l++) {
                int imageKey = Hash.imageKey(warp.key ^ block.stepKey, block.firstImage + l);
                warp.motion.write(imageKey, from, maps.array, maps.offset + l, lanes);
            }
        }

        /** Takes pixels of y from x, or with {@code back} adds those of y to where in x they came from. */
        void run(boolean back, Floats x, Floats y, Floats maps) {
            int pixel = each * lanes;
            int image = from.height() * from.width() * pixel;
            int at = y.offset;
            for (int p = 0; p < planes; p++) {
                for (int r = 0; r < to.height(); r++) {
                    for (int c = 0; c < to.width(); c++) {
                        if (warp.bilinear) {
                            between(back, x.array, x.offset + p * image, y.array, at, maps, r, c);
                        } else {
                            nearest(back, x.array, x.offset + p * image, y.array, at, maps, r, c);
                        }
                        at += pixel;
                    }
                }
            }
        }

        private void nearest(boolean back, float[] x, int image, float[] y, int at, Floats maps, int r, int c) {
            float[] m = maps.array;
            for (int l = 0; l < lanes; l++) {
                int k = maps.offset + l;
                float row = m[k] * r + m[k + lanes] * c + m[k + 2 * lanes];
                float column = m[k + 3 * lanes] * r + m[k + 4 * lanes] * c + m[k + 5 * lanes];
                int i = pixel((int) Math.floor(row + 0.5f), from.height());
                int j = pixel((int) Math.floor(column + 0.5f), from.width());
                int place = place(image, i, j, l);
                for (int e = 0; e < each * lanes; e += lanes) {
                    if (!back) {
                        y[at + l + e] = place < 0 ? warp.fillValue : x[place + e];
                    } else if (place >= 0) {
                        x[place + e] += y[at + l + e];
                    }
                }
            }
        }

        private void between(boolean back, float[] x, int image, float[] y, int at, Floats maps, int r, int c) {
            float[] m = maps.array;
            for (int l = 0; l < lanes; l++) {
                int k = maps.offset + l;
                float row = m[k] * r + m[k + lanes] * c + m[k + 2 * lanes];
                float column = m[k + 3 * lanes] * r + m[k + 4 * lanes] * c + m[k + 5 * lanes];
                int above = (int) Math.floor(row);
                int left = (int) Math.floor(column);
                float down = row - above;
                float right = column - left;
                int i = pixel(above, from.height());
                int below = pixel(above + 1, from.height());
                int j = pixel(left, from.width());
                int beside = pixel(left + 1, from.width());
                int place00 = place(image, i, j, l);
                int place01 = place(image, i, beside, l);
                int place10 = place(image, below, j, l);
                int place11 = place(image, below, beside, l);
                for (int e = 0; e < each * lanes; e += lanes) {
                    int n = at + l + e;
                    if (!back) {
                        float upper = (1 - right) * value(x, place00, e) + right * value(x, place01, e);
                        float lower = (1 - right) * value(x, place10, e) + right * value(x, place11, e);
                        y[n] = (1 - down) * upper + down * lower;
                    } else {
                        add(x, place00, e, (1 - down) * (1 - right) * y[n]);
                        add(x, place01, e, (1 - down) * right * y[n]);
                        add(x, place10, e, down * (1 - right) * y[n]);
                        add(x, place11, e, down * right * y[n]);
                    }
                }
            }
        }

        private int pixel(int i, int n) {
            return i >= 0 && i < n ? i : warp.fillMode.pixel(i, n);
        }

        /** Where a pixel of a lane begins, or -1 if there is none. */
        private int place(int image, int i, int j, int lane) {
            return i < 0 || j < 0 ? -1 : image + (i * from.width() + j) * each * lanes + lane;
        }

        private float value(float[] x, int place, int e) {
            return place < 0 ? warp.fillValue : x[place + e];
        }

        private static void add(float[] x, int place, int e, float number) {
            if (place >= 0) {
                x[place + e] += number;
            }
        }
    }
}
