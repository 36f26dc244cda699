package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Batch normalization (Ioffe and Szegedy 2015): {@code gamma (x - mean) / sqrt(variance + epsilon) + beta}.
 *
 * <p>Operands: {@code [..., C]}, moments {@code [2, C]} (mean and variance), then gamma {@code [C]} where it scales and
 * beta {@code [C]} where it centers. Output: {@code [..., C]}. Where the moments are the {@link BatchMoments} of the
 * same input, its gradient takes into account that they change with it; other moments count as constants.
 */
public record BatchNormalize(float epsilon, boolean center, boolean scale) implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        Shape input = operands.get(0);
        int channels = input.rank() < 1 ? 0 : input.dim(-1);
        boolean fits = channels > 0 && operands.get(1).equals(Shape.of(2, channels));
        for (Shape weight : operands.subList(2, operands.size())) {
            fits &= weight.equals(Shape.of(channels));
        }
        if (!fits) {
            throw new IllegalArgumentException("can't normalize " + input + " with moments " + operands.get(1)
                    + " and weights " + operands.subList(2, operands.size())
                    + "; moments are [2, C] and weights [C], C being the last axis of the input");
        }
        return input;
    }

    private static double inverseDeviation(Floats moments, int channels, int c, float epsilon) {
        return 1 / Math.sqrt((double) moments.array[moments.offset + channels + c] + epsilon);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        return bindFused(kernels, operands, lanes, ScalarFunction.LINEAR, 0);
    }

    /** Binds it with what follows: the addition of one more operand, where there is one, and a function. */
    public Bound bindFused(Kernels kernels, List<Shape> operands, int lanes, ScalarFunction act, float alpha) {
        int channels = operands.get(0).dim(-1);
        int pixels = operands.get(0).size() / channels;
        int own = 2 + (scale ? 1 : 0) + (center ? 1 : 0);
        return new Bound(2 * channels, (in, out, scratch, block) -> {
            scaleAndShift(in, 1, channels, scratch.array, scratch.offset, scratch.array, scratch.offset + channels);
            Floats added = in.length > own ? in[own] : null;
            kernels.channelAffine(pixels, channels, lanes, in[0], scratch, added, act, alpha, out);
        });
    }

    /** What a channel is multiplied by; {@code first} of the operands are the moments. */
    private double factor(Floats[] in, int first, int channels, int c) {
        return inverseDeviation(in[first], channels, c, epsilon)
                * (scale ? in[first + 1].array[in[first + 1].offset + c] : 1);
    }

    private double shift(Floats[] in, int first, int c, double factor) {
        Floats beta = center ? in[first + (scale ? 2 : 1)] : null;
        return (beta == null ? 0 : beta.array[beta.offset + c]) - factor * in[first].array[in[first].offset + c];
    }

    /** What each channel is multiplied by and what is added to it; {@code first} of the operands are the moments. */
    void scaleAndShift(Floats[] in, int first, int channels, float[] scales, int at, float[] shifts, int shiftsAt) {
        for (int c = 0; c < channels; c++) {
            double factor = factor(in, first, channels, c);
            scales[at + c] = (float) factor;
            shifts[shiftsAt + c] = (float) shift(in, first, c, factor);
        }
    }

    /** Scales and shifts that make a number above 0 of any. */
    static void keepAll(float[] a, int at, int channels) {
        Arrays.fill(a, at, at + channels, 0);
        Arrays.fill(a, at + channels, at + 2 * channels, 1);
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        Value x = operands[0];
        Value moments = operands[1];
        boolean ofBatch =
                moments.op() instanceof BatchMoments && moments.operand(0).equals(x);
        // What a rectifier behind it lets through is told by the input, and need not be put down.
        boolean rectified = outputGradient.op() instanceof Apply.Gradient behind
                && behind.apply().function() == ScalarFunction.RELU
                && outputGradient.operand(0).op() instanceof Apply
                && outputGradient.operand(0).operand(0).equals(output);
        Value dy = rectified ? outputGradient.operand(1) : outputGradient;
        Value sums = graph.add(new ChannelGradientSums(rectified ? this : null), with(operands, dy));
        Value ofWeights = graph.add(new WeightGradients(epsilon), sums, moments);
        Value[] gradients = new Value[operands.length];
        Shape weight = Shape.of(x.shape().dim(-1));
        if (needed[0]) {
            gradients[0] = graph.add(new InputGradient(this, ofBatch, rectified), with(operands, dy, ofWeights));
        }
        for (int i = 2; i < operands.length; i++) {
            int row = scale && i == 2 ? 0 : 1;
            gradients[i] =
                    needed[i] ? graph.add(new Reshape(weight), graph.add(new Slice(0, row, row + 1), ofWeights)) : null;
        }
        return gradients;
    }

    /** The operands and more between the first and the second. */
    private static Value[] with(Value[] operands, Value... more) {
        List<Value> all = new ArrayList<>(List.of(operands));
        all.addAll(1, List.of(more));
        return all.toArray(new Value[0]);
    }

    /**
     * From x and dy {@code [..., C]} the sums of dy and of dy x over all pixels and images: {@code [2, C]}.
     *
     * @param rectified a normalization, whose moments and weights are the operands behind: dy counts as 0 where it makes of
     *     x what is not above 0; or null
     */
    public record ChannelGradientSums(BatchNormalize rectified) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return Shape.of(2, operands.get(0).dim(-1));
        }

        @Override
        public boolean sumsOverBatch() {
            return true;
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            int channels = operands.get(0).dim(-1);
            int pixels = operands.get(0).size() / channels;
            return new Bound(4 * channels + kernels.channelRoom(channels, lanes), (in, out, scratch, block) -> {
                int kept = scratch.offset + 2 * channels;
                if (rectified == null) {
                    keepAll(scratch.array, kept, channels);
                } else {
                    rectified.scaleAndShift(in, 2, channels, scratch.array, kept, scratch.array, kept + channels);
                }
                kernels.channelGradientSums(pixels, channels, lanes, in[0], in[1], scratch);
                kernels.copy(1, 2 * channels, scratch, 0, out, 0);
            });
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of normalization are not defined here");
        }
    }

    /** From {@link ChannelGradientSums} and moments, both {@code [2, C]}, the gradients of gamma and beta. */
    public record WeightGradients(float epsilon) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            int channels = operands.get(0).dim(1);
            return Bound.of((in, out, scratch, block) -> {
                for (int c = 0; c < channels; c++) {
                    double sum = in[0].array[in[0].offset + c];
                    double product = in[0].array[in[0].offset + channels + c];
                    double mean = in[1].array[in[1].offset + c];
                    double inverse = inverseDeviation(in[1], channels, c, epsilon);
                    out.array[out.offset + c] = (float) ((product - mean * sum) * inverse);
                    out.array[out.offset + channels + c] = (float) sum;
                }
            });
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of normalization are not defined here");
        }
    }

    /**
     * From x, dy, {@link WeightGradients} and the moments and weights of a normalization to
     * {@code dx = gamma / deviation * (dy - (dbeta + xhat dgamma) / n)}, n being the pixels of all images.
     *
     * @param rectified whether dy counts as 0 where the normalization makes of x what is not above 0
     */
    public record InputGradient(BatchNormalize normalize, boolean ofBatch, boolean rectified) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            int channels = operands.get(0).dim(-1);
            int pixels = operands.get(0).size() / channels;
            return new Bound(5 * channels, (in, out, scratch, block) -> {
                Floats sums = in[2];
                Floats moments = in[3];
                float[] s = scratch.array;
                double share = ofBatch ? 1 / ((double) pixels * block.images) : 0;
                for (int c = 0; c < channels; c++) {
                    double factor = normalize.factor(in, 3, channels, c);
                    double inverse = inverseDeviation(moments, channels, c, normalize.epsilon);
                    double ofX = -factor * inverse * share * sums.array[sums.offset + c];
                    double constant = -factor * share * sums.array[sums.offset + channels + c]
                            - ofX * moments.array[moments.offset + c];
                    s[scratch.offset + c] = (float) factor;
                    s[scratch.offset + channels + c] = (float) ofX;
                    s[scratch.offset + 2 * channels + c] = (float) constant;
                }
                int kept = scratch.offset + 3 * channels;
                if (rectified) {
                    normalize.scaleAndShift(in, 3, channels, s, kept, s, kept + channels);
                } else {
                    keepAll(s, kept, channels);
                }
                kernels.channelAffineGradient(pixels, channels, lanes, block.valid, in[0], in[1], scratch, out);
            });
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of normalization are not defined here");
        }
    }
}
