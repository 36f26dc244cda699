package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The ops one by one on tensors, for a learner, a test or a loop of one's own. Nothing is kept between calls.
 *
 * <p>Images are batches {@code [N,H,W,C]}, filters {@code [R,S,C,M]}.
 *
 * <pre>{@code
 * Tensor image = Tensor.of(Shape.of(1, 3, 3, 1), 1, 2, 3, 4, 5, 6, 7, 8, 9);
 * Tensor ones = Tensor.filled(Shape.of(2, 2, 1, 1), 1);
 * Ops.conv2d(image, ones, 1, Padding.VALID);  // [1, 2, 2, 1]: 12 16 / 24 28
 * }</pre>
 *
 * <p>Every method throws {@link IllegalArgumentException} where shapes do not go together, and says which would.
 */
public final class Ops {
    private Ops() {}

    /** The outputs along an axis of {@code n} pixels, as Keras counts them for {@code padding}. */
    public static int outputSize(int n, int kernel, int stride, Padding padding) {
        check(n, kernel, 0, stride);
        if (padding == Padding.VALID && kernel > n) {
            throw new IllegalArgumentException("a kernel of " + kernel + " does not fit " + n + " pixels");
        }
        return Windows.outputs(n, kernel, stride, padding);
    }

    /** The outputs with {@code padding} pixels on either side: {@code (n + 2 padding - kernel) / stride + 1}, rounded down. */
    public static int outputSize(int n, int kernel, int padding, int stride) {
        check(n, kernel, padding, stride);
        return outputSize(n + 2 * padding, kernel, stride, Padding.VALID);
    }

    private static void check(int n, int kernel, int padding, int stride) {
        if (n < 1 || kernel < 1 || padding < 0 || stride < 1) {
            throw new IllegalArgumentException("size, kernel and stride are at least 1 and padding at least 0; got " + n
                    + ", " + kernel + ", " + stride + " and " + padding);
        }
    }

    /** Convolution: {@code [N,H,W,C]} and {@code [R,S,C,M]} to {@code [N,E,F,M]}. */
    public static Tensor conv2d(Tensor images, Tensor filters, int stride, Padding padding) {
        return conv2d(images, filters, Size.of(stride), padding, Size.of(1), 1);
    }

    /**
     * Convolution in full.
     *
     * @param filters {@code [R,S,C/groups,M]}
     * @param dilation the distance between a filter's taps
     */
    public static Tensor conv2d(
            Tensor images, Tensor filters, Size strides, Padding padding, Size dilation, int groups) {
        return perImage("conv2d", new Conv2d(strides, padding, dilation, groups), images, filters);
    }

    /** Zeros on all four sides: {@code [N,H,W,C] -> [N,H+2p,W+2p,C]}. */
    public static Tensor zeroPad(Tensor images, int p) {
        return zeroPad(images, p, p, p, p);
    }

    /** Zeros around: {@code [N,H,W,C] -> [N,top+H+bottom,left+W+right,C]}. */
    public static Tensor zeroPad(Tensor images, int top, int bottom, int left, int right) {
        checkImages("zeroPad", images);
        return run(new Pad(2, left, right), run(new Pad(1, top, bottom), images));
    }

    /** Max pooling: {@code [N,H,W,C] -> [N,E,F,C]}. */
    public static Tensor maxPool2d(Tensor images, int poolSize, int stride, Padding padding) {
        return maxPool2d(images, Size.of(poolSize), Size.of(stride), padding);
    }

    /** Max pooling with windows and steps that need not be square. */
    public static Tensor maxPool2d(Tensor images, Size poolSize, Size strides, Padding padding) {
        return perImage("maxPool2d", new MaxPool2d(poolSize, strides, padding), images);
    }

    /** Average pooling, padding not counted: {@code [N,H,W,C] -> [N,E,F,C]}. */
    public static Tensor averagePool2d(Tensor images, int poolSize, int stride, Padding padding) {
        return averagePool2d(images, Size.of(poolSize), Size.of(stride), padding);
    }

    /** Average pooling with windows and steps that need not be square. */
    public static Tensor averagePool2d(Tensor images, Size poolSize, Size strides, Padding padding) {
        return perImage("averagePool2d", new AveragePool2d(poolSize, strides, padding), images);
    }

    /** {@code [..., K]} times {@code [K, M]} to {@code [..., M]}. */
    public static Tensor matmul(Tensor a, Tensor weights) {
        return run(new MatMul(), a, weights);
    }

    /** A bias for each channel: {@code [..., C]} and {@code [C]} to {@code [..., C]}. */
    public static Tensor biasAdd(Tensor x, Tensor bias) {
        return run(new BiasAdd(), x, bias);
    }

    /** A function of one number on each element. */
    public static Tensor apply(ScalarFunction function, Tensor x) {
        return run(Apply.of(function), x);
    }

    /** Any op on tensors, each taken as a whole: as one image, whatever its shape. */
    public static Tensor apply(Op op, Tensor... operands) {
        return run(op, operands);
    }

    /** max(x, 0). */
    public static Tensor relu(Tensor x) {
        return apply(ScalarFunction.RELU, x);
    }

    /** x, or {@code slope} x where x is negative. */
    public static Tensor leakyRelu(Tensor x, float slope) {
        return run(new Apply(ScalarFunction.LEAKY_RELU, slope), x);
    }

