package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Zeros before and after along one axis.
 *
 * @param axis counted from the front, without the batch axis
 */
public record Pad(int axis, int before, int after) implements Op {
    public Pad {
        if (before < 0 || after < 0) {
            throw new IllegalArgumentException(
                    "padding is 0 or more, not " + before + " before and " + after + " after");
        }
    }

    @Override
    public Shape shape(List<Shape> operands) {
        Shape input = operands.get(0);
        long length = (long) before + input.dim(axis) + after;
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(input + " can't have " + before + " before and " + after + " after axis "
                    + axis + "; an axis has at" + " most 2^31 - 1 entries");
        }
        return input.with(axis, (int) length);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        Shape input = operands.get(0);
        int each = Concatenate.each(input, axis) * lanes;
        int rows = Concatenate.rows(input, axis);
        int length = input.dim(axis) * each;
        int toStride = (before + input.dim(axis) + after) * each;
        int skipped = before * each;
        return Bound.of((in, out, scratch, block) -> {
            for (int row = 0; row < rows; row++) {
                int at = out.offset + row * toStride;
                Arrays.fill(out.array, at, at + skipped, 0);
                Arrays.fill(out.array, at + skipped + length, at + toStride, 0);
            }
            out.offset += skipped;
            kernels.copy(rows, length, in[0], length, out, toStride);
            out.offset -= skipped;
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        int to = before + operands[0].shape().dim(axis);
        return new Value[] {graph.add(new Slice(axis, before, to), outputGradient)};
    }
}
