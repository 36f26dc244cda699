package dev.fovea.oracle;

import dev.fovea.op.Affine;
import dev.fovea.op.AlphaDropout;
import dev.fovea.op.Apply;
import dev.fovea.op.AveragePool2d;
import dev.fovea.op.BatchMoments;
import dev.fovea.op.BatchNormalize;
import dev.fovea.op.BatchSum;
import dev.fovea.op.BiasAdd;
import dev.fovea.op.BinaryCrossEntropy;
import dev.fovea.op.ChannelScale;
import dev.fovea.op.ChannelSum;
import dev.fovea.op.Combine;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Constant;
import dev.fovea.op.Conv2d;
import dev.fovea.op.Conv3d;
import dev.fovea.op.CrossEntropy;
import dev.fovea.op.Dot;
import dev.fovea.op.Dropout;
import dev.fovea.op.ElementMean;
import dev.fovea.op.Erase;
import dev.fovea.op.GaussianDropout;
import dev.fovea.op.GaussianNoise;
import dev.fovea.op.LogSoftmax;
import dev.fovea.op.MaskedDropout;
import dev.fovea.op.MatMul;
import dev.fovea.op.MaxPool2d;
import dev.fovea.op.Normalize;
import dev.fovea.op.Op;
import dev.fovea.op.Pad;
import dev.fovea.op.Repeat;
import dev.fovea.op.Resample;
import dev.fovea.op.Reshape;
import dev.fovea.op.Slice;
import dev.fovea.op.Softmax;
import dev.fovea.op.SparseCrossEntropy;
import dev.fovea.op.Sparsemax;
import dev.fovea.op.Spread;
import dev.fovea.op.Tone;
import dev.fovea.op.Transpose;
import dev.fovea.op.Warp;
import dev.fovea.tensor.ScalarFunction;
import java.util.Arrays;

/**
 * How far a value in float32 may be off that in double: by 2^-24 of the magnitudes of all that it is the sum of, for each
 * term of the sum and each of a few roundings before and after.
 */
final class FloatBound {
    private static final double ROUNDING = 0x1p-24;

    /** Roundings before and after a sum, and those within a function. */
    private static final int STEPS = 8;

    /** What double precision itself is good for, and what is lost to numbers too small for float32. */
    private static final double NOISE = 0x1p-44;

    private FloatBound() {}

    /** For each number of an image's value, from what the operands hold, how far it may be off. */
    static double[] of(Op op, Image in, double[] y) {
        double largest = 0;
        for (int operand = 0; operand < in.shapes().size(); operand++) {
            largest = Math.max(largest, largest(in.x(operand)));
        }
        double[] bound = magnitudes(op, in, y);
        for (int i = 0; i < bound.length; i++) {
            bound[i] = (terms(op, in) + STEPS) * (ROUNDING * bound[i] + Float.MIN_NORMAL) + NOISE * largest;
        }
        return bound;
    }

    private static double largest(double[] x) {
        return Arrays.stream(x).map(Math::abs).max().orElse(0);
    }

