package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import dev.fovea.tensor.ScalarFunction;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The primitives with SIMD, on blocks whose lanes are whole vectors and on single images; what is neither, or rare, goes
 * to the reference.
 *
 * <p>A batch of four vectors or more is cut into blocks of two vectors, a smaller one into blocks of one, and one of
 * fewer images than two vectors stays in plain order.
 */
final class VectorKernels extends ReferenceKernels {
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());
    private static final int GOLDEN = 0x9E3779B9;
    private static final IntVector LANE = IntVector.zero(INTS).addIndex(1);
    private static final IntVector STEPS = LANE.mul(GOLDEN);

    /** The classes of one image up to which a plain loop is as good, and much better until the compiler has seen it often. */
    private static final int FEW_CLASSES = 2048;

    private static final float LOWEST = Float.NEGATIVE_INFINITY;
    private static final float[] POSITIVE = {0, Float.POSITIVE_INFINITY};
    private static final float[] TO_SIX = {0, 6};

    private final VectorConv2d conv = new VectorConv2d();
    private final PlainConv2d plainConv = new PlainConv2d();
    private final PackedConv2d packedConv = new PackedConv2d();
    private final WinogradConv2d winogradConv = new WinogradConv2d(4);
    private final WinogradConv2d smallWinogradConv = new WinogradConv2d(2);
    private final WinogradBlocks winogradBlocks = new WinogradBlocks();
    private final PixelConv2d pixelConv = new PixelConv2d();
    private final DepthwiseConv2d depthwiseConv = new DepthwiseConv2d();
    private final WinogradFilterGradient winogradFilterGradient = new WinogradFilterGradient();
    private final VectorFilterGradient filterGradient = new VectorFilterGradient();

    @Override
    public int lanesFor(int batchSize) {
        return batchSize >= 4 * V ? 2 * V : batchSize >= 2 * V ? V : 1;
    }

    @Override
    public String way(ConvGeometry g, int lanes) {
        if (whole(lanes)) {
            String tiles = winogradBlocks.suits(g, lanes)
                    ? "Winograd, tiles of 4 x 4 pixels"
                    : "tiles of " + VectorConv2d.filters(Integer.MAX_VALUE / 2, lanes) + " filters";
            return "blocks of " + lanes + " images, " + tiles;
        }
        if (lanes > 1) {
            return super.way(g, lanes);
        }
        ImageConv2d image = image(g);
        return image != null ? image.name(g) : PlainConv2d.isDense(g) ? "rows of weights" : "vectors of filters";
    }

    /** The way of one image by packed filters, chosen by its shape; null for one that reads filters as they lie. */
    private ImageConv2d image(ConvGeometry g) {
        if (PlainConv2d.isDepthwise(g)) {
            return depthwiseConv;
        }
        if (PlainConv2d.isDense(g) || g.groups() > 1 && g.filtersPerGroup() < V) {
            return null;
        }
        if (PixelConv2d.suits(g)) {
            return pixelConv;
        }
        return WinogradConv2d.fits(g) ? quickest(g) : packedConv;
    }

    /** The way of 3 x 3 taps that takes least by more than a little, as Winograd's filters are several times as large. */
    private ImageConv2d quickest(ConvGeometry g) {
        double large = 1.2 * winogradConv.cost(g);
        double small = 1.05 * smallWinogradConv.cost(g);
        double direct = WinogradConv2d.direct(g);
        return Math.min(large, small) > direct ? packedConv : large < small ? winogradConv : smallWinogradConv;
    }

    private static boolean whole(int n) {
        return n % V == 0;
    }

    private static boolean fits(int lanes) {
        return lanes == 1 || lanes == V || lanes == 2 * V;
    }

    @Override
    public void conv2d(
            ConvGeometry g,
            int lanes,
            Floats x,
            Floats w,
            Floats bias,
            ScalarFunction act,
            float alpha,
            Floats y,
            Floats scratch,
            int part,
            int parts) {
        if (whole(lanes)) {
            packFilters(g, lanes, w, bias, null, null, scratch);
            Floats rest = new Floats(scratch.array, scratch.offset + packedFilterSize(g, lanes));
            conv2dPacked(g, lanes, x, scratch, null, act, alpha, y, rest, 0, 1);
        } else if (inParts(g, lanes)) {
            PlainConv2d.dense(g, x, w, bias, y, part, parts);
            int from = PlainConv2d.firstFilter(g, part, parts);
            applyInPlace(act, alpha, from, PlainConv2d.firstFilter(g, part + 1, parts), y);
        } else if (lanes == 1) {
            boolean relu = act == ScalarFunction.RELU;
            plainConv.forward(g, x, w, bias, relu, y);
            if (!relu) {
                applyInPlace(act, alpha, g.outputSize(), y);
            }
        } else {
            super.conv2d(g, lanes, x, w, bias, act, alpha, y, scratch, part, parts);
        }
    }

    @Override
    public boolean inParts(ConvGeometry g, int lanes) {
        return lanes == 1 && PlainConv2d.isDense(g);
    }

    @Override
    public int conv2dScratch(ConvGeometry g, int lanes) {
        return whole(lanes) ? Math.addExact(packedFilterSize(g, lanes), conv2dPackedScratch(g, lanes)) : 0;
    }

    @Override
    public int packedFilterSize(ConvGeometry g, int lanes) {
        if (winogradBlocks.suits(g, lanes)) {
            return winogradBlocks.packedSize(g);
        }
        if (whole(lanes)) {
            return VectorConv2d.packedSize(g);
        }
        ImageConv2d image = lanes == 1 ? image(g) : null;
        return image == null ? 0 : image.packedSize(g);
    }

    @Override
    public void packFilters(
            ConvGeometry g, int lanes, Floats w, Floats bias, float[] scale, float[] shift, Floats packed) {
        if (winogradBlocks.suits(g, lanes)) {
            winogradBlocks.pack(g, w, bias, scale, shift, packed);
        } else if (whole(lanes)) {
            VectorConv2d.pack(g, lanes, w, bias, scale, shift, packed);
        } else {
            image(g).pack(g, w, bias, scale, shift, packed);
        }
    }

    @Override
    public boolean addsResidual(ConvGeometry g, int lanes) {
        ImageConv2d image = lanes == 1 ? image(g) : null;
        return image != null && image.addsResidual();
    }

    @Override
    public int conv2dPackedScratch(ConvGeometry g, int lanes) {
        if (whole(lanes)) {
            return winogradBlocks.suits(g, lanes) ? winogradBlocks.scratch(g) : 0;
        }
        return image(g).scratch(g);
    }

    @Override
    public void conv2dPacked(
            ConvGeometry g,
            int lanes,
            Floats x,
            Floats packed,
            Floats residual,
            ScalarFunction act,
            float alpha,
            Floats y,
            Floats scratch,
            int part,
            int parts) {
        if (whole(lanes)) {
            boolean relu = act == ScalarFunction.RELU;
            if (winogradBlocks.suits(g, lanes)) {
                winogradBlocks.forward(g, x, packed, relu, y, scratch);
            } else {
                conv.forward(g, lanes, 0, 0, x, packed, relu, y);
            }
            if (!relu) {
                applyInPlace(act, alpha, g.outputSize() * lanes, y);
            }
            return;
        }
        boolean inTiles = cuts(act);
        float[] range = range(act);
        ImageConv2d image = image(g);
        boolean byFilters = inTiles && image.dividesFilters(g, parts);
        image.forward(g, x, packed, residual, range, y, scratch, part, parts, byFilters);
        if (!inTiles) {
            int from = image.firstPixel(g, part, parts);
            int to = image.firstPixel(g, part + 1, parts);
            applyInPlace(act, alpha, from * g.m(), to * g.m(), y);
        }
    }

    /** Whether a function is but a range that numbers are cut to. */
    private static boolean cuts(ScalarFunction act) {
        return range(act) != PanelTiles.ALL || act == ScalarFunction.LINEAR;
    }

    private static float[] range(ScalarFunction act) {
        return switch (act) {
            case RELU -> POSITIVE;
            case RELU6 -> TO_SIX;
            default -> PanelTiles.ALL;
        };
    }

    @Override
    public Bottleneck bottleneck(
            ConvGeometry expand, ConvGeometry depthwise, ConvGeometry project, ScalarFunction[] functions) {
        boolean packed = image(expand) == packedConv && image(project) == packedConv;
        boolean cut = Stream.of(functions).allMatch(VectorKernels::cuts);
        float[][] ranges = Stream.of(functions).map(VectorKernels::range).toArray(float[][]::new);
        return packed && cut && image(depthwise) == depthwiseConv && Bottleneck.pays(expand)
                ? Bottleneck.of(expand, depthwise, project, packedConv, ranges)
                : null;
    }

    @Override
    public void conv2dInputGradient(ConvGeometry g, int lanes, Floats dy, Floats w, Floats dx, Floats scratch) {
        if (packedInputGradientSize(g, lanes) > 0) {
            packInputGradient(g, lanes, w, scratch);
            Floats rest = new Floats(scratch.array, scratch.offset + packedInputGradientSize(g, lanes));
            conv2dInputGradientPacked(g, lanes, dy, scratch, dx, rest);
        } else if (whole(lanes)) {
            VectorConv2d.denseInputGradient(g, lanes, dy, w, dx);
        } else if (lanes == 1) {
            plainConv.inputGradient(g, dy, w, dx, scratch);
        } else {
            super.conv2dInputGradient(g, lanes, dy, w, dx, scratch);
        }
    }

    @Override
    public int packedInputGradientSize(ConvGeometry g, int lanes) {
        if (winogradBlocks.suitsInputGradient(g, lanes)) {
            return winogradBlocks.packedInputGradientSize(g);
        }
        return whole(lanes) ? VectorConv2d.packedInputGradientSize(g) : 0;
    }

    @Override
    public void packInputGradient(ConvGeometry g, int lanes, Floats w, Floats packed) {
        if (winogradBlocks.suitsInputGradient(g, lanes)) {
            winogradBlocks.packInputGradient(g, w, packed);
        } else {
            VectorConv2d.packInputGradient(g, lanes, w, packed);
        }
    }

    @Override
    public int conv2dInputGradientPackedScratch(ConvGeometry g, int lanes) {
        return winogradBlocks.suitsInputGradient(g, lanes) ? winogradBlocks.inputGradientScratch(g) : 0;
    }

    @Override
    public void conv2dInputGradientPacked(
            ConvGeometry g, int lanes, Floats dy, Floats packed, Floats dx, Floats scratch) {
        if (winogradBlocks.suitsInputGradient(g, lanes)) {
            winogradBlocks.inputGradient(g, dy, packed, dx, scratch);
        } else {
            conv.inputGradient(g, lanes, 0, 0, dy, packed, dx);
        }
    }

    @Override
    public void conv2dFilterGradient(ConvGeometry g, int lanes, Floats x, Floats dy, Floats dw, Floats scratch) {
        if (winogradFilterGradient.suits(g, lanes)) {
            winogradFilterGradient.run(g, x, dy, dw, scratch);
        } else if (whole(lanes)) {
            filterGradient.run(g, lanes, x, dy, dw, scratch);
        } else if (lanes == 1 && VectorFilterGradient.suitsPlain(g)) {
            filterGradient.plain(g, x, dy, dw, scratch);
        } else {
            super.conv2dFilterGradient(g, lanes, x, dy, dw, scratch);
        }
    }

    @Override
    public int conv2dInputGradientScratch(ConvGeometry g, int lanes) {
        return lanes == 1
                ? g.filterSize() + Turn.SCRATCH
                : Math.addExact(packedInputGradientSize(g, lanes), conv2dInputGradientPackedScratch(g, lanes));
    }

    @Override
    public int conv2dFilterGradientScratch(ConvGeometry g, int lanes) {
        if (winogradFilterGradient.suits(g, lanes)) {
            return winogradFilterGradient.scratch(g);
        }
        return whole(lanes)
                ? VectorFilterGradient.scratch(g, lanes)
                : lanes == 1 && VectorFilterGradient.suitsPlain(g) ? VectorFilterGradient.plainScratch(g) : 0;
    }

    @Override
    public void maxPool(Window g, int channels, int lanes, Floats x, Floats y) {
        VectorPool.max(g, channels * lanes, x, y);
    }

    @Override
    public void maxPoolGradient(Window g, int channels, int lanes, Floats x, Floats y, Floats dy, Floats dx) {
        VectorPool.maxGradient(g, channels * lanes, x, y, dy, dx);
    }

    @Override
    public void averagePool(Window g, int channels, int lanes, Floats x, Floats y) {
        VectorPool.average(g, channels * lanes, x, y);
    }

    @Override
    public void averagePoolGradient(Window g, int channels, int lanes, Floats dy, Floats dx) {
        VectorPool.averageGradient(g, channels * lanes, dy, dx);
    }

    @Override
    public void biasAdd(
            int pixels, int channels, int lanes, Floats x, Floats bias, ScalarFunction act, float alpha, Floats y) {
        if (!fits(lanes)) {
            super.biasAdd(pixels, channels, lanes, x, bias, act, alpha, y);
            return;
        }
        VectorChannels.affine(pixels, channels, lanes, x, null, 0, bias.array, bias.offset, null, LOWEST, y);
        applyInPlace(act, alpha, pixels * channels * lanes, y);
    }

    @Override
    public void channelAffine(
            int pixels,
            int channels,
            int lanes,
            Floats x,
            Floats scaleShift,
            Floats added,
            ScalarFunction act,
            float alpha,
            Floats y) {
        if (!fits(lanes)) {
            super.channelAffine(pixels, channels, lanes, x, scaleShift, added, act, alpha, y);
            return;
        }
        float[] k = scaleShift.array;
        int at = scaleShift.offset;
        boolean relu = act == ScalarFunction.RELU;
        VectorChannels.affine(pixels, channels, lanes, x, k, at, k, at + channels, added, relu ? 0 : LOWEST, y);
        applyInPlace(relu ? ScalarFunction.LINEAR : act, alpha, pixels * channels * lanes, y);
    }

    private void applyInPlace(ScalarFunction act, float alpha, int n, Floats y) {
        if (act != ScalarFunction.LINEAR) {
            apply(act, alpha, n, y, y);
        }
    }

    /** The same of a part of the numbers. */
    private void applyInPlace(ScalarFunction act, float alpha, int from, int to, Floats y) {
        y.offset += from;
        applyInPlace(act, alpha, to - from, y);
        y.offset -= from;
    }

    @Override
    public void channelSum(int pixels, int channels, int lanes, Floats x, Floats sums) {
        if (fits(lanes)) {
            VectorChannels.sum(pixels, channels, lanes, x, sums);
        } else {
            super.channelSum(pixels, channels, lanes, x, sums);
        }
    }

    @Override
    public int channelRoom(int channels, int lanes) {
        return fits(lanes) ? 5 * channels * lanes : 0;
    }

    @Override
    public void channelMoments(int pixels, int channels, int lanes, int valid, Floats x, Floats moments) {
        if (fits(lanes)) {
            VectorChannels.moments(pixels, channels, lanes, valid, x, moments);
        } else {
            super.channelMoments(pixels, channels, lanes, valid, x, moments);
        }
    }

    @Override
    public void channelGradientSums(int pixels, int channels, int lanes, Floats x, Floats dy, Floats sums) {
        if (fits(lanes)) {
            VectorChannels.gradientSums(pixels, channels, lanes, x, dy, sums);
        } else {
            super.channelGradientSums(pixels, channels, lanes, x, dy, sums);
        }
    }

    @Override
    public void channelAffineGradient(
            int pixels, int channels, int lanes, int valid, Floats x, Floats dy, Floats k, Floats dx) {
        if (fits(lanes)) {
            VectorChannels.affineGradient(pixels, channels, lanes, valid, x, dy, k, dx);
        } else {
            super.channelAffineGradient(pixels, channels, lanes, valid, x, dy, k, dx);
        }
    }

    @Override
    public void apply(ScalarFunction f, float alpha, int n, Floats x, Floats y) {
        if (!VectorApply.apply(f, alpha, n, x, y)) {
            super.apply(f, alpha, n, x, y);
        }
    }

    @Override
    public void applyGradient(ScalarFunction f, float alpha, int n, Floats x, Floats y, Floats dy, Floats dx) {
        if (!VectorApply.gradient(f, alpha, n, x, y, dy, dx)) {
            super.applyGradient(f, alpha, n, x, y, dy, dx);
        }
    }

    @Override
    public void softmax(int rows, int classes, int lanes, Floats x, Floats y) {
        boolean few = lanes == 1 && rows * classes <= FEW_CLASSES;
        if (fits(lanes) && !few) {
            VectorSoftmax.softmax(rows, classes, lanes, x, y);
        } else {
            super.softmax(rows, classes, lanes, x, y);
        }
    }

    @Override
    public void softmaxGradient(int rows, int classes, int lanes, Floats y, Floats dy, Floats dx) {
        if (fits(lanes)) {
            VectorSoftmax.gradient(rows, classes, lanes, y, dy, dx);
        } else {
            super.softmaxGradient(rows, classes, lanes, y, dy, dx);
        }
    }

    @Override
    public void sparseCrossEntropyGradient(
            int rows, int classes, int lanes, Floats logits, Floats labels, Floats dloss, Floats dlogits) {
        if (fits(lanes)) {
            VectorSoftmax.crossEntropyGradient(rows, classes, lanes, logits, labels, dloss, dlogits);
        } else {
            super.sparseCrossEntropyGradient(rows, classes, lanes, logits, labels, dloss, dlogits);
        }
    }

    @Override
    public void dropout(int n, int lanes, float rate, int key, int firstImage, Floats x, Floats y) {
        if (!fits(lanes)) {
            super.dropout(n, lanes, rate, key, firstImage, x, y);
            return;
        }
        int threshold = Hash.threshold(rate);
        float scale = rate < 1 ? 1 / (1 - rate) : 0;
        if (lanes == 1) {
            dropoutOfOne(n, threshold, scale, Hash.imageKey(key, firstImage), x, y);
            return;
        }
        for (int l = 0; l < lanes; l += V) {
            dropoutOfLanes(n, lanes, l, threshold, scale, key, firstImage + l, x, y);
        }
    }

    private static void dropoutOfLanes(
            int n, int lanes, int l, int threshold, float scale, int key, int firstImage, Floats x, Floats y) {
        FloatVector zero = FloatVector.zero(SPECIES);
        IntVector keys = mix(mix(LANE.add(firstImage + GOLDEN)).lanewise(VectorOperators.XOR, key));
        for (int i = 0; i < n; i++) {
            IntVector draw = mix(keys.add(i * GOLDEN)).lanewise(VectorOperators.LSHR, 8);
            VectorMask<Float> kept = draw.compare(VectorOperators.GE, threshold).cast(SPECIES);
            zero.blend(
                            FloatVector.fromArray(SPECIES, x.array, x.offset + i * lanes + l)
                                    .mul(scale),
                            kept)
                    .intoArray(y.array, y.offset + i * lanes + l);
        }
    }

    private static void dropoutOfOne(int n, int threshold, float scale, int imageKey, Floats x, Floats y) {
        FloatVector zero = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += V) {
            VectorMask<Float> some = Simd.rest(i, n);
            IntVector draw = mix(STEPS.add(imageKey + i * GOLDEN)).lanewise(VectorOperators.LSHR, 8);
            VectorMask<Float> kept = draw.compare(VectorOperators.GE, threshold).cast(SPECIES);
            zero.blend(
                            FloatVector.fromArray(SPECIES, x.array, x.offset + i, some)
                                    .mul(scale),
                            kept)
                    .intoArray(y.array, y.offset + i, some);
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

    @Override
    public void combine(BinaryFunction f, int n, Floats a, Floats b, Floats y) {
        VectorArithmetic.combine(f, n, a, b, y);
    }

    @Override
    public void addUp(int n, int count, float[] x, int xi, int stride, float[] y, int yi) {
        System.arraycopy(x, xi, y, yi, n);
        for (int j = 1; j < count; j++) {
            VectorArithmetic.addTo(n, x, xi + j * stride, y, yi);
        }
    }

    @Override
    public void adam(
            int from,
            int to,
            float[] w,
            float[] g,
            int offset,
            float[] m,
            float[] v,
            float[] largest,
            float gain1,
            float gain2,
            float rate,
            float epsilon) {
        int whole = largest == null ? from + (to - from) / V * V : from;
        VectorArithmetic.adam(from, whole, w, g, offset, m, v, gain1, gain2, rate, epsilon);
        super.adam(whole, to, w, g, offset, m, v, largest, gain1, gain2, rate, epsilon);
    }

    @Override
    public int densePartSize(int k, int m, int lanes) {
        return whole(lanes) ? DenseGradient.partSize(k, m, lanes) : 0;
    }

    @Override
    public void leaveDensePart(int k, int m, int lanes, Floats x, Floats dy, Floats part, Floats scratch) {
        DenseGradient.leave(k, m, lanes, x, dy, part, scratch);
    }

    @Override
    public int densePartScratch() {
        return Turn.SCRATCH;
    }

    @Override
    public DenseGradient denseGradient(int k, int m, int lanes, int blocks) {
        return new DenseGradient(k, m, lanes, blocks);
    }

    @Override
    public void affine(int n, float scale, float offset, Floats x, Floats y) {
        VectorArithmetic.affine(n, scale, offset, x, y);
    }
}
