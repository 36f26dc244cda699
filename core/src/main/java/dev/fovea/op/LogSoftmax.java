package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * The logarithm of {@link Softmax} over the last axis, exact also where a probability rounds to 0. Shape:
 * {@code [..., K] -> [..., K]}.
 */
public record LogSoftmax() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        return new Softmax().shape(operands);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int classes = operands.get(0).dim(-1);
        int rows = operands.get(0).size() / Math.max(1, classes);
        return Bound.of((in, out, scratch, block) -> {
            Floats x = in[0];
            for (int row = 0; row < rows; row++) {
                for (int l = 0; l < lanes; l++) {
                    int first = row * classes * lanes + l;
                    float highest = Float.NEGATIVE_INFINITY;
                    for (int k = 0; k < classes; k++) {
                        highest = Math.max(highest, x.array[x.offset + first + k * lanes]);
                    }
                    double sum = 0;
                    for (int k = 0; k < classes; k++) {
                        sum += Math.exp(x.array[x.offset + first + k * lanes] - (double) highest);
                    }
                    double all = highest + Math.log(sum);
                    for (int k = 0; k < classes; k++) {
                        int i = first + k * lanes;
                        out.array[out.offset + i] = (float) (x.array[x.offset + i] - all);
                    }
                }
            }
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Gradient(), output, outputGradient)};
    }

    /** From the output and its gradient to {@code dx = dy - exp(y) * sum of dy}. */
    public record Gradient() implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            int classes = operands.get(0).dim(-1);
            int rows = operands.get(0).size() / Math.max(1, classes);
            return Bound.of((in, out, scratch, block) -> {
                Floats y = in[0];
                Floats dy = in[1];
                for (int row = 0; row < rows; row++) {
                    for (int l = 0; l < lanes; l++) {
                        int first = row * classes * lanes + l;
                        double sum = 0;
                        for (int k = 0; k < classes; k++) {
                            sum += dy.array[dy.offset + first + k * lanes];
                        }
                        for (int k = 0; k < classes; k++) {
                            int i = first + k * lanes;
                            double share = Math.exp(y.array[y.offset + i]);
                            out.array[out.offset + i] = (float) (dy.array[dy.offset + i] - share * sum);
                        }
                    }
                }
            });
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of softmax are not defined here");
        }
    }
}