    /** How many numbers are added up in float32. */
    private static int terms(Op op, Image in) {
        return switch (op) {
            case Conv2d c -> in.shape(1).size() / in.shape(1).dim(3);
            case Conv2d.InputGradient c -> in.shape(1).size();
            case Conv2d.FilterGradient c -> in.images() * in.shape(1).size();
            case Conv3d c -> in.shape(1).size() / in.shape(1).dim(4);
            case Conv3d.InputGradient c -> in.shape(1).size();
            case Conv3d.FilterGradient c -> in.images() * in.shape(1).size();
            case MatMul m -> in.shape(1).dim(0);
            case MatMul.InputGradient m -> in.shape(1).dim(1);
            case MatMul.WeightGradient m -> in.images() * in.shape(1).size();
            case Dot d -> in.shape(0).dim(1);
            case AveragePool2d p -> p.poolSize().height() * p.poolSize().width();
            case AveragePool2d.Gradient g ->
                g.pool().poolSize().height() * g.pool().poolSize().width();
            case MaxPool2d.Gradient g ->
                g.pool().poolSize().height() * g.pool().poolSize().width();
            case BatchSum s -> in.images();
            case ChannelSum s -> in.images() * in.shape(0).size() / in.shape(0).dim(-1);
            case BatchMoments m ->
                in.images() * in.shape(0).size() / in.shape(0).dim(-1);
            case BatchNormalize.ChannelGradientSums s ->
                in.images() * in.shape(0).size() / in.shape(0).dim(-1);
            case Repeat.Sum r -> r.repeat().times();
            case Resample r -> in.shape(0).dim(r.axis());
            case Resample.Gradient r -> r.resample().size();
            case Softmax s -> in.shape(0).dim(-1);
            case Softmax.Gradient s -> in.shape(0).dim(-1);
            case CrossEntropy c -> in.shape(0).dim(-1);
            case CrossEntropy.Gradient c -> in.shape(0).dim(-1);
            case SparseCrossEntropy c -> in.shape(0).dim(-1);
            case SparseCrossEntropy.Gradient c -> in.shape(0).dim(-1);
            case Normalize n -> in.shape(0).dim(-1);
            case Normalize.Gradient n -> in.shape(0).dim(-1);
            // A place in an image is the sum of three, as large as its rows and columns.
            case Warp w -> 3 * (in.shape(0).dim(w.axis()) + in.shape(0).dim(w.axis() + 1));
            case Warp.Gradient w ->
                3 * (w.image().dim(w.warp().axis()) + w.image().dim(w.warp().axis() + 1));
            default -> 0;
        };
    }

