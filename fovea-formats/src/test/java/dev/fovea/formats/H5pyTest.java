package dev.fovea.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.nn.BatchNormalization;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.nn.Normalization;
import dev.fovea.nn.RandomFlip;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.SGD;
import dev.fovea.train.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** h5py, by which Keras reads its files, finds in ours what Keras looks for; where there is no h5py it isn't asked. */
class H5pyTest {
    @TempDir
    Path folder;

    private static int run(StringBuilder said, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        said.append(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        return process.waitFor();
    }

    private static String python() throws InterruptedException {
        for (String python : List.of("python3", "/usr/bin/python3")) {
            try {
                if (run(new StringBuilder(), python, "-c", "import h5py") == 0) {
                    return python;
                }
            } catch (IOException e) {
                // There is none of this name.
            }
        }
        return null;
    }

    private static void data(Map<String, Object> all, String path, String type, Tensor tensor) {
        List<Object> values = new ArrayList<>();
        for (float value : tensor.data()) {
            values.add(value);
        }
        List<Integer> shape = new ArrayList<>();
        for (int dim : tensor.shape().dims()) {
            shape.add(dim);
        }
        all.put(path, Map.of("dtype", type, "shape", shape, "values", values));
    }

    @Test
    void findsWhatKerasLooksFor() throws IOException, InterruptedException {
        String python = python();
        assumeTrue(python != null, "python3 with h5py is not here");
        Sequential inner = Sequential.named(
                "inner",
                1,
                Input.of(3, 3, 2),
                List.of(BatchNormalization.of().name("bn"), Dropout.of(0.5f).seed(11)));
        Model model = Sequential.of(
                Input.of(5, 5, 1),
                Normalization.of().name("norm"),
                RandomFlip.of().seed(12),
                Conv2D.of(2, 3).name("first"),
                inner,
                Conv2D.of(2, 1).useBias(false).name("zweite-Ä"),
                Flatten.of(),
                Dense.of(3).name("top"));
        model.compile(SGD.of(0.5f), SparseCategoricalCrossentropy.of());

        Map<String, Object> data = new LinkedHashMap<>();
        data(
                data,
                "layers/normalization/vars/0",
                "<f4",
                model.weight("norm/mean").tensor());
        data(
                data,
                "layers/normalization/vars/1",
                "<f4",
                model.weight("norm/variance").tensor());
        data(data, "layers/normalization/vars/2", "<i4", Tensor.scalar(0));
        data(data, "layers/random_flip/generator/vars/0", "<u4", Tensor.of(Shape.of(2), 12, 0));
        data(data, "layers/conv2d/vars/0", "<f4", model.weight("first/kernel").tensor());
        data(data, "layers/conv2d/vars/1", "<f4", model.weight("first/bias").tensor());
        String bn = "layers/sequential/layers/batch_normalization/vars/";
        data(data, bn + "0", "<f4", model.weight("inner/bn/gamma").tensor());
        data(data, bn + "1", "<f4", model.weight("inner/bn/beta").tensor());
        data(data, bn + "2", "<f4", model.weight("inner/bn/moving_mean").tensor());
        data(data, bn + "3", "<f4", model.weight("inner/bn/moving_variance").tensor());
        data(data, "layers/sequential/layers/dropout/seed_generator/vars/0", "<u4", Tensor.of(Shape.of(2), 11, 0));
        data(
                data,
                "layers/conv2d_1/vars/0",
                "<f4",
                model.weight("zweite-Ä/kernel").tensor());
        data(data, "layers/dense/vars/0", "<f4", model.weight("top/kernel").tensor());
        data(data, "layers/dense/vars/1", "<f4", model.weight("top/bias").tensor());
        data(data, "optimizer/vars/0", "<i8", Tensor.scalar(0));
        data(data, "optimizer/vars/1", "<f4", Tensor.scalar(0.5f));
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("vars", "sequential");
        names.put("layers/normalization/vars", "norm");
        names.put("layers/random_flip/vars", "random_flip");
        names.put("layers/random_flip/generator/vars", "seed_generator");
        names.put("layers/conv2d/vars", "first");
        names.put("layers/sequential/vars", "inner");
        names.put("layers/sequential/layers/batch_normalization/vars", "bn");
        names.put("layers/sequential/layers/dropout/vars", "dropout");
        names.put("layers/sequential/layers/dropout/seed_generator/vars", "seed_generator");
        names.put("layers/conv2d_1/vars", "zweite-Ä");
        names.put("layers/flatten/vars", "flatten");
        names.put("layers/dense/vars", "top");
        names.put("optimizer/vars", "sgd");
        Path expected = folder.resolve("expected.json");
        Files.writeString(expected, KerasJson.write(Map.of("names", names, "data", data)));

        Path script = Path.of("src/test/python/check_keras_file.py").toAbsolutePath();
        Path whole = folder.resolve("model.keras");
        KerasFile.write(model, whole);
        Path weights = folder.resolve("model.weights.h5");
        KerasWeights.write(model, weights);
        for (Path file : List.of(whole, weights)) {
            StringBuilder said = new StringBuilder();
            run(said, python, script.toString(), file.toString(), expected.toString());
            assertThat(said.toString()).isEqualToIgnoringNewLines("as Keras expects");
        }
    }
}
