package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The axes in another order: axis i of the output is axis {@code axes[i]} of the input.
 *
 * <p>{@code [2, 0, 1]} makes {@code [C,H,W]} of {@code [H,W,C]}.
 *
 * @param axes the numbers 0 to rank-1, each once; the batch axis is not counted
 */
public record Transpose(List<Integer> axes) implements Op {
    public Transpose {
        axes = List.copyOf(axes);
        if (!IntStream.range(0, axes.size())
                .boxed()
                .toList()
                .equals(axes.stream().sorted().toList())) {
            throw new IllegalArgumentException(
                    "an order of axes holds each of 0 to " + (axes.size() - 1) + " once; got " + axes);
        }
    }

    public static Transpose of(Integer... axes) {
        return new Transpose(List.of(axes));
    }

    @Override
    public Shape shape(List<Shape> operands) {
        Shape input = operands.get(0);
        if (input.rank() != axes.size()) {
            throw new IllegalArgumentException(
                    "an order of " + axes.size() + " axes, " + axes + ", does not go with " + input);
        }
        return Shape.of(axes.stream().mapToInt(input::dim).toArray());
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        Shape input = operands.get(0);
        int[] sizes = shape(operands).dims();
        int[] strides =
                axes.stream().mapToInt(axis -> Concatenate.each(input, axis)).toArray();
        return Bound.of((in, out, scratch, block) -> kernels.transpose(sizes, strides, lanes, in[0], out));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(inverse(), outputGradient)};
    }

    /** The order that undoes this one. */
    public Transpose inverse() {
        Integer[] back = new Integer[axes.size()];
        for (int i = 0; i < back.length; i++) {
            back[axes.get(i)] = i;
        }
        return of(back);
    }
}