    private static double[] magnitudes(Op op, Image in, double[] y) {
        return switch (op) {
            // What is moved or chosen is not rounded.
            case Pad p -> new double[y.length];
            case Slice s -> new double[y.length];
            case Concatenate c -> new double[y.length];
            case Transpose t -> new double[y.length];
            case Reshape r -> new double[y.length];
            case Repeat r -> new double[y.length];
            case Spread s -> new double[y.length];
            case Constant c -> new double[y.length];
            case MaxPool2d p -> new double[y.length];
            case Erase.Gradient e -> new double[y.length];
            case Combine c ->
                switch (c.function()) {
                    case ADD, SUBTRACT -> in.pairs(0, 1, (a, b) -> Math.abs(a) + Math.abs(b));
                    case MULTIPLY -> absolute(y);
                    case MAXIMUM, MINIMUM, EQUAL -> new double[y.length];
                };

            // Sums of products: the same sums of magnitudes.
            case Conv2d c -> DoubleOps.value(op, in.absolute());
            case Conv2d.InputGradient c -> DoubleOps.value(op, in.absolute());
            case Conv2d.FilterGradient c -> DoubleOps.value(op, in.absolute());
            case Conv3d c -> DoubleOps.value(op, in.absolute());
            case Conv3d.InputGradient c -> DoubleOps.value(op, in.absolute());
            case Conv3d.FilterGradient c -> DoubleOps.value(op, in.absolute());
            case MatMul m -> DoubleOps.value(op, in.absolute());
            case MatMul.InputGradient m -> DoubleOps.value(op, in.absolute());
            case MatMul.WeightGradient m -> DoubleOps.value(op, in.absolute());
            case Dot d -> DoubleOps.value(op, in.absolute());
            case AveragePool2d p -> DoubleOps.value(op, in.absolute());
            case AveragePool2d.Gradient g -> DoubleOps.value(op, in.absolute());
            case MaxPool2d.Gradient g -> Magnitudes.maxPoolGradient(g, in);
            case BatchSum s -> DoubleOps.value(op, in.absolute());
            case ChannelSum s -> DoubleOps.value(op, in.absolute());
            case BatchNormalize.ChannelGradientSums s ->
                DoubleOps.value(new BatchNormalize.ChannelGradientSums(null), in.absolute());
            case BiasAdd b -> DoubleOps.value(op, in.absolute());
            case Repeat.Sum r -> DoubleOps.value(op, in.absolute());
            case Affine a -> in.map(0, x -> Math.abs(a.scale() * x) + Math.abs(a.offset()));
            // Weights of a new entry are at most 2 together, and there are so many new entries to an old one.
            case Resample r -> filled(y.length, 2 * largest(in.x(0)));
            case Resample.Gradient r ->
                filled(
                        y.length,
                        2 * largest(in.x(0)) * (1 + (double) r.resample().size() / r.length()));
            case Warp w -> filled(y.length, 2 * (largest(in.x(0)) + Math.abs(w.fillValue())));
            case Warp.Gradient w ->
                filled(y.length, 2 * Arrays.stream(in.x(0)).map(Math::abs).sum());

            // What is computed in double and rounded at the end, or is a product or two.
            case ElementMean m -> absolute(y);
            case ElementMean.Gradient m -> absolute(y);
            case BinaryCrossEntropy b -> absolute(y);
            case BinaryCrossEntropy.Gradient b -> absolute(y);
            case LogSoftmax s -> absolute(y);
            case LogSoftmax.Gradient s -> absolute(y);
            case Sparsemax s -> absolute(y);
            case Sparsemax.Gradient s -> absolute(y);
            case BatchNormalize.WeightGradients w -> absolute(y);
            case ChannelScale s -> absolute(y);
            case Dropout d -> absolute(y);
            case MaskedDropout d -> absolute(y);
            case GaussianDropout d -> absolute(y);
            case Erase e -> absolute(y);
            case GaussianNoise n -> in.map(0, x -> 2 * Math.abs(x) + n.stddev() * 7);
            case AlphaDropout d -> in.map(0, x -> 4 * Math.abs(x) + 8);
            case Tone t -> {
                double gain = Draws.gain(t, in);
                double shift =
                        Math.max(Math.abs(t.shift().lower()), Math.abs(t.shift().upper()));
                yield filled(y.length, (1 + 2 * Math.abs(gain)) * largest(in.x(0)) + shift);
            }
            case Tone.Gradient t -> filled(y.length, (1 + 2 * Math.abs(Draws.gain(t.tone(), in))) * largest(in.x(1)));

            // An argument that is off puts a function off by its slope.
            case Apply f -> {
                double[] magnitudes = absolute(y);
                for (int i = 0; i < y.length; i++) {
                    double x = in.x(0)[i];
                    magnitudes[i] += Math.abs(x * Functions.slope(f.function(), x, y[i], f.alpha()));
                }
                yield magnitudes;
            }
            case Apply.Gradient f -> {
                double[] magnitudes = absolute(y);
                // Of most functions the slope is 1 less something; of ELU alpha less something.
                double slope =
                        f.apply().function() == ScalarFunction.ELU ? f.apply().alpha() : 1;
                for (int i = 0; i < y.length; i++) {
                    magnitudes[i] += slope * Math.abs(in.x(1)[i]);
                }
                yield magnitudes;
            }

            case Softmax s ->
                Arrays.stream(y).map(p -> p * (1 + largest(in.x(0)))).toArray();
            case CrossEntropy c -> filled(y.length, 1 + 2 * largest(in.x(0)) + Math.abs(largest(y)));
            case SparseCrossEntropy c -> filled(y.length, 1 + 2 * largest(in.x(0)) + largest(y));
            case Softmax.Gradient s -> Magnitudes.softmaxGradient(in);
            case CrossEntropy.Gradient c -> Magnitudes.crossEntropyGradient(in, in.x(1));
            case SparseCrossEntropy.Gradient c -> Magnitudes.crossEntropyGradient(in, Rows.oneHot(in));
            case Normalize n -> Magnitudes.normalize(n, in);
            case Normalize.Gradient n -> Magnitudes.normalizeGradient(n.normalize(), in);
            case BatchMoments m -> Magnitudes.moments(in, y);
            case BatchNormalize b -> Magnitudes.batchNormalize(b, in);
            case BatchNormalize.InputGradient g -> Magnitudes.batchNormalizeInputGradient(g, in);
        };
    }

    private static double[] absolute(double[] y) {
        return Arrays.stream(y).map(Math::abs).toArray();
    }

    private static double[] filled(int n, double value) {
        double[] y = new double[n];
        Arrays.fill(y, value);
        return y;
    }
}
