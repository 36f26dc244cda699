package dev.fovea.kernel;

import dev.fovea.tensor.ScalarFunction;

/**
 * The primitives that every op is made of.
 *
 * <p>A kernel works on one block: {@code lanes} images side by side, the lane being the innermost axis. Element
 * (h, w, c) of image l lies at {@code ((h * W + w) * C + c) * lanes + l}. One lane is one image in plain row-major
 * order. Operands shared by all images (filters, biases) have no lanes. Outputs are overwritten and overlap no input,
 * but that an elementwise kernel may write where it reads.
 *
 * <p>{@link ReferenceKernels} defines what is right; every other implementation is held to it by tests.
 */
public interface Kernels {

    /** How a convolution is gone about, in a few words. */
    default String way(ConvGeometry g, int lanes) {
        return "plain loops";
    }

    /** The lanes that a block should have for a batch of so many images: 1, or a multiple of the vector's length. */
    int lanesFor(int batchSize);

    /**
     * Convolution: {@code y[e,f,m] = act(bias[m] + sum over r,s,c of x[row(e,r), column(f,s), c] * w[r,s,c,m])}; where {@link
     * #inParts}, a part of the filters, one of so many.
     *
     * @param bias {@code [M]}, or null for none
     */
    void conv2d(
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
            int parts);

    /** Whether {@link #conv2d} can be done in parts. */
    default boolean inParts(ConvGeometry g, int lanes) {
        return false;
    }

    /** The floats of scratch room that {@link #conv2d} needs. */
    int conv2dScratch(ConvGeometry g, int lanes);

    /**
     * The floats that the filters of a convolution take, with their biases, when they are packed for it; 0 where they
     * are best left as they are.
     */
    default int packedFilterSize(ConvGeometry g, int lanes) {
        return 0;
    }

    /**
     * Packs the filters {@code w[..,m] * scale[m]} and the biases {@code bias[m] * scale[m] + shift[m]}.
     *
     * @param bias null for none
     * @param scale null for 1, and shift is null then, too
     */
    default void packFilters(
            ConvGeometry g, int lanes, Floats w, Floats bias, float[] scale, float[] shift, Floats packed) {
        throw new IllegalStateException("these kernels do not pack filters");
    }

    /** Whether {@link #conv2dPacked} can add a residual. */
    default boolean addsResidual(ConvGeometry g, int lanes) {
        return false;
    }

    /** The floats of scratch room that {@link #conv2dPacked} needs. */
    default int conv2dPackedScratch(ConvGeometry g, int lanes) {
        return 0;
    }

    /**
     * {@link #conv2d} by packed filters; of one image, a part of the output, one of so many.
     *
     * @param residual added before the function where {@link #addsResidual}, {@code [E,F,M]}; null for nothing; may lie where
     *     y does
     */
    default void conv2dPacked(
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
        throw new IllegalStateException("these kernels do not pack filters");
    }

    /**
     * Three convolutions of one image in one, by packed filters, each of what the one before makes; null where the kernels have
     * no way that is quicker than one after the other.
     *
     * @param functions what comes behind each
     */
    default Bottleneck bottleneck(
            ConvGeometry expand, ConvGeometry depthwise, ConvGeometry project, ScalarFunction[] functions) {
        return null;
    }

    /** Whether filters are read as they lie, and what is made ready are factors and summands: {@link #conv2dScaled}. */
    default boolean readsFilters() {
        return false;
    }

    /**
     * A part of {@link #conv2dPacked} of one image where {@link #readsFilters}.
     *
     * @param scaleShift what the sums of each filter are multiplied by, then what is added
     */
    default void conv2dScaled(
            ConvGeometry g,
            Floats x,
            Floats w,
            Floats scaleShift,
            Floats residual,
            ScalarFunction act,
            float alpha,
            Floats y,
            int part,
            int parts) {
        throw new IllegalStateException("these kernels pack filters");
    }

    /** {@link #packedFilterSize} for {@link #conv2dInputGradient}. */
    default int packedInputGradientSize(ConvGeometry g, int lanes) {
        return 0;
    }

