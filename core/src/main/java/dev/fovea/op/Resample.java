package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * One axis made longer or shorter: each new entry is a weighted mean of the old ones about its place, entries being as
 * wide as they are apart. Over rows and then columns this resizes an image.
 *
 * @param axis counted from the front, without the batch axis
 * @param size the new length, at least 1
 * @param antialias whether the filter is as much wider as the axis gets shorter, so that each old entry counts
 */
public record Resample(int axis, int size, Filter filter, boolean antialias) implements Op {
    /** The weights of old entries by their distance from the new one. */
    public enum Filter {
        /** The nearest alone. */
        NEAREST(0),
        /** 1 - |x|: between the two nearest. */
        LINEAR(1),
        /** Keys' cubic (1981) with a = -1/2. */
        CUBIC(2),
        /** sinc(x) sinc(x / 3). */
        LANCZOS3(3),
        /** sinc(x) sinc(x / 5). */
        LANCZOS5(5);

        private final int radius;

        Filter(int radius) {
            this.radius = radius;
        }

        private double weight(double distance) {
            double x = Math.abs(distance);
            if (x >= radius) {
                return 0;
            }
            return switch (this) {
                case NEAREST -> 0;
                case LINEAR -> 1 - x;
                case CUBIC -> x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2;
                case LANCZOS3, LANCZOS5 -> sinc(x) * sinc(x / radius);
            };
        }

        private static double sinc(double x) {
            return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
        }
    }

    public Resample {
        if (size < 1) {
            throw new IllegalArgumentException("an axis is resized to at least 1 entry, not " + size);
        }
    }

    @Override
    public Shape shape(List<Shape> operands) {
        if (operands.get(0).dim(axis) < 1) {
            throw new IllegalArgumentException(
                    "axis " + axis + " of " + operands.get(0) + " has no entries to make others of");
        }
        return operands.get(0).with(axis, size);
    }

    /** Of each new entry the first old one that counts, and the weights from there on. */
    private record Taps(int[] first, float[][] weights) {
        static Taps of(Resample resample, int length) {
            Taps taps = new Taps(new int[resample.size], new float[resample.size][]);
            double step = (double) length / resample.size;
            double width = resample.antialias ? Math.max(1, step) : 1;
            for (int i = 0; i < resample.size; i++) {
                // Entry j reaches from j to j + 1, its middle lies at j + 1/2.
                double place = (i + 0.5) * step;
                if (resample.filter == Filter.NEAREST) {
                    taps.first[i] = (int) Math.min(place, length - 1);
                    taps.weights[i] = new float[] {1};
                    continue;
                }
                double reach = resample.filter.radius * width;
                int first = (int) Math.max(0, Math.ceil(place - reach - 0.5));
                int last = (int) Math.min(length - 1, Math.floor(place + reach - 0.5));
                double[] weights = new double[last - first + 1];
                double sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    weights[k] = resample.filter.weight((first + k + 0.5 - place) / width);
                    sum += weights[k];
                }
                taps.first[i] = first;
                taps.weights[i] = new float[weights.length];
                for (int k = 0; k < weights.length; k++) {
                    taps.weights[i][k] = (float) (weights[k] / sum);
                }
            }
            return taps;
        }
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        Shape input = operands.get(0);
        int each = Concatenate.each(input, axis) * lanes;
        int rows = Concatenate.rows(input, axis);
        int length = input.dim(axis);
        Taps taps = Taps.of(this, length);
        return Bound.of((in, out, scratch, block) -> {
            kernels.fill(rows * size * each, 0, out);
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < size; i++) {
                    int from = in[0].offset + (row * length + taps.first[i]) * each;
                    addRuns(taps.weights[i], each, in[0], from, each, out, out.offset + (row * size + i) * each, 0);
                }
            }
        });
    }

    /** Adds the k-th weight times the run that lies k steps after {@code from} to that k steps after {@code to}. */
    private static void addRuns(
            float[] weights, int length, Floats x, int from, int fromStep, Floats y, int to, int toStep) {
        for (int k = 0; k < weights.length; k++) {
            float weight = weights[k];
            int xi = from + k * fromStep;
            int yi = to + k * toStep;
            for (int j = 0; j < length; j++) {
                y.array[yi + j] += weight * x.array[xi + j];
            }
        }
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Gradient(this, operands[0].shape().dim(axis)), outputGradient)};
    }

    /**
     * Sends the gradient of each new entry to the old ones by their weights.
     *
     * @param length the old length
     */
    public record Gradient(Resample resample, int length) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0).with(resample.axis, length);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            Shape output = shape(operands);
            int each = Concatenate.each(output, resample.axis) * lanes;
            int rows = Concatenate.rows(output, resample.axis);
            Taps taps = Taps.of(resample, length);
            return Bound.of((in, out, scratch, block) -> {
                kernels.fill(rows * length * each, 0, out);
                for (int row = 0; row < rows; row++) {
                    for (int i = 0; i < resample.size; i++) {
                        int from = in[0].offset + (row * resample.size + i) * each;
                        int to = out.offset + (row * length + taps.first[i]) * each;
                        addRuns(taps.weights[i], each, in[0], from, 0, out, to, each);
                    }
                }
            });
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            return new Value[] {graph.add(resample, outputGradient)};
        }
    }
}
