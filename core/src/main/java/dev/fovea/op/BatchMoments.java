package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Mean and variance of each channel over all pixels of all images of the batch: {@code [..., C] -> [2, C]}.
 *
 * <p>The variance is the biased one. Each block measures its own images; their moments are put together by the formula
 * of Chan, Golub and LeVeque (1979), which does not cancel where the mean is large.
 */
public record BatchMoments() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        Shape input = operands.get(0);
        if (input.rank() < 1 || input.size() == 0) {
            throw new IllegalArgumentException("moments are those of the channels of the last axis; got " + input);
        }
        return Shape.of(2, input.dim(-1));
    }

    @Override
    public boolean sumsOverBatch() {
        return true;
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int channels = operands.get(0).dim(-1);
        int pixels = operands.get(0).size() / channels;
        return new Bound(2 * channels + kernels.channelRoom(channels, lanes), (in, out, scratch, block) -> {
            if (block.valid == 0) {
                return;
            }
            kernels.channelMoments(pixels, channels, lanes, block.valid, in[0], scratch);
            kernels.copy(1, 2 * channels, scratch, 0, out, 0);
            int count = pixels * block.valid;
            for (int c = channels; c < 2 * channels; c++) {
                out.array[out.offset + c] /= count;
            }
        });
    }

    @Override
    public Gathering gathering(Kernels kernels, List<Shape> operands, int lanes, int blocks) {
        int size = shape(operands).size();
        return new Gathering(
                size, size, 0, (parts, output, offset, from, to, scratch) -> join(parts, size / 2, output, offset));
    }

    private static void join(Parts parts, int channels, float[] total, int offset) {
        float[] part = parts.array();
        for (int c = 0; c < channels; c++) {
            double mean = 0;
            double variance = 0;
            double images = 0;
            for (int block = 0; block < parts.blocks(); block++) {
                double more = parts.images(block);
                double share = more / (images + more);
                double step = part[parts.offset(block) + c] - mean;
                mean += share * step;
                variance += share * (part[parts.offset(block) + channels + c] - variance)
                        + share * (1 - share) * step * step;
                images += more;
            }
            total[offset + c] = (float) mean;
            total[offset + channels + c] = (float) variance;
        }
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        throw new UnsupportedOperationException(
                "moments have no gradient of their own; that of BatchNormalize takes them into account");
    }
}