    /** Packs filters for {@link #conv2dInputGradientPacked}. */
    default void packInputGradient(ConvGeometry g, int lanes, Floats w, Floats packed) {
        throw new IllegalStateException("these kernels do not pack filters");
    }

    /** The floats of scratch room that {@link #conv2dInputGradientPacked} needs. */
    default int conv2dInputGradientPackedScratch(ConvGeometry g, int lanes) {
        return 0;
    }

    /** {@link #conv2dInputGradient} by packed filters. */
    default void conv2dInputGradientPacked(
            ConvGeometry g, int lanes, Floats dy, Floats packed, Floats dx, Floats scratch) {
        throw new IllegalStateException("these kernels do not pack filters");
    }

    /** {@code dx[h,w,c] = sum over e,f,m,r,s with row(e,r) = h, column(f,s) = w of dy[e,f,m] * w[r,s,c,m]}. */
    void conv2dInputGradient(ConvGeometry g, int lanes, Floats dy, Floats w, Floats dx, Floats scratch);

    /**
     * The floats that a block leaves for {@link #denseGradient}, which does for a product of one position what {@link
     * #conv2dFilterGradient} does, for all blocks at once; 0 where that does not pay.
     */
    default int densePartSize(int k, int m, int lanes) {
        return 0;
    }

    /** Leaves what a block of {@link #denseGradient} needs; with scratch room for {@link #densePartScratch}. */
    default void leaveDensePart(int k, int m, int lanes, Floats x, Floats dy, Floats part, Floats scratch) {
        throw new IllegalStateException("these kernels make the gradient of each block");
    }

    /** The floats of scratch room that {@link #leaveDensePart} needs. */
    default int densePartScratch() {
        return 0;
    }

    /** {@code dw[k,m] = sum over images of x[k] * dy[m]}, by what at most so many blocks have left. */
    default DenseGradient denseGradient(int k, int m, int lanes, int blocks) {
        throw new IllegalStateException("these kernels make the gradient of each block");
    }

    /** {@code dw[r,s,c,m] = sum over e,f and lanes of x[row(e,r), column(f,s), c] * dy[e,f,m]}. */
    void conv2dFilterGradient(ConvGeometry g, int lanes, Floats x, Floats dy, Floats dw, Floats scratch);

    /** The floats of scratch room that {@link #conv2dInputGradient} needs. */
    int conv2dInputGradientScratch(ConvGeometry g, int lanes);

    /** The floats of scratch room that {@link #conv2dFilterGradient} needs. */
    int conv2dFilterGradientScratch(ConvGeometry g, int lanes);

    /** {@code y[e,f,c] = max over taps inside of the image of x[.., .., c]}. */
    void maxPool(Window g, int channels, int lanes, Floats x, Floats y);

    /** Sends each {@code dy} to the tap that won in {@link #maxPool}, the first of equals; adds where windows overlap. */
    void maxPoolGradient(Window g, int channels, int lanes, Floats x, Floats y, Floats dy, Floats dx);

    /** {@code y[e,f,c] = mean over taps inside of the image of x[.., .., c]}. */
    void averagePool(Window g, int channels, int lanes, Floats x, Floats y);

    /** Shares each {@code dy} evenly among the taps inside of the image. */
    void averagePoolGradient(Window g, int channels, int lanes, Floats dy, Floats dx);

    /** {@code y[p,c] = act(x[p,c] + bias[c])} for each of {@code pixels} pixels. */
    void biasAdd(int pixels, int channels, int lanes, Floats x, Floats bias, ScalarFunction act, float alpha, Floats y);

    /** {@code sums[c] = sum over pixels and lanes of x[p,c]}. */
    void channelSum(int pixels, int channels, int lanes, Floats x, Floats sums);

    /** {@code y[i] = f(x[i])} for n numbers. */
    void apply(ScalarFunction f, float alpha, int n, Floats x, Floats y);

    /** {@code dx[i] = f'(x[i]) * dy[i]}; {@code x} is null unless {@link ScalarFunction#slopeNeedsInput()}. */
    void applyGradient(ScalarFunction f, float alpha, int n, Floats x, Floats y, Floats dy, Floats dx);

    /** Softmax over the classes of each row: {@code [rows, classes, lanes]}. */
    void softmax(int rows, int classes, int lanes, Floats x, Floats y);

