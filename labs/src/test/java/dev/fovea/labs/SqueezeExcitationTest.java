package dev.fovea.labs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.datasets.Mnist;
import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.model.Weight;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import dev.fovea.train.SGD;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A layer of one's own, by what any user can call. */
class SqueezeExcitationTest {
    private static final Dataset DIGITS = Mnist.load().train().take(20);

    private static Model model() {
        Model model = Sequential.of(
                Input.of(28, 28, 1), Conv2D.of(6, 5).strides(4), SqueezeExcitation.of(3), Flatten.of(), Dense.of(10));
        model.compile(SGD.of(1), SparseCategoricalCrossentropy.of().fromLogits(true));
        return model;
    }

    @Test
    void itsGradientIsThatOfTheLoss() {
        Model stepped = model();
        stepped.fit(DIGITS, Fit.epochs(1).batchSize(20));
        Model still = model();
        for (Weight weight : still.weights()) {
            if (!weight.layer().equals("squeeze_excitation")) {
                continue;
            }
            float[] values = weight.values();
            float[] after = stepped.weight(weight.name()).values();
            for (int i = 0; i < values.length; i += 3) {
                float before = values[i];
                values[i] = before + 0.004f;
                double more = still.evaluate(DIGITS).get("loss");
                values[i] = before - 0.004f;
                double less = still.evaluate(DIGITS).get("loss");
                values[i] = before;
                assertThat((double) before - after[i]).as(weight.name()).isCloseTo((more - less) / 0.008, within(2e-4));
            }
        }
    }

    @Test
    void itIsSavedByItsComponentsAndLoadedByItsClass(@TempDir Path folder) throws IOException {
        Model model = model();
        Path file = folder.resolve("own.safetensors");
        model.save(file);
        Tensor images = DIGITS.images(0, 20);
        Model loaded = Model.load(file, SqueezeExcitation.class);
        assertThat(loaded.predict(images).data())
                .isEqualTo(model.predict(images).data());
        assertThatThrownBy(() -> Model.load(file)).hasMessageContaining("layers of your own whose classes are given");
    }

    @Test
    void whatItDoesNotTakeIsRefusedByItsName() {
        assertThatThrownBy(() -> Sequential.of(Input.of(5), SqueezeExcitation.of(2)))
                .hasMessageContaining("SqueezeExcitation \"squeeze_excitation\": it takes images [H, W, C], not [5]");
    }
}