    /** x, or {@code alpha} (exp(x) - 1) where x is negative. */
    public static Tensor elu(Tensor x, float alpha) {
        return run(new Apply(ScalarFunction.ELU, alpha), x);
    }

    /** 1 / (1 + exp(-x)). */
    public static Tensor sigmoid(Tensor x) {
        return apply(ScalarFunction.SIGMOID, x);
    }

    public static Tensor tanh(Tensor x) {
        return apply(ScalarFunction.TANH, x);
    }

    /** Positive numbers that add up to 1 over the last axis. */
    public static Tensor softmax(Tensor logits) {
        return run(new Softmax(), logits);
    }

    /** {@code scale * x + offset}. */
    public static Tensor affine(Tensor x, float scale, float offset) {
        return run(new Affine(scale, offset), x);
    }

    /** The sum of two tensors of one shape. */
    public static Tensor add(Tensor a, Tensor b) {
        return run(new Combine(Combine.Function.ADD), a, b);
    }

    /** The difference of two tensors of one shape. */
    public static Tensor subtract(Tensor a, Tensor b) {
        return run(new Combine(Combine.Function.SUBTRACT), a, b);
    }

    /** The products of the elements of two tensors of one shape. */
    public static Tensor multiply(Tensor a, Tensor b) {
        return run(new Combine(Combine.Function.MULTIPLY), a, b);
    }

    /** The larger of each pair of elements. */
    public static Tensor maximum(Tensor a, Tensor b) {
        return run(new Combine(Combine.Function.MAXIMUM), a, b);
    }

    /** The smaller of each pair of elements. */
    public static Tensor minimum(Tensor a, Tensor b) {
        return run(new Combine(Combine.Function.MINIMUM), a, b);
    }

    /** Tensors one after another along an axis; negative axes count from the end. */
    public static Tensor concatenate(int axis, Tensor... tensors) {
        if (tensors.length == 0) {
            throw new IllegalArgumentException("concatenate needs at least one tensor");
        }
        return run(new Concatenate(tensors[0].shape().axis(axis)), tensors);
    }

    /** The axes in another order: axis i of the result is axis {@code axes[i]} of x. */
    public static Tensor transpose(Tensor x, Integer... axes) {
        return run(Transpose.of(axes), x);
    }

    /** The entries {@code from} to before {@code to} of an axis. */
    public static Tensor slice(Tensor x, int axis, int from, int to) {
        return run(new Slice(x.shape().axis(axis), from, to), x);
    }

    /** Sets elements to 0 with probability {@code rate} and scales the rest by 1 / (1 - rate); a seed, a draw. */
    public static Tensor dropout(Tensor x, float rate, int seed) {
        return run(new Dropout(rate, seed), x);
    }

    /**
     * Softmax cross entropy from logits {@code [N, K]}, one number for each of N rows.
     *
     * @param labels the class of each row, 0 to K-1
     */
    public static Tensor crossEntropy(Tensor logits, int... labels) {
        Tensor numbers = Tensor.zeros(labels.length);
        for (int i = 0; i < labels.length; i++) {
            if (logits.shape().rank() == 2
                    && (labels[i] < 0 || labels[i] >= logits.shape().dim(1))) {
                throw new IllegalArgumentException("label " + labels[i] + " of row " + i
                        + " is out of range: there are " + logits.shape().dim(1) + " classes, numbered from 0");
            }
            numbers.data()[i] = labels[i];
        }
        return run(new SparseCrossEntropy(), logits, numbers);
    }

    private static void checkImages(String name, Tensor images) {
        if (images.shape().rank() != 4) {
            throw new IllegalArgumentException(name + " takes a batch of images [N, H, W, C], not " + images.shape()
                    + "; reshape a single image to [1, H, W, C]");
        }
    }

    /** Runs an op on each image of a batch, and what all images share. */
    private static Tensor perImage(String name, Op op, Tensor images, Tensor... shared) {
        checkImages(name, images);
        List<Shape> shapes = new ArrayList<>(List.of(images.shape().dropFirst()));
        for (Tensor tensor : shared) {
            shapes.add(tensor.shape());
        }
        return run(op, shapes, images.shape().dim(0), true, images, shared);
    }

    /** Runs an op on whole tensors: one image of any shape. */
    private static Tensor run(Op op, Tensor... operands) {
        List<Shape> shapes = new ArrayList<>();
        for (Tensor operand : operands) {
            shapes.add(operand.shape());
        }
        Tensor[] others = java.util.Arrays.copyOfRange(operands, 1, operands.length);
        return run(op, shapes, 1, false, operands[0], others);
    }

    private static Tensor run(Op op, List<Shape> shapes, int images, boolean batch, Tensor first, Tensor... others) {
        Shape shape = op.shape(shapes);
        Tensor result = Tensor.zeros((batch ? shape.prepend(images) : shape).dims());
        Bound bound = op.bind(KernelChoice.best(), shapes, 1);
        Floats[] in = new Floats[others.length + 1];
        in[0] = Floats.of(first.data());
        for (int i = 0; i < others.length; i++) {
            in[i + 1] = Floats.of(others[i].data());
        }
        Floats out = Floats.of(result.data());
        Floats scratch = Floats.of(new float[bound.scratch()]);
        Block block = new Block();
        block.valid = 1;
        block.images = images;
        for (int image = 0; image < images; image++) {
            block.firstImage = image;
            in[0].offset = image * shapes.getFirst().size();
            out.offset = image * shape.size();
            bound.body().run(in, out, scratch, block);
        }
        return result;
    }
}