    /** {@code dx = y * (dy - sum over classes of y * dy)}. */
    void softmaxGradient(int rows, int classes, int lanes, Floats y, Floats dy, Floats dx);

    /** {@code loss[row] = logsumexp(logits[row]) - logits[row, label[row]]}; labels are whole numbers. */
    void sparseCrossEntropy(int rows, int classes, int lanes, Floats logits, Floats labels, Floats loss);

    /** {@code dlogits = (softmax(logits) - onehot(label)) * dloss}. */
    void sparseCrossEntropyGradient(
            int rows, int classes, int lanes, Floats logits, Floats labels, Floats dloss, Floats dlogits);

    /**
     * Inverted dropout: element i of image l of the block stays, scaled by 1/(1-rate), if {@link Hash#keeps} says so.
     *
     * @param key the number that names this layer and this step
     * @param firstImage the number within the batch of the block's first image
     */
    void dropout(int n, int lanes, float rate, int key, int firstImage, Floats x, Floats y);

    /** {@code y[i] = a[i] op b[i]} for n numbers. */
    void combine(BinaryFunction f, int n, Floats a, Floats b, Floats y);

    /** {@code y[i] = sum over j < count of x[j * stride + i]} for n numbers, in the order of j. */
    void addUp(int n, int count, float[] x, int xi, int stride, float[] y, int yi);

    /**
     * A step of Adam for the numbers {@code from} to before {@code to}: {@code m += (g - m) * gain1, v += (g^2 - v) * gain2,
     * w -= m * rate / (sqrt(v) + epsilon)}, g lying from the offset on.
     *
     * @param largest where the largest v so far lies, which stands for v in the last formula; null for v itself
     */
    void adam(
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
            float epsilon);

    /** {@code y[i] = scale * x[i] + offset} for n numbers. */
    void affine(int n, float scale, float offset, Floats x, Floats y);

    /** Copies {@code rows} runs of {@code length} floats that lie {@code fromStride} and {@code toStride} apart. */
    void copy(int rows, int length, Floats from, int fromStride, Floats to, int toStride);

    /** Sets n numbers to one value. */
    void fill(int n, float value, Floats y);

    /**
     * Axes in another order: the element of {@code y}, row-major of {@code sizes}, at index i is that of {@code x} at
     * {@code sum over k of i[k] * strides[k]}.
     */
    void transpose(int[] sizes, int[] strides, int lanes, Floats x, Floats y);

    /**
     * Mean and sum of squared deviations per channel over the pixels and the first {@code valid} lanes:
     * {@code moments = [mean of C, deviations of C]}, behind which there is room for {@link #channelRoom}.
     */
    void channelMoments(int pixels, int channels, int lanes, int valid, Floats x, Floats moments);

    /** The floats that {@link #channelMoments} and {@link #channelGradientSums} need behind what they give. */
    int channelRoom(int channels, int lanes);

    /**
     * {@code y[p,c] = x[p,c] * scale[c] + shift[c] + added[p,c]}, then the function; {@code scaleShift = [scale of C, shift
     * of C]}, and nothing is added where {@code added} is null.
     */
    void channelAffine(
            int pixels,
            int channels,
            int lanes,
            Floats x,
            Floats scaleShift,
            Floats added,
            ScalarFunction act,
            float alpha,
            Floats y);

    /**
     * {@code sums = [sum of dy, sum of dy * x]} per channel over pixels and lanes, of dy that counts as 0 where {@code
     * x * scale + shift <= 0}. Behind the sums are {@code [scale of C, shift of C]} and room for {@link #channelRoom}.
     */
    void channelGradientSums(int pixels, int channels, int lanes, Floats x, Floats dy, Floats sums);

    /**
     * {@code dx[p,c] = dy[p,c] * k[0,c] + x[p,c] * k[1,c] + k[2,c]} in the first {@code valid} lanes and 0 in the rest;
     * {@code k = [5, C]}, and dy counts as 0 where {@code x[p,c] * k[3,c] + k[4,c] <= 0}.
     */
    void channelAffineGradient(
            int pixels, int channels, int lanes, int valid, Floats x, Floats dy, Floats k, Floats dx);
}
