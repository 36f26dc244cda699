package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * One operation of a graph: its attributes, the rule of its output's shape, its kernel and its gradient.
 *
 * <p>Shapes are those of one image; the batch is the graph's concern. Operands that all images share, such as
 * filters, have no batch at all.
 */
public sealed interface Op
        permits Affine,
                AlphaDropout,
                Apply,
                Apply.Gradient,
                AveragePool2d,
                AveragePool2d.Gradient,
                BatchMoments,
                BatchNormalize,
                BatchNormalize.ChannelGradientSums,
                BatchNormalize.InputGradient,
                BatchNormalize.WeightGradients,
                BatchSum,
                BiasAdd,
                BinaryCrossEntropy,
                BinaryCrossEntropy.Gradient,
                ChannelScale,
                ChannelSum,
                Combine,
                Concatenate,
                Constant,
                Conv2d,
                Conv2d.FilterGradient,
                Conv2d.InputGradient,
                Conv3d,
                Conv3d.FilterGradient,
                Conv3d.InputGradient,
                CrossEntropy,
                CrossEntropy.Gradient,
                Dot,
                Dropout,
                ElementMean,
                ElementMean.Gradient,
                Erase,
                Erase.Gradient,
                GaussianDropout,
                GaussianNoise,
                LogSoftmax,
                LogSoftmax.Gradient,
                MaskedDropout,
                MatMul,
                MatMul.InputGradient,
                MatMul.WeightGradient,
                MaxPool2d,
                MaxPool2d.Gradient,
                Normalize,
                Normalize.Gradient,
                Pad,
                Repeat,
                Repeat.Sum,
                Resample,
                Resample.Gradient,
                Reshape,
                Slice,
                Softmax,
                Softmax.Gradient,
                SparseCrossEntropy,
                SparseCrossEntropy.Gradient,
                Sparsemax,
                Sparsemax.Gradient,
                Spread,
                Tone,
                Tone.Gradient,
                Transpose,
                Warp,
                Warp.Gradient {

    /**
     * The shape of the output.
     *
     * @throws IllegalArgumentException if the op does not take operands of these shapes, saying what it would take
     */
    Shape shape(List<Shape> operands);

    /** The multiplications and additions of an image by the op's definition, where they are what it is about; else 0. */
    default double operations(List<Shape> operands) {
        return 0;
    }

    /** How the kernels go about it, in a few words; empty where there is one way. */
    default String way(Kernels kernels, List<Shape> operands, int lanes) {
        return "";
    }

    /** The op made ready for operands of these shapes, in blocks of so many lanes. */
    Bound bind(Kernels kernels, List<Shape> operands, int lanes);

    /**
     * Adds the ops that turn the gradient of the output into those of the operands.
     *
     * @param needed which operands' gradients are wanted
     * @return a gradient per operand; null where there is none or it isn't wanted
     */
    Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed);

    /** Whether the output gathers something over all images: a part per block, put together by {@link #gathering}. */
    default boolean sumsOverBatch() {
        return false;
    }

    /**
     * How parts are put together, where the output gathers something over all images; the sum unless an op says otherwise.
     *
     * @param blocks the most that there are
     */
    default Gathering gathering(Kernels kernels, List<Shape> operands, int lanes, int blocks) {
        return Gathering.sum(kernels, shape(operands).size());
    }
}
