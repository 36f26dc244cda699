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

    /**
     * A convolution whose filters are made ready once and serve until a weight changes: multiplied by a batch
     * normalization that follows, and packed where the kernels do.
     *
     * @param size the floats of what is made ready
     * @param prepare reads filters, the bias where there is one, then what the normalization reads beside its input
     * @param run reads the image and what was made ready
     */
    public record Prepared(int size, Bound prepare, Bound run) {}

    /** Whether the kernels pack the filters of this op. */
    public boolean packs(Kernels kernels, List<Shape> operands, int lanes) {
        return kernels.packedFilterSize(geometry(operands.get(0), operands.get(1)), lanes) > 0;
    }

    /**
     * The op made ready so, with a function at the end.
     *
     * @param bias whether a bias comes before the normalization
     * @param norm null for none
     * @return null if there is nothing to make ready
     */
    public Prepared bindPrepared(
            Kernels kernels,
            List<Shape> operands,
            int lanes,
            boolean bias,
            BatchNormalize norm,
            ScalarFunction function,
            float alpha) {
        ConvGeometry g = geometry(operands.get(0), operands.get(1));
        int packed = kernels.packedFilterSize(g, lanes);
        if (packed == 0 && norm == null) {
            return null;
        }
        int m = g.m();
        int weights = g.filterSize();
        float[] scale = norm == null ? null : new float[m];
        float[] shift = norm == null ? null : new float[m];
        Bound prepare = Bound.of((in, out, scratch, block) -> {
            if (norm != null) {
                norm.scaleAndShift(in, bias ? 2 : 1, scale, shift);
            }
            if (packed > 0) {
                kernels.packFilters(g, in[0], bias ? in[1] : null, scale, shift, out);
                return;
            }
            for (int i = 0; i < weights; i++) {
                out.array[out.offset + i] = in[0].array[in[0].offset + i] * scale[i % m];
            }
            for (int i = 0; i < m; i++) {
                float b = bias ? in[1].array[in[1].offset + i] : 0;
                out.array[out.offset + weights + i] = b * scale[i] + shift[i];
            }
        });
        Bound run = packed > 0
                ? new Bound(
                        kernels.conv2dPackedScratch(g),
                        true,
                        (in, out, scratch, block) -> kernels.conv2dPacked(
                                g, in[0], in[1], function, alpha, out, scratch, block.part, block.parts))
                : Bound.of((in, out, scratch, block) ->
                        kernels.conv2d(g, lanes, in[0], in[1], in[2], function, alpha, out));
        return new Prepared(packed > 0 ? packed : weights + m, prepare, run);
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
