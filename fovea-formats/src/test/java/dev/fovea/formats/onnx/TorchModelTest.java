package dev.fovea.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.data.Dataset;
import dev.fovea.model.Model;
import dev.fovea.model.Weight;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.DataFormat;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Fit;
import dev.fovea.train.SGD;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A network that torch wrote; how is said beside it. */
class TorchModelTest {
    /** What torch makes of the images. */
    private static final float[] LOGITS = {
        0.2695900797843933f, -0.08495819568634033f, -0.07221411913633347f, -0.19587920606136322f, 0.08449271321296692f,
        0.25887128710746765f, -0.10637986660003662f, -0.06764701753854752f, -0.270285427570343f, 0.03274304419755936f
    };

    @TempDir
    Path folder;

    private Path file(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream resource = TorchModelTest.class.getResourceAsStream(name)) {
            Files.copy(resource, file);
        }
        return file;
    }

    private static Tensor images() {
        Tensor images = Tensor.zeros(2, 3, 16, 16);
        for (int i = 0; i < images.size(); i++) {
            images.data()[i] = (float) Math.sin(i);
        }
        return images;
    }

    private static void holdToTorch(Tensor logits) {
        assertThat(logits.shape()).isEqualTo(Shape.of(2, 5));
        for (int i = 0; i < LOGITS.length; i++) {
            assertThat(logits.data()[i]).isCloseTo(LOGITS[i], within(1e-6f));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiny.onnx", "tiny-bn.onnx"})
    void itGivesWhatItGivesInTorch(String name) throws IOException {
        holdToTorch(Onnx.read(file(name)).predict(images()));
    }

    @Test
    void imagesMayComeWithTheirChannelsLast() throws IOException {
        Model model = Onnx.read(file("tiny.onnx"), ReadOptions.of().dataFormat(DataFormat.CHANNELS_LAST));
        assertThat(model.inputShape()).isEqualTo(Shape.of(16, 16, 3));
        Tensor first = images();
        Tensor last = Tensor.zeros(2, 16, 16, 3);
        for (int n = 0; n < 2; n++) {
            for (int c = 0; c < 3; c++) {
                for (int h = 0; h < 16; h++) {
                    for (int w = 0; w < 16; w++) {
                        last.set(first.get(n, c, h, w), n, h, w, c);
                    }
                }
            }
        }
        holdToTorch(model.predict(last));
    }

    @Test
    void itsLayersAreThoseOfKeras() throws IOException {
        Model model = Onnx.read(file("tiny-bn.onnx"));
        assertThat(model.getLayer("features.0")).isInstanceOf(Conv2D.class);
        assertThat(model.getLayer("features.1")).isInstanceOf(BatchNormalization.class);
        assertThat(model.getLayer("features.4")).isInstanceOf(DepthwiseConv2D.class);
        assertThat(model.layers()).hasAtLeastOneElementOfType(MaxPooling2D.class);
        assertThat(model.weight("features.0/kernel").shape()).isEqualTo(Shape.of(3, 3, 3, 8));
    }

    @Test
    void itIsSavedAndLoadedAsAnyModel() throws IOException {
        Path saved = folder.resolve("tiny.fovea");
        Onnx.read(file("tiny-bn.onnx")).save(saved);
        holdToTorch(Model.load(saved, Onnx.layers()).predict(images()));
    }

    @Test
    void itIsWrittenAsOnnxAgain() throws IOException {
        Path again = folder.resolve("again.onnx");
        Onnx.write(Onnx.read(file("tiny.onnx")), again);
        holdToTorch(Onnx.read(again).predict(images()));
    }

    @Test
    void itIsTrainedFurther() throws IOException {
        Model model = Onnx.read(file("tiny-bn.onnx"));
        Weight kernel = model.weight("features.0/kernel");
        Tensor before = kernel.tensor();
        Dataset data = Dataset.of(images(), 0, 3);
        model.compile(SGD.of(0.05f), SparseCategoricalCrossentropy.ofLogits());
        double loss = model.evaluate(data).get("loss");
        model.fit(data, Fit.epochs(20).batchSize(2));
        assertThat(kernel.tensor()).isNotEqualTo(before);
        assertThat(model.evaluate(data).get("loss")).isLessThan(loss);
    }
}
