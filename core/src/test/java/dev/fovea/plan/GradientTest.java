package dev.fovea.plan;

import static dev.fovea.op.Padding.SAME;
import static dev.fovea.op.Padding.VALID;
import static dev.fovea.plan.GradientCheck.Numbers.NORMAL;
import static dev.fovea.plan.GradientCheck.Numbers.SPREAD;
import static dev.fovea.plan.GradientCheck.Numbers.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.graph.Node;
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
import dev.fovea.op.FillMode;
import dev.fovea.op.GaussianDropout;
import dev.fovea.op.GaussianNoise;
import dev.fovea.op.LogSoftmax;
import dev.fovea.op.MaskedDropout;
import dev.fovea.op.MatMul;
import dev.fovea.op.MaxPool2d;
import dev.fovea.op.Motion;
import dev.fovea.op.Normalize;
import dev.fovea.op.Op;
import dev.fovea.op.Pad;
import dev.fovea.op.Padding;
import dev.fovea.op.Repeat;
import dev.fovea.op.Resample;
import dev.fovea.op.Reshape;
import dev.fovea.op.Size;
import dev.fovea.op.Size3d;
import dev.fovea.op.Slice;
import dev.fovea.op.Softmax;
import dev.fovea.op.SparseCrossEntropy;
import dev.fovea.op.Sparsemax;
import dev.fovea.op.Spread;
import dev.fovea.op.Tone;
import dev.fovea.op.Transpose;
import dev.fovea.op.Uniform;
import dev.fovea.op.Value;
import dev.fovea.op.Warp;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every op's gradient, and its kernels, to double precision. */
class GradientTest {
    record Case(String name, GradientCheck.Numbers numbers, Function<GradientCheck, Value> network) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theGradientIsTheSlopeOfTheForwardPass(Case it) {
        new GradientCheck(it.numbers, it.network).run();
    }

    @Test
    void everyOpIsInACase() {
        Set<Class<?>> seen = new HashSet<>();
        cases().forEach(it -> seen.addAll(new GradientCheck(it.numbers, it.network).ops()));
        assertThat(seen).containsAll(records(Op.class));
    }

