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
import java.util.Arrays;

/** A rule for each op, in double precision: from the operands to what the op makes of an image. */
final class DoubleOps {
    private DoubleOps() {}

    /** The value of an image; an op that sums over the batch is asked once and reads all images. */
    static double[] value(Op op, Image in) {
        return switch (op) {
            case Affine a -> in.map(0, x -> a.scale() * x + a.offset());
            case Apply f -> in.map(0, x -> Functions.value(f.function(), x, f.alpha()));
            case Apply.Gradient f -> Functions.gradient(f.apply(), in);
            case Combine c -> in.pairs(0, 1, (a, b) -> combine(c.function(), a, b));
            case Constant c -> c.values().stream().mapToDouble(x -> x).toArray();
            case Spread s -> in.x(0).clone();
            case Reshape r -> in.x(0).clone();
            case ElementMean m -> new double[] {Arrays.stream(in.x(0)).sum() / in.x(0).length};
            case ElementMean.Gradient m ->
                filled(m.elements().size(), in.x(0)[0] / m.elements().size());
            case BatchSum s -> Channels.batchSum(in);
            case BinaryCrossEntropy b -> in.pairs(0, 1, (z, y) -> Functions.softplus(z) - z * y);
            case BinaryCrossEntropy.Gradient b -> binaryCrossEntropyGradient(in);

            case Conv2d c -> Products.forward(Products.convolution(c, in.shape(0), in.shape(1)), in);
            case Conv2d.InputGradient c -> Products.byInput(Products.convolution(c.conv(), c.image(), in.shape(1)), in);
            case Conv2d.FilterGradient c ->
                Products.byWeights(Products.convolution(c.conv(), in.shape(0), c.filter()), in);
            case Conv3d c -> Products.forward(Products.volume(c, in.shape(0), in.shape(1)), in);
            case Conv3d.InputGradient c -> Products.byInput(Products.volume(c.conv(), c.volume(), in.shape(1)), in);
            case Conv3d.FilterGradient c -> Products.byWeights(Products.volume(c.conv(), in.shape(0), c.filter()), in);
            case MatMul m -> Products.forward(Products.matrix(in.shape(0), in.shape(1)), in);
            case MatMul.InputGradient m -> Products.byInput(Products.matrix(m.input(), in.shape(1)), in);
            case MatMul.WeightGradient m -> Products.byWeights(Products.matrix(in.shape(0), m.weights()), in);
            case Dot d -> Products.dot(in);

            case MaxPool2d p -> Pools.max(Pools.windows(p.poolSize(), p.strides(), p.padding(), in.shape(0)), in);
            case MaxPool2d.Gradient g ->
                Pools.maxGradient(
                        Pools.windows(
                                g.pool().poolSize(),
                                g.pool().strides(),
                                g.pool().padding(),
                                g.image()),
                        in);
            case AveragePool2d p ->
                Pools.average(Pools.windows(p.poolSize(), p.strides(), p.padding(), in.shape(0)), in);
            case AveragePool2d.Gradient g ->
                Pools.averageGradient(
                        Pools.windows(
                                g.pool().poolSize(),
                                g.pool().strides(),
                                g.pool().padding(),
                                g.image()),
                        in);

            case Pad p -> Axes.pad(p, in);
            case Slice s -> Axes.slice(s, in);
            case Concatenate c -> Axes.concatenate(c.axis(), in);
            case Transpose t -> Axes.transpose(t, in);
            case Repeat r -> Axes.repeat(r, in);
            case Repeat.Sum r -> Axes.sumRepeats(r.repeat(), in);
            case Resample r -> Axes.resample(r, in);
            case Resample.Gradient r -> Axes.resampleGradient(r, in);

            case BiasAdd b -> Channels.biasAdd(in);
            case ChannelScale s -> Channels.scale(in);
            case ChannelSum s -> Channels.sum(in);
            case BatchMoments m -> Channels.moments(in);
            case BatchNormalize b -> Channels.normalize(b, in);
            case BatchNormalize.ChannelGradientSums s -> Channels.gradientSums(s, in);
            case BatchNormalize.WeightGradients w -> Channels.weightGradients(w.epsilon(), in);
            case BatchNormalize.InputGradient g -> Channels.inputGradient(g, in);

            case Softmax s -> Rows.softmax(in);
            case Softmax.Gradient s -> Rows.softmaxGradient(in);
            case LogSoftmax s -> Rows.logSoftmax(in);
            case LogSoftmax.Gradient s -> Rows.logSoftmaxGradient(in);
            case Sparsemax s -> Rows.sparsemax(in);
            case Sparsemax.Gradient s -> Rows.sparsemaxGradient(in);
            case CrossEntropy c -> Rows.crossEntropy(in, in.x(1));
            case CrossEntropy.Gradient c -> Rows.crossEntropyGradient(in, in.x(1));
            case SparseCrossEntropy c -> Rows.crossEntropy(in, Rows.oneHot(in));
            case SparseCrossEntropy.Gradient c -> Rows.crossEntropyGradient(in, Rows.oneHot(in));
            case Normalize n -> Rows.normalize(n, in);
            case Normalize.Gradient n -> Rows.normalizeGradient(n.normalize(), in);

            case Dropout d -> Draws.dropout(d, in);
            case MaskedDropout d -> Draws.masked(d, in);
            case AlphaDropout d -> Draws.alpha(d, in);
            case GaussianDropout d -> Draws.gaussianDropout(d, in);
            case GaussianNoise n -> Draws.gaussianNoise(n, in);
            case Erase e -> Draws.erase(e, in);
            case Erase.Gradient e -> Draws.eraseGradient(e.erase(), in);
            case Tone t -> Draws.tone(t, in);
            case Tone.Gradient t -> Draws.toneGradient(t.tone(), in);
            case Warp w -> Warps.forward(w, in);
            case Warp.Gradient w -> Warps.back(w, in);
        };
    }

    private static double combine(Combine.Function function, double a, double b) {
        return switch (function) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case MAXIMUM -> Math.max(a, b);
            case MINIMUM -> Math.min(a, b);
            case EQUAL -> a == b ? 1 : 0;
        };
    }

    private static double[] binaryCrossEntropyGradient(Image in) {
        double[] slope = in.pairs(0, 1, (z, y) -> Functions.sigmoid(z) - y);
        for (int i = 0; i < slope.length; i++) {
            slope[i] *= in.x(2)[i];
        }
        return slope;
    }

    private static double[] filled(int n, double value) {
        double[] y = new double[n];
        Arrays.fill(y, value);
        return y;
    }
}
