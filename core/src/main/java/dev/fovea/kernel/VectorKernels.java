package dev.fovea.kernel;

import static dev.fovea.kernel.Tiles.SPECIES;
import static dev.fovea.kernel.Tiles.V;

import dev.fovea.tensor.ScalarFunction;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The primitives with SIMD, on blocks whose lanes are whole vectors; what is rare or small goes to the reference.
 *
 * <p>A batch of four vectors or more is cut into blocks of two vectors, a smaller one into blocks of one, and one of
 * fewer images than two vectors stays in plain order.
 */
final class VectorKernels extends ReferenceKernels {
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());
    private static final int GOLDEN = 0x9E3779B9;

    private final VectorConv2d conv = new VectorConv2d();

    @Override
    public int lanesFor(int batchSize) {
        return batchSize >= 4 * V ? 2 * V : batchSize >= 2 * V ? V : 1;
    }

    private static boolean whole(int n) {
        return n % V == 0;
    }

    @Override
    public void conv2d(
            ConvGeometry g, int lanes, Floats x, Floats w, Floats bias, ScalarFunction act, float alpha, Floats y) {
        boolean relu = act == ScalarFunction.RELU;
        if (whole(lanes)) {
            conv.forward(g, lanes, x, w, bias, relu, y);
        } else if (lanes == 1 && g.groups() == 1) {
            VectorConv2d.forwardPlain(conv.forwardTaps(g, 1), g, x, w, bias, relu, y);
        } else {
            super.conv2d(g, lanes, x, w, bias, act, alpha, y);
            return;
        }
        if (act != ScalarFunction.LINEAR && !relu) {
            apply(act, alpha, g.outputSize() * lanes, y, y);
        }
    }

    @Override
    public void conv2dInputGradient(ConvGeometry g, int lanes, Floats dy, Floats w, Floats dx, Floats scratch) {
        if (whole(lanes)) {
            conv.inputGradient(g, lanes, dy, w, dx);
        } else {
            super.conv2dInputGradient(g, lanes, dy, w, dx, scratch);
        }
    }

    @Override
    public void conv2dFilterGradient(ConvGeometry g, int lanes, Floats x, Floats dy, Floats dw, Floats scratch) {
        if (whole(lanes) && g.groups() == 1) {
            conv.filterGradient(g, lanes, x, dy, dw, scratch);
        } else {
            super.conv2dFilterGradient(g, lanes, x, dy, dw, scratch);
        }
    }

    @Override
    public int conv2dFilterGradientScratch(ConvGeometry g, int lanes) {
        return whole(lanes) && g.groups() == 1 ? VectorConv2d.filterGradientScratch(g, lanes) : 0;
    }

    @Override
    public void maxPool(Window g, int channels, int lanes, Floats x, Floats y) {
        if (whole(channels * lanes) && g.dilationH() == 1 && g.dilationW() == 1) {
            VectorPool.max(g, channels * lanes, x, y);
        } else {
            super.maxPool(g, channels, lanes, x, y);
        }
    }

    @Override
    public void maxPoolGradient(Window g, int channels, int lanes, Floats x, Floats y, Floats dy, Floats dx) {
        if (whole(channels * lanes) && g.dilationH() == 1 && g.dilationW() == 1) {
            VectorPool.maxGradient(g, channels * lanes, x, y, dy, dx);
        } else {
            super.maxPoolGradient(g, channels, lanes, x, y, dy, dx);
        }
    }

    @Override
    public void channelSum(int pixels, int channels, int lanes, Floats x, Floats sums) {
        if (!whole(lanes)) {
            super.channelSum(pixels, channels, lanes, x, sums);
            return;
        }
        int step = channels * lanes;
        for (int c = 0; c < channels; c++) {
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int l = 0; l < lanes; l += V) {
                int at = x.offset + c * lanes + l;
                for (int p = 0; p < pixels; p++) {
                    sum = sum.add(FloatVector.fromArray(SPECIES, x.array, at + p * step));
                }
            }
            sums.array[sums.offset + c] = sum.reduceLanes(VectorOperators.ADD);
        }
    }

    @Override
    public void apply(ScalarFunction f, float alpha, int n, Floats x, Floats y) {
        if (f != ScalarFunction.RELU) {
            super.apply(f, alpha, n, x, y);
            return;
        }
        int i = 0;
        for (; i <= n - V; i += V) {
            FloatVector.fromArray(SPECIES, x.array, x.offset + i).max(0).intoArray(y.array, y.offset + i);
        }
        for (; i < n; i++) {
            y.array[y.offset + i] = Math.max(x.array[x.offset + i], 0);
        }
    }

    @Override
    public void applyGradient(ScalarFunction f, float alpha, int n, Floats x, Floats y, Floats dy, Floats dx) {
        if (f != ScalarFunction.RELU) {
            super.applyGradient(f, alpha, n, x, y, dy, dx);
            return;
        }
        FloatVector zero = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - V; i += V) {
            VectorMask<Float> on =
                    FloatVector.fromArray(SPECIES, y.array, y.offset + i).compare(VectorOperators.GT, 0);
            zero.blend(FloatVector.fromArray(SPECIES, dy.array, dy.offset + i), on)
                    .intoArray(dx.array, dx.offset + i);
        }
        for (; i < n; i++) {
            dx.array[dx.offset + i] = y.array[y.offset + i] > 0 ? dy.array[dy.offset + i] : 0;
        }
    }

    @Override
    public void dropout(int n, int lanes, float rate, int key, int firstImage, Floats x, Floats y) {
        if (!whole(lanes)) {
            super.dropout(n, lanes, rate, key, firstImage, x, y);
            return;
        }
        int threshold = Hash.threshold(rate);
        float scale = rate < 1 ? 1 / (1 - rate) : 0;
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int l = 0; l < lanes; l += V) {
            IntVector images = IntVector.broadcast(INTS, firstImage + l + GOLDEN).addIndex(1);
            IntVector keys = mix(mix(images).lanewise(VectorOperators.XOR, key));
            for (int i = 0; i < n; i++) {
                IntVector draw = mix(keys.add(i * GOLDEN)).lanewise(VectorOperators.LSHR, 8);
                VectorMask<Float> kept =
                        draw.compare(VectorOperators.GE, threshold).cast(SPECIES);
                int at = i * lanes + l;
                FloatVector scaled = FloatVector.fromArray(SPECIES, x.array, x.offset + at).mul(scale);
                zero.blend(scaled, kept).intoArray(y.array, y.offset + at);
            }
        }
    }

    /** {@link Hash#mix} on each lane. */
    private static IntVector mix(IntVector x) {
        x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 16));
        x = x.mul(Hash.MULTIPLIER_1);
        x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 15));
        x = x.mul(Hash.MULTIPLIER_2);
        return x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 15));
    }
}
