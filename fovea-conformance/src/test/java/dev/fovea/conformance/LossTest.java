package dev.fovea.conformance;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.BinaryCrossentropy;
import dev.fovea.train.CategoricalCrossentropy;
import dev.fovea.train.Loss;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Holds crossentropies of logits and their gradients to TensorFlow's. */
class LossTest {
    @Provide
    Arbitrary<Draw> draws() {
        return Draw.any();
    }

    @Property(tries = 300)
    void crossentropiesAreThoseOfTensorFlow(@ForAll("draws") Draw draw) {
        boolean sparse = draw.maybe();
        int images = draw.images();
        int classes = draw.between(2, 40);
        Tensor x = draw.normal(images, classes);
        float wide = draw.of(1f, 5f, 20f);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] *= wide;
        }
        Tensor labels = draw.labels(classes, images);
        Tensor target = Tensor.filled(x.shape(), 0);
        float sure = sparse ? 1 : 0.75f;
        for (int n = 0; n < images; n++) {
            int label = (int) labels.data()[n];
            target.data()[n * classes + label] += sure;
            target.data()[n * classes + (label + 1) % classes] += 1 - sure;
        }
        Loss loss = sparse
                ? SparseCategoricalCrossentropy.of().fromLogits(true)
                : CategoricalCrossentropy.of().fromLogits(true);
        Check check = new Check(
                sparse ? "SparseCategoricalCrossentropy" : "CategoricalCrossentropy", "TensorFlow", x.shape(), wide);
        double[] bound = new double[images];
        double[] slope = new double[x.size()];
        int roundings = classes + 3 * Bound.FUNCTION;
        for (int n = 0; n < images; n++) {
            double most = 0;
            for (int i = n * classes; i < (n + 1) * classes; i++) {
                most = Math.max(most, Math.abs(x.data()[i]));
            }
            // exp of x - max turns the rounding of its argument, at most 2 max|x|, into one of itself.
            bound[n] = Bound.of(roundings, 1 + 4 * most + Math.log(classes));
            for (int i = n * classes; i < (n + 1) * classes; i++) {
                slope[i] = Bound.of(roundings, 1 + 2 * most);
            }
        }
        try (TensorFlow tf = new TensorFlow()) {
            List<Tensor> made =
                    tf.op("SoftmaxCrossEntropyWithLogits").in(x, target).run();
            Fovea.Run run = Fovea.run(
                    (inputs, context) -> loss.perImage(context, inputs.get(1), inputs.get(0)),
                    List.of(x, sparse ? labels : target),
                    1,
                    Map.of(),
                    Tensor.filled(Shape.of(images), 1));
            check.forward(run.output(), made.get(0), bound);
            check.gradient("logits", run.inputs().getFirst(), made.get(1), slope);
        }
    }

    /** The mean over outputs of max(x, 0) - x z + ln(1 + exp(-|x|)), and its slopes (sigmoid(x) - z) / outputs. */
    @Property(tries = 200)
    void binaryCrossentropyIsThatOfTensorFlow(@ForAll("draws") Draw draw) {
        int images = draw.images();
        int outputs = draw.between(1, 40);
        Tensor x = draw.normal(images, outputs);
        float wide = draw.of(1f, 5f, 20f);
        Tensor z = draw.maybe() ? draw.labels(2, images, outputs) : draw.positive(images, outputs);
        for (int i = 0; i < x.size(); i++) {
            x.data()[i] *= wide;
            z.data()[i] = Math.min(z.data()[i], 1);
        }
        Check check = new Check("BinaryCrossentropy", "TensorFlow", x.shape(), wide);
        double[] bound = new double[images];
        double[] slope = new double[x.size()];
        for (int i = 0; i < x.size(); i++) {
            bound[i / outputs] += Bound.of(outputs + 3 * Bound.FUNCTION, (1 + 2 * Math.abs(x.data()[i])) / outputs);
            slope[i] = Bound.of(2 * Bound.FUNCTION + 4, 2.0 / outputs);
        }
        try (TensorFlow tf = new TensorFlow()) {
            Tensor size = tf.op("Abs").in(x).get();
            Tensor small = tf.op("Exp").in(tf.op("Neg").in(size).get()).get();
            Tensor rest = tf.op("Log1p").in(small).get();
            Tensor linear = tf.op("Sub")
                    .in(tf.op("Relu").in(x).get(), tf.op("Mul").in(x, z).get())
                    .get();
            Tensor expected = tf.op("Mean")
                    .in(tf.op("AddV2").in(linear, rest).get())
                    .ints(1)
                    .get();
            Tensor gradient = tf.op("Div")
                    .in(tf.op("Sub").in(tf.op("Sigmoid").in(x).get(), z).get(), Tensor.scalar(outputs))
                    .get();
            Fovea.Run run = Fovea.run(
                    (inputs, context) -> BinaryCrossentropy.ofLogits().perImage(context, inputs.get(1), inputs.get(0)),
                    List.of(x, z),
                    1,
                    Map.of(),
                    Tensor.filled(Shape.of(images), 1));
            check.forward(run.output(), expected, bound);
            check.gradient("logits", run.inputs().getFirst(), gradient, slope);
        }
    }
}
