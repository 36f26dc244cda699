package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Each entry of one axis so many times, one after another: 1 2 becomes 1 1 2 2.
 *
 * @param axis counted from the front, without the batch axis
 * @param times at least 1
 */
public record Repeat(int axis, int times) implements Op {
    public Repeat {
        if (times < 1) {
            throw new IllegalArgumentException("entries are repeated at least 1 time, not " + times);
        }
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
        int entries = Concatenate.rows(input, axis) * input.dim(axis);
        return Bound.of((in, out, scratch, block) -> {
            int start = out.offset;
            for (int i = 0; i < times; i++) {
                kernels.copy(entries, each, in[0], each, out, times * each);
                out.offset += each;
            }
            out.offset = start;
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Sum(this), outputGradient)};
    }

    /** Adds up what {@link Repeat} made of each entry. */
    public record Sum(Repeat repeat) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            Shape input = operands.get(0);
            return input.with(repeat.axis, input.dim(repeat.axis) / repeat.times);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            Shape output = shape(operands);
            int each = Concatenate.each(output, repeat.axis) * lanes;
            int entries = Concatenate.rows(output, repeat.axis) * output.dim(repeat.axis);
            int times = repeat.times;
            return Bound.of((in, out, scratch, block) -> {
                Floats x = in[0];
                kernels.copy(entries, each, x, times * each, out, each);
                for (int entry = 0; entry < entries; entry++) {
                    int to = out.offset + entry * each;
                    for (int i = 1; i < times; i++) {
                        int from = x.offset + (entry * times + i) * each;
                        for (int j = 0; j < each; j++) {
                            out.array[to + j] += x.array[from + j];
                        }
                    }
                }
            });
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            return new Value[] {graph.add(repeat, outputGradient)};
        }
    }
}
