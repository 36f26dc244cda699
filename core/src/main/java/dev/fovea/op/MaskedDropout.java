package dev.fovea.op;

import dev.fovea.kernel.Hash;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Dropout whose draws are those of a smaller shape, repeated along the axes where that is 1: what is set to 0, with
 * probability {@code rate}, and what is scaled by {@code 1 / (1 - rate)}.
 *
 * <p>What is dropped depends on key, step, image and place in the mask alone; so the gradient is the same op on the
 * gradient.
 *
 * @param rate the part that is dropped, 0 to 1
 * @param key tells this layer's draws from those of others
 * @param mask for each axis of an image its length or 1
 * @param perImage whether each image has a mask of its own; if not, the batch shares one
 */
public record MaskedDropout(float rate, int key, Shape mask, boolean perImage) implements Op {
    public MaskedDropout {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("a dropout rate is between 0 and 1, not " + rate);
        }
    }

    @Override
    public Shape shape(List<Shape> operands) {
        Shape input = operands.get(0);
        boolean fits = input.rank() == mask.rank();
        for (int axis = 0; fits && axis < mask.rank(); axis++) {
            fits = mask.dim(axis) == 1 || mask.dim(axis) == input.dim(axis);
        }
        if (!fits) {
            throw new IllegalArgumentException("noise of shape " + mask + " does not go with an image " + input
                    + "; each axis is as long as the image's, or 1");
        }
        return input;
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        return bind(operands, lanes, rate < 1 ? 1 / (1 - rate) : 0, 0, 0);
    }

    /** What stays becomes {@code scale x + offset}, what goes {@code dropped}. */
    Bound bind(List<Shape> operands, int lanes, float scale, float offset, float dropped) {
        int[] places = shape(operands).placesIn(mask);
        int threshold = Hash.threshold(rate);
        return new Bound(mask.size(), (in, out, scratch, block) -> {
            float[] x = in[0].array;
            for (int l = 0; l < lanes; l++) {
                int imageKey = Hash.imageKey(key ^ block.stepKey, perImage ? block.firstImage + l : 0);
                for (int m = 0; m < mask.size(); m++) {
                    scratch.array[scratch.offset + m] = Hash.keeps(imageKey, m, threshold) ? 1 : 0;
                }
                for (int i = 0; i < places.length; i++) {
                    int at = i * lanes + l;
                    boolean keeps = scratch.array[scratch.offset + places[i]] != 0;
                    out.array[out.offset + at] = keeps ? x[in[0].offset + at] * scale + offset : dropped;
                }
            }
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(this, outputGradient)};
    }
}
