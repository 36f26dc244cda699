package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * A function of one number, applied to each element.
 *
 * @param alpha the function's parameter, for those that have one
 */
public record Apply(ScalarFunction function, float alpha) implements Op {
    public static Apply of(ScalarFunction function) {
        return new Apply(function, 0);
    }

    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int n = operands.get(0).size() * lanes;
        return Bound.of((in, out, scratch, block) -> kernels.apply(function, alpha, n, in[0], out));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        Gradient rule = new Gradient(this);
        if (!function.slopeNeedsInput()
                && outputGradient.op() instanceof MaxPool2d.Gradient pool
                && outputGradient.operand(0) == output) {
            // The largest of a window alone has a gradient, and its slope follows from the pooled value, too.
            Value pooled = outputGradient.operand(1);
            return new Value[] {graph.add(pool, output, pooled, graph.add(rule, pooled, outputGradient.operand(2)))};
        }
        return new Value[] {
            function.slopeNeedsInput()
                    ? graph.add(rule, output, outputGradient, operands[0])
                    : graph.add(rule, output, outputGradient)
        };
    }

    /** From the output, its gradient and, where the slope needs it, the input to the input's gradient. */
    public record Gradient(Apply apply) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            int n = operands.get(0).size() * lanes;
            boolean needsInput = apply.function.slopeNeedsInput();
            return Bound.of((in, out, scratch, block) -> kernels.applyGradient(
                    apply.function, apply.alpha, n, needsInput ? in[2] : null, in[0], in[1], out));
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of activations are not defined here");
        }
    }
}
