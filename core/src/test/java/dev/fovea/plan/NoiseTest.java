package dev.fovea.plan;

import static dev.fovea.nn.DataFormat.CHANNELS_FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.nn.AlphaDropout;
import dev.fovea.nn.Dropout;
import dev.fovea.nn.GaussianDropout;
import dev.fovea.nn.GaussianNoise;
import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.nn.SpatialDropout1D;
import dev.fovea.nn.SpatialDropout2D;
import dev.fovea.nn.SpatialDropout3D;
import dev.fovea.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the random layers do in training. */
class NoiseTest {
    /** Images of ones through a layer in one step of training. */
    private static float[][] ones(Layer layer, int images, int stepKey, int randomKey, int... dims) {
        float[] image = new float[Shape.of(dims).size()];
        Arrays.fill(image, 1);
        return LayerPass.training(layer)
                .stepKey(stepKey)
                .randomKey(randomKey)
                .run(LayerPass.copies(images, image), dims);
    }

    @Test
    void spatialDropoutDropsWholeChannelsAndScalesTheRest() {
        holdToWholeChannels(ones(SpatialDropout2D.of(0.25f), 200, 1, 5, 2, 3, 10));
        holdToWholeChannels(ones(SpatialDropout1D.of(0.25f), 200, 1, 5, 6, 10));
        holdToWholeChannels(ones(SpatialDropout3D.of(0.25f), 200, 1, 5, 1, 3, 2, 10));
    }

    private static void holdToWholeChannels(float[][] images) {
        int dropped = 0;
        for (float[] image : images) {
            for (int c = 0; c < 10; c++) {
                for (int pixel = 1; pixel < 6; pixel++) {
                    assertThat(image[pixel * 10 + c]).isEqualTo(image[c]);
                }
                assertThat(image[c]).isIn(0f, 1 / 0.75f);
                dropped += image[c] == 0 ? 1 : 0;
            }
        }
        // Of 2000 draws 500, give or take five deviations of 19.4.
        assertThat(dropped).isBetween(403, 597);
    }

    @Test
    void channelsFirstDropsTheSameChannels() {
        float[] last = ones(SpatialDropout2D.of(0.5f), 1, 1, 5, 2, 3, 8)[0];
        float[] first = ones(SpatialDropout2D.of(0.5f).dataFormat(CHANNELS_FIRST), 1, 1, 5, 8, 2, 3)[0];
        assertThat(ones(SpatialDropout3D.of(0.5f).dataFormat(CHANNELS_FIRST), 1, 1, 5, 8, 1, 3, 2)[0])
                .isEqualTo(first);
        for (int c = 0; c < 8; c++) {
            for (int pixel = 0; pixel < 6; pixel++) {
                assertThat(first[c * 6 + pixel]).isEqualTo(last[c]);
            }
        }
    }

    @Test
    void noiseIsNormal() {
        float[][] images = ones(GaussianNoise.of(2), 100, 1, 5, 10, 10, 4);
        double[] noise = Arrays.stream(images)
                .flatMapToDouble(image -> IntStream.range(0, image.length).mapToDouble(i -> (image[i] - 1) / 2))
                .toArray();
        int n = noise.length;
        // Of 40,000 draws; five deviations each: of a mean 1/200, of a mean square sqrt(2)/200, of a share 0.0023.
        assertThat(Arrays.stream(noise).average().orElseThrow()).isCloseTo(0, within(0.025));
        assertThat(Arrays.stream(noise).map(z -> z * z).average().orElseThrow()).isCloseTo(1, within(0.036));
        assertThat(Arrays.stream(noise).filter(z -> Math.abs(z) < 1).count() / (double) n)
                .isCloseTo(0.6827, within(0.012));
        double neighbours =
                IntStream.range(1, n).mapToDouble(i -> noise[i] * noise[i - 1]).sum() / n;
        assertThat(neighbours).isCloseTo(0, within(0.025));
    }

    @Test
    void drawsDependOnKeyStepAndImage() {
        for (Layer layer : List.of(
                GaussianNoise.of(1), SpatialDropout2D.of(0.5f), GaussianDropout.of(0.5f), AlphaDropout.of(0.5f))) {
            float[][] images = ones(layer, 2, 1, 5, 2, 2, 32);
            assertThat(ones(layer, 2, 1, 5, 2, 2, 32)).isDeepEqualTo(images);
            assertThat(images[1]).isNotEqualTo(images[0]);
            assertThat(ones(layer, 2, 2, 5, 2, 2, 32)[0]).isNotEqualTo(images[0]);
            assertThat(ones(layer, 2, 1, 6, 2, 2, 32)[0]).isNotEqualTo(images[0]);
        }
        GaussianNoise seeded = GaussianNoise.of(1).seed(9);
        assertThat(ones(seeded, 1, 1, 6, 32)).isDeepEqualTo(ones(seeded, 1, 1, 5, 32));
    }

