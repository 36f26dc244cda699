package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.kernel.Window;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Max pooling: the largest value of each window. Padding counts as minus infinity.
 *
 * <p>Shape: {@code [H,W,C] -> [E,F,C]}.
 */
public record MaxPool2d(Size poolSize, Size strides, Padding padding) implements Op {
    private Window window(Shape image) {
        return Windows.over(image, poolSize, strides, padding, Size.of(1), "pooling window");
    }

    @Override
    public Shape shape(List<Shape> operands) {
        Window window = window(operands.get(0));
        return Shape.of(window.e(), window.f(), operands.get(0).dim(2));
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        Window window = window(operands.get(0));
        int channels = operands.get(0).dim(2);
        return Bound.of((in, out, scratch, block) -> kernels.maxPool(window, channels, lanes, in[0], out));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Gradient(this, operands[0].shape()), operands[0], output, outputGradient)};
    }

    /** The gradient of the images {@code [H,W,C]}. */
    public record Gradient(MaxPool2d pool, Shape image) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return image;
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            Window window = pool.window(image);
            int channels = image.dim(2);
            return Bound.of((in, out, scratch, block) ->
                    kernels.maxPoolGradient(window, channels, lanes, in[0], in[1], in[2], out));
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of pooling are not defined here");
        }
    }
}
