package dev.fovea.conformance;

import dev.fovea.nn.Activation;
import dev.fovea.nn.Activations;
import dev.fovea.tensor.Tensor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds activation functions and their slopes to TensorFlow's. */
class ActivationTest {
    /** The functions that TensorFlow has an op for. */
    private static final Map<Activations, String> OPS = new EnumMap<>(Map.ofEntries(
            Map.entry(Activations.RELU, "Relu"),
            Map.entry(Activations.RELU6, "Relu6"),
            Map.entry(Activations.LEAKY_RELU, "LeakyRelu"),
            Map.entry(Activations.ELU, "Elu"),
            Map.entry(Activations.SELU, "Selu"),
            Map.entry(Activations.SIGMOID, "Sigmoid"),
            Map.entry(Activations.TANH, "Tanh"),
            Map.entry(Activations.SOFTPLUS, "Softplus"),
            Map.entry(Activations.SOFTSIGN, "Softsign"),
            Map.entry(Activations.EXPONENTIAL, "Exp"),
            Map.entry(Activations.SOFTMAX, "Softmax"),
            Map.entry(Activations.LOG_SOFTMAX, "LogSoftmax")));

    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 400)
    void activationsAreThoseOfTensorFlow(@ForAll("draws") Draw draw) {
        Activations f = draw.of(OPS.keySet().toArray(Activations[]::new));
        Tensor x = draw.normal(draw.images(), draw.side(), draw.channels());
        float wide = draw.of(1f, 4f, 10f);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] *= wide;
        }
        Tensor dy = draw.normal(x.shape().dims());
        Check check = new Check("Activation", "TensorFlow", f, x.shape());
        try (TensorFlow tf = new TensorFlow()) {
            Tensor y = tf.op(OPS.get(f)).in(x).get();
            Tensor dx = slope(tf, f, x, y, dy);
            double[] bound = new double[x.size()];
            double[] slopeBound = new double[x.size()];
            for (int i = 0; i < bound.length; i++) {
                bound[i] = Terms.value(f, x.data()[i], y.data()[i]);
                slopeBound[i] = Terms.slope(f, x.data()[i], y.data()[i], dy.data()[i]);
            }
            if (f == Activations.SOFTMAX || f == Activations.LOG_SOFTMAX) {
                bound = Terms.softmax(x, y, f == Activations.LOG_SOFTMAX);
                slopeBound = Terms.softmaxSlope(x, y, dy, f == Activations.LOG_SOFTMAX);
            }
            check.forward(Fovea.predict(Activation.of(f), x, Map.of()), y, bound);
            Fovea.Run run = Fovea.train(Activation.of(f), List.of(x), Map.of(), dy);
            check.forward(run.output(), y, bound);
            check.gradient("input", run.inputs().getFirst(), dx, slopeBound);
        }
    }

    private static Tensor slope(TensorFlow tf, Activations f, Tensor x, Tensor y, Tensor dy) {
        return switch (f) {
            case ELU, SELU -> tf.op(OPS.get(f) + "Grad").in(dy, y).get();
            case SIGMOID, TANH -> tf.op(OPS.get(f) + "Grad").in(y, dy).get();
            case EXPONENTIAL -> times(tf, y, dy);
            // y (dy - sum y dy) of each row.
            case SOFTMAX -> times(tf, y, minus(tf, dy, sum(tf, times(tf, y, dy))));
            // dy - softmax(x) sum dy.
            case LOG_SOFTMAX -> minus(tf, dy, times(tf, tf.op("Softmax").in(x).get(), sum(tf, dy)));
            default -> tf.op(OPS.get(f) + "Grad").in(dy, x).get();
        };
    }

    private static Tensor times(TensorFlow tf, Tensor a, Tensor b) {
        return tf.op("Mul").in(a, b).get();
    }

    private static Tensor minus(TensorFlow tf, Tensor a, Tensor b) {
        return tf.op("Sub").in(a, b).get();
    }

    private static Tensor sum(TensorFlow tf, Tensor x) {
        return tf.op("Sum")
                .in(x)
                .ints(x.shape().rank() - 1)
                .attr("keep_dims", true)
                .get();
    }
}
