package dev.fovea.conformance;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.tensor.Tensor;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds activation functions and their slopes to TensorFlow's. */
class ActivationTest {
    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 300)
    void activationsAreThoseOfTensorFlow(@ForAll("draws") Draw draw) {
        Activations f = draw.of(
                Activations.RELU,
                Activations.RELU6,
                Activations.LEAKY_RELU,
                Activations.ELU,
                Activations.SIGMOID,
                Activations.TANH,
                Activations.SOFTPLUS);
        Tensor x = draw.normal(draw.images(), draw.side(), draw.channels());
        float wide = draw.of(1f, 4f, 10f);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] *= wide;
        }
        Tensor dy = draw.normal(x.shape().dims());
        Check check = new Check("Activation", "TensorFlow", f, x.shape());
        try (TensorFlow tf = new TensorFlow()) {
            Tensor y = tf.op(forward(f)).in(x).get();
            Tensor dx = slope(tf, f, x, y, dy).get();
            double[] bound = new double[x.size()];
            double[] slopeBound = new double[x.size()];
            for (int i = 0; i < bound.length; i++) {
                double out = Math.abs(y.data()[i]);
                double seed = Math.abs(dy.data()[i]);
                // exp(x) - 1 cancels; the others are products and quotients of positive numbers.
                bound[i] = Bound.of(2 * Bound.FUNCTION, f == Activations.ELU && y.data()[i] < 0 ? 1 + out : out);
                slopeBound[i] = Bound.of(2 * Bound.FUNCTION + 4, seed * (1 + out));
                if (f == Activations.RELU || f == Activations.RELU6) {
                    bound[i] = 0;
                    slopeBound[i] = 0;
                } else if (f == Activations.LEAKY_RELU) {
                    bound[i] = Bound.of(1, out);
                    slopeBound[i] = Bound.of(1, seed);
                } else if (f == Activations.TANH) {
                    slopeBound[i] = Bound.of(4 * Bound.FUNCTION, seed * (1 + out * out));
                }
            }
            check.forward(Fovea.predict(Activation.of(f), x, Map.of()), y, bound);
            Fovea.Run run = Fovea.train(Activation.of(f), List.of(x), Map.of(), dy);
            check.forward(run.output(), y, bound);
            check.gradient("input", run.inputs().getFirst(), dx, slopeBound);
        }
    }

    private static String forward(Activations f) {
        return switch (f) {
            case RELU -> "Relu";
            case RELU6 -> "Relu6";
            case LEAKY_RELU -> "LeakyRelu";
            case ELU -> "Elu";
            case SIGMOID -> "Sigmoid";
            case TANH -> "Tanh";
            case SOFTPLUS -> "Softplus";
            default -> throw new IllegalArgumentException("TensorFlow has no op for " + f);
        };
    }

    private static TensorFlow.Call slope(TensorFlow tf, Activations f, Tensor x, Tensor y, Tensor dy) {
        TensorFlow.Call call = tf.op(forward(f) + "Grad");
        return switch (f) {
            case ELU -> call.in(dy, y);
            case SIGMOID, TANH -> call.in(y, dy);
            default -> call.in(dy, x);
        };
    }
}
