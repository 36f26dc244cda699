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
        return bind(kernels, window(operands.get(0)), operands.get(0).dim(2), lanes);
    }

    /**
     * The same of an image of nothing below zero that has zeros around it, so that those never are the largest.
     *
     * @param padded the shape with the zeros
     * @param image the shape without
     * @param padTop the rows of zeros above
     * @param padLeft the columns of zeros on the left
     * @return null where a window may be of zeros alone
     */
    public Bound bindInside(Kernels kernels, Shape padded, Shape image, int padTop, int padLeft, int lanes) {
        int below = padded.dim(0) - image.dim(0) - padTop;
        int right = padded.dim(1) - image.dim(1) - padLeft;
        boolean inside = Math.max(padTop, below) < poolSize.height() && Math.max(padLeft, right) < poolSize.width();
        Window window = window(padded).inside(image.dim(0), image.dim(1), padTop, padLeft);
        return inside && padding == Padding.VALID ? bind(kernels, window, image.dim(2), lanes) : null;
    }

    private static Bound bind(Kernels kernels, Window window, int channels, int lanes) {
        return Windows.pool(window, channels, lanes, (part, x, y) -> kernels.maxPool(part, channels, lanes, x, y));
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
