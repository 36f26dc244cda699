package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Brings each row of an image, the numbers of its last axis, to a common scale. Shape: {@code [..., K] -> [..., K]}.
 *
 * @param epsilon keeps a row that is all the same, or 0, from dividing by 0
 */
public record Normalize(To to, float epsilon) implements Op {
    /** What a row is brought to. */
    public enum To {
        /** Mean 0 and variance 1: {@code (x - mean) / sqrt(variance + epsilon)}, by the biased variance. */
        STANDARD,
        /** Mean square 1: {@code x / sqrt(mean of squares + epsilon)}. */
        MEAN_SQUARE,
        /** Length 1: {@code x / sqrt(sum of squares)}, the sum taken for epsilon where it is smaller. */
        LENGTH
    }

    @Override
    public Shape shape(List<Shape> operands) {
        Shape input = operands.get(0);
        if (input.rank() < 1 || input.size() == 0) {
            throw new IllegalArgumentException("rows are the numbers of the last axis, at least one; got " + input);
        }
        return input;
    }

    /**
     * How rows look to the kernels for channels: in blocks each lane is a channel; one image is one channel, its row cut
     * into lanes where it can be.
     */
    private record Rows(int rows, int length, int pixels, int channels, int lanes) {
        static Rows of(Kernels kernels, Shape shape, int lanes) {
            int length = shape.dim(-1);
            int rows = shape.size() / length;
            if (lanes > 1) {
                return new Rows(rows, length, length, lanes, 1);
            }
            int width = kernels.lanesFor(length);
            return length % width == 0
                    ? new Rows(rows, length, length / width, 1, width)
                    : new Rows(rows, length, length, 1, 1);
        }

        /** How far it is from row to row. */
        int step() {
            return pixels * channels * lanes;
        }
    }

    /** The number that a row is divided by, inverted. */
    private double inverse(double mean, double deviations, int length) {
        double squares = deviations + length * mean * mean;
        return 1
                / Math.sqrt(
                        switch (to) {
                            case STANDARD -> deviations / length + epsilon;
                            case MEAN_SQUARE -> squares / length + epsilon;
                            case LENGTH -> Math.max(squares, epsilon);
                        });
    }

    private static void move(Floats[] in, Floats out, int by) {
        for (Floats operand : in) {
            operand.offset += by;
        }
        out.offset += by;
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        Rows of = Rows.of(kernels, shape(operands), lanes);
        int channels = of.channels;
        return new Bound(2 * channels + kernels.channelRoom(channels, of.lanes), (in, out, scratch, block) -> {
            Floats x = in[0];
            for (int row = 0; row < of.rows; row++) {
                kernels.channelMoments(of.pixels, channels, of.lanes, of.lanes, x, scratch);
                for (int c = scratch.offset; c < scratch.offset + channels; c++) {
                    double mean = scratch.array[c];
                    double inverse = inverse(mean, scratch.array[c + channels], of.length);
                    scratch.array[c] = (float) inverse;
                    scratch.array[c + channels] = to == To.STANDARD ? (float) (-mean * inverse) : 0;
                }
                kernels.channelAffine(of.pixels, channels, of.lanes, x, scratch, null, ScalarFunction.LINEAR, 0, out);
                move(in, out, of.step());
            }
            move(in, out, -of.rows * of.step());
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Gradient(this), operands[0], output, outputGradient)};
    }

    /** From x, y and dy to {@code dx = (dy - y mean(y dy) - mean(dy)) / deviation} and the like. */
    public record Gradient(Normalize normalize) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            Rows of = Rows.of(kernels, operands.get(0), lanes);
            int channels = of.channels;
            int room = Math.max(5 * channels, 2 * channels + kernels.channelRoom(channels, of.lanes));
            return new Bound(4 * channels + room, (in, out, scratch, block) -> {
                for (int row = 0; row < of.rows; row++) {
                    kernels.channelMoments(of.pixels, channels, of.lanes, of.lanes, in[0], scratch);
                    scratch.offset += 2 * channels;
                    BatchNormalize.keepAll(scratch.array, scratch.offset + 2 * channels, channels);
                    kernels.channelGradientSums(of.pixels, channels, of.lanes, in[1], in[2], scratch);
                    scratch.offset += 2 * channels;
                    factors(scratch, channels, of.length);
                    kernels.channelAffineGradient(of.pixels, channels, of.lanes, of.lanes, in[1], in[2], scratch, out);
                    scratch.offset -= 4 * channels;
                    move(in, out, of.step());
                }
                move(in, out, -of.rows * of.step());
            });
        }

        /** From [mean, deviations, sum of dy, sum of y dy] before the offset to the factors of dy, y and 1 behind it. */
        private void factors(Floats scratch, int channels, int length) {
            float[] s = scratch.array;
            BatchNormalize.keepAll(s, scratch.offset + 3 * channels, channels);
            for (int c = scratch.offset; c < scratch.offset + channels; c++) {
                double mean = s[c - 4 * channels];
                double deviations = s[c - 3 * channels];
                double inverse = normalize.inverse(mean, deviations, length);
                double share = inverse
                        * switch (normalize.to) {
                            case STANDARD, MEAN_SQUARE -> 1.0 / length;
                            // A row divided by epsilon's root is not held to its length.
                            case LENGTH -> deviations + length * mean * mean > normalize.epsilon ? 1 : 0;
                        };
                s[c] = (float) inverse;
                s[c + channels] = (float) (-share * s[c - channels]);
                s[c + 2 * channels] = normalize.to == To.STANDARD ? (float) (-share * s[c - 2 * channels]) : 0;
            }
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of normalization are not defined here");
        }
    }
}
