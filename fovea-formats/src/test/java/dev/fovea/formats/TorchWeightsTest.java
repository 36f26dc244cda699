package dev.fovea.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.model.MalformedModelException;
import dev.fovea.model.Model;
import dev.fovea.model.SafeTensors;
import dev.fovea.model.Sequential;
import dev.fovea.model.Weight;
import dev.fovea.models.ModelOptions;
import dev.fovea.models.Models;
import dev.fovea.models.TorchResNet;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.DepthwiseConv2D;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.Input;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.op.Padding;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights by the names and in the layouts of PyTorch come to be the same network's here. */
class TorchWeightsTest {
    @TempDir
    Path folder;

    /** {@code [R,S,C,M] -> [M,C,R,S]}, element by element. */
    private static Tensor torchFilter(Tensor kernel) {
        int[] d = kernel.shape().dims();
        Tensor torch = Tensor.zeros(d[3], d[2], d[0], d[1]);
        for (int r = 0; r < d[0]; r++) {
            for (int s = 0; s < d[1]; s++) {
                for (int c = 0; c < d[2]; c++) {
                    for (int m = 0; m < d[3]; m++) {
                        torch.set(kernel.get(r, s, c, m), m, c, r, s);
                    }
                }
            }
        }
        return torch;
    }

    private static Tensor torchMatrix(Tensor matrix) {
        Tensor torch = Tensor.zeros(matrix.shape().dim(1), matrix.shape().dim(0));
        for (int i = 0; i < matrix.shape().dim(0); i++) {
            for (int o = 0; o < matrix.shape().dim(1); o++) {
                torch.set(matrix.get(i, o), o, i);
            }
        }
        return torch;
    }

