package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/** The same elements in another shape, without the batch axis. */
public record Reshape(Shape target) implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        if (operands.get(0).size() != target.size()) {
            throw new IllegalArgumentException("can't reshape " + operands.get(0) + " ("
                    + operands.get(0).size() + " elements) to " + target + " (" + target.size() + " elements)");
        }
        return target;
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int n = target.size() * lanes;
        return Bound.of((in, out, scratch, block) -> kernels.copy(1, n, in[0], n, out, n));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Reshape(operands[0].shape()), outputGradient)};
    }
}
