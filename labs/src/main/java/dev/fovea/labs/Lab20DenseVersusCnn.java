package dev.fovea.labs;

import static dev.fovea.nn.Activations.RELU;
import static dev.fovea.nn.Activations.SOFTMAX;

import dev.fovea.data.Split;
import dev.fovea.datasets.Mnist;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.plot.Bars;
import dev.fovea.train.Adam;
import dev.fovea.train.Fit;
import dev.fovea.train.SparseCategoricalAccuracy;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A fully connected net and a convolutional net learn the same digits. */
public final class Lab20DenseVersusCnn implements Lab {
    /**
     * How a net did.
     *
     * @param accuracy on images it has not learned from
     */
    record Result(String name, long parameters, double accuracy) {}

    private final int images;

    /** With 10,000 images to learn from. */
    public Lab20DenseVersusCnn() {
        this(10_000);
    }

    /** With fewer. */
    Lab20DenseVersusCnn(int images) {
        this.images = images;
    }

    @Override
    public int number() {
        return 20;
    }

    @Override
    public String title() {
        return "A dense net against a convolutional net";
    }

    /** Each of 128 units looks at all 784 pixels, wherever they are: a weight for every pair. */
    static Sequential dense() {
        return Sequential.of(
                Input.of(28, 28, 1),
                Flatten.of(),
                Dense.of(128).activation(RELU),
                Dense.of(10).activation(SOFTMAX));
    }

    /** Each filter looks at 3x3 pixels, and is the same everywhere: 9 weights for the whole image. */
    static Sequential cnn() {
        return Sequential.of(
                Input.of(28, 28, 1),
                Conv2D.of(16, 3).activation(RELU),
                MaxPooling2D.of(2),
                Conv2D.of(32, 3).activation(RELU),
                MaxPooling2D.of(2),
                Flatten.of(),
                Dense.of(10).activation(SOFTMAX));
    }

    /** Trains a net for three epochs. */
    static Result train(String name, Sequential model, Split digits) {
        model.compile(Adam.of(), SparseCategoricalCrossentropy.of(), SparseCategoricalAccuracy.of());
        model.fit(digits.train(), Fit.epochs(3));
        double accuracy = model.evaluate(digits.test()).get("sparse_categorical_accuracy");
        return new Result(name, model.countParams(), accuracy);
    }

    /** Both nets on the same images, in the same order. */
    List<Result> compare() {
        Split mnist = Mnist.load();
        Split digits = new Split(mnist.train().take(images), mnist.test());
        return List.of(train("dense net", dense(), digits), train("CNN", cnn(), digits));
    }

    @Override
    public void run(PrintStream out, Path pictures) {
        out.println("The dense net:");
        out.println();
        out.println(dense().summary());
        out.println("The CNN:");
        out.println();
        out.println(cnn().summary());
        List<Result> results = compare();
        out.println("Each sees the same " + images + " images three times, then 10000 new ones:");
        out.println();
        out.println("                parameters   test accuracy   wrong of 10000");
        for (Result result : results) {
            out.println(String.format(
                    Locale.ROOT,
                    "    %-12s %9d         %6.2f %%             %4d",
                    result.name,
                    result.parameters,
                    100 * result.accuracy,
                    Math.round(10000 * (1 - result.accuracy))));
        }
        out.println();
        out.println(
                "A filter that has learned a stroke in one place knows it in all. The dense net has to learn it again");
        out.println("for every place, and needs a weight for each.");
        out.println();
        List<String> names = new ArrayList<>();
        double[] parameters = new double[results.size()];
        double[] accuracies = new double[results.size()];
        for (int i = 0; i < results.size(); i++) {
            names.add(results.get(i).name);
            parameters[i] = results.get(i).parameters;
            accuracies[i] = results.get(i).accuracy;
        }
        Gallery.save(
                out,
                pictures,
                "lab20-dense-versus-cnn",
                Bars.of(
                                names,
                                Bars.Panel.of("parameters", parameters),
                                Bars.Panel.shares("test accuracy", accuracies).from(0.9))
                        .title("Dense net against CNN on " + images + " images of MNIST")
                        .picture());
    }

    static void main() throws Exception {
        Labs.show(new Lab20DenseVersusCnn());
    }
}