    private static Map<String, Tensor> stateOf(Model resNet) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        for (Weight weight : resNet.weights()) {
            Tensor tensor = weight.tensor();
            String name = weight.name().replace('/', '.');
            int rank = tensor.shape().rank();
            state.put(
                    name.replace(".kernel", ".weight")
                            .replace(".gamma", ".weight")
                            .replace(".beta", ".bias")
                            .replace(".moving_mean", ".running_mean")
                            .replace(".moving_variance", ".running_var"),
                    rank == 4 ? torchFilter(tensor) : rank == 2 ? torchMatrix(tensor) : tensor);
        }
        state.put("bn1.num_batches_tracked", Tensor.scalar(1));
        return state;
    }

    private static Model resNet(int classes, long seed) {
        return TorchResNet.resNet18(
                ModelOptions.of().inputShape(32, 32, 3).classes(classes).seed(seed));
    }

    @Test
    void aResidualNetworkHasTheWeightsOfTheFile() throws IOException {
        Model model = resNet(4, 1);
        KerasRoundTripTest.scramble(model);
        Path file = folder.resolve("resnet18.safetensors");
        SafeTensors.write(file, stateOf(model), Map.of("format", "pt"));
        Model loaded = resNet(4, 2);
        TorchWeights.load(loaded, file);
        for (Weight weight : model.weights()) {
            assertThat(loaded.weight(weight.name()).tensor()).as(weight.name()).isEqualTo(weight.tensor());
        }

        Model other = resNet(7, 2);
        assertThatThrownBy(() -> TorchWeights.load(other, file))
                .isInstanceOf(MalformedModelException.class)
                .hasMessageContaining("it has no weights for fc/kernel[512, 7]: \"fc.weight\" has shape [4, 512]");
        assertThat(TorchWeights.load(other, file, true)).containsExactly("fc/kernel", "fc/bias");
        assertThat(other.weight("layer4.1.conv2/kernel").tensor())
                .isEqualTo(model.weight("layer4.1.conv2/kernel").tensor());
    }

    @Test
    void aFlattenedMapsChannelsComeLast() throws IOException {
        Sequential model = Sequential.of(
                Input.of(4, 6, 3),
                Conv2D.of(5, 3).padding(Padding.SAME).name("block1_conv1"),
                Conv2D.of(5, 3).padding(Padding.SAME).name("block1_conv2"),
                MaxPooling2D.of(2).name("block1_pool"),
                Conv2D.of(7, 1).name("block2_conv1"),
                Flatten.of(),
                Dense.of(2).name("fc1"),
                Dense.of(3).name("predictions"));
        KerasRoundTripTest.scramble(model);
        Map<String, Tensor> state = new LinkedHashMap<>();
        String[][] names = {
            {"block1_conv1", "features.0"}, {"block1_conv2", "features.2"}, {"block2_conv1", "features.5"},
        };
        for (String[] name : names) {
            state.put(
                    name[1] + ".weight",
                    torchFilter(model.weight(name[0] + "/kernel").tensor()));
            state.put(name[1] + ".bias", model.weight(name[0] + "/bias").tensor());
        }
        Tensor matrix = Tensor.zeros(2, 7 * 2 * 3);
        for (int o = 0; o < 2; o++) {
            for (int c = 0; c < 7; c++) {
                for (int h = 0; h < 2; h++) {
                    for (int w = 0; w < 3; w++) {
                        matrix.set(
                                model.weight("fc1/kernel").tensor().get((h * 3 + w) * 7 + c, o),
                                o,
                                (c * 2 + h) * 3 + w);
                    }
                }
            }
        }
        state.put("classifier.0.weight", matrix);
        state.put("classifier.0.bias", model.weight("fc1/bias").tensor());
        state.put(
                "head.fc.weight", torchMatrix(model.weight("predictions/kernel").tensor()));
        state.put("head.fc.bias", model.weight("predictions/bias").tensor());
        Path file = folder.resolve("vgg.safetensors");
        SafeTensors.write(file, state, Map.of());
        Model loaded = Model.fromJson(model.toJson(), 5);
        TorchWeights.load(loaded, file);
        Tensor images = KerasRoundTripTest.drawn(2, 4, 6, 3);
        assertThat(loaded.predict(images)).isEqualTo(model.predict(images));
    }

    @Test
    void depthwiseFiltersAreReadByTheirModulesNames() throws IOException {
        Sequential model = Sequential.of(
                Input.of(4, 4, 3),
                DepthwiseConv2D.of(3).depthMultiplier(2).useBias(false).name("dw.0"));
        Tensor torch = KerasRoundTripTest.drawn(6, 1, 3, 3);
        Path file = folder.resolve("depthwise.safetensors");
        SafeTensors.write(file, Map.of("dw.0.weight", torch), Map.of());
        TorchWeights.load(model, file);
        Weight kernel = model.weights().getFirst();
        assertThat(kernel.shape()).isEqualTo(Shape.of(3, 3, 3, 2));
        for (int i = 0; i < kernel.shape().size(); i++) {
            int channel = i % 6;
            int place = i / 6;
            assertThat(kernel.tensor().data()[i]).isEqualTo(torch.get(channel, 0, place / 3, place % 3));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mobilenetv2_100, torchmobilenetv2",
        "mobilenetv3_small_100, torchmobilenetv3small",
        "mobilenetv3_large_100, torchmobilenetv3large"
    })
    void aNetworkOfTimmsComputesWhatItDidThere(String timm, String name) throws IOException {
        List<String> lines;
        try (InputStream in = TorchWeightsTest.class.getResourceAsStream("timm.csv")) {
            lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
        int at = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).startsWith(timm + ","))
                .findFirst()
                .orElseThrow();
        String[] cells = lines.get(at).split(",");
        int side = Integer.parseInt(cells[1]);
        Model model = Models.byName(
                name,
                ModelOptions.of()
                        .inputShape(side, side, 3)
                        .classes(cells.length - 2)
                        .classifierActivation(Activations.LINEAR));
        Path file = folder.resolve("timm.safetensors");
        SafeTensors.write(file, timmState(model, List.of(lines.get(at + 1).split(","))), Map.of());
        TorchWeights.load(model, file);
        Tensor image = Tensor.of(Shape.of(1, side, side, 3), even("image", side * side * 3));
        float[] output = model.predict(image).data();
        double largest = 0;
        double apart = 0;
        for (int k = 0; k < output.length; k++) {
            double expected = Double.parseDouble(cells[k + 2]);
            largest = Math.max(largest, Math.abs(expected));
            apart = Math.max(apart, Math.abs(output[k] - expected));
        }
        assertThat(apart / largest).isLessThan(1e-5);
    }

    /** Tensors for the modules of PyTorch that a model's layers with weights stand for, in order. */
    private static Map<String, Tensor> timmState(Model model, List<String> modules) {
        Map<String, Tensor> state = new LinkedHashMap<>();
        Map<String, String> module = new LinkedHashMap<>();
        for (Weight weight : model.weights()) {
            module.computeIfAbsent(weight.layer(), layer -> modules.get(module.size()));
        }
        assertThat(module).hasSize(modules.size());
        for (Weight weight : model.weights()) {
            String kind = switch (weight.spec().name()) {
                case "beta" -> "bias";
                case "moving_mean" -> "running_mean";
                case "moving_variance" -> "running_var";
                case "gamma", "kernel" -> "weight";
                default -> weight.spec().name();
            };
            String key = module.get(weight.layer()) + "." + kind;
            int[] d = weight.shape().dims();
            Shape shape = weight.shape();
            if (d.length == 4) {
                shape = key.contains("conv_dw") ? Shape.of(d[2], 1, d[0], d[1]) : Shape.of(d[3], d[2], d[0], d[1]);
            } else if (d.length == 2) {
                shape = Shape.of(d[1], d[0]);
            }
            float[] values = even(key, shape.size());
            for (int i = 0; i < values.length; i++) {
                values[i] = switch (kind) {
                    case "bias", "running_mean" -> 0.1f * values[i];
                    default ->
                        shape.rank() == 1
                                ? 1 + 0.5f * values[i]
                                : (float) Math.sqrt(3.0 * shape.dim(0) / shape.size()) * values[i];
                };
            }
            state.put(key, Tensor.of(shape, values));
        }
        return state;
    }

    /** Numbers from -1 to 1: a mix of a name's CRC-32 and each place. */
    private static float[] even(String name, int size) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.US_ASCII));
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            int x = i * (int) 2654435761L + (int) crc.getValue();
            x = (x ^ x >>> 16) * 0x85EBCA6B;
            x = (x ^ x >>> 13) * 0xC2B2AE35;
            x ^= x >>> 16;
            values[i] = (float) (Integer.toUnsignedLong(x) / 0x1p31 - 1);
        }
        return values;
    }
}
