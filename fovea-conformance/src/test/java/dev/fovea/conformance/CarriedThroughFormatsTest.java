package dev.fovea.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.Dataset;
import dev.fovea.data.Split;
import dev.fovea.datasets.FashionMnist;
import dev.fovea.datasets.Mnist;
import dev.fovea.formats.KerasWeights;
import dev.fovea.formats.ModelFiles;
import dev.fovea.formats.onnx.Onnx;
import dev.fovea.formats.onnx.ReadOptions;
import dev.fovea.model.Model;
import dev.fovea.model.SafeTensors;
import dev.fovea.model.Weight;
import dev.fovea.models.CifarResNet;
import dev.fovea.models.ModelOptions;
import dev.fovea.nn.DataFormat;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Accuracy;
import dev.fovea.train.Adam;
import dev.fovea.train.Fit;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A ResNet-20 that learned to tell clothes apart, or digits where Fashion-MNIST is not installed, still does when carried
 * through every format and back.
 */
class CarriedThroughFormatsTest {
    private static final ModelOptions OPTIONS =
            ModelOptions.of().inputShape(28, 28, 1).classes(10).seed(1);

    private static Dataset test;
    private static Model model;
    private static Tensor images;
    private static Tensor expected;

    @TempDir
    Path folder;

    private static Split split() throws IOException {
        try {
            Split split = FashionMnist.load();
            System.out.println("ResNet-20 learns Fashion-MNIST");
            return split;
        } catch (NoSuchFileException e) {
            System.out.println("ResNet-20 learns MNIST: " + e.getMessage());
            return Mnist.load();
        }
    }

    @BeforeAll
    static void train() throws IOException {
        Split split = split();
        test = split.test().take(1_000);
        model = CifarResNet.resNet20(OPTIONS);
        model.compile(Adam.of(1e-3f), SparseCategoricalCrossentropy.of(), Accuracy.of());
        model.fit(split.train().take(1_500), Fit.epochs(2).seed(1));
        images = test.images(0, test.size());
        expected = model.predict(images);
    }

    @Test
    void itHasLearned() {
        int[] classes = classes(expected);
        long right = IntStream.range(0, test.size())
                .filter(n -> classes[n] == test.label(n))
                .count();
        System.out.println("ResNet-20 is right about " + right + " of " + test.size());
        assertThat(right).isGreaterThan(600);
    }

    @ParameterizedTest
    @ValueSource(strings = {".fovea", ".keras"})
    void aFormatOfWholeModelsKeepsEveryBit(String ending) throws IOException {
        Path file = folder.resolve("model" + ending);
        ModelFiles.save(model, file);
        Model back = ModelFiles.load(file);
        assertThat(back.predict(images)).isEqualTo(expected);
        Dataset some = test.take(100);
        assertThat(back.evaluate(some)).isEqualTo(model.evaluate(some));
    }

    @Test
    void weightsOfKerasKeepEveryBit() throws IOException {
        Path file = folder.resolve("model.weights.h5");
        ModelFiles.save(model, file);
        Model back = untrained();
        KerasWeights.load(back, file);
        assertThat(back.predict(images)).isEqualTo(expected);
    }

    @Test
    void safetensorsKeepEveryBit() throws IOException {
        Path file = folder.resolve("model.safetensors");
        ModelFiles.save(model, file);
        Model back = untrained();
        try (SafeTensors tensors = SafeTensors.open(file)) {
            for (Weight weight : back.weights()) {
                weight.assign(tensors.tensor(weight.name()));
            }
        }
        assertThat(back.predict(images)).isEqualTo(expected);
    }

    @Test
    void onnxReadAgainClassifiesAlike() throws IOException {
        Path last = folder.resolve("last.onnx");
        ModelFiles.save(model, last);
        hold("ONNX read again", ModelFiles.load(last).predict(images));
        Path first = folder.resolve("first.onnx");
        Onnx.write(model, first, DataFormat.CHANNELS_FIRST);
        Model back = Onnx.read(first, ReadOptions.of().dataFormat(DataFormat.CHANNELS_LAST));
        hold("ONNX channels first, read as channels last", back.predict(images));
    }

    @Test
    void onnxRuntimeClassifiesAlike() throws IOException {
        Path file = folder.resolve("model.onnx");
        Onnx.write(model, file);
        hold("ONNX Runtime", OnnxRuntime.run(file, images).getFirst());
    }

    /** The same network, which knows nothing yet. */
    private static Model untrained() {
        Model model = CifarResNet.resNet20(OPTIONS.seed(2));
        assertThat(model.predict(images)).isNotEqualTo(expected);
        return model;
    }

    private static void hold(String what, Tensor actual) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(classes(actual)).as(what).isEqualTo(classes(expected));
        double apart = IntStream.range(0, expected.size())
                .mapToDouble(i -> Math.abs((double) actual.data()[i] - expected.data()[i]))
                .max()
                .orElseThrow();
        System.out.println(what + ": probabilities are apart by " + apart + " at most");
        assertThat(apart).as(what).isLessThan(1e-5);
    }

    /** Each image's likeliest class. */
    private static int[] classes(Tensor probabilities) {
        return IntStream.range(0, probabilities.shape().dim(0))
                .map(n -> {
                    int likeliest = 0;
                    for (int k = 1; k < probabilities.shape().dim(1); k++) {
                        likeliest = probabilities.get(n, k) > probabilities.get(n, likeliest) ? k : likeliest;
                    }
                    return likeliest;
                })
                .toArray();
    }
}
