package dev.fovea.op;

import dev.fovea.kernel.Hash;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Fills a rectangle of some images, which depends on key, step and image alone.
 *
 * @param axis the axis of rows, without the batch axis; that of columns is the next
 * @param probability how likely an image is to lose a rectangle; drawn for each
 * @param scale of what the square root is drawn as the rectangle's part of the image's height, and of its width
 * @param fillValue what it is filled with; null for normal draws, of mean 0, times {@code highest}
 * @param lowest nothing that it is filled with is below
 * @param highest nothing that it is filled with is above
 * @param key tells this layer's draws from those of others
 */
public record Erase(int axis, Uniform probability, Uniform scale, Float fillValue, float lowest, float highest, int key)
        implements Op {
    /** The numbers that an image draws before those of the noise. */
    private static final int DRAWS = 6;

    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        return bind(kernels, operands.get(0), lanes, false);
    }

    private Bound bind(Kernels kernels, Shape image, int lanes, boolean zeros) {
        int height = image.dim(axis);
        int width = image.dim(axis + 1);
        int each = Concatenate.each(image, axis + 1);
        int planes = Concatenate.rows(image, axis);
        int n = image.size() * lanes;
        return Bound.of((in, out, scratch, block) -> {
            kernels.copy(1, n, in[0], n, out, n);
            for (int l = 0; l < lanes; l++) {
                int imageKey = Hash.imageKey(key ^ block.stepKey, block.firstImage + l);
                if (Hash.uniform(imageKey, 5) >= probability.draw(imageKey, 4)) {
                    continue;
                }
                float rows = (float) Math.sqrt(scale.draw(imageKey, 1)) * height;
                float columns = (float) Math.sqrt(scale.draw(imageKey, 0)) * width;
                float top = Hash.uniform(imageKey, 3) * (height - rows);
                float left = Hash.uniform(imageKey, 2) * (width - columns);
                // A pixel is in the rectangle where its middle is. Keras asks for its corner, and so spares row 0.
                int first = (int) Math.ceil(top - 0.5f);
                int bottom = (int) Math.ceil(top + rows - 0.5f);
                int leftmost = (int) Math.ceil(left - 0.5f);
                int right = (int) Math.ceil(left + columns - 0.5f);
                for (int p = 0; p < planes; p++) {
                    for (int r = first; r < bottom; r++) {
                        int row = (p * height + r) * width;
                        int to = (row + right) * each;
                        for (int i = (row + leftmost) * each; i < to; i++) {
                            out.array[out.offset + i * lanes + l] = zeros ? 0 : fill(imageKey, i);
                        }
                    }
                }
            }
        });
    }

    private float fill(int imageKey, int element) {
        double value = fillValue != null ? fillValue : GaussianNoise.normal(imageKey, DRAWS + element) * highest;
        return Math.clamp((float) value, lowest, highest);
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Gradient(this), outputGradient)};
    }

    /** Zeros in the same rectangles. */
    public record Gradient(Erase erase) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            return erase.bind(kernels, operands.get(0), lanes, true);
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            return new Value[] {graph.add(this, outputGradient)};
        }
    }
}
