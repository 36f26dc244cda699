package dev.fovea.labs;

import dev.fovea.data.Dataset;
import dev.fovea.data.Split;
import dev.fovea.datasets.Mnist;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Input;
import dev.fovea.plot.ColorMap;
import dev.fovea.plot.FunctionPlot;
import dev.fovea.plot.ImageGrid;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Accuracy;
import dev.fovea.train.BinaryCrossentropy;
import dev.fovea.train.Fit;
import dev.fovea.train.History;
import dev.fovea.train.SGD;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Is it a 3 or an 8? One weight per pixel decides. */
public final class Lab18BinaryLogisticRegression implements Lab {
    private static final float LEARNING_RATE = 0.1f;

    private final int images;

    /** With all threes and eights of MNIST. */
    public Lab18BinaryLogisticRegression() {
        this(Integer.MAX_VALUE);
    }

    /** With fewer images to learn from. */
    Lab18BinaryLogisticRegression(int images) {
        this.images = images;
    }

    @Override
    public int number() {
        return 18;
    }

    @Override
    public String title() {
        return "Binary logistic regression and cross entropy";
    }

    static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** The cross entropy of a prediction sigmoid(z) where the truth is y, 0 or 1. */
    static double crossEntropy(double z, int y) {
        double p = sigmoid(z);
        return -y * Math.log(p) - (1 - y) * Math.log(1 - p);
    }

    /** Its slope, as derived. */
    static double slope(double z, int y) {
        return sigmoid(z) - y;
    }

    /** Its slope by two values close together. */
    static double measuredSlope(double z, int y) {
        double step = 1e-5;
        return (crossEntropy(z + step, y) - crossEntropy(z - step, y)) / (2 * step);
    }

    /** The threes as class 0 and the eights as class 1. */
    Split digits() {
        Split mnist = Mnist.load();
        return new Split(mnist.train().filter(3, 8).take(images), mnist.test().filter(3, 8));
    }

    /** One output, the probability of an 8. All weights begin at 0. */
    static Sequential model() {
        Sequential model = Sequential.of(
                Input.of(28, 28, 1),
                Flatten.of(),
                Dense.of(1).kernelInitializer(Initializer.ZEROS).activation(Activations.SIGMOID));
        model.compile(SGD.of(LEARNING_RATE), BinaryCrossentropy.of(), Accuracy.of());
        return model;
    }

    /** The weights after one step of gradient descent on these images, written out: {@code [784]}. */
    static Tensor stepByHand(Dataset batch) {
        Tensor weights = Tensor.zeros(784);
        for (int i = 0; i < batch.size(); i++) {
            // With weights of 0, z is 0 and p is one half for every image.
            double slope = slope(0, batch.label(i));
            for (int j = 0; j < 784; j++) {
                weights.data()[j] -=
                        (float) (LEARNING_RATE * slope * batch.image(i).data()[j] / batch.size());
            }
        }
        return weights;
    }

    /** The same by Fovea. */
    static Tensor stepByFovea(Dataset batch) {
        Sequential model = model();
        model.fit(batch, Fit.epochs(1).batchSize(batch.size()).shuffle(false));
        return model.weight("dense/kernel").tensor().reshape(784);
    }

    static History train(Sequential model, Split digits) {
        return model.fit(digits.train(), Fit.epochs(5).validation(digits.test()));
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println("""
                The model. Each pixel x_j has a weight w_j:

                    z = w_1 x_1 + ... + w_784 x_784 + b
                    p = sigmoid(z) = 1 / (1 + exp(-z))      the probability of an 8

                The loss. The truth y is 1 for an 8 and 0 for a 3. How bad is it to have said p? Cross entropy:

                    L = -y ln p - (1 - y) ln (1 - p)

                It is 0 for the truth said with certainty, ln 2 = 0.693 for "I don't know" (p = 1/2), and has no limit
                for certainty of the wrong.

                Its slope, by the chain rule:

                    dL/dp = -y / p + (1 - y) / (1 - p) = (p - y) / (p (1 - p))
                    dp/dz = p (1 - p)
                    dL/dz = dL/dp * dp/dz = p - y

                What could be simpler: prediction minus truth. And as dz/dw_j = x_j:

                    dL/dw_j = (p - y) x_j,      dL/db = p - y

                Don't believe it, measure it, as (L(z + h) - L(z - h)) / 2h:
                """);
        out.println("        z   y        p        L     p - y   measured");
        for (int y = 0; y <= 1; y++) {
            for (double z : new double[] {-3, -1, 0, 2}) {
                out.println(String.format(
                        Locale.ROOT,
                        "    %5.1f   %d   %.4f   %.4f   %7.4f    %7.4f",
                        z,
                        y,
                        sigmoid(z),
                        crossEntropy(z, y),
                        slope(z, y),
                        measuredSlope(z, y)));
            }
        }
        out.println();

        Split digits = digits();
        Dataset batch = digits.train().take(32);
        float difference = 0;
        Tensor byHand = stepByHand(batch);
        Tensor byFovea = stepByFovea(batch);
        for (int j = 0; j < 784; j++) {
            difference = Math.max(difference, Math.abs(byHand.data()[j] - byFovea.data()[j]));
        }
        out.println(
                "Training takes a little of that slope off each weight: w_j = w_j - 0.1 * (p - y) x_j, the mean over");
        out.println("32 images at a time. One step by hand and one by Fovea: the weights differ by less than "
                + (difference < 1e-6 ? "0.000001." : Float.toString(2 * difference)));
        out.println();

        Sequential model = model();
        History history = train(model, digits);
        out.println(digits.train().size() + " images to learn from, "
                + digits.test().size() + " others to test with:");
        out.println();
        for (History.Epoch epoch : history.epochs()) {
            out.println(String.format(
                    Locale.ROOT,
                    "    epoch %d   loss %.4f   accuracy %.4f   test accuracy %.4f",
                    epoch.number(),
                    epoch.logs().get("loss"),
                    epoch.logs().get("accuracy"),
                    epoch.logs().get("val_accuracy")));
        }
        out.println();
        out.println("The weights as a picture: ink where it is red speaks for an 8, ink where it is blue for a 3. The");
        out.println("left side of the loops is what an 8 has and a 3 has not.");
        out.println();
        Gallery.save(
                out,
                pictures,
                "lab18-cross-entropy",
                FunctionPlot.of(FunctionPlot.Panel.of("Cross entropy of a prediction p", 0, 1)
                                .curve("truth 1: -ln p", p -> -Math.log(p))
                                .curve("truth 0: -ln (1 - p)", p -> -Math.log(1 - p)))
                        .picture());
        Gallery.save(
                out,
                pictures,
                "lab18-weights",
                ImageGrid.of(model.weight("dense/kernel").tensor().reshape(28, 28))
                        .title("3 or 8?")
                        .captions(List.of("weights: red for 8, blue for 3"))
                        .colorMap(ColorMap.DIVERGING)
                        .scale(10)
                        .picture());
    }

    static void main() throws Exception {
        Labs.show(new Lab18BinaryLogisticRegression());
    }
}
