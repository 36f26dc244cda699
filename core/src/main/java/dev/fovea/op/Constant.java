package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/** Numbers that are fixed, row-major, the same for all images. It takes no operands. */
public record Constant(Shape shape, List<Float> values) implements Op {
    public Constant {
        values = List.copyOf(values);
        if (values.size() != shape.size()) {
            throw new IllegalArgumentException(
                    "a constant of shape " + shape + " has " + shape.size() + " values, not " + values.size());
        }
    }

    @Override
    public Shape shape(List<Shape> operands) {
        return shape;
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        float[] numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i);
        }
        return Bound.of(
                (in, out, scratch, block) -> System.arraycopy(numbers, 0, out.array, out.offset, numbers.length));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[0];
    }
}
