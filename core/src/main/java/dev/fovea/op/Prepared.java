package dev.fovea.op;

import dev.fovea.kernel.Bottleneck;
import dev.fovea.kernel.ConvGeometry;
import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.ScalarFunction;

/**
 * A convolution or product, or the gradient of its input, whose filters are made ready once and serve until a weight
 * changes: multiplied by a batch normalization that follows, and packed where the kernels do.
 *
 * @param size the floats of what is made ready
 * @param prepare reads filters, the bias where there is one, then what the normalization reads beside its input
 * @param run reads the image, what was made ready of filters and of biases, and what is added where something is; where
 *     {@link Kernels#readsFilters}, filters as they lie and what was made ready
 * @param geometry the convolution's
 * @param function what comes behind it
 */
public record Prepared(int size, Bound prepare, Bound run, ConvGeometry geometry, ScalarFunction function) {
    /** Null if there is nothing to make ready. */
    static Prepared of(
            Kernels kernels,
            ConvGeometry g,
            int lanes,
            boolean bias,
            BatchNormalize norm,
            boolean residual,
            ScalarFunction function,
            float alpha) {
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
                norm.scaleAndShift(in, bias ? 2 : 1, m, scale, 0, shift, 0);
            }
            if (packed > 0) {
                kernels.packFilters(g, lanes, in[0], bias ? in[1] : null, scale, shift, out);
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
        Bound run = kernels.readsFilters()
                ? new Bound(
                        0,
                        // A thread may have to wait for one of the compilers'.
                        4,
                        (in, out, scratch, block) -> kernels.conv2dScaled(
                                g,
                                in[0],
                                in[1],
                                in[2],
                                residual ? in[3] : null,
                                function,
                                alpha,
                                out,
                                block.part,
                                block.parts))
                : packed > 0
                        ? new Bound(
                                kernels.conv2dPackedScratch(g, lanes),
                                lanes == 1 ? 1 : 0,
                                (in, out, scratch, block) -> kernels.conv2dPacked(
                                        g,
                                        lanes,
                                        in[0],
                                        in[1],
                                        residual ? in[3] : null,
                                        function,
                                        alpha,
                                        out,
                                        scratch,
                                        block.part,
                                        block.parts))
                        : direct(kernels, g, lanes, true, function, alpha);
        return new Prepared(packed > 0 ? packed : weights + m, prepare, run, g, function);
    }

    /** The same of the gradient of the input, which reads the output's gradient; null if there is nothing to make ready. */
    static Prepared inputGradient(Kernels kernels, ConvGeometry g, int lanes) {
        int packed = kernels.packedInputGradientSize(g, lanes);
        return packed == 0
                ? null
                : new Prepared(
                        packed,
                        Bound.of((in, out, scratch, block) -> kernels.packInputGradient(g, lanes, in[0], out)),
                        new Bound(
                                kernels.conv2dInputGradientPackedScratch(g, lanes),
                                (in, out, scratch, block) ->
                                        kernels.conv2dInputGradientPacked(g, lanes, in[0], in[1], out, scratch)),
                        g,
                        ScalarFunction.LINEAR);
    }

    /**
     * Three convolutions of one image in one, which reads the image, what was made ready of each, and what is added where
     * something is; null where the kernels have no better way than one after the other.
     */
    public static Bound bottleneck(
            Kernels kernels, Prepared expand, Prepared depthwise, Prepared project, boolean residual) {
        ScalarFunction[] functions = {expand.function, depthwise.function, project.function};
        Bottleneck all = kernels.bottleneck(expand.geometry, depthwise.geometry, project.geometry, functions);
        return all == null
                ? null
                : new Bound(
                        all.scratch(),
                        1,
                        (in, out, scratch, block) -> all.run(
                                in[0],
                                in[1],
                                in[2],
                                in[3],
                                residual ? in[4] : null,
                                out,
                                scratch,
                                block.part,
                                block.parts));
    }

    /** The op by filters as they are; with a bias as third operand, or without. */
    static Bound direct(
            Kernels kernels, ConvGeometry g, int lanes, boolean bias, ScalarFunction function, float alpha) {
        return new Bound(
                kernels.conv2dScratch(g, lanes),
                kernels.inParts(g, lanes) ? 1 : 0,
                (in, out, scratch, block) -> kernels.conv2d(
                        g,
                        lanes,
                        in[0],
                        in[1],
                        bias ? in[2] : null,
                        function,
                        alpha,
                        out,
                        scratch,
                        block.part,
                        block.parts));
    }
}
