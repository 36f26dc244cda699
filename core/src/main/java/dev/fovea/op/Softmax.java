package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/** Softmax over the last axis: positive numbers that add up to 1. Shape: {@code [..., K] -> [..., K]}. */
public record Softmax() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        if (operands.get(0).rank() < 1) {
            throw new IllegalArgumentException("softmax needs an axis of classes; got a single number per image");
        }
        return operands.get(0);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int classes = operands.get(0).dim(-1);
        int rows = operands.get(0).size() / Math.max(1, classes);
        return Bound.of((in, out, scratch, block) -> kernels.softmax(rows, classes, lanes, in[0], out));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Gradient(), output, outputGradient)};
    }

    /** From the probabilities and their gradient to that of the logits. */
    public record Gradient() implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            int classes = operands.get(0).dim(-1);
            int rows = operands.get(0).size() / Math.max(1, classes);
            return Bound.of(
                    (in, out, scratch, block) -> kernels.softmaxGradient(rows, classes, lanes, in[0], in[1], out));
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of softmax are not defined here");
        }
    }
}
