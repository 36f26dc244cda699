package dev.fovea.op;

import dev.fovea.kernel.BinaryFunction;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/** A function of two numbers on the elements of two operands of one shape. */
public record Combine(Function function) implements Op {
    /** What is done with each pair. */
    public enum Function {
        ADD,
        SUBTRACT,
        MULTIPLY,
        /** The larger; of equals the first, which alone gets the gradient. */
        MAXIMUM,
        /** The smaller; of equals the first, which alone gets the gradient. */
        MINIMUM,
        /** 1 where both are equal, else 0. */
        EQUAL
    }

    @Override
    public Shape shape(List<Shape> operands) {
        if (!operands.get(0).equals(operands.get(1))) {
            throw new IllegalArgumentException(
                    "can't combine " + operands.get(0) + " with " + operands.get(1) + "; the shapes must be equal");
        }
        return operands.get(0);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int n = operands.get(0).size() * lanes;
        BinaryFunction kernel = BinaryFunction.valueOf(function.name());
        return Bound.of((in, out, scratch, block) -> kernels.combine(kernel, n, in[0], in[1], out));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return switch (function) {
            case ADD -> new Value[] {outputGradient, outputGradient};
            case SUBTRACT ->
                new Value[] {outputGradient, needed[1] ? graph.add(new Affine(-1, 0), outputGradient) : null};
            case MULTIPLY ->
                new Value[] {
                    needed[0] ? graph.add(this, outputGradient, operands[1]) : null,
                    needed[1] ? graph.add(this, outputGradient, operands[0]) : null
                };
            case MAXIMUM, MINIMUM -> {
                Value first = graph.add(new Combine(Function.EQUAL), output, operands[0]);
                Value toFirst = graph.add(new Combine(Function.MULTIPLY), outputGradient, first);
                yield new Value[] {
                    toFirst, needed[1] ? graph.add(new Combine(Function.SUBTRACT), outputGradient, toFirst) : null
                };
            }
            case EQUAL -> new Value[] {null, null};
        };
    }
}
