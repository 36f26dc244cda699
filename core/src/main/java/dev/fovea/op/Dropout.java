package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Sets elements to 0 with probability {@code rate} and scales the rest by {@code 1 / (1 - rate)}.
 *
 * <p>What is dropped depends on key, step, image and element alone; so the gradient is the same op on the gradient.
 *
 * @param rate the part that is dropped, 0 to 1
 * @param key tells this layer's draws from those of others
 */
public record Dropout(float rate, int key) implements Op {
    public Dropout {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("a dropout rate is between 0 and 1, not " + rate);
        }
    }

    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int n = operands.get(0).size();
        return Bound.of((in, out, scratch, block) ->
                kernels.dropout(n, lanes, rate, key ^ block.stepKey, block.firstImage, in[0], out));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(this, outputGradient)};
    }
}
