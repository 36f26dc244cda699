package dev.fovea.op;

import dev.fovea.kernel.Hash;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Sets whole channels of {@code [..., C]} to 0 with probability {@code rate} and scales the rest by {@code 1 / (1 -
 * rate)}.
 *
 * <p>What is dropped depends on key, step, image and channel alone; so the gradient is the same op on the gradient.
 *
 * @param rate the part that is dropped, 0 to 1
 * @param key tells this layer's draws from those of others
 */
public record ChannelDropout(float rate, int key) implements Op {
    public ChannelDropout {
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
        int channels = operands.get(0).dim(-1);
        int n = operands.get(0).size() * lanes;
        int pixel = channels * lanes;
        int threshold = Hash.threshold(rate);
        float scale = rate < 1 ? 1 / (1 - rate) : 0;
        return Bound.of((in, out, scratch, block) -> {
            float[] x = in[0].array;
            for (int l = 0; l < lanes; l++) {
                int imageKey = Hash.imageKey(key ^ block.stepKey, block.firstImage + l);
                for (int c = 0; c < channels; c++) {
                    boolean keeps = Hash.keeps(imageKey, c, threshold);
                    for (int i = c * lanes + l; i < n; i += pixel) {
                        out.array[out.offset + i] = keeps ? x[in[0].offset + i] * scale : 0;
                    }
                }
            }
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(this, outputGradient)};
    }
}
