package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Adds a bias to each channel.
 *
 * <p>Operands: {@code [..., C]} and biases {@code [C]}. Output: {@code [..., C]}.
 */
public record BiasAdd() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        Shape input = operands.get(0);
        if (input.rank() < 1 || !operands.get(1).equals(Shape.of(input.dim(-1)))) {
            throw new IllegalArgumentException("biases " + operands.get(1) + " do not go with " + input
                    + "; give one per channel of the last axis");
        }
        return input;
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int channels = operands.get(1).size();
        int pixels = operands.get(0).size() / Math.max(1, channels);
        return Bound.of((in, out, scratch, block) ->
                kernels.biasAdd(pixels, channels, lanes, in[0], in[1], ScalarFunction.LINEAR, 0, out));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        // Pooling hands on each gradient to one place, so their sum is the same before, and of fewer numbers.
        Value summed = outputGradient.op() instanceof MaxPool2d.Gradient ? outputGradient.operand(2) : outputGradient;
        return new Value[] {outputGradient, needed[1] ? graph.add(new ChannelSum(), summed) : null};
    }
}
