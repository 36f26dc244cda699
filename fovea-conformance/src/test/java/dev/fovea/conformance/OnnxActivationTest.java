package dev.fovea.conformance;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.nn.ELU;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LeakyReLU;
import dev.fovea.nn.PReLU;
import dev.fovea.nn.ReLU;
import dev.fovea.nn.Softmax;
import dev.fovea.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds activation functions to ONNX Runtime's, and those that it has none of to a formula made of its operators. */
class OnnxActivationTest {
    private static final String ORACLE = "ONNX Runtime";

    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 500)
    void activationsAreThoseOfOnnxRuntime(@ForAll("draws") Draw draw) {
        Activations f = draw.of(Arrays.stream(Activations.values())
                .filter(g -> g != Activations.SPARSEMAX)
                .toArray(Activations[]::new));
        Tensor x = wide(draw, draw.images(), draw.side(), f == Activations.GLU ? 2 * draw.side() : draw.channels());
        Tensor expected = function(f, x);
        double[] bound = new double[expected.size()];
        for (int i = 0; f != Activations.GLU && i < bound.length; i++) {
            double y = expected.data()[i];
            // ONNX Runtime's sigmoid is 1/2 and a quotient of polynomials, its softplus the logarithm of 1 + exp(x).
            boolean absolute = f == Activations.SIGMOID || f == Activations.SOFTPLUS || f == Activations.LOG_SIGMOID;
            bound[i] = Terms.value(f, x.data()[i], y) + (absolute ? Bound.of(2 * Bound.FUNCTION, 1) : 0);
        }
        switch (f) {
            case SOFTMAX -> bound = Terms.softmax(x, expected, false);
            case LOG_SOFTMAX -> bound = Terms.softmax(x, expected, true);
            case GLU ->
                bound = Bound.sum(
                        2 * Bound.FUNCTION,
                        Bound.abs(Layout.slice(x, 0, x.shape().dim(-1) / 2)));
            default -> {}
        }
        new Check("Activation", ORACLE, f, x.shape())
                .forward(Fovea.predict(Activation.of(f), x, Map.of()), expected, bound);
    }

    private static Tensor function(Activations f, Tensor x) {
        return switch (f) {
            case LINEAR -> OnnxRuntime.op("Identity").in(x).get();
            case RELU -> OnnxRuntime.op("Relu").in(x).get();
            case RELU6 -> clip(x, 0, 6);
            case HARD_TANH -> clip(x, -1, 1);
            case SPARSE_SIGMOID -> hardSigmoid(x, 0.5f);
            case LEAKY_RELU ->
                OnnxRuntime.op("LeakyRelu").in(x).attr("alpha", 0.2f).get();
            case ELU -> OnnxRuntime.op("Elu").in(x).attr("alpha", 1f).get();
            case SELU -> OnnxRuntime.op("Selu").in(x).get();
            case CELU -> OnnxRuntime.op("Celu").in(x).attr("alpha", 1f).get();
            case GELU ->
                OnnxRuntime.op("Gelu").in(x).attr("approximate", "none").get();
            case SILU -> times(x, OnnxRuntime.op("Sigmoid").in(x).get());
            case MISH -> OnnxRuntime.op("Mish").in(x).get();
            case SIGMOID -> OnnxRuntime.op("Sigmoid").in(x).get();
            case HARD_SIGMOID -> hardSigmoid(x, 1 / 6f);
            case HARD_SILU -> OnnxRuntime.op("HardSwish").in(x).get();
            case LOG_SIGMOID ->
                negative(OnnxRuntime.op("Softplus").in(negative(x)).get());
            case TANH -> OnnxRuntime.op("Tanh").in(x).get();
            case TANH_SHRINK ->
                OnnxRuntime.op("Sub").in(x, OnnxRuntime.op("Tanh").in(x).get()).get();
            case HARD_SHRINK -> shrink(x, 0);
            case SOFT_SHRINK -> shrink(x, 0.5f);
            case SOFTPLUS -> OnnxRuntime.op("Softplus").in(x).get();
            case SOFTSIGN -> OnnxRuntime.op("Softsign").in(x).get();
            case SPARSE_PLUS -> sparsePlus(x);
            case SQUAREPLUS -> squareplus(x);
            case EXPONENTIAL -> OnnxRuntime.op("Exp").in(x).get();
            case SOFTMAX -> OnnxRuntime.op("Softmax").in(x).attr("axis", -1).get();
            case LOG_SOFTMAX ->
                OnnxRuntime.op("LogSoftmax").in(x).attr("axis", -1).get();
            case GLU -> {
                int half = x.shape().dim(-1) / 2;
                Tensor gate = OnnxRuntime.op("Sigmoid")
                        .in(Layout.slice(x, half, 2 * half))
                        .get();
                yield times(Layout.slice(x, 0, half), gate);
            }
            case SPARSEMAX -> throw new IllegalArgumentException("ONNX has no " + f);
        };
    }

    private static Tensor clip(Tensor x, float least, float most) {
        return OnnxRuntime.op("Clip")
                .in(x, Tensor.scalar(least), Tensor.scalar(most))
                .get();
    }

    private static Tensor hardSigmoid(Tensor x, float alpha) {
        return OnnxRuntime.op("HardSigmoid")
                .in(x)
                .attr("alpha", alpha)
                .attr("beta", 0.5f)
                .get();
    }

    private static Tensor shrink(Tensor x, float bias) {
        return OnnxRuntime.op("Shrink")
                .in(x)
                .attr("lambd", 0.5f)
                .attr("bias", bias)
                .get();
    }

    private static Tensor negative(Tensor x) {
        return OnnxRuntime.op("Neg").in(x).get();
    }

    private static Tensor times(Tensor a, Tensor b) {
        return OnnxRuntime.op("Mul").in(a, b).get();
    }

    private static Tensor plus(Tensor a, Tensor b) {
        return OnnxRuntime.op("Add").in(a, b).get();
    }

    /** (x + sqrt(x^2 + 4)) / 2. */
    private static Tensor squareplus(Tensor x) {
        Tensor root =
                OnnxRuntime.op("Sqrt").in(plus(times(x, x), Tensor.scalar(4))).get();
        return times(plus(x, root), Tensor.scalar(0.5f));
    }

    /** The square of (x + 1) / 2 held to 0 and 1, and what x is over 1. */
    private static Tensor sparsePlus(Tensor x) {
        Tensor part = hardSigmoid(x, 0.5f);
        Tensor over = OnnxRuntime.op("Relu").in(plus(x, Tensor.scalar(-1))).get();
        return plus(times(part, part), over);
    }

    @Property(tries = 150)
    void rectifiersAreThoseOfOnnxRuntime(@ForAll("draws") Draw draw) {
        Tensor x = wide(draw, draw.images(), draw.side(), draw.channels());
        float slope = draw.between(1, 30) / 20f;
        Tensor alpha = draw.normal(x.shape().dropFirst().dims());
        Layer layer = draw.of(
                LeakyReLU.of(slope),
                ELU.of(slope),
                PReLU.of(),
                new ReLU(null, 0, slope, null),
                new ReLU(slope, 0, 0, null));
        Tensor expected = switch (layer) {
            case LeakyReLU leaky ->
                OnnxRuntime.op("LeakyRelu").in(x).attr("alpha", slope).get();
            case ELU elu -> OnnxRuntime.op("Elu").in(x).attr("alpha", slope).get();
            case PReLU learned -> OnnxRuntime.op("PRelu").in(x, alpha).get();
            case ReLU relu
            when relu.maxValue() == null ->
                OnnxRuntime.op("ThresholdedRelu").in(x).attr("alpha", slope).get();
            default -> clip(x, 0, slope);
        };
        double[] bound = new double[x.size()];
        for (int i = 0; i < bound.length; i++) {
            double out = Math.abs(expected.data()[i]);
            bound[i] = layer instanceof ReLU
                    ? 0
                    : layer instanceof ELU && x.data()[i] < 0
                            ? Bound.of(Bound.FUNCTION + 3, slope + out)
                            : Bound.of(1, out);
        }
        new Check(layer.className(), ORACLE, layer, x.shape())
                .forward(Fovea.predict(layer, x, Map.of("alpha", alpha)), expected, bound);
    }

    @Property(tries = 100)
    void softmaxAlongAnAxisIsThatOfOnnxRuntime(@ForAll("draws") Draw draw) {
        Tensor x = wide(draw, draw.images(), draw.side(), draw.side(), draw.channels());
        int axis = draw.between(1, 3);
        int[] toLast = axis == 1 ? new int[] {0, 2, 3, 1} : axis == 2 ? new int[] {0, 1, 3, 2} : new int[] {0, 1, 2, 3};
        Tensor expected = OnnxRuntime.op("Softmax").in(x).attr("axis", axis).get();
        Tensor ordered = Layout.transpose(expected, toLast);
        Softmax layer = Softmax.of(axis);
        new Check("Softmax", ORACLE, layer, x.shape())
                .forward(
                        Layout.transpose(Fovea.predict(layer, x, Map.of()), toLast),
                        ordered,
                        Terms.softmax(Layout.transpose(x, toLast), ordered, false));
    }

    private static Tensor wide(Draw draw, int... dims) {
        Tensor x = draw.normal(dims);
        float wide = draw.of(1f, 4f, 10f);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] *= wide;
        }
        return x;
    }
}
