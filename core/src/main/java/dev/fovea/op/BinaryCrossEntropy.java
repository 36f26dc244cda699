package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Sigmoid cross entropy of each logit z and target y, without overflow: {@code softplus(z) - z * y}, computed as
 * {@code max(z, 0) - z * y + ln(1 + exp(-|z|))}.
 *
 * <p>Operands: logits and targets of one shape. Output: losses of that shape.
 */
public record BinaryCrossEntropy() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        if (!operands.get(0).equals(operands.get(1))) {
            throw new IllegalArgumentException("targets " + operands.get(1) + " do not go with outputs "
                    + operands.get(0) + "; give one number from 0 to 1 for each output");
        }
        return operands.get(0);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int n = operands.get(0).size() * lanes;
        return Bound.of((in, out, scratch, block) -> {
            for (int i = 0; i < n; i++) {
                double z = in[0].array[in[0].offset + i];
                double y = in[1].array[in[1].offset + i];
                out.array[out.offset + i] = (float) (Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z))));
            }
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        if (needed[1]) {
            throw new UnsupportedOperationException("cross entropy is not differentiated by its targets");
        }
        return new Value[] {graph.add(new Gradient(), operands[0], operands[1], outputGradient), null};
    }

    /** From logits, targets and the gradient of the losses to that of the logits: {@code (sigmoid(z) - y) * dloss}. */
    public record Gradient() implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            int n = operands.get(0).size() * lanes;
            return Bound.of((in, out, scratch, block) -> {
                for (int i = 0; i < n; i++) {
                    double sigmoid = 1 / (1 + Math.exp(-in[0].array[in[0].offset + i]));
                    double slope = sigmoid - in[1].array[in[1].offset + i];
                    out.array[out.offset + i] = (float) (slope * in[2].array[in[2].offset + i]);
                }
            });
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of cross entropy are not defined here");
        }
    }
}
