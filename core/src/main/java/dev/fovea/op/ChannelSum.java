package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/** The sum over all images and pixels for each channel: {@code [..., C] -> [C]}. */
public record ChannelSum() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        return Shape.of(operands.get(0).dim(-1));
    }

    @Override
    public boolean sumsOverBatch() {
        return true;
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int channels = operands.get(0).dim(-1);
        int pixels = operands.get(0).size() / Math.max(1, channels);
        return Bound.of((in, out, scratch, block) -> kernels.channelSum(pixels, channels, lanes, in[0], out));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        throw new UnsupportedOperationException("second derivatives of a channel sum are not defined here");
    }
}
