package dev.fovea.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.model.MalformedModelException;
import dev.fovea.model.Model;
import dev.fovea.model.SafeTensors;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Input;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFilesTest {
    @TempDir
    Path folder;

    private final Sequential model = Sequential.seeded(3, Input.of(4), Dense.of(2));
    private final Tensor images = KerasRoundTripTest.drawn(2, 4);

    @ParameterizedTest
    @ValueSource(strings = {"m.fovea", "m.keras", "M.KERAS", "m.onnx"})
    void aModelComesBackFromTheFormatOfItsEnding(String name) throws IOException {
        Path file = folder.resolve(name);
        ModelFiles.save(model, file);
        assertThat(ModelFiles.load(file).predict(images)).isEqualTo(model.predict(images));
    }

    @Test
    void formatsOfWeightsAloneSayWhatToDo() throws IOException {
        Path weights = folder.resolve("m.weights.h5");
        ModelFiles.save(model, weights);
        assertThatThrownBy(() -> ModelFiles.load(weights))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give both to KerasWeights.load");
        Model fresh = Model.fromJson(model.toJson(), 0);
        KerasWeights.load(fresh, weights);
        assertThat(fresh.predict(images)).isEqualTo(model.predict(images));

        Path tensors = folder.resolve("m.safetensors");
        ModelFiles.save(model, tensors);
        try (SafeTensors file = SafeTensors.open(tensors)) {
            assertThat(file.tensor("dense/kernel"))
                    .isEqualTo(model.weight("dense/kernel").tensor());
        }
        assertThatThrownBy(() -> ModelFiles.load(tensors))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("no architecture");
    }

    @Test
    void anotherEndingIsRefusedWithThoseThereAre() {
        assertThatThrownBy(() -> ModelFiles.save(model, folder.resolve("m.kers")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown ending \".kers\"; did you mean \".keras\"?");
        assertThatThrownBy(() -> ModelFiles.save(model, folder.resolve("m.h5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write .keras");
    }
}
