package dev.fovea.op;

import dev.fovea.kernel.ConvGeometry;
import dev.fovea.kernel.Kernels;
import dev.fovea.kernel.Window;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Two-dimensional convolution (cross-correlation, as everywhere in the field).
 *
 * <p>Operands: images {@code [H,W,C]}, filters {@code [R,S,C/groups,M]}. Output: {@code [E,F,M]}.
 */
public record Conv2d(Size strides, Padding padding, Size dilation, int groups) implements Op {
    public static Conv2d of(Size strides, Padding padding) {
        return new Conv2d(strides, padding, Size.of(1), 1);
    }

    ConvGeometry geometry(Shape image, Shape filter) {
        if (filter.rank() != 4) {
            throw new IllegalArgumentException("filters are [R, S, C, M]; got " + filter);
        }
        Window window =
                Windows.over(image, Size.of(filter.dim(0), filter.dim(1)), strides, padding, dilation, "kernel");
        int c = image.dim(2);
        int m = filter.dim(3);
        if (groups < 1 || c % groups != 0 || m % groups != 0 || filter.dim(2) != c / groups) {
            throw new IllegalArgumentException("filters " + filter + " in " + groups
                    + " groups do not go with an input of " + c + " channels; filters are [R, S, channels / groups, M]"
                    + " with channels and M divisible by groups");
        }
        return new ConvGeometry(window, c, m, groups);
    }

    @Override
    public Shape shape(List<Shape> operands) {
        ConvGeometry g = geometry(operands.get(0), operands.get(1));
        return Shape.of(g.window().e(), g.window().f(), g.m());
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        ConvGeometry g = geometry(operands.get(0), operands.get(1));
        return Bound.of((in, out, scratch, block) ->
                kernels.conv2d(g, lanes, in[0], in[1], null, ScalarFunction.LINEAR, 0, out));
    }

    /** The op made ready with a bias as third operand and a function at the end, in one pass over the output. */
    public Bound bindFused(Kernels kernels, List<Shape> operands, int lanes, ScalarFunction function, float alpha) {
        ConvGeometry g = geometry(operands.get(0), operands.get(1));
        return Bound.of(
                (in, out, scratch, block) -> kernels.conv2d(g, lanes, in[0], in[1], in[2], function, alpha, out));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        Shape image = operands[0].shape();
        Shape filter = operands[1].shape();
        return new Value[] {
            needed[0] ? graph.add(new InputGradient(this, image), outputGradient, operands[1]) : null,
            needed[1] ? graph.add(new FilterGradient(this, filter), operands[0], outputGradient) : null
        };
    }

    /** Refuses an output's gradient, or a transposed convolution's input, that is not of the output's shape. */
    static void checkGradient(Shape output, Shape gradient, Shape image) {
        if (!gradient.equals(output)) {
            throw new IllegalArgumentException(
                    "a convolution of " + image + " gives " + output + ", so its gradient can't be " + gradient);
        }
    }

    /**
     * From the gradient of the output {@code [E,F,M]} and the filters to that of the images; as an op of its own, a transposed
     * convolution.
     */
    public record InputGradient(Conv2d conv, Shape image) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            checkGradient(conv.shape(List.of(image, operands.get(1))), operands.get(0), image);
            return image;
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            ConvGeometry g = conv.geometry(image, operands.get(1));
            return new Bound(
                    kernels.conv2dInputGradientScratch(g, lanes),
                    (in, out, scratch, block) -> kernels.conv2dInputGradient(g, lanes, in[0], in[1], out, scratch));
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            return new Value[] {
                needed[0] ? graph.add(conv, outputGradient, operands[1]) : null,
                needed[1] ? graph.add(new FilterGradient(conv, operands[1].shape()), outputGradient, operands[0]) : null
            };
        }
    }

    /** From images and the gradient of the output to that of the filters, summed over all images. */
    public record FilterGradient(Conv2d conv, Shape filter) implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return filter;
        }

        @Override
        public boolean sumsOverBatch() {
            return true;
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            ConvGeometry g = conv.geometry(operands.get(0), filter);
            return new Bound(
                    kernels.conv2dFilterGradientScratch(g, lanes),
                    (in, out, scratch, block) -> kernels.conv2dFilterGradient(g, lanes, in[0], in[1], out, scratch));
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            return new Value[] {
                needed[0] ? graph.add(new InputGradient(conv, operands[0].shape()), operands[1], outputGradient) : null,
                needed[1] ? graph.add(conv, operands[0], outputGradient) : null
            };
        }
    }
}
