package dev.fovea.formats;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
        assertThat(KerasWroteTest.readAll(folder)).hasSizeGreaterThan(10);
    }
}
