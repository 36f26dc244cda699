package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Softmax cross entropy from logits and class numbers, without overflow: {@code logsumexp(logits) - logits[label]}.
 *
 * <p>Operands: logits {@code [..., K]}, labels {@code [...]} as whole numbers. Output: losses {@code [...]}.
 */
public record SparseCrossEntropy() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        Shape logits = operands.get(0);
        Shape labels = operands.get(1);
        if (logits.rank() < 1 || !labels.equals(logits.slice(0, logits.rank() - 1))) {
            throw new IllegalArgumentException("labels " + labels + " do not go with outputs " + logits
                    + "; give one class number for each row of the last axis");
        }
        return labels;
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int classes = operands.get(0).dim(-1);
        int rows = operands.get(1).size();
        return Bound.of(
                (in, out, scratch, block) -> kernels.sparseCrossEntropy(rows, classes, lanes, in[0], in[1], out));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {needed[0] ? graph.add(new Gradient(), operands[0], operands[1], outputGradient) : null, null
        };
    }

    /** From logits, labels and the gradient of the losses to that of the logits. */
    public record Gradient() implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            int classes = operands.get(0).dim(-1);
            int rows = operands.get(1).size();
            return Bound.of((in, out, scratch, block) ->
                    kernels.sparseCrossEntropyGradient(rows, classes, lanes, in[0], in[1], in[2], out));
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of cross entropy are not defined here");
        }
    }
}
