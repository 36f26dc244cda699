package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.fovea.data.Dataset;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.Symbol;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adagrad;
import dev.fovea.train.Adam;
import dev.fovea.train.Fit;
import dev.fovea.train.Optimizer;
import dev.fovea.train.SparseCategoricalAccuracy;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    @TempDir
    Path folder;

    /** A layer of one's own, of two inputs. */
    public record Difference(String name) implements Layer {
        @Override
        public Value call(Value input, LayerContext context) {
            throw new IllegalArgumentException("Difference takes two inputs, not one");
        }

        @Override
        public Value call(List<Value> inputs, LayerContext context) {
            return context.add(new Combine(Combine.Function.SUBTRACT), inputs.get(0), inputs.get(1));
        }
    }

    private static Sequential small() {
        Sequential model = Sequential.seeded(
                5,
                Input.of(8, 8, 1),
                Conv2D.of(4, 3).activation(Activations.RELU),
                MaxPooling2D.of(2),
                Flatten.of(),
                Dropout.of(0.3f),
                Dense.of(3).activation(Activations.SOFTMAX));
        model.compile(Adam.of(1e-2f), SparseCategoricalCrossentropy.of(), SparseCategoricalAccuracy.of());
        return model;
    }

    private static Tensor images(int n) {
        RandomSource random = new RandomSource(2);
        Tensor images = Tensor.zeros(n, 8, 8, 1);
        for (int i = 0; i < images.size(); i++) {
            images.data()[i] = random.nextFloat();
        }
        return images;
    }

    private static Dataset data() {
        int[] labels = new int[50];
        Arrays.setAll(labels, i -> i % 3);
        return Dataset.of(images(50), labels);
    }

    @Test
    void aLoadedModelPredictsBitForBitTheSame() throws IOException {
        Sequential model = small();
        model.fit(data(), Fit.epochs(1).batchSize(16));
        Path file = folder.resolve("deep/er/model.safetensors");
        model.save(file);
        Model loaded = Model.load(file);
        assertThat(loaded).isInstanceOf(Sequential.class);
        assertThat(loaded.predict(images(20))).isEqualTo(model.predict(images(20)));
        assertThat(loaded.layerNames()).isEqualTo(model.layerNames());
        assertThat(loaded.summary()).isEqualTo(model.summary());
        assertThat(loaded.evaluate(data())).isEqualTo(model.evaluate(data()));
        assertThat(Files.list(file.getParent())).containsExactly(file);
    }

    @Test
    void aFitTakenUpAgainEndsWithTheWeightsOfOneThatWasNot() throws IOException {
        Sequential whole = small();
        whole.fit(data(), Fit.epochs(4).batchSize(16).seed(3));
        Sequential half = small();
        half.fit(data(), Fit.epochs(2).batchSize(16).seed(3));
        Path file = folder.resolve("half.safetensors");
        half.save(file);
        Model resumed = Model.load(file);
        resumed.fit(data(), Fit.epochs(4).initialEpoch(2).batchSize(16).seed(3));
        for (Weight weight : whole.weights()) {
            assertThat(resumed.weight(weight.name()).values()).isEqualTo(weight.values());
        }
    }

    @Test
    void aClippedOptimizerComesBackWithItsLimitAndItsSlots() throws IOException {
        Sequential model = small();
        Optimizer clipped = Adagrad.of(1e-2f).globalClipnorm(0.5f);
        model.compile(clipped, SparseCategoricalCrossentropy.of());
        model.fit(data(), Fit.epochs(1).batchSize(16));
        Path file = folder.resolve("clipped.safetensors");
        model.save(file);
        Model loaded = Model.load(file);
        assertThat(loaded.compiled().optimizer()).isEqualTo(clipped);
        for (int i = 0; i < model.weights().size(); i++) {
            assertThat(loaded.compiled().state().slots(loaded.weights().get(i)))
                    .isDeepEqualTo(
                            model.compiled().state().slots(model.weights().get(i)));
        }
    }

    @Test
    void sharedLayersAndLayersOfOnesOwnComeBack() throws IOException {
        Symbol image = Input.of(8, 8, 1);
        Conv2D shared = Conv2D.of(2, 3);
        Symbol once = shared.apply(image);
        Symbol twice = shared.apply(Conv2D.of(1, 1).apply(image));
        Symbol difference = new Difference(null).apply(once, twice);
        Model model = Model.of(image, Dense.of(2).apply(Flatten.of().apply(difference)));
        assertThat(model.weights()).hasSize(6);
        Path file = folder.resolve("functional.safetensors");
        model.save(file);
        assertThatThrownBy(() -> Model.load(file))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("unknown class \"dev.fovea.model.Difference\"");
        Model loaded = Model.load(file, Difference.class);
        assertThat(loaded.predict(images(3))).isEqualTo(model.predict(images(3)));
        assertThat(loaded.layerNames()).containsExactlyInAnyOrderElementsOf(model.layerNames());
        assertThat(loaded.activations(images(2)).get("conv2d:1"))
                .isEqualTo(model.activations(images(2)).get("conv2d:1"));
    }

    @Test
    void aHeaderOfAnAbsurdLengthIsRefused() throws IOException {
        assertThatThrownBy(() -> Model.load(written(1L << 60, "{}")))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("1152921504606846976 bytes");
        assertThatThrownBy(() -> Model.load(written(-1, "{}"))).isInstanceOf(MalformedModelException.class);
    }

    @Test
    void tensorsThatOverlapOrLeaveGapsAreRefused() throws IOException {
        String a = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
        for (String b : List.of("[4,12]", "[12,20]", "[0,8]")) {
            String header =
                    "{" + a + ",\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":" + b + "}}" + " ".repeat(20);
            assertThatThrownBy(() -> Model.load(written(header.length() - 20, header)))
                    .isInstanceOf(MalformedModelException.class)
                    .hasMessageContaining("neither overlap nor leave gaps");
        }
    }

    @Test
    void anArchitectureThatAsksForMoreThanTheFileHoldsIsRefusedBeforeAnythingIsMade() throws IOException {
        Path file = folder.resolve("model.safetensors");
        small().save(file);
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        String hostile = text.replace("\\\"units\\\":3,", "\\\"units\\\":3000000000,");
        assertThat(hostile).isNotEqualTo(text);
        byte[] bytes = hostile.getBytes(StandardCharsets.ISO_8859_1);
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length + hostile.length() - text.length());
        Files.write(file, bytes);
        assertThatThrownBy(() -> Model.load(file)).isInstanceOf(MalformedModelException.class);
    }

    @Test
    void tensorsAreDescribedInAFixedOrderSoThatEqualModelsAreEqualFiles() throws IOException {
        Path file = folder.resolve("model.safetensors");
        small().save(file);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .containsPattern("\\{\"dtype\":\"F32\",\"shape\":\\[[0-9,]+],\"data_offsets\":\\[0,");
    }

    @Test
    void aDamagedNoteOfTheTrainingIsRefused() throws IOException {
        Path file = folder.resolve("model.safetensors");
        small().save(file);
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, text.replace("\\\"metrics\\\":", "\\\"metricz\\\":"), StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Model.load(file))
                .isInstanceOf(MalformedModelException.class)
                .hasMessage(file + ": its compile_config lacks \"metrics\"; it is damaged");
        Files.writeString(file, text.replaceFirst("\"seed\":\"[0-9]", "\"seed\":\"x"), StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Model.load(file)).isInstanceOf(MalformedModelException.class);
    }

    @Test
    void whateverIsCutOffOrChangedOnlyTheDocumentedExceptionComes() throws IOException {
        Path file = folder.resolve("model.safetensors");
        small().save(file);
        byte[] whole = Files.readAllBytes(file);
        RandomSource random = new RandomSource(1);
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            byte[] bytes = i % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int k = 0; i % 2 == 1 && k < 3; k++) {
                bytes[random.nextInt(Math.min(bytes.length, 6000))] = (byte) random.nextInt(256);
            }
            Files.write(file, bytes);
            try {
                Model.load(file);
            } catch (MalformedModelException e) {
                refused++;
                assertThat(e).hasMessageContaining(file.toString());
            } catch (RuntimeException | Error e) {
                fail("input " + i, e);
            }
        }
        assertThat(refused).isGreaterThan(750);
    }

    @Test
    void aFileThatLacksWhatTheOptimizerRemembersIsRestoredNotEvenInPart() throws IOException {
        Path whole = folder.resolve("whole.safetensors");
        Path lacking = folder.resolve("lacking.safetensors");
        Sequential saved = small();
        saved.fit(data(), Fit.epochs(1).batchSize(16));
        saved.save(whole);
        String last;
        try (SafeTensors read = SafeTensors.open(whole)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            read.names().forEach(name -> tensors.put(name, read.tensor(name)));
            last = tensors.keySet().stream()
                    .filter(name -> name.startsWith("optimizer/"))
                    .reduce((before, name) -> name)
                    .orElseThrow();
            tensors.remove(last);
            SafeTensors.write(lacking, tensors, read.metadata());
        }
        Sequential model = small();
        model.fit(data(), Fit.epochs(2).batchSize(16));
        OptimizerVariables before = model.optimizerVariables();
        Tensor predicted = model.predict(images(3));
        assertThatThrownBy(() -> ModelFile.restore(model, lacking))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("asks for a tensor \"" + last + "\"");
        assertThat(model.optimizerVariables()).isEqualTo(before);
        assertThat(model.predict(images(3))).isEqualTo(predicted);
        ModelFile.restore(model, whole);
        assertThat(model.optimizerVariables())
                .isEqualTo(saved.optimizerVariables())
                .isNotEqualTo(before);
        assertThat(model.predict(images(3))).isEqualTo(saved.predict(images(3)));
    }

    @Test
    void aSaveThatFailsLeavesTheOldFileAsItWas() throws IOException {
        Path file = folder.resolve("model.safetensors");
        Files.writeString(file, "precious");
        Layer nameless = new Layer() {
            @Override
            public String name() {
                return "nameless";
            }

            @Override
            public Value call(Value input, LayerContext context) {
                return input;
            }
        };
        Model model = Sequential.of(Input.of(2), nameless);
        assertThatThrownBy(() -> model.save(file)).hasMessageContaining("\"nameless\" can't be saved");
        assertThat(file).hasContent("precious");
        assertThatThrownBy(() -> small().save(folder)).hasMessageContaining("it is a folder");
        assertThatThrownBy(() -> small().save(file.resolve("below.safetensors")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can't write");
        assertThatThrownBy(() -> Model.load(folder.resolve("missing"))).hasMessageContaining("no such file");
    }

    private Path written(long length, String header) throws IOException {
        Path file = folder.resolve("hostile.safetensors");
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        Files.write(
                file,
                ByteBuffer.allocate(8 + text.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(length)
                        .put(text)
                        .array());
        return file;
    }
}