    private static List<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses())
                        .flatMap(permitted -> records(permitted).stream())
                        .toList()
                : List.of(type);
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        convolutions(cases);
        products(cases);
        pooling(cases);
        functions(cases);
        shapes(cases);
        pairs(cases);
        normalization(cases);
        rows(cases);
        losses(cases);
        augmentation(cases);
        return cases;
    }

    private static void conv(List<Case> cases, String name, int[] image, int[] filter, Conv2d op) {
        cases.add(new Case("convolution " + name, WHOLE, g -> g.add(op, g.input(image), g.parameter(filter))));
    }

    private static Conv2d conv(int stride, Padding padding) {
        return Conv2d.of(Size.of(stride), padding);
    }

    private static int[] dims(int... dims) {
        return dims;
    }

    private static void convolutions(List<Case> cases) {
        conv(cases, "of one pixel", dims(1, 1, 1), dims(1, 1, 1, 1), conv(1, VALID));
        conv(cases, "of one pixel amid padding", dims(1, 1, 1), dims(3, 3, 1, 2), conv(2, SAME));
        conv(cases, "with a kernel over half of the input", dims(5, 4, 2), dims(4, 3, 2, 3), conv(1, VALID));
        conv(cases, "with a kernel larger than the input", dims(3, 2, 2), dims(5, 5, 2, 3), conv(1, SAME));
        conv(cases, "with a stride larger than the kernel", dims(7, 8, 2), dims(2, 2, 2, 3), conv(3, VALID));
        conv(cases, "with such a stride, padded", dims(8, 7, 2), dims(2, 1, 2, 3), conv(3, SAME));
        conv(cases, "of prime sizes", dims(7, 11, 3), dims(3, 5, 3, 5), conv(2, SAME));
        conv(cases, "with a step each way", dims(7, 5, 3), dims(3, 3, 3, 4), Conv2d.of(Size.of(2, 3), SAME));
        conv(cases, "of many channels", dims(3, 3, 17), dims(2, 2, 17, 19), conv(1, SAME));
        conv(
                cases,
                "with dilation and groups",
                dims(7, 6, 4),
                dims(2, 3, 2, 6),
                new Conv2d(Size.of(1), VALID, Size.of(2), 2));
        conv(
                cases,
                "with dilation, padded",
                dims(5, 6, 2),
                dims(3, 3, 2, 3),
                new Conv2d(Size.of(1), SAME, Size.of(2, 1), 1));
        conv(
                cases,
                "with a filter for each channel",
                dims(5, 5, 3),
                dims(3, 3, 1, 6),
                new Conv2d(Size.of(2), SAME, Size.of(1), 3));
        for (ScalarFunction function : List.of(ScalarFunction.TANH, ScalarFunction.SILU)) {
            cases.add(new Case("convolution, bias and " + function + " in one", NORMAL, g -> {
                Node y = g.add(conv(1, VALID), g.input(3, 4, 2), g.parameter(2, 2, 2, 3));
                return g.add(Apply.of(function), g.add(new BiasAdd(), y, g.parameter(3)));
            }));
        }
        // Its gradients are differentiated too: those ops are linear in each operand.
        cases.add(new Case(
                "gradient of a convolution by its input",
                WHOLE,
                g -> g.add(
                        new Conv2d.InputGradient(conv(2, SAME), Shape.of(5, 5, 2)),
                        g.input(3, 3, 3),
                        g.parameter(3, 3, 2, 3))));
        Conv3d volumes = new Conv3d(Size3d.of(2, 1, 3), SAME, Size3d.of(1), 2);
        cases.add(new Case(
                "convolution of volumes", WHOLE, g -> g.add(volumes, g.input(3, 2, 4, 4), g.parameter(3, 2, 2, 2, 4))));
        cases.add(new Case(
                "convolution of volumes where some slices are read by no tap",
                WHOLE,
                g -> g.add(
                        new Conv3d(Size3d.of(3), VALID, Size3d.of(1), 1),
                        g.input(6, 4, 5, 1),
                        g.parameter(1, 2, 2, 1, 3))));
        cases.add(new Case(
                "convolution of volumes whose first and last taps read padding alone",
                WHOLE,
                g -> g.add(
                        new Conv3d(Size3d.of(1), SAME, Size3d.of(2), 1),
                        g.input(1, 2, 1, 2),
                        g.parameter(3, 2, 1, 2, 2))));
        cases.add(new Case(
                "gradient of a convolution of volumes by its input",
                WHOLE,
                g -> g.add(
                        new Conv3d.InputGradient(volumes, Shape.of(3, 2, 4, 2)),
                        g.input(2, 2, 2, 4),
                        g.parameter(3, 2, 2, 1, 4))));
        cases.add(new Case(
                "gradient of a product by its input",
                WHOLE,
                g -> g.add(new MatMul.InputGradient(Shape.of(5)), g.input(3), g.parameter(5, 3))));
    }

    private static void products(List<Case> cases) {
        cases.add(new Case("product", WHOLE, g -> g.add(new MatMul(), g.input(12), g.parameter(12, 5))));
        cases.add(new Case("product of one number", WHOLE, g -> g.add(new MatMul(), g.input(1), g.parameter(1, 1))));
        cases.add(new Case("product of rows", WHOLE, g -> g.add(new MatMul(), g.input(3, 7), g.parameter(7, 2))));
        cases.add(new Case("product with bias", WHOLE, g -> {
            Node y = g.add(new MatMul(), g.input(2, 5), g.parameter(5, 3));
            return g.add(new BiasAdd(), y, g.parameter(3));
        }));
        cases.add(new Case("bias alone", WHOLE, g -> g.add(new BiasAdd(), g.input(3, 2, 5), g.parameter(5))));
        cases.add(new Case("cross entropy", NORMAL, g -> g.add(new SparseCrossEntropy(), g.input(4), g.label(4))));
        cases.add(new Case(
                "cross entropy with targets", NORMAL, g -> g.add(new CrossEntropy(), g.input(2, 4), g.constant(2, 4))));
        cases.add(new Case(
                "binary cross entropy", NORMAL, g -> g.add(new BinaryCrossEntropy(), g.input(3, 2), g.constant(3, 2))));
        cases.add(new Case("mean of an image", WHOLE, g -> g.add(new ElementMean(), g.input(3, 5))));
        cases.add(new Case("softmax", NORMAL, g -> g.add(new Softmax(), g.input(2, 5))));
        cases.add(new Case("logarithm of softmax", NORMAL, g -> g.add(new LogSoftmax(), g.input(2, 5))));
        // Its rows are far enough apart that a step drops or takes up no class.
        cases.add(new Case(
                "sparsemax", SPREAD, g -> g.add(new Sparsemax(), g.add(new Affine(0.1f, 0), g.input(2, 5)))));
        cases.add(new Case("dropout", WHOLE, g -> g.add(new Dropout(0.5f, 7), g.input(3, 5))));
    }

    private static void pooling(List<Case> cases) {
        record Pool(int h, int w, int channels, Size size, Size strides, Padding padding) {}
        for (Pool p : List.of(
                new Pool(1, 1, 1, Size.of(1), Size.of(1), VALID),
                new Pool(1, 1, 1, Size.of(3), Size.of(2), SAME),
                new Pool(7, 5, 1, Size.of(1, 2), Size.of(3), SAME),
                new Pool(5, 7, 1, Size.of(4, 5), Size.of(1), VALID),
                new Pool(4, 4, 3, Size.of(2), Size.of(2), VALID),
                new Pool(5, 4, 2, Size.of(2), Size.of(2), SAME),
                new Pool(5, 7, 2, Size.of(3), Size.of(1), SAME),
                new Pool(7, 5, 1, Size.of(2, 3), Size.of(3, 1), VALID),
                new Pool(3, 3, 2, Size.of(5), Size.of(2), SAME),
                new Pool(5, 6, 17, Size.of(3), Size.of(2), SAME))) {
            cases.add(new Case(
                    "max " + p,
                    SPREAD,
                    g -> g.add(new MaxPool2d(p.size, p.strides, p.padding), g.input(p.h, p.w, p.channels))));
            cases.add(new Case(
                    "average " + p,
                    WHOLE,
                    g -> g.add(new AveragePool2d(p.size, p.strides, p.padding), g.input(p.h, p.w, p.channels))));
        }
    }

    private static void functions(List<Case> cases) {
        for (ScalarFunction function : ScalarFunction.values()) {
            GradientCheck.Numbers numbers = switch (function) {
                case LINEAR, RELU, RELU6, LEAKY_RELU, THRESHOLD, CAP, STEP, ABS -> SPREAD;
                case HARD_TANH, HARD_SHRINK, SOFT_SHRINK, HARD_SIGMOID, HARD_SILU, SPARSE_SIGMOID, SPARSE_PLUS ->
                    SPREAD;
                default -> NORMAL;
            };
            float alpha = function == ScalarFunction.LEAKY_RELU ? 0.25f : 3;
            Op before = switch (function) {
                // Their kinks come to lie between the numbers and steps.
                case HARD_TANH, SPARSE_SIGMOID, SPARSE_PLUS -> new Affine(0.5f, 0);
                case HARD_SIGMOID, HARD_SILU -> new Affine(1.5f, 0);
                case HARD_SHRINK, SOFT_SHRINK -> new Affine(1, 1);
                // These take numbers over 0 only.
                case LOG, SQRT, RECIPROCAL -> Apply.of(ScalarFunction.SOFTPLUS);
                default -> new Affine(1, 0);
            };
            cases.add(new Case(
                    "function " + function,
                    numbers,
                    g -> g.add(new Apply(function, alpha), g.add(before, g.input(3, 5)))));
        }
        cases.add(new Case(
                "dropout of channels",
                WHOLE,
                g -> g.add(new MaskedDropout(0.5f, 3, Shape.of(1, 5), true), g.input(2, 5))));
        cases.add(new Case(
                "dropout by a mask",
                WHOLE,
                g -> g.add(new MaskedDropout(0.5f, 3, Shape.of(3, 1, 2), true), g.input(3, 4, 2))));
        cases.add(new Case(
                "dropout that keeps the variance",
                WHOLE,
                g -> g.add(new AlphaDropout(new MaskedDropout(0.5f, 3, Shape.of(7), false)), g.input(7))));
        cases.add(new Case("noise as a factor", WHOLE, g -> g.add(new GaussianDropout(0.5f, 3), g.input(3, 5))));
        cases.add(new Case("noise", NORMAL, g -> g.add(new GaussianNoise(0.5f, 3), g.input(3, 5))));
        cases.add(new Case("affine", WHOLE, g -> g.add(new Affine(-2, 3), g.input(3, 5))));
    }

    private static void shapes(List<Case> cases) {
        cases.add(new Case(
                "reshape",
                WHOLE,
                g -> g.add(new MatMul(), g.add(new Reshape(Shape.of(12)), g.input(2, 3, 2)), g.parameter(12, 5))));
        for (List<Integer> order : List.of(List.of(2, 0, 1), List.of(1, 2, 0), List.of(1, 0, 2), List.of(0, 1, 2))) {
            cases.add(new Case("transpose " + order, WHOLE, g -> g.add(new Transpose(order), g.input(2, 3, 5))));
        }
        for (int axis = 0; axis < 3; axis++) {
            int a = axis;
            int[] other = {2, 3, 5};
            other[a] = 7;
            cases.add(new Case("slice of axis " + a, WHOLE, g -> g.add(new Slice(a, 1, 2), g.input(2, 3, 5))));
            cases.add(new Case("repeats along axis " + a, WHOLE, g -> g.add(new Repeat(a, 3), g.input(2, 3, 5))));
            cases.add(new Case(
                    "sums of repeats along axis " + a,
                    WHOLE,
                    g -> g.add(new Repeat.Sum(new Repeat(a, 2)), g.input(2, 4, 6))));
            for (Resample.Filter filter : Resample.Filter.values()) {
                Resample longer = new Resample(a, 7, filter, false);
                Resample shorter = new Resample(a, 2, filter, true);
                cases.add(new Case("" + longer, WHOLE, g -> g.add(longer, g.input(3, 3, 3))));
                cases.add(new Case("" + shorter, WHOLE, g -> g.add(shorter, g.input(5, 4, 6))));
            }
            cases.add(new Case(
                    "gradient of resampling along axis " + a,
                    WHOLE,
                    g -> g.add(
                            new Resample.Gradient(new Resample(a, 4, Resample.Filter.LINEAR, false), 2),
                            g.input(4, 4, 4))));
            cases.add(new Case("padding of axis " + a, WHOLE, g -> g.add(new Pad(a, 2, 1), g.input(2, 3, 5))));
            cases.add(new Case(
                    "concatenation along axis " + a,
                    WHOLE,
                    g -> g.add(new Concatenate(a), g.input(2, 3, 5), g.input(other), g.input(2, 3, 5))));
        }
        cases.add(new Case("concatenation with itself", WHOLE, g -> {
            Node x = g.input(2, 3);
            return g.add(new Concatenate(1), x, x);
        }));
    }

    private static void pairs(List<Case> cases) {
        for (Combine.Function function : Combine.Function.values()) {
            GradientCheck.Numbers numbers = switch (function) {
                case ADD, SUBTRACT, MULTIPLY -> WHOLE;
                case MAXIMUM, MINIMUM, EQUAL -> SPREAD;
            };
            if (function != Combine.Function.EQUAL) {
                cases.add(new Case(
                        "pairs " + function, numbers, g -> g.add(new Combine(function), g.input(3, 5), g.input(3, 5))));
            }
        }
        cases.add(new Case("products of rows by rows", WHOLE, g -> g.add(new Dot(), g.input(2, 5), g.input(3, 5))));
        cases.add(new Case("products of rows by themselves", NORMAL, g -> {
            Node x = g.input(2, 5);
            return g.add(new Dot(), x, x);
        }));
        cases.add(new Case("square", NORMAL, g -> {
            Node x = g.input(3, 5);
            return g.add(new Combine(Combine.Function.MULTIPLY), x, x);
        }));
        cases.add(new Case("of two weights", WHOLE, g -> {
            Node kernel = g.add(new Combine(Combine.Function.MULTIPLY), g.parameter(5, 3), g.parameter(5, 3));
            return g.add(new MatMul(), g.input(5), kernel);
        }));
    }

    private static void normalization(List<Case> cases) {
        for (int[] image : List.of(dims(3, 2, 5), dims(2, 2, 1), dims(3, 1, 17))) {
            int channels = image[2];
            cases.add(new Case("normalization of " + Shape.of(image), NORMAL, g -> {
                Node x = g.input(image);
                Node moments = g.add(new BatchMoments(), x);
                BatchNormalize op = new BatchNormalize(0.5f, true, true);
                return g.add(op, x, moments, g.parameter(channels), g.parameter(channels));
            }));
        }
        cases.add(new Case("normalization without gamma and beta", NORMAL, g -> {
            Node x = g.input(3, 4);
            return g.add(new BatchNormalize(0.5f, false, false), x, g.add(new BatchMoments(), x));
        }));
        cases.add(new Case("normalization without gamma", NORMAL, g -> {
            Node x = g.add(Apply.of(ScalarFunction.TANH), g.input(3, 4));
            return g.add(new BatchNormalize(0.5f, true, false), x, g.add(new BatchMoments(), x), g.parameter(4));
        }));
        for (ScalarFunction function : List.of(ScalarFunction.RELU, ScalarFunction.TANH)) {
            cases.add(new Case("normalization, then " + function, NORMAL, g -> {
                Node x = g.input(3, 5);
                Node y = g.add(new BatchNormalize(0.5f, false, false), x, g.add(new BatchMoments(), x));
                return g.add(Apply.of(function), y);
            }));
            cases.add(new Case("normalization with gamma and beta, then " + function, NORMAL, g -> {
                Node x = g.input(3, 5);
                Node moments = g.add(new BatchMoments(), x);
                BatchNormalize op = new BatchNormalize(0.5f, true, true);
                return g.add(Apply.of(function), g.add(op, x, moments, g.parameter(5), g.parameter(5)));
            }));
            cases.add(new Case("two normalizations, added, then " + function, NORMAL, g -> {
                Node x = g.input(2, 2, 4);
                Node z = g.input(2, 2, 4);
                Node y = g.add(
                        new BatchNormalize(0.5f, true, true),
                        x,
                        g.add(new BatchMoments(), x),
                        g.parameter(4),
                        g.parameter(4));
                Node more = g.add(new BatchNormalize(0.5f, false, false), z, g.add(new BatchMoments(), z));
                return g.add(Apply.of(function), g.add(new Combine(Combine.Function.ADD), y, more));
            }));
        }
        cases.add(new Case("normalization by given moments", WHOLE, g -> {
            Node moments = g.add(new BatchMoments(), g.constant(2, 3));
            return g.add(new BatchNormalize(1, true, true), g.input(2, 3), moments, g.parameter(3), g.parameter(3));
        }));
    }

    private static void rows(List<Case> cases) {
        for (Normalize.To to : Normalize.To.values()) {
            // 32 is cut into lanes where there is one image, 5 is not.
            for (int length : new int[] {5, 32}) {
                cases.add(new Case(
                        "rows of " + length + " to " + to,
                        NORMAL,
                        g -> g.add(new Normalize(to, 0.5f), g.input(2, length))));
            }
        }
        cases.add(new Case(
                "rows shorter than the least length",
                NORMAL,
                g -> g.add(new Normalize(Normalize.To.LENGTH, 1000), g.input(2, 5))));
        cases.add(new Case(
                "a factor for each channel", WHOLE, g -> g.add(new ChannelScale(), g.input(3, 5), g.parameter(5))));
        cases.add(new Case("constant factors", WHOLE, g -> {
            Node factors = g.add(new Constant(Shape.of(3), List.of(2f, -3f, 0.5f)));
            return g.add(new ChannelScale(), g.input(2, 3), factors);
        }));
    }

    private static void losses(List<Case> cases) {
        cases.add(new Case("less the sum over the batch", WHOLE, g -> {
            Node x = g.input(2, 3);
            Node sum = g.add(new BatchSum(), x);
            return g.add(new Combine(Combine.Function.SUBTRACT), x, g.add(new Spread(), sum, x));
        }));
        cases.add(new Case("times a weight that all images share", WHOLE, g -> {
            Node x = g.input(2, 3);
            return g.add(new Combine(Combine.Function.MULTIPLY), x, g.add(new Spread(), g.parameter(2, 3), x));
        }));
        cases.add(new Case("mean of elements", WHOLE, g -> g.add(new ElementMean(), g.input(2, 4))));
        cases.add(new Case(
                "cross entropy with targets", NORMAL, g -> g.add(new CrossEntropy(), g.input(2, 3), g.constant(2, 3))));
        cases.add(new Case(
                "binary cross entropy", NORMAL, g -> g.add(new BinaryCrossEntropy(), g.input(2, 3), g.constant(2, 3))));
    }

    private static void augmentation(List<Case> cases) {
        Uniform some = new Uniform(-0.4f, 0.4f);
        for (Motion motion : List.of(
                new Motion.Flip(true, true),
                new Motion.Rotation(some),
                new Motion.Zoom(some, null),
                new Motion.Zoom(some, some),
                new Motion.Translation(some, some),
                new Motion.Shear(some, some),
                new Motion.Crop(Size.of(2, 3)))) {
            for (FillMode fill : FillMode.values()) {
                boolean bilinear = fill != FillMode.NEAREST;
                cases.add(new Case(
                        motion + " filled by " + fill,
                        WHOLE,
                        g -> g.add(new Warp(motion, 0, fill, 3, bilinear, 3), g.input(4, 5, 3))));
            }
        }
        Warp planes = new Warp(new Motion.Rotation(some), 1, FillMode.REFLECT, 0, true, 7);
        cases.add(new Case("rotation of planes", WHOLE, g -> g.add(planes, g.input(2, 3, 4))));
        cases.add(new Case(
                "gradient of a rotation",
                WHOLE,
                g -> g.add(new Warp.Gradient(planes, Shape.of(2, 3, 4)), g.input(2, 3, 4))));
        cases.add(new Case(
                "contrast and brightness",
                WHOLE,
                g -> g.add(new Tone(new Uniform(0.5f, 2), some, -99, 99, 3), g.input(2, 3, 3))));
        cases.add(new Case(
                "brightness that is cut off",
                SPREAD,
                g -> g.add(new Tone(Uniform.of(1), Uniform.of(1), 0, 20, 3), g.input(2, 3, 2))));
        for (int axis : new int[] {0, 1}) {
            Erase erase = new Erase(axis, new Uniform(0, 1), new Uniform(0.1f, 0.5f), null, -1, 1, 3);
            cases.add(new Case("erasing at " + axis, WHOLE, g -> g.add(erase, g.input(3, 4, 2))));
            cases.add(new Case(
                    "gradient of erasing at " + axis, WHOLE, g -> g.add(new Erase.Gradient(erase), g.input(3, 4, 2))));
        }
    }
}
