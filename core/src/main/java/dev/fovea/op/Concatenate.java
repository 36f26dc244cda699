package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Values one after another along an axis; they differ in length on that axis alone.
 *
 * @param axis counted from the front, without the batch axis
 */
public record Concatenate(int axis) implements Op {
    /** The elements of one entry of an axis: those of the axes behind it. */
    static int each(Shape shape, int axis) {
        return shape.slice(axis + 1, shape.rank()).size();
    }

    /** How often an axis recurs: the elements of the axes before it. */
    static int rows(Shape shape, int axis) {
        return shape.slice(0, axis).size();
    }

    @Override
    public Shape shape(List<Shape> operands) {
        Shape first = operands.get(0);
        long length = 0;
        for (Shape operand : operands) {
            if (axis >= first.rank()
                    || operand.rank() != first.rank()
                    || !operand.with(axis, 0).equals(first.with(axis, 0))) {
                throw new IllegalArgumentException("can't concatenate " + operands + " along axis " + axis
                        + " of an image; all other axes must be equally long");
            }
            length += operand.dim(axis);
        }
        if (length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "can't concatenate " + operands + ": an axis has at most 2^31 - 1 entries");
        }
        return first.with(axis, (int) length);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        Shape output = shape(operands);
        int rows = rows(output, axis);
        int each = each(output, axis) * lanes;
        int stride = output.dim(axis) * each;
        int[] lengths = operands.stream().mapToInt(o -> o.dim(axis) * each).toArray();
        return Bound.of((in, out, scratch, block) -> {
            int start = out.offset;
            for (int i = 0; i < lengths.length; i++) {
                kernels.copy(rows, lengths[i], in[i], lengths[i], out, stride);
                out.offset += lengths[i];
            }
            out.offset = start;
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        Value[] gradients = new Value[operands.length];
        int from = 0;
        for (int i = 0; i < operands.length; i++) {
            int to = from + operands[i].shape().dim(axis);
            gradients[i] = needed[i] ? graph.add(new Slice(axis, from, to), outputGradient) : null;
            from = to;
        }
        return gradients;
    }
}
