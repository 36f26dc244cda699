package dev.fovea.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.model.MalformedModelException;
import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Adam;
import dev.fovea.train.LearningRate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that h5py wrote from Keras's documented layouts (see src/test/python) are read as they are meant. */
class KerasFileTest {
    @TempDir
    Path folder;

    private Path resource(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = KerasFileTest.class.getResourceAsStream(name)) {
            Files.write(file, in.readAllBytes());
        }
        return file;
    }

    static float[] floats(Object list) {
        List<?> numbers = (List<?>) list;
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = ((Number) numbers.get(i)).floatValue();
        }
        return floats;
    }

    /** What numpy made of the same weights. */
    private void predictsAsExpected(Model model, String name) throws IOException {
        Map<?, ?> all = KerasJson.parse(Files.readString(resource("expected.json")));
        Map<?, ?> expected = KerasJson.map(all, name);
        Shape shape = model.inputShape();
        float[] output = model.predict(Tensor.of(shape.prepend(1), floats(expected.get("input"))))
                .data();
        float[] wanted = floats(expected.get("output"));
        assertThat(output).hasSameSizeAs(wanted);
        for (int i = 0; i < output.length; i++) {
            assertThat(output[i]).isCloseTo(wanted[i], org.assertj.core.api.Assertions.within(2e-6f));
        }
    }

    @Test
    void aSequentialOfKeras2IsReadWithItsOptimizer() throws IOException {
        Model model = KerasFile.read(resource("keras2_sequential.h5"));
        assertThat(model).isInstanceOf(Sequential.class);
        assertThat(model.layerNames())
                .containsExactly("conv2d_1_input", "conv2d_1", "max_pooling2d_1", "flatten_1", "dropout_1", "dense_1");
        predictsAsExpected(model, "keras2_sequential.h5");
        var variables = model.optimizerVariables();
        assertThat(variables.optimizer()).isInstanceOf(Adam.class);
        assertThat(variables.steps()).isEqualTo(17);
        assertThat(variables.learningRate()).isEqualTo(0.002f);
        float kernel = model.weight("conv2d_1/kernel").tensor().data()[5];
        assertThat(variables.slots().get("conv2d_1/kernel").get(0).data()[5]).isEqualTo(Math.abs(kernel) * 0.5f);
        assertThat(variables.slots().get("conv2d_1/kernel").get(1).data()[5]).isEqualTo(Math.abs(kernel) * 0.25f);
        assertThat(model.compileConfig()).contains("CategoricalCrossentropy").contains("\"metrics\":[\"accuracy\"]");
    }

    @Test
    void aFunctionalModelOfKeras2IsReadWithSharedLayersAndModelsWithin() throws IOException {
        Model model = KerasFile.read(resource("keras2_functional.h5"));
        predictsAsExpected(model, "keras2_functional.h5");
        assertThat(model.weight("inner/bn/gamma").trainable()).isFalse();
    }

    @Test
    void aModelOfKeras3IsRead() throws IOException {
        Model model = KerasFile.read(resource("keras3.keras"));
        predictsAsExpected(model, "keras3.keras");
        var variables = model.optimizerVariables();
        assertThat(variables.steps()).isEqualTo(42);
        assertThat(variables.learningRate()).isEqualTo(0.0005f);
        assertThat(variables.optimizer().learningRate()).isEqualTo(LearningRate.of(0.001f));
        float kernel = model.weight("shortcut/kernel").tensor().data()[1];
        assertThat(variables.slots().get("shortcut/kernel").get(0).data()[1]).isEqualTo(kernel * 0.5f);
        assertThat(variables.slots().get("shortcut/kernel").get(1).data()[1]).isEqualTo(kernel * kernel);
    }

    @Test
    void layersAreWrittenInTheOrderInWhichKerasNumbersThem() throws IOException {
        Model model = KerasFile.read(resource("keras3.keras"));
        assertThat(KerasLayer.of(KerasJson.parse(model.toJson())).stream().map(KerasLayer::layer))
                .containsExactly("image", "deep", "deeper", "bn", "shortcut", "add", "dropout", "gap", "dense");
    }

    @Test
    void weightsAloneAreReadInOrderOrByName() throws IOException {
        Model model = KerasFile.read(resource("keras3.keras"));
        Model fresh = Model.fromJson(model.toJson(), 1);
        KerasWeights.load(fresh, resource("keras3.weights.h5"));
        predictsAsExpected(fresh, "keras3.keras");
        Model named = Model.fromJson(model.toJson(), 1);
        assertThat(KerasWeights.load(named, resource("keras3.weights.h5"), KerasWeights.Match.BY_NAME, false))
                .isEmpty();
        predictsAsExpected(named, "keras3.keras");
    }

    @Test
    void weightsAsKerasApplicationsPublishesThemAreRead() throws IOException {
        String config = "{\"class_name\":\"Sequential\",\"config\":{\"name\":\"m\",\"layers\":["
                + "{\"class_name\":\"InputLayer\",\"config\":{\"batch_shape\":[null,4,4,1],\"name\":\"image\"}},"
                + "{\"class_name\":\"Conv2D\",\"config\":{\"name\":\"block1_conv1\",\"filters\":2,\"kernel_size\":3,"
                + "\"activation\":\"relu\"}},{\"class_name\":\"MaxPooling2D\",\"config\":{\"name\":\"pool\"}}]}}";
        Model model = Model.fromJson(config, 0);
        KerasWeights.load(model, resource("applications_notop.h5"));
        predictsAsExpected(model, "applications_notop.h5");

        Sequential whole = Sequential.of(
                Input.of(4, 4, 1),
                dev.fovea.nn.Conv2D.of(2, 3).name("block1_conv1"),
                Flatten.of(),
                Dense.of(3).name("top"));
        Path file = resource("applications_notop.h5");
        assertThatThrownBy(() -> KerasWeights.load(whole, file))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("the model has 2 layers with weights, but the file 1")
                .hasMessageContaining("[block1_conv1, top]");
        assertThat(KerasWeights.load(whole, file, KerasWeights.Match.BY_NAME, false))
                .containsExactly("top/kernel", "top/bias");
        assertThat(whole.weight("block1_conv1/kernel").tensor())
                .isEqualTo(model.weight("block1_conv1/kernel").tensor());
    }

    @Test
    void weightsOfAnotherShapeAreRefusedOrSkippedAndTheModelStaysAsItWas() throws IOException {
        Sequential model =
                Sequential.of(Input.of(4, 4, 1), dev.fovea.nn.Conv2D.of(3, 3).name("block1_conv1"));
        Tensor before = model.weight("block1_conv1/kernel").tensor();
        Path file = resource("applications_notop.h5");
        assertThatThrownBy(() -> KerasWeights.load(model, file))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("\"block1_conv1/kernel\" has shape [3, 3, 1, 3]")
                .hasMessageContaining("it is [3, 3, 1, 2]");
        assertThat(KerasWeights.load(model, file, KerasWeights.Match.TOPOLOGICAL, true))
                .containsExactly("block1_conv1/kernel", "block1_conv1/bias");
        assertThat(model.weight("block1_conv1/kernel").tensor()).isEqualTo(before);
    }

    private Path zip(String... namesAndContents) throws IOException {
        Path file = folder.resolve("made.keras");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < namesAndContents.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndContents[i]));
                zip.write(namesAndContents[i + 1].replace('\'', '"').getBytes(StandardCharsets.UTF_8));
            }
        }
        return file;
    }

    @Test
    void unknownClassesAreNamedAllAtOnce() throws IOException {
        Path file = zip(
                "config.json",
                "{'module':'keras','class_name':'Sequential','config':{'name':'m','layers':["
                        + "{'class_name':'InputLayer','config':{'batch_shape':[null,3],'name':'in'}},"
                        + "{'module':'keras.layers','class_name':'LSTM','config':{'units':2}},"
                        + "{'module':'my.things','class_name':'Squash','config':{},'registered_name':'mine>Squash'},"
                        + "{'module':'keras.src.ops.numpy','class_name':'Tile','config':{}}]}}");
        assertThatThrownBy(() -> KerasFile.read(file))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("unknown classes \"LSTM\", \"my.things.Squash\", \"keras.src.ops.numpy.Tile\"");
    }

    @Test
    void pythonCodeIsRefused() throws IOException {
        Path file = zip(
                "config.json",
                "{'class_name':'Sequential','config':{'name':'m','layers':[{'class_name':'Lambda','config':"
                        + "{'name':'evil','function':{'class_name':'__lambda__','config':{'code':'4wEAAAA='}}}}]}}");
        assertThatThrownBy(() -> KerasFile.read(file))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("Lambda layer, \"evil\", which holds Python code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "model.weights.h5"})
    void whatPacksFarTooWellIsRefused(String name) throws IOException {
        Path file = zip("metadata.json", "{}");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("config.json"));
            if (name.equals("config.json")) {
                zip.write(new byte[20_000_000]);
            } else {
                zip.write(("{\"class_name\":\"Sequential\",\"config\":{\"name\":\"m\",\"layers\":[{\"class_name\":"
                                + "\"InputLayer\",\"config\":{\"batch_shape\":[null,3],\"name\":\"in\"}},"
                                + "{\"class_name\":\"Flatten\",\"config\":{\"name\":\"f\"}}]}}")
                        .getBytes(StandardCharsets.UTF_8));
                zip.putNextEntry(new ZipEntry(name));
                zip.write(new byte[20_000_000]);
            }
        }
        assertThatThrownBy(() -> KerasFile.read(file))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("its " + name + " is to be of 20000000 bytes");
    }

    @Test
    void aFileOfSomethingElseIsRefusedWithWhatToDo() throws IOException {
        Path weights = resource("keras3.weights.h5");
        assertThatThrownBy(() -> KerasFile.read(weights))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("it holds weights without a model")
                .hasMessageContaining("KerasWeights.load");
        Path text = folder.resolve("text.keras");
        Files.writeString(text, "not a model");
        assertThatThrownBy(() -> KerasFile.read(text)).isInstanceOf(MalformedModelException.class);
        assertThatThrownBy(() -> KerasFile.read(folder.resolve("missing.keras")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(MalformedModelException.class)
                .hasMessageContaining("there is no such file");
        assertThatThrownBy(() -> KerasFile.read(folder)).hasMessageContaining("it is a folder");
    }

    @Test
    void chunksOfNothingByManyTakeNoRoom() throws IOException {
        Path file = resource("keras2_functional.h5");
        byte[] bytes = Files.readAllBytes(file);
        // The last two axes of the chunks of shared/kernel, 2 and 2: 8,388,354 and 0.
        bytes[11236] = (byte) 0xff;
        bytes[11237] = 0x7f;
        bytes[11239] = 0;
        Path damaged = Files.write(folder.resolve("damaged.h5"), bytes);
        assertThatThrownBy(() -> KerasFile.read(damaged))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("has chunks with an axis of 0");
    }

    @Test
    void aZipFileThatLacksItsCommentIsRefused() throws IOException {
        Path file = zip("config.json", "{}");
        byte[] bytes = Files.readAllBytes(file);
        // The upper half of the comment's length is the last byte.
        bytes[bytes.length - 1] = 1;
        Path damaged = Files.write(folder.resolve("damaged.keras"), bytes);
        assertThatThrownBy(() -> KerasFile.read(damaged))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("damaged zip file");
    }
}
