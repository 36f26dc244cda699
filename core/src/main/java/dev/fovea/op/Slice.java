package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * The entries {@code from} to before {@code to} of one axis.
 *
 * @param axis counted from the front, without the batch axis
 */
public record Slice(int axis, int from, int to) implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        Shape input = operands.get(0);
        int length = input.dim(axis);
        if (from < 0 || to < from || to > length) {
            throw new IllegalArgumentException("can't take the entries " + from + " to " + to + " of axis " + axis
                    + " of " + input + "; there are " + length);
        }
        return input.with(axis, to - from);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        Shape input = operands.get(0);
        int each = Concatenate.each(input, axis) * lanes;
        int rows = Concatenate.rows(input, axis);
        int fromStride = input.dim(axis) * each;
        int length = (to - from) * each;
        int skipped = from * each;
        return Bound.of((in, out, scratch, block) -> {
            Floats x = in[0];
            x.offset += skipped;
            kernels.copy(rows, length, x, fromStride, out, length);
            x.offset -= skipped;
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        int after = operands[0].shape().dim(axis) - to;
        return new Value[] {graph.add(new Pad(axis, from, after), outputGradient)};
    }
}
