package dev.fovea.formats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.nn.*;
import dev.fovea.op.Padding;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.*;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written as .keras comes back: the model, its weights, and a fit that goes on as if nothing had been. */
class KerasRoundTripTest {
    @TempDir
    Path folder;

    static Tensor drawn(int... dims) {
        Tensor tensor = Tensor.zeros(dims);
        RandomSource random = RandomSource.fork(3, dims.length);
        for (int i = 0; i < tensor.size(); i++) {
            tensor.data()[i] = random.nextFloat();
        }
        return tensor;
    }

    /** Weights that begin alike in all models would not tell. */
    static void scramble(Model model) {
        for (var weight : model.weights()) {
            weight.assign(drawn(weight.shape().dims()));
        }
    }

    private void comesBack(Model model, Tensor... images) throws IOException {
        scramble(model);
        Path file = folder.resolve("model.keras");
        KerasFile.write(model, file);
        Model back = KerasFile.read(file);
        assertThat(back.toJson()).isEqualTo(model.toJson());
        assertThat(back.compileConfig()).isEqualTo(model.compileConfig());
        assertThat(back.predictAll(images)).isEqualTo(model.predictAll(images));
        Path weights = folder.resolve("model.weights.h5");
        KerasWeights.write(model, weights);
        Model fresh = Model.fromJson(model.toJson(), 9);
        KerasWeights.load(fresh, weights);
        assertThat(fresh.predictAll(images)).isEqualTo(model.predictAll(images));
    }

    private void layersComeBack(List<Layer> layers, int... shape) throws IOException {
        Symbol image = Input.of(shape);
        for (Layer layer : layers) {
            comesBack(
                    Sequential.of(image, layer),
                    drawn(Shape.of(shape).prepend(2).dims()));
        }
    }

    @Test
    void everyLayerComesBack() throws IOException {
        layersComeBack(EveryLayer.ofVectors(), 4);
        layersComeBack(EveryLayer.ofSequences(), 6, 4);
        layersComeBack(EveryLayer.ofImages(), 8, 6, 4);
        layersComeBack(EveryLayer.ofVolumes(), 4, 4, 4, 2);
        for (Merge merge : EveryLayer.ofTwo()) {
            Symbol first = Input.of(3);
            Symbol second = Input.of(3);
            comesBack(Model.of(List.of(first, second), List.of(merge.apply(first, second))), drawn(2, 3), drawn(2, 3));
        }
    }

    @Test
    void noLayerIsForgotten() throws IOException {
        Set<String> tried = new HashSet<>(Set.of("Input"));
        Stream.of(
                        EveryLayer.ofVectors(),
                        EveryLayer.ofSequences(),
                        EveryLayer.ofImages(),
                        EveryLayer.ofVolumes(),
                        EveryLayer.ofTwo())
                .flatMap(List::stream)
                .forEach(layer -> tried.add(layer.getClass().getSimpleName()));
        String page = Files.readString(Path.of("../docs/keras-parity.md"));
        String layers = page.substring(page.indexOf("## Core layers"), page.indexOf("## Activations\n"));
        List<String> all = Pattern.compile("(?m)^\\| `\\w+` \\| `(\\w+)` \\|")
                .matcher(layers)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(all)
                .hasSizeGreaterThan(70)
                .allSatisfy(layer -> assertThat(tried).contains(layer));
    }

    static Model branched() {
        Symbol image = Input.of(6, 6, 2);
        Conv2D shared = Conv2D.of(2, 3).padding(Padding.SAME);
        Symbol once = shared.apply(image);
        Symbol twice = BatchNormalization.of()
                .apply(shared.apply(Activation.of(Activations.RELU).apply(once)));
        Sequential inner = Sequential.of(
                Input.of(6, 6, 2),
                Dropout.of(0.3f),
                DepthwiseConv2D.of(3),
                PReLU.of().sharedAxes(1, 2));
        Symbol joined = Concatenate.of()
                .apply(inner.apply(twice), inner.apply(Conv2D.of(2, 1).apply(image)));
        Symbol maps = GlobalAveragePooling2D.of().apply(joined);
        return Model.of(
                List.of(image),
                List.of(
                        Dense.of(3).activation(Activations.SOFTMAX).name("kind").apply(maps),
                        Dense.of(1).name("size").apply(maps)));
    }

    @Test
    void sharedLayersModelsWithinAndSeveralOutputsComeBack() throws IOException {
        Model model = branched();
        compile(model);
        comesBack(model, drawn(2, 6, 6, 2));
    }

    static void compile(Model model) {
        model.compile(
                AdamW.of(CosineDecay.of(0.1f, 100)).globalClipnorm(1).useEma(true),
                Objective.of(SparseCategoricalCrossentropy.of(), Accuracy.of(), TopKCategoricalAccuracy.of(2)),
                Objective.of(Huber.of()).weight(0.25f));
        model.trainable("conv2d", false);
    }

    static List<Optimizer> optimizers() {
        return List.of(
                SGD.of(0.1f),
                SGD.of(0.1f).momentum(0.9f).nesterov(true),
                RMSprop.of(),
                RMSprop.of().momentum(0.9f).centered(true),
                Adam.of(),
                Adam.of().amsgrad(true),
                AdamW.of(),
                Nadam.of(),
                Adamax.of(),
                Adagrad.of(),
                Adadelta.of(),
                Ftrl.of(),
                Lion.of(),
                Adam.of(ExponentialDecay.of(0.01f, 10, 0.9f)),
                Adam.of().useEma(true).gradientAccumulationSteps(2).clipvalue(0.5f));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aFitGoesOnFromTheFileAsIfItHadNeverBeenInterrupted(Optimizer optimizer) throws IOException {
        Tensor images = drawn(32, 5, 5, 1);
        float[] labels = new float[32];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 3;
        }
        Dataset data = Dataset.of(images, Tensor.of(Shape.of(32), labels));
        Model model = Sequential.of(
                Input.of(5, 5, 1),
                Conv2D.of(2, 3),
                BatchNormalization.of(),
                Flatten.of(),
                Dense.of(3).activation(Activations.SOFTMAX));
        model.compile(optimizer, SparseCategoricalCrossentropy.of(), SparseCategoricalAccuracy.of());
        model.fit(data, Fit.epochs(2).batchSize(16).threads(1));
        Path file = folder.resolve("fit.keras");
        KerasFile.write(model, file);
        Model back = KerasFile.read(file);
        model.fit(data, Fit.epochs(2).batchSize(16).threads(1));
        back.fit(data, Fit.epochs(2).batchSize(16).threads(1));
        for (var weight : model.weights()) {
            assertThat(back.weight(weight.name()).tensor()).as(weight.name()).isEqualTo(weight.tensor());
        }
    }

    @Test
    void whatIsWrittenTwiceIsTheSameAndNothingIsLeftAside() throws IOException {
        Model model = branched();
        var saved = java.time.LocalDateTime.of(2026, 1, 2, 3, 4, 6);
        KerasFile.write(model, folder.resolve("a.keras"), saved);
        KerasFile.write(model, folder.resolve("b.keras"), saved);
        assertThat(folder.resolve("a.keras")).hasSameBinaryContentAs(folder.resolve("b.keras"));
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        assertThat(names).containsExactlyInAnyOrder("a.keras", "b.keras");
    }
}
