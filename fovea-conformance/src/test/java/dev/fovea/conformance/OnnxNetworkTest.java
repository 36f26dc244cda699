package dev.fovea.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.formats.onnx.Onnx;
import dev.fovea.formats.onnx.ReadOptions;
import dev.fovea.model.Model;
import dev.fovea.model.Weight;
import dev.fovea.models.ModelOptions;
import dev.fovea.models.Models;
import dev.fovea.nn.Activations;
import dev.fovea.nn.DataFormat;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks written as ONNX, run by ONNX Runtime, and read again. */
class OnnxNetworkTest {
    /** The sides of images for networks whose layers don't fit 64 pixels, or are made for others. */
    private static final Map<String, Shape> IMAGES = Map.of(
            "inceptionv3", Shape.of(75, 75, 3),
            "xception", Shape.of(71, 71, 3),
            "alexnet2012", Shape.of(67, 67, 3));

    @TempDir
    Path folder;

    static List<String> names() {
        return Models.names();
    }

    private static Shape image(String name) {
        if (List.of("logistic", "mlp", "convnet", "lenet5", "lenet5-1998").contains(name)) {
            return Shape.of(28, 28, 1);
        }
        return IMAGES.getOrDefault(
                name, name.matches("resnet(20|32|44|56|110)") ? Shape.of(32, 32, 3) : Shape.of(64, 64, 3));
    }

    /** A network for small images and ten classes. */
    static Model network(String name, long seed) {
        Shape image = image(name);
        ModelOptions options = ModelOptions.of().inputShape(image).classes(10).seed(seed);
        boolean small = image.dim(2) == 1;
        // A softmax would bring large differences near to nothing.
        return Models.byName(name, small ? options : options.classifierActivation(Activations.LINEAR));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void aNetworkGivesTheSameInOnnxRuntimeAndReadAgain(String name) throws IOException {
        Model model = network(name, 1);
        stir(model);
        Tensor images = uniform(model.inputShape().prepend(2), new RandomSource(2), -1, 1);
        Tensor expected = model.predict(images);
        Path file = folder.resolve(name + ".onnx");
        Onnx.write(model, file);
        hold(name + " in ONNX Runtime", OnnxRuntime.run(file, images).getFirst(), expected);
        Model again = Onnx.read(file);
        hold(name + " read again", again.predict(images), expected);
        assertThat(again.weights()).extracting(Weight::name).containsAll(kernels(model));
        Path first = folder.resolve(name + "-first.onnx");
        Onnx.write(model, first, DataFormat.CHANNELS_FIRST);
        Model last = Onnx.read(first, ReadOptions.of().dataFormat(DataFormat.CHANNELS_LAST));
        hold(name + " channels first, read as channels last", last.predict(images), expected);
        Files.delete(file);
        Files.delete(first);
    }

    /** The names of kernels; a slash within the name of a layer, which is a model's, becomes a dot. */
    private static List<String> kernels(Model model) {
        return model.weights().stream()
                .filter(weight -> weight.spec().name().equals("kernel"))
                .map(weight -> weight.layer().replace('/', '.') + "/kernel")
                .toList();
    }

    /** Gives normalizations and biases other numbers than 0 and 1, so that none is lost unseen. */
    static void stir(Model model) {
        RandomSource random = new RandomSource(3);
        for (Weight weight : model.weights()) {
            switch (weight.spec().name()) {
                case "gamma", "moving_variance" -> weight.assign(uniform(weight.shape(), random, 0.5f, 1.5f));
                case "beta", "bias", "moving_mean" -> weight.assign(uniform(weight.shape(), random, -0.2f, 0.2f));
                default -> {}
            }
        }
    }

    static Tensor uniform(Shape shape, RandomSource random, float low, float high) {
        Tensor tensor = Tensor.filled(shape, 0);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = low + (high - low) * random.nextFloat();
        }
        return tensor;
    }

    /** Holds numbers to others: apart by no more than the roundings of hundreds of layers. */
    private static void hold(String what, Tensor actual, Tensor expected) {
        double apart = apart(actual, expected);
        System.out.printf(Locale.ROOT, "%s: %.1e%n", what, apart);
        assertThat(apart).as(what).isLessThan(1e-5);
    }

    /** How far numbers are apart, in parts of the largest that is expected. */
    static double apart(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        double largest = 0;
        double apart = 0;
        for (int i = 0; i < expected.size(); i++) {
            largest = Math.max(largest, Math.abs(expected.data()[i]));
            apart = Math.max(apart, Math.abs((double) actual.data()[i] - expected.data()[i]));
        }
        assertThat(largest).isBetween(1e-30, 1e30);
        return apart / largest;
    }
}
