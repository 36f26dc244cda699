package dev.fovea.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.formats.onnx.Onnx;
import dev.fovea.model.Model;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Models of other tools, of a folder that is given by {@code -Donnx.models}: what Fovea and ONNX Runtime make of the same
 * images. {@code scripts/export-torchvision.py} makes such a folder.
 */
@EnabledIfSystemProperty(named = "onnx.models", matches = ".+")
class OnnxFolderTest {
    @Test
    void everyModelOfTheFolderGivesWhatOnnxRuntimeGives() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(Path.of(System.getProperty("onnx.models")))) {
            files = listed.filter(file -> file.toString().endsWith(".onnx"))
                    .sorted()
                    .toList();
        }
        assertThat(files).isNotEmpty();
        System.out.println("| model | parameters | layers | read, ms | apart, of the largest output |");
        System.out.println("| --- | --: | --: | --: | --: |");
        for (Path file : files) {
            long start = System.nanoTime();
            Model model = Onnx.read(file);
            double seconds = (System.nanoTime() - start) * 1e-9;
            RandomSource random = new RandomSource(1);
            Tensor images = Tensor.filled(model.inputShape().prepend(2), 0);
            for (int i = 0; i < images.size(); i++) {
                images.data()[i] = (float) random.nextGaussian();
            }
            double apart = OnnxNetworkTest.apart(
                    model.predictAll(images).getFirst(),
                    OnnxRuntime.run(file, images).getFirst());
            System.out.printf(
                    "| %s | %,d | %d | %.0f | %.2g |%n",
                    file.getFileName(), model.countParams(), model.layers().size(), seconds * 1000, apart);
            assertThat(apart).as(file.toString()).isLessThan(1e-4);
        }
    }
}
