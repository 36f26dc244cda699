package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/** {@code scale * x + offset} on each element. */
public record Affine(float scale, float offset) implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int n = operands.get(0).size() * lanes;
        return Bound.of((in, out, scratch, block) -> kernels.affine(n, scale, offset, in[0], out));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Affine(scale, 0), outputGradient)};
    }
}
