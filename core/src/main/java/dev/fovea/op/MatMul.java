package dev.fovea.op;

import dev.fovea.kernel.ConvGeometry;
import dev.fovea.kernel.DenseGradient;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Multiplication of the last axis with a matrix of weights: a convolution of one tap over a row of positions.
 *
 * <p>Operands: {@code [..., K]} and weights {@code [K, M]}. Output: {@code [..., M]}.
 */
public record MatMul() implements Op {
    private static ConvGeometry geometry(Shape input, Shape weights) {
        if (input.rank() < 1 || weights.rank() != 2 || input.dim(-1) != weights.dim(0)) {
            throw new IllegalArgumentException("can't multiply " + input + " with weights " + weights
                    + "; the last axis of the input must be as long as the first of the weights");
        }
        int k = weights.dim(0);
        return ConvGeometry.dense(input.size() / Math.max(k, 1), k, weights.dim(1));
    }

    @Override
    public Shape shape(List<Shape> operands) {
        ConvGeometry g = geometry(operands.get(0), operands.get(1));
        return operands.get(0).with(-1, g.m());
    }

    @Override
    public double operations(List<Shape> operands) {
        return 2.0 * operands.get(0).size() * operands.get(1).dim(1);
    }

    @Override
    public String way(Kernels kernels, List<Shape> operands, int lanes) {
        return kernels.way(geometry(operands.get(0), operands.get(1)), lanes);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        ConvGeometry g = geometry(operands.get(0), operands.get(1));
        return Prepared.direct(kernels, g, lanes, false, ScalarFunction.LINEAR, 0);
    }

    /** The op made ready with a bias as third operand and a function at the end, in one pass over the output. */
    public Bound bindFused(Kernels kernels, List<Shape> operands, int lanes, ScalarFunction function, float alpha) {
        return Prepared.direct(kernels, geometry(operands.get(0), operands.get(1)), lanes, true, function, alpha);
    }

    /** Whether the kernels pack the weights of this op. */
    public boolean packs(Kernels kernels, List<Shape> operands, int lanes) {
        return kernels.packedFilterSize(geometry(operands.get(0), operands.get(1)), lanes) > 0;
    }

    /** The op with weights that are made ready once, and a function at the end; null if there is nothing to make ready. */
    public Prepared bindPrepared(
            Kernels kernels, List<Shape> operands, int lanes, boolean bias, ScalarFunction function, float alpha) {
        ConvGeometry g = geometry(operands.get(0), operands.get(1));
        return Prepared.of(kernels, g, lanes, bias, null, false, function, alpha);
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {
            needed[0] ? graph.add(new InputGradient(operands[0].shape()), outputGradient, operands[1]) : null,
            needed[1] ? graph.add(new WeightGradient(operands[1].shape()), operands[0], outputGradient) : null
        };
    }

    /** From the gradient of the output and the weights to that of the input. */
    public record InputGradient(Shape input) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return input;
        }

        @Override
        public double operations(List<Shape> operands) {
            return 2.0 * input.size() * operands.get(1).dim(1);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            ConvGeometry g = geometry(input, operands.get(1));
            return new Bound(
                    kernels.conv2dInputGradientScratch(g, lanes),
                    (in, out, scratch, block) -> kernels.conv2dInputGradient(g, lanes, in[0], in[1], out, scratch));
        }

        /** The op with weights that are made ready once; null if there is nothing to make ready. */
        public Prepared bindPrepared(Kernels kernels, List<Shape> operands, int lanes) {
            return Prepared.inputGradient(kernels, geometry(input, operands.get(1)), lanes);
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            return new Value[] {
                needed[0] ? graph.add(new MatMul(), outputGradient, operands[1]) : null,
                needed[1] ? graph.add(new WeightGradient(operands[1].shape()), outputGradient, operands[0]) : null
            };
        }
    }

    /** From the input and the gradient of the output to that of the weights, summed over all images. */
    public record WeightGradient(Shape weights) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return weights;
        }

        @Override
        public boolean sumsOverBatch() {
            return true;
        }

        /** Whether blocks leave what they multiply, rather than each a gradient as large as the weights. */
        private boolean gathers(Kernels kernels, List<Shape> operands, int lanes) {
            return operands.get(0).rank() == 1 && kernels.densePartSize(weights.dim(0), weights.dim(1), lanes) > 0;
        }

        @Override
        public Gathering gathering(Kernels kernels, List<Shape> operands, int lanes, int blocks) {
            if (!gathers(kernels, operands, lanes)) {
                return Gathering.sum(kernels, weights.size());
            }
            int k = weights.dim(0);
            int m = weights.dim(1);
            DenseGradient gradient = kernels.denseGradient(k, m, lanes, blocks);
            return new Gathering(
                    kernels.densePartSize(k, m, lanes),
                    DenseGradient.ROWS * m,
                    gradient.scratch(),
                    (parts, output, offset, from, to, scratch) -> gradient.run(
                            parts.blocks(),
                            parts.array(),
                            parts.offset(0),
                            parts.stride(),
                            from / m,
                            to / m,
                            output,
                            offset,
                            scratch));
        }

        @Override
        public double operations(List<Shape> operands) {
            return 2.0 * operands.get(0).size() * weights.dim(1);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            ConvGeometry g = geometry(operands.get(0), weights);
            if (gathers(kernels, operands, lanes)) {
                return new Bound(
                        kernels.densePartScratch(),
                        (in, out, scratch, block) ->
                                kernels.leaveDensePart(g.c(), g.m(), lanes, in[0], in[1], out, scratch));
            }
            return new Bound(
                    kernels.conv2dFilterGradientScratch(g, lanes),
                    (in, out, scratch, block) -> kernels.conv2dFilterGradient(g, lanes, in[0], in[1], out, scratch));
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            return new Value[] {
                needed[0] ? graph.add(new InputGradient(operands[0].shape()), operands[1], outputGradient) : null,
                needed[1] ? graph.add(new MatMul(), operands[0], outputGradient) : null
            };
        }
    }
}
