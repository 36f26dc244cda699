package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/** The mean of all elements of an image: {@code [...] -> []}. */
public record ElementMean() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        if (operands.get(0).size() == 0) {
            throw new IllegalArgumentException("a mean needs at least one element; got " + operands.get(0));
        }
        return Shape.SCALAR;
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int n = operands.get(0).size();
        return Bound.of((in, out, scratch, block) -> {
            float[] x = in[0].array;
            for (int l = 0; l < lanes; l++) {
                double sum = 0;
                for (int i = 0; i < n; i++) {
                    sum += x[in[0].offset + i * lanes + l];
                }
                out.array[out.offset + l] = (float) (sum / n);
            }
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Gradient(operands[0].shape()), outputGradient)};
    }

    /** Shares the gradient of the mean evenly among the elements: {@code [] -> [...]}. */
    public record Gradient(Shape elements) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return elements;
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            int n = elements.size();
            float share = 1f / n;
            return Bound.of((in, out, scratch, block) -> {
                for (int i = 0; i < n; i++) {
                    for (int l = 0; l < lanes; l++) {
                        out.array[out.offset + i * lanes + l] = in[0].array[in[0].offset + l] * share;
                    }
                }
            });
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of a mean are not defined here");
        }
    }
}
