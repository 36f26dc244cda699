package dev.fovea.op;

import dev.fovea.kernel.Hash;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Adds to each element a normal draw of mean 0, which depends on key, step, image and element alone.
 *
 * @param stddev the deviation of the draws, 0 or more
 * @param key tells this layer's draws from those of others
 */
public record GaussianNoise(float stddev, int key) implements Op {
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
                    out.array[out.offset + at] =
                            in[0].array[in[0].offset + at] + (float) (stddev * normal(imageKey, i));
                }
            }
        });
    }

    /** By Box and Muller (1958); in strict arithmetic, so that it is the same on every machine. */
    static double normal(int imageKey, int element) {
        int first = Hash.mix(imageKey + element * 0x9E3779B9);
        double radius = ((first >>> 1) + 1) * 0x1p-31;
        double angle = Hash.mix(first ^ 0x9E3779B9) * (Math.PI * 0x1p-31);
        return StrictMath.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(angle);
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {outputGradient};
    }
}
