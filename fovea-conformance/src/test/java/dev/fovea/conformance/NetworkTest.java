package dev.fovea.conformance;

import static dev.fovea.nn.Activations.LINEAR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.model.Model;
import dev.fovea.model.Weight;
import dev.fovea.models.ModelOptions;
import dev.fovea.models.Models;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The famous networks give what those of {@code keras.applications} and torchvision gave for the same image and weights:
 * {@code networks.py} wrote it to {@code networks.csv}. Weights go by the layers' names, so those are held as well.
 */
class NetworkTest {
    /** Of the largest output: a hundred layers deep, sums of thousands of terms differ by their order. */
    private static final double SHARE = 1e-4;

    static List<String> lines() throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                NetworkTest.class.getResourceAsStream("networks.csv"), StandardCharsets.US_ASCII))) {
            return in.lines().filter(line -> !line.startsWith("#")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("lines")
    void aNetworkGivesWhatItsOriginalDid(String line) {
        String[] cells = line.split(",");
        int side = Integer.parseInt(cells[1]);
        boolean efficient = cells[0].startsWith("efficientnet");
        ModelOptions options = ModelOptions.of()
                .inputShape(side, side, 3)
                .classes(cells.length - 2)
                .classifierActivation(LINEAR)
                // Keras divides by the roots of deviations only once it has loaded its weights.
                .includePreprocessing(!efficient);
        Model model = Models.byName(cells[0], options);
        for (Weight weight : model.weights()) {
            weight.assign(Tensor.of(weight.shape(), values(weight)));
        }
        float[] image = even("image", side * side * 3);
        if (efficient || cells[0].startsWith("mobilenetv3") || cells[0].startsWith("convnext")) {
            for (int i = 0; i < image.length; i++) {
                image[i] = (127.5f + 127.5f * image[i]) / (efficient ? 255 : 1);
            }
        }
        float[] output =
                model.predict(Tensor.of(Shape.of(1, side, side, 3), image)).data();
        double largest = 0;
        double apart = 0;
        for (int k = 0; k < output.length; k++) {
            double expected = Double.parseDouble(cells[k + 2]);
            largest = Math.max(largest, Math.abs(expected));
            apart = Math.max(apart, Math.abs(output[k] - expected));
        }
        System.out.printf(Locale.ROOT, "%s and its original: %.1e%n", cells[0], apart / largest);
        assertThat(apart / largest).as(cells[0]).isLessThan(SHARE);
    }

    private static float[] values(Weight weight) {
        Shape shape = weight.shape();
        String kind = weight.spec().name();
        float[] x = even(weight.name(), shape.size());
        boolean alone = kind.equals("depthwise_kernel") || (shape.rank() == 4 && shape.dim(3) == 1);
        double fan = alone ? shape.dim(0) * shape.dim(1) : (double) shape.size() / shape.dim(-1);
        for (int i = 0; i < x.length; i++) {
            x[i] = switch (kind) {
                case "gamma", "moving_variance" -> 1 + 0.5f * x[i];
                case "beta", "bias", "moving_mean" -> 0.1f * x[i];
                default -> (float) Math.sqrt(3 / fan) * x[i];
            };
        }
        return x;
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
