package dev.fovea.plan;

import static dev.fovea.nn.DataFormat.CHANNELS_FIRST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.nn.GaussianNoise;
import dev.fovea.nn.Layer;
import dev.fovea.nn.SpatialDropout2D;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
        int dropped = 0;
        for (float[] image : ones(SpatialDropout2D.of(0.25f), 200, 1, 5, 2, 3, 10)) {
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
        for (Layer layer : List.of(GaussianNoise.of(1), SpatialDropout2D.of(0.5f))) {
            float[][] images = ones(layer, 2, 1, 5, 2, 2, 32);
            assertThat(ones(layer, 2, 1, 5, 2, 2, 32)).isDeepEqualTo(images);
            assertThat(images[1]).isNotEqualTo(images[0]);
            assertThat(ones(layer, 2, 2, 5, 2, 2, 32)[0]).isNotEqualTo(images[0]);
            assertThat(ones(layer, 2, 1, 6, 2, 2, 32)[0]).isNotEqualTo(images[0]);
        }
        GaussianNoise seeded = GaussianNoise.of(1).seed(9);
        assertThat(ones(seeded, 1, 1, 6, 32)).isDeepEqualTo(ones(seeded, 1, 1, 5, 32));
    }
}
