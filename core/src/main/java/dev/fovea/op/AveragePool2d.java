package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.kernel.Window;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Average pooling: the mean of the real pixels of each window; padding does not count.
 *
 * <p>Shape: {@code [H,W,C] -> [E,F,C]}.
 */
public record AveragePool2d(Size poolSize, Size strides, Padding padding) implements Op {
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
        return Windows.pool(window, channels, lanes, (part, x, y) -> kernels.averagePool(part, channels, lanes, x, y));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        return new Value[] {graph.add(new Gradient(this, operands[0].shape()), outputGradient)};
    }

    /** The gradient of the images {@code [H,W,C]}. */
    public record Gradient(AveragePool2d pool, Shape image) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return image;
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            Window window = pool.window(image);
            int channels = image.dim(2);
            return Bound.of(
                    (in, out, scratch, block) -> kernels.averagePoolGradient(window, channels, lanes, in[0], out));
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of pooling are not defined here");
        }
    }
}
