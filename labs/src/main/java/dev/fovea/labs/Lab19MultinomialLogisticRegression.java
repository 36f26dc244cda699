package dev.fovea.labs;

import dev.fovea.data.Split;
import dev.fovea.datasets.Mnist;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.op.Ops;
import dev.fovea.plot.ColorMap;
import dev.fovea.plot.ImageGrid;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.Fit;
import dev.fovea.train.History;
import dev.fovea.train.SparseCategoricalAccuracy;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which of ten digits is it? Ten sets of weights compete. */
public final class Lab19MultinomialLogisticRegression implements Lab {
    private final int images;

    /** With all training images of MNIST. */
    public Lab19MultinomialLogisticRegression() {
        this(Integer.MAX_VALUE);
    }

    /** With fewer images to learn from. */
    Lab19MultinomialLogisticRegression(int images) {
        this.images = images;
    }

    @Override
    public int number() {
        return 19;
    }

    @Override
    public String title() {
        return "Multinomial logistic regression: softmax and cross entropy";
    }

    /** The outputs of three classes before softmax, for the example: {@code [1,3]}. */
    static Tensor logits() {
        return Tensor.of(Shape.of(1, 3), 2, 1, 0);
    }

    /** The slope of the cross entropy at each logit, as derived: p - y, {@code [1,3]}. */
    static Tensor slope(Tensor logits, int label) {
        Tensor slope = Ops.softmax(logits);
        slope.set(slope.get(0, label) - 1, 0, label);
        return slope;
    }

    /** The slope at each logit by two values close together, {@code [1,3]}. */
    static Tensor measuredSlope(Tensor logits, int label) {
        float step = 1f / 128;
        Tensor slope = Tensor.zeros(1, 3);
        for (int k = 0; k < 3; k++) {
            Tensor more = logits.copy();
            Tensor less = logits.copy();
            more.set(logits.get(0, k) + step, 0, k);
            less.set(logits.get(0, k) - step, 0, k);
            float difference = Ops.crossEntropy(more, label).get(0)
                    - Ops.crossEntropy(less, label).get(0);
            slope.set(difference / (2 * step), 0, k);
        }
        return slope;
    }

    static Sequential model() {
        Sequential model =
                Sequential.of(Input.of(28, 28, 1), Flatten.of(), Dense.of(10).activation(Activations.SOFTMAX));
        model.compile(Adam.of(), SparseCategoricalCrossentropy.of(), SparseCategoricalAccuracy.of());
        return model;
    }

    Split digits() {
        Split mnist = Mnist.load();
        return new Split(mnist.train().take(images), mnist.test());
    }

    static History train(Sequential model, Split digits) {
        return model.fit(digits.train(), Fit.epochs(3).batchSize(128).validation(digits.test()));
    }

    /** The weights of each class as an image, {@code [28,28,1]}. */
    static List<Tensor> weights(Sequential model) {
        Tensor kernel = model.weight("dense/kernel").tensor();
        List<Tensor> weights = new ArrayList<>();
        for (int digit = 0; digit < 10; digit++) {
            weights.add(Ops.slice(kernel, 1, digit, digit + 1).reshape(28, 28, 1));
        }
        return weights;
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println("""
                The model. Each class k has weights of its own, and gives a number z_k (a "logit") as in lab 18. Softmax
                makes probabilities of them, all positive and 1 in sum:

                    p_k = exp(z_k) / (exp(z_1) + ... + exp(z_K))

                The loss. Of the true class y only its probability counts: L = -ln p_y. Written with logits:

                    L = -z_y + ln (exp(z_1) + ... + exp(z_K))

                Its slope. The first part gives -1 at k = y and 0 elsewhere, the second exp(z_k) / sum = p_k:

                    dL/dz_k = p_k - y_k       where y_k is 1 for the true class and 0 for all others

                Prediction minus truth again. Measured, for three classes of which the second is true:
                """);
        Tensor logits = logits();
        Tensor p = Ops.softmax(logits);
        Tensor slope = slope(logits, 1);
        Tensor measured = measuredSlope(logits, 1);
        out.println("    class    z        p   y   p - y   measured");
        for (int k = 0; k < 3; k++) {
            out.println(String.format(
                    Locale.ROOT,
                    "        %d   %.0f   %.4f   %d   %7.4f    %7.4f",
                    k + 1,
                    logits.get(0, k),
                    p.get(0, k),
                    k == 1 ? 1 : 0,
                    slope.get(0, k),
                    measured.get(0, k)));
        }
        float loss = Ops.crossEntropy(logits, 1).get(0);
        out.println(String.format(Locale.ROOT, "    L = -ln %.4f = %.4f", p.get(0, 1), loss));
        out.println();
        Tensor two = Ops.softmax(Tensor.of(Shape.of(1, 2), 0, 1.5f));
        out.println(String.format(
                Locale.ROOT,
                "Two classes are lab 18: softmax(0, 1.5) = (%.4f, %.4f), and sigmoid(1.5) = %.4f.",
                two.get(0, 0),
                two.get(0, 1),
                Lab18BinaryLogisticRegression.sigmoid(1.5)));
        out.println();

        Split digits = digits();
        Sequential model = model();
        History history = train(model, digits);
        out.println(digits.train().size() + " images to learn from, "
                + digits.test().size() + " others to test with, " + model.countParams() + " parameters:");
        out.println();
        for (History.Epoch epoch : history.epochs()) {
            out.println(String.format(
                    Locale.ROOT,
                    "    epoch %d   loss %.4f   accuracy %.4f   test accuracy %.4f",
                    epoch.number(),
                    epoch.logs().get("loss"),
                    epoch.logs().get("sparse_categorical_accuracy"),
                    epoch.logs().get("val_sparse_categorical_accuracy")));
        }
        out.println();
        Gallery.save(
                out,
                pictures,
                "lab19-weights",
                ImageGrid.of(weights(model))
                        .title("What speaks for a digit (red) and against it (blue)")
                        .captions(digits.train().classNames())
                        .colorMap(ColorMap.DIVERGING)
                        .columns(5)
                        .picture());
    }

    static void main() throws Exception {
        Labs.show(new Lab19MultinomialLogisticRegression());
    }
}
