package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/** The sum of each element over all images of the batch, which all images then share: {@code [...] -> [...]}. */
public record BatchSum() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0);
    }

    @Override
    public boolean sumsOverBatch() {
        return true;
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int n = operands.get(0).size();
        return Bound.of((in, out, scratch, block) -> {
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int l = 0; l < block.valid; l++) {
                    sum += in[0].array[in[0].offset + i * lanes + l];
                }
                out.array[out.offset + i] = (float) sum;
            }
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Spread(), outputGradient, operands[0])};
    }
}
