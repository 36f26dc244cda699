package dev.fovea.nn;

import dev.fovea.op.Normalize;
import dev.fovea.op.Reshape;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The products of two inputs summed along an axis of each, as Keras's {@code Dot}.
 *
 * <p>Shape: {@code [N,A...,K], [N,B...,K] -> [N,A...,B...]}, the summed axis K being anywhere; {@code [N,K], [N,K] ->
 * [N,1]}.
 *
 * <pre>{@code
 * Dot.of(1).normalize(true).apply(a, b)  // the cosine between vectors
 * }</pre>
 *
 * @param axes the axis of both inputs, or that of the first and that of the second; the batch is axis 0
 * @param normalize whether both are made vectors of length 1 along their axes first
 */
public record Dot(List<Integer> axes, boolean normalize, String name) implements Merge {
    public Dot {
        axes = List.copyOf(axes);
        if (axes.isEmpty() || axes.size() > 2) {
            throw new IllegalArgumentException("Dot takes one axis, or one of each of its two inputs; got " + axes);
        }
    }

    public static Dot of(int axis) {
        return new Dot(List.of(axis), false, null);
    }

    public static Dot of(int first, int second) {
        return new Dot(List.of(first, second), false, null);
    }

    public Dot normalize(boolean normalize) {
        return new Dot(axes, normalize, name);
    }

    public Dot name(String name) {
        return new Dot(axes, normalize, name);
    }

    @Override
    public Value merge(List<Value> inputs, LayerContext context) {
        if (inputs.size() != 2) {
            throw new IllegalArgumentException("it takes two inputs, not " + inputs.size());
        }
        Shape first = inputs.get(0).shape();
        Shape second = inputs.get(1).shape();
        int a = Axes.ofImage(axes.getFirst(), first);
        int b = Axes.ofImage(axes.getLast(), second);
        if (first.dim(a) != second.dim(b)) {
            throw new IllegalArgumentException("axis " + axes.getFirst() + " of an image " + first + " and axis "
                    + axes.getLast() + " of " + second + " must be equally long");
        }
        Value y = context.add(new dev.fovea.op.Dot(), rows(inputs.get(0), a, context), rows(inputs.get(1), b, context));
        int[] sizes = IntStream.concat(others(first, a), others(second, b)).toArray();
        return context.add(new Reshape(sizes.length == 0 ? Shape.of(1) : Shape.of(sizes)), y);
    }

    private Value rows(Value input, int axis, LayerContext context) {
        Value table = Rows.of(input, List.of(axis), context).table();
        return normalize ? context.add(new Normalize(Normalize.To.LENGTH, 1e-24f), table) : table;
    }

    private static IntStream others(Shape shape, int axis) {
        return Axes.others(List.of(axis), shape.rank()).stream().mapToInt(shape::dim);
    }
}
