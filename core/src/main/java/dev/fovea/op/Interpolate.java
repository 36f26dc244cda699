package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * One axis made so many times longer, linearly interpolated between the middles of its entries; beyond the outermost
 * middles the entry itself. Over rows and then columns of an image this is bilinear interpolation.
 *
 * @param axis counted from the front, without the batch axis
 * @param times at least 1
 */
public record Interpolate(int axis, int times) implements Op {
    public Interpolate {
        if (times < 1) {
            throw new IllegalArgumentException("an axis is made at least 1 time as long, not " + times);
        }
    }

    /** Where output {@code i} lies between the entries of an axis so long. */
    private double place(int i, int length) {
        return Math.min(Math.max((i + 0.5) / times - 0.5, 0), length - 1);
    }

    @Override
    public Shape shape(List<Shape> operands) {
        Shape input = operands.get(0);
        return input.with(axis, Math.multiplyExact(input.dim(axis), times));
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        Shape input = operands.get(0);
        int each = Concatenate.each(input, axis) * lanes;
        int rows = Concatenate.rows(input, axis);
        int length = input.dim(axis);
        return Bound.of((in, out, scratch, block) -> {
            Floats x = in[0];
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < length * times; i++) {
                    double place = place(i, length);
                    int low = (int) place;
                    float share = (float) (place - low);
                    int from = x.offset + (row * length + low) * each;
                    int next = low + 1 < length ? from + each : from;
                    int to = out.offset + (row * length * times + i) * each;
                    for (int j = 0; j < each; j++) {
                        out.array[to + j] = (1 - share) * x.array[from + j] + share * x.array[next + j];
                    }
                }
            }
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Gradient(this), outputGradient)};
    }

    /** Sends the gradient of each output to the entries that it lies between. */
    public record Gradient(Interpolate interpolate) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            Shape input = operands.get(0);
            return input.with(interpolate.axis, input.dim(interpolate.axis) / interpolate.times);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            Shape output = shape(operands);
            int each = Concatenate.each(output, interpolate.axis) * lanes;
            int rows = Concatenate.rows(output, interpolate.axis);
            int length = output.dim(interpolate.axis);
            int longer = length * interpolate.times;
            return Bound.of((in, out, scratch, block) -> {
                Floats dy = in[0];
                kernels.fill(rows * length * each, 0, out);
                for (int row = 0; row < rows; row++) {
                    for (int i = 0; i < longer; i++) {
                        double place = interpolate.place(i, length);
                        int low = (int) place;
                        float share = (float) (place - low);
                        int to = out.offset + (row * length + low) * each;
                        int next = low + 1 < length ? to + each : to;
                        int from = dy.offset + (row * longer + i) * each;
                        for (int j = 0; j < each; j++) {
                            out.array[to + j] += (1 - share) * dy.array[from + j];
                            out.array[next + j] += share * dy.array[from + j];
                        }
                    }
                }
            });
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            return new Value[] {graph.add(interpolate, outputGradient)};
        }
    }
}
