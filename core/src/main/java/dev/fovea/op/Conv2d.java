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
    public double operations(List<Shape> operands) {
        return operations(geometry(operands.get(0), operands.get(1)));
    }

    private static double operations(ConvGeometry g) {
        Window w = g.window();
        return 2.0 * g.outputSize() * w.r() * w.s() * g.channelsPerGroup();
    }

    @Override
    public String way(Kernels kernels, List<Shape> operands, int lanes) {
        return kernels.way(geometry(operands.get(0), operands.get(1)), lanes);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        ConvGeometry g = geometry(operands.get(0), operands.get(1));
        return Prepared.direct(kernels, g, lanes, false, ScalarFunction.LINEAR, 0);
    }

    /** The op made ready with a bias as third operand and a function at the end, in one pass over the output. */
    public Bound bindFused(Kernels kernels, List<Shape> operands, int lanes, ScalarFunction function, float alpha) {
        return Prepared.direct(kernels, geometry(operands.get(0), operands.get(1)), lanes, true, function, alpha);
    }

    /** Whether the kernels pack the filters of this op. */
    public boolean packs(Kernels kernels, List<Shape> operands, int lanes) {
        return kernels.packedFilterSize(geometry(operands.get(0), operands.get(1)), lanes) > 0;
    }

    /** Whether the kernels can add something to what this op gives, before the function. */
    public boolean addsResidual(Kernels kernels, List<Shape> operands, int lanes) {
        return kernels.addsResidual(geometry(operands.get(0), operands.get(1)), lanes);
    }

    /**
     * The op with filters that are made ready once, and a function at the end.
     *
     * @param image the shape of what is read: the image, or this without the zeros that a {@link Pad} put around it
     * @param padTop the rows of such zeros above
     * @param padLeft the columns of such zeros on the left
     * @param bias whether a bias comes before the normalization
     * @param norm null for none
     * @param residual whether something of the output's shape is added before the function; where {@link
     *     #addsResidual}
     * @return null if there is nothing to make ready
     */
    public Prepared bindPrepared(
            Kernels kernels,
            List<Shape> operands,
            int lanes,
            Shape image,
            int padTop,
            int padLeft,
            boolean bias,
            BatchNormalize norm,
            boolean residual,
            ScalarFunction function,
            float alpha) {
        ConvGeometry g = geometry(operands.get(0), operands.get(1)).within(image.dim(0), image.dim(1), padTop, padLeft);
        return Prepared.of(kernels, g, lanes, bias, norm, residual, function, alpha);
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
        public double operations(List<Shape> operands) {
            return Conv2d.operations(conv.geometry(image, operands.get(1)));
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            ConvGeometry g = conv.geometry(image, operands.get(1));
            return new Bound(
                    kernels.conv2dInputGradientScratch(g, lanes),
                    (in, out, scratch, block) -> kernels.conv2dInputGradient(g, lanes, in[0], in[1], out, scratch));
        }

        /** The op with filters that are made ready once; null if there is nothing to make ready. */
        public Prepared bindPrepared(Kernels kernels, List<Shape> operands, int lanes) {
            return Prepared.inputGradient(kernels, conv.geometry(image, operands.get(1)), lanes);
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
        public double operations(List<Shape> operands) {
            return Conv2d.operations(conv.geometry(operands.get(0), filter));
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
