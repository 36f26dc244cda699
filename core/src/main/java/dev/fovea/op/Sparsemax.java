package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * The nearest of all rows of numbers from 0 that add up to 1 (Martins and Astudillo 2016), over the last axis:
 * {@code max(x - t, 0)} with t such that the sum is 1. Shape: {@code [..., K] -> [..., K]}.
 */
public record Sparsemax() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        return new Softmax().shape(operands);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int classes = operands.get(0).dim(-1);
        int rows = operands.get(0).size() / Math.max(1, classes);
        return Bound.of((in, out, scratch, block) -> {
            for (int row = 0; row < rows; row++) {
                for (int l = 0; l < lanes; l++) {
                    int first = row * classes * lanes + l;
                    double t = threshold(in[0], first, classes, lanes);
                    for (int i = first; i < first + classes * lanes; i += lanes) {
                        out.array[out.offset + i] = (float) Math.max(in[0].array[in[0].offset + i] - t, 0);
                    }
                }
            }
        });
    }

    /** Raises t until the excess over it no longer shrinks; each round drops at least one class, so it ends. */
    private static double threshold(Floats x, int first, int classes, int lanes) {
        double t = Double.NEGATIVE_INFINITY;
        int before = -1;
        while (true) {
            double sum = -1;
            int count = 0;
            for (int k = 0; k < classes; k++) {
                float value = x.array[x.offset + first + k * lanes];
                if (value > t) {
                    sum += value;
                    count++;
                }
            }
            if (count == before || count == 0) {
                return t;
            }
            before = count;
            t = sum / count;
        }
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Gradient(), output, outputGradient)};
    }

    /** From the output and its gradient: where the output is over 0, dy less the mean of such dy; elsewhere 0. */
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
                        int last = first + classes * lanes;
                        double sum = 0;
                        int count = 0;
                        for (int i = first; i < last; i += lanes) {
                            if (y.array[y.offset + i] > 0) {
                                sum += dy.array[dy.offset + i];
                                count++;
                            }
                        }
                        for (int i = first; i < last; i += lanes) {
                            boolean on = y.array[y.offset + i] > 0;
                            out.array[out.offset + i] = on ? (float) (dy.array[dy.offset + i] - sum / count) : 0;
                        }
                    }
                }
            });
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of sparsemax are not defined here");
        }
    }
}
