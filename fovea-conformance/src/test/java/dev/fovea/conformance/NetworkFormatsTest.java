package dev.fovea.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.formats.KerasWeights;
import dev.fovea.formats.ModelFiles;
import dev.fovea.model.Model;
import dev.fovea.model.SafeTensors;
import dev.fovea.model.Weight;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks go through the formats of whole models and those of weights alone, and keep every bit of what they compute. */
class NetworkFormatsTest {
    @TempDir
    Path folder;

    static List<String> names() {
        return OnnxNetworkTest.names();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void aNetworkKeepsEveryBit(String name) throws IOException {
        Model model = OnnxNetworkTest.network(name, 1);
        OnnxNetworkTest.stir(model);
        Tensor images = OnnxNetworkTest.uniform(model.inputShape().prepend(1), new RandomSource(2), -1, 1);
        Tensor expected = model.predict(images);
        for (String ending : List.of(".fovea", ".keras", ".weights.h5", ".safetensors")) {
            Path file = folder.resolve(name + ending);
            ModelFiles.save(model, file);
            Model back;
            switch (ending) {
                case ".weights.h5" -> {
                    back = OnnxNetworkTest.network(name, 3);
                    KerasWeights.load(back, file);
                }
                case ".safetensors" -> {
                    back = OnnxNetworkTest.network(name, 3);
                    try (SafeTensors tensors = SafeTensors.open(file)) {
                        for (Weight weight : back.weights()) {
                            weight.assign(tensors.tensor(weight.name()));
                        }
                    }
                }
                default -> back = ModelFiles.load(file);
            }
            assertThat(back.predict(images)).as(name + ending).isEqualTo(expected);
            Files.delete(file);
        }
    }
}