    @Test
    void aNoiseShapeDropsTheSameAlongItsOnes() {
        int dropped = 0;
        float[] before = null;
        for (float[] image : ones(Dropout.of(0.25f).noiseShape(null, 1, 3, 1), 300, 1, 5, 2, 3, 4)) {
            for (int i = 0; i < image.length; i++) {
                assertThat(image[i]).isIn(0f, 1 / 0.75f).isEqualTo(image[i / 4 % 3 * 4]);
            }
            dropped += (image[0] == 0 ? 1 : 0) + (image[4] == 0 ? 1 : 0) + (image[8] == 0 ? 1 : 0);
        }
        // Of 900 draws 225, give or take five deviations of 13.
        assertThat(dropped).isBetween(160, 290);
        for (float[] image : ones(Dropout.of(0.5f).noiseShape(1, null), 20, 1, 5, 64)) {
            assertThat(before == null ? image : before).isEqualTo(image);
            before = image;
        }
    }

    @Test
    void alphaDropoutKeepsMeanZeroAndVarianceOneOfWhatIsNormal() {
        // Ones become one of two values, a + b and a limit + b, from which a and b follow.
        double limit = -1.7580993408473766;
        double rate = 0.2;
        float[][] images = ones(AlphaDropout.of(0.2f), 50, 1, 5, 100);
        double a = Math.pow((1 - rate) * (1 + rate * limit * limit), -0.5);
        double b = -a * limit * rate;
        int dropped = 0;
        for (float[] image : images) {
            for (float value : image) {
                assertThat(Math.min(Math.abs(value - a - b), Math.abs(value - a * limit - b)))
                        .isLessThan(1e-6);
                dropped += value < 0 ? 1 : 0;
            }
        }
        // Of 5000 draws 1000, give or take five deviations of 28.
        assertThat(dropped).isBetween(860, 1140);
        // Of x with mean 0 and mean square 1: mean and mean square of what becomes of it.
        assertThat((1 - rate) * b + rate * (a * limit + b)).isCloseTo(0, within(1e-12));
        assertThat((1 - rate) * (a * a + b * b) + rate * Math.pow(a * limit + b, 2))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void gaussianDropoutHasTheDeviationOfDropout() {
        float[][] images = ones(GaussianDropout.of(0.2f), 100, 1, 5, 400);
        double sum = 0;
        double squares = 0;
        for (float[] image : images) {
            for (float value : image) {
                sum += value - 1;
                squares += (value - 1.0) * (value - 1.0);
            }
        }
        // Of 40,000 draws of deviation 1/2; five deviations each: of a mean 1/400, of a mean square sqrt(2)/800.
        assertThat(sum / 40_000).isCloseTo(0, within(0.0125));
        assertThat(squares / 40_000).isCloseTo(0.25, within(0.009));
    }

    @Test
    void savedLayersAreReadWithAllTheirArguments(@TempDir Path folder) throws IOException {
        Layer[] layers = {
            Dropout.of(0.25f).noiseShape(null, 1, 3).seed(7).name("a"),
            AlphaDropout.of(0.5f).noiseShape(1, null, null).name("b"),
            GaussianDropout.of(0.5f).seed(3).name("c")
        };
        Sequential.of(Input.of(2, 3), layers).save(folder.resolve("model.safetensors"));
        assertThat(Model.load(folder.resolve("model.safetensors")).layers().subList(1, 4))
                .containsExactly(layers);
    }

    @Test
    void errorsSayWhatIsTaken() {
        assertThatThrownBy(() -> GaussianDropout.of(1)).hasMessageContaining("a rate from 0 to below 1, not 1.0");
        assertThatThrownBy(() -> AlphaDropout.of(-0.5f)).hasMessageContaining("a rate from 0 to below 1, not -0.5");
        assertThatThrownBy(() -> Dropout.of(1.5f)).hasMessageContaining("a rate between 0 and 1, not 1.5");
        assertThatThrownBy(() -> ones(Dropout.of(0.5f).noiseShape(null, 2), 1, 1, 5, 3))
                .hasMessageContaining("a noise shape of [null, 2] does not go with an image [3]");
        assertThatThrownBy(() -> ones(Dropout.of(0.5f).noiseShape(4, null), 1, 1, 5, 3))
                .hasMessageContaining("an entry for the batch, null or 1");
    }
}
