package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * What all images share, as a value of each image, so that it can be combined with such values.
 *
 * <p>Operands: the shared value and any value of the batch. Output: the shared value, once for each image.
 */
public record Spread() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int n = operands.get(0).size();
        return Bound.of((in, out, scratch, block) -> {
            for (int i = 0; i < n; i++) {
                float value = in[0].array[in[0].offset + i];
                for (int l = 0; l < lanes; l++) {
                    out.array[out.offset + i * lanes + l] = value;
                }
            }
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new BatchSum(), outputGradient), null};
    }
}
