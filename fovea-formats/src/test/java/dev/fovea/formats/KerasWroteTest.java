package dev.fovea.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.model.Model;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that Keras itself wrote, in each of its formats, are read: same predictions, same optimizer's variables. */
class KerasWroteTest {
    @TempDir
    Path folder;

    @Test
    void whatKerasWroteIsRead() throws IOException {
        for (String name : List.of("stack", "branched", "frozen")) {
            for (String ending : List.of(".keras", ".h5", ".weights.h5", ".json")) {
                try (InputStream in = KerasWroteTest.class.getResourceAsStream("keras3/" + name + ending)) {
                    Files.write(folder.resolve(name + ending), in.readAllBytes());
                }
            }
        }
        assertThat(readAll(folder)).containsExactlyInAnyOrder("stack", "branched", "frozen");
    }

    /** Reads all models of a folder from each of their files, and holds them to what Keras says of them. */
    static List<String> readAll(Path folder) throws IOException {
        List<String> names;
        try (Stream<Path> all = Files.list(folder)) {
            names = all.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".keras"))
                    .map(file -> file.replace(".keras", ""))
                    .toList();
        }
        for (String name : names) {
            Map<?, ?> told = KerasJson.parse(Files.readString(folder.resolve(name + ".json")));
            Model model = KerasFile.read(folder.resolve(name + ".keras"));
            predicts(name + ".keras", model, told);
            Model old = KerasFile.read(folder.resolve(name + ".h5"));
            predicts(name + ".h5", old, told);
            if (told.get("optimizer") instanceof List<?> variables) {
                remembers(name + ".keras", model, variables, folder);
                remembers(name + ".h5", old, variables, folder);
                assertThat(old.compileConfig()).isEqualTo(model.compileConfig());
            }
            for (KerasWeights.Match match : KerasWeights.Match.values()) {
                for (String ending : List.of(".weights.h5", ".h5")) {
                    Model fresh = Model.fromJson(model.toJson(), 1);
                    assertThat(KerasWeights.load(fresh, folder.resolve(name + ending), match, false))
                            .isEmpty();
                    predicts(name + ending + " " + match, fresh, told);
                }
            }
        }
        return names;
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
            float[] wanted =
                    KerasFileTest.floats(KerasJson.list(told, "outputs").get(o));
            float[] output = outputs.get(o).data();
            assertThat(output).as(name).hasSameSizeAs(wanted);
            for (int i = 0; i < output.length; i++) {
                assertThat(output[i]).as(name).isCloseTo(wanted[i], within(1e-5f + 1e-4f * Math.abs(wanted[i])));
            }
        }
    }

    /** Written back, the optimizer's variables are those that Keras had. */
    private static void remembers(String name, Model model, List<?> variables, Path folder) throws IOException {
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
