package dev.fovea.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.nn.Merge;
import dev.fovea.nn.Symbol;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.MeanSquaredError;
import dev.fovea.train.Optimizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keras itself reads what is written here, and what it writes is read, with the same predictions. Keras is not part of the
 * build: the variable KERAS_PYTHON names a Python that has it.
 */
@EnabledIfEnvironmentVariable(named = "KERAS_PYTHON", matches = ".+")
class KerasItselfTest {
    @TempDir
    Path folder;

    private String python(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getenv("KERAS_PYTHON"),
                Path.of("src/test/python", script).toAbsolutePath().toString(),
                folder.toString()));
        command.addAll(List.of(arguments));
        Path said = folder.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.waitFor();
        return Files.readString(said);
    }

    private static List<Float> list(float[] numbers) {
        return IntStream.range(0, numbers.length).mapToObj(i -> numbers[i]).toList();
    }

    private void write(String name, Model model, Tensor... images) throws IOException {
        KerasRoundTripTest.scramble(model);
        KerasFile.write(model, folder.resolve(name + ".keras"));
        List<Object> inputs = new ArrayList<>();
        for (Tensor image : images) {
            inputs.add(Map.of("shape", image.shape().dims(), "values", list(image.data())));
        }
        List<Object> outputs = new ArrayList<>();
        for (Tensor output : model.predictAll(images)) {
            outputs.add(list(output.data()));
        }
        Files.writeString(
                folder.resolve(name + ".json"), KerasJson.write(Map.of("inputs", inputs, "outputs", outputs)));
    }

    private void write(List<Layer> layers, int... shape) throws IOException {
        Symbol image = Input.of(shape);
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            write(
                    layer.className() + i,
                    Sequential.of(image, layer),
                    KerasRoundTripTest.drawn(Shape.of(shape).prepend(2).dims()));
        }
    }

    @Test
    void readsWhatIsWrittenHere() throws IOException, InterruptedException {
        write(EveryLayer.ofVectors(), 4);
        write(EveryLayer.ofSequences(), 6, 4);
        write(EveryLayer.ofImages(), 8, 6, 4);
        write(EveryLayer.ofVolumes(), 4, 4, 4, 2);
        for (Merge merge : EveryLayer.ofTwo()) {
            Symbol first = Input.of(3);
            Symbol second = Input.of(3);
            write(
                    merge.className(),
                    Model.of(List.of(first, second), List.of(merge.apply(first, second))),
                    KerasRoundTripTest.drawn(2, 3),
                    KerasRoundTripTest.drawn(2, 3));
        }
        Model branched = KerasRoundTripTest.branched();
        KerasRoundTripTest.compile(branched);
        write("branched", branched, KerasRoundTripTest.drawn(2, 6, 6, 2));
        int number = 0;
        for (Optimizer optimizer : KerasRoundTripTest.optimizers()) {
            Model model = Sequential.of(Input.of(3), dev.fovea.nn.Dense.of(2));
            model.compile(optimizer, MeanSquaredError.of());
            write("optimizer" + number++, model, KerasRoundTripTest.drawn(2, 3));
        }
        assertThat(python("keras_reads.py")).endsWith(" files, 0 differ\n");
    }

    @Test
    void writesWhatIsReadHere() throws IOException, InterruptedException {
        assertThat(python("keras_writes.py", "applications")).contains("written\n");
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".keras")).toList();
        }
        assertThat(files).hasSizeGreaterThan(10);
        for (Path file : files) {
            String name = file.getFileName().toString().replace(".keras", "");
            Map<?, ?> told = KerasJson.parse(Files.readString(folder.resolve(name + ".json"), StandardCharsets.UTF_8));
            Model model = KerasFile.read(file);
            predicts(name + ".keras", model, told);
            if (told.get("optimizer") instanceof List<?> variables) {
                remembers(name, model, variables);
            }
            predicts(name + ".h5", KerasFile.read(folder.resolve(name + ".h5")), told);
            Model fresh = Model.fromJson(model.toJson(), 1);
            KerasWeights.load(fresh, folder.resolve(name + ".weights.h5"));
            predicts(name + ".weights.h5", fresh, told);
        }
    }

    private static void predicts(String name, Model model, Map<?, ?> told) {
        Tensor[] inputs = KerasJson.list(told, "inputs").stream()
                .map(input -> {
                    float[] shape = KerasFileTest.floats(((Map<?, ?>) input).get("shape"));
                    int[] dims = IntStream.range(0, shape.length)
                            .map(i -> (int) shape[i])
                            .toArray();
                    return Tensor.of(Shape.of(dims), KerasFileTest.floats(((Map<?, ?>) input).get("values")));
                })
                .toArray(Tensor[]::new);
        List<Tensor> outputs = model.predictAll(inputs);
        for (int o = 0; o < outputs.size(); o++) {
            float[] wanted = KerasFileTest.floats(KerasJson.list(told, "outputs").get(o));
            float[] output = outputs.get(o).data();
            assertThat(output).as(name).hasSameSizeAs(wanted);
            for (int i = 0; i < output.length; i++) {
                assertThat(output[i]).as(name).isCloseTo(wanted[i], within(1e-5f + 1e-4f * Math.abs(wanted[i])));
            }
        }
    }

    /** Written back, the optimizer's variables are those that Keras had. */
    private void remembers(String name, Model model, List<?> variables) throws IOException {
        Path back = folder.resolve("back.weights.h5");
        KerasWeights.write(model, back);
        try (Hdf5File file = Hdf5File.open(back)) {
            assertThat(file.children("optimizer/vars")).as(name).hasSize(variables.size());
            for (int i = 0; i < variables.size(); i++) {
                float[] wanted = KerasFileTest.floats(variables.get(i));
                float[] found = file.tensor("optimizer/vars/" + i).data();
                for (int j = 0; j < wanted.length; j++) {
                    assertThat(found[j]).as(name + " " + i).isCloseTo(wanted[j], within(1e-6f * Math.abs(wanted[j])));
                }
            }
        }
    }
}
