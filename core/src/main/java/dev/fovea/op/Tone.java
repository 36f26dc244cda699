package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Hash;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Changes contrast and brightness of each image {@code [..., C]}: {@code gain * x + (1 - gain) * mean + shift}, with the
 * mean of the image's channel, cut off at the ends of a range. Gain and shift depend on key, step and image alone.
 *
 * @param gain by how much an image differs more from its means
 * @param shift what is added
 * @param lowest nothing that comes out is below
 * @param highest nothing that comes out is above
 * @param key tells this layer's draws from those of others
 */
public record Tone(Uniform gain, Uniform shift, float lowest, float highest, int key) implements Op {
    private static final Uniform ONE = Uniform.of(1);

    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0);
    }

    private int imageKey(Block block, int lane) {
        return Hash.imageKey(key ^ block.stepKey, block.firstImage + lane);
    }

    private float gain(int imageKey) {
        return gain.draw(imageKey, 0);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int pixel = operands.get(0).dim(-1) * lanes;
        int n = operands.get(0).size() * lanes;
        return new Bound(pixel, (in, out, scratch, block) -> {
            float[] x = in[0].array;
            int from = in[0].offset;
            float[] constant = scratch.array;
            if (gain.equals(ONE)) {
                kernels.fill(pixel, 0, scratch);
            } else {
                means(n, pixel, in[0], scratch);
            }
            for (int l = 0; l < lanes; l++) {
                int imageKey = imageKey(block, l);
                float gain = gain(imageKey);
                float shift = this.shift.draw(imageKey, 1);
                for (int c = l; c < pixel; c += lanes) {
                    float add = (1 - gain) * constant[scratch.offset + c] + shift;
                    for (int i = c; i < n; i += pixel) {
                        out.array[out.offset + i] = Math.clamp(gain * x[from + i] + add, lowest, highest);
                    }
                }
            }
        });
    }

    /** The mean of each channel of each lane. */
    private static void means(int n, int pixel, Floats x, Floats means) {
        for (int c = 0; c < pixel; c++) {
            double sum = 0;
            for (int i = c; i < n; i += pixel) {
                sum += x.array[x.offset + i];
            }
            means.array[means.offset + c] = (float) (sum * pixel / n);
        }
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Gradient(this), output, outputGradient)};
    }

    /** The gradient of the images, from what came out, for what was cut off has none, and its gradient. */
    public record Gradient(Tone tone) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            int pixel = operands.get(0).dim(-1) * lanes;
            int n = operands.get(0).size() * lanes;
            return new Bound(pixel, (in, out, scratch, block) -> {
                float[] y = in[0].array;
                float[] dy = in[1].array;
                float[] dx = out.array;
                for (int i = 0; i < n; i++) {
                    float value = y[in[0].offset + i];
                    boolean kept = value > tone.lowest && value < tone.highest;
                    dx[out.offset + i] = kept ? dy[in[1].offset + i] : 0;
                }
                means(n, pixel, out, scratch);
                for (int l = 0; l < lanes; l++) {
                    float gain = tone.gain(tone.imageKey(block, l));
                    for (int c = l; c < pixel; c += lanes) {
                        float ofMean = (1 - gain) * scratch.array[scratch.offset + c];
                        for (int i = c; i < n; i += pixel) {
                            dx[out.offset + i] = gain * dx[out.offset + i] + ofMean;
                        }
                    }
                }
            });
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of contrast are not defined here");
        }
    }
}
