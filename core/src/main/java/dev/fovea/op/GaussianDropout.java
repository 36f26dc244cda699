package dev.fovea.op;

import dev.fovea.kernel.Hash;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Multiplies each element with a normal draw of mean 1, which depends on key, step, image and element alone; so the
 * gradient is the same op on the gradient.
 *
 * @param stddev the deviation of the draws, 0 or more
 * @param key tells this layer's draws from those of others
 */
public record GaussianDropout(float stddev, int key) implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        return operands.get(0);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int n = operands.get(0).size();
        return Bound.of((in, out, scratch, block) -> {
            for (int l = 0; l < lanes; l++) {
                int imageKey = Hash.imageKey(key ^ block.stepKey, block.firstImage + l);
                for (int i = 0; i < n; i++) {
                    int at = i * lanes + l;
                    double factor = 1 + stddev * GaussianNoise.normal(imageKey, i);
                    out.array[out.offset + at] = (float) (in[0].array[in[0].offset + at] * factor);
                }
            }
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(this, outputGradient)};
    }
}
