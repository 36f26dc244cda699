package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Multiplies each channel with a factor of its own.
 *
 * <p>Operands: {@code [..., C]} and factors {@code [C]}, which all images share. Output: {@code [..., C]}.
 */
public record ChannelScale() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        Shape input = operands.get(0);
        if (input.rank() < 1 || !operands.get(1).equals(Shape.of(input.dim(-1)))) {
            throw new IllegalArgumentException("factors " + operands.get(1) + " do not go with " + input
                    + "; give one per channel of the last axis");
        }
        return input;
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int channels = operands.get(1).size();
        int pixels = operands.get(0).size() / Math.max(1, channels);
        return new Bound(2 * channels, (in, out, scratch, block) -> {
            System.arraycopy(in[1].array, in[1].offset, scratch.array, scratch.offset, channels);
            Arrays.fill(scratch.array, scratch.offset + channels, scratch.offset + 2 * channels, 0);
            kernels.channelAffine(pixels, channels, lanes, in[0], scratch, null, ScalarFunction.LINEAR, 0, out);
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        Value ofFactors = null;
        if (needed[1]) {
            Value sums = graph.add(new BatchNormalize.ChannelGradientSums(null), operands[0], outputGradient);
            Value products = graph.add(new Slice(0, 1, 2), sums);
            ofFactors = graph.add(new Reshape(operands[1].shape()), products);
        }
        return new Value[] {needed[0] ? graph.add(this, outputGradient, operands[1]) : null, ofFactors};
    }
}
