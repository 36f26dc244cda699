package dev.fovea.plan;

import static dev.fovea.nn.DataFormat.CHANNELS_FIRST;
import static dev.fovea.nn.RandomFlip.Mode.HORIZONTAL;
import static dev.fovea.nn.RandomFlip.Mode.HORIZONTAL_AND_VERTICAL;
import static dev.fovea.nn.RandomFlip.Mode.VERTICAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.model.Model;
import dev.fovea.model.Sequential;
import dev.fovea.nn.Input;
import dev.fovea.nn.Interpolation;
import dev.fovea.nn.Layer;
import dev.fovea.nn.RandomBrightness;
import dev.fovea.nn.RandomContrast;
import dev.fovea.nn.RandomCrop;
import dev.fovea.nn.RandomErasing;
import dev.fovea.nn.RandomFlip;
import dev.fovea.nn.RandomRotation;
import dev.fovea.nn.RandomShear;
import dev.fovea.nn.RandomTranslation;
import dev.fovea.nn.RandomZoom;
import dev.fovea.op.FillMode;
import dev.fovea.tensor.RandomSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the augmentation layers draw and do. */
class AugmentationTest {
    private static final List<Layer> ALL = List.of(
            RandomFlip.of(),
            RandomRotation.of(0.2f),
            RandomZoom.of(0.3f),
            RandomZoom.of(0.3f, 0.2f),
            RandomTranslation.of(0.3f, 0.3f),
            RandomShear.of(0.5f, 0.3f),
            RandomCrop.of(2, 3),
            RandomContrast.of(0.9f).valueRange(-20, 20),
            RandomBrightness.of(0.4f).valueRange(-20, 20),
            RandomErasing.of().valueRange(-20, 20));

    private static float[][] numbers(int images, int size) {
        RandomSource random = new RandomSource(images);
        float[][] numbers = new float[images][size];
        for (float[] image : numbers) {
            for (int i = 0; i < size; i++) {
                image[i] = random.nextInt(21) - 10;
            }
        }
        return numbers;
    }

    private static float[] counting(int size) {
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = i;
        }
        return numbers;
    }

    /** Of n draws of a chance of one half, within five deviations. */
    private static void assertHalf(long count, int n) {
        assertThat((double) count).isCloseTo(n / 2.0, within(2.5 * Math.sqrt(n)));
    }

    @Test
    void aFlipShowsHalfOfTheImagesInAMirror() {
        float[] image = {1, 2, 3, 4, 5, 6};
        float[] leftRight = {3, 2, 1, 6, 5, 4};
        float[] upDown = {4, 5, 6, 1, 2, 3};
        float[] both = {6, 5, 4, 3, 2, 1};
        for (RandomFlip.Mode mode : RandomFlip.Mode.values()) {
            float[] mirrored = mode == HORIZONTAL ? leftRight : mode == VERTICAL ? upDown : both;
            float[][] flipped = LayerPass.training(RandomFlip.of(mode)).run(LayerPass.copies(1000, image), 2, 3, 1);
            assertThat(Arrays.stream(flipped)).allMatch(y -> Arrays.equals(y, image) || Arrays.equals(y, mirrored));
            assertHalf(
                    Arrays.stream(flipped)
                            .filter(y -> Arrays.equals(y, mirrored))
                            .count(),
                    1000);
        }
        assertThat(RandomFlip.of().mode()).isEqualTo(HORIZONTAL_AND_VERTICAL);
    }

    @Test
    void aFactorIsDrawnEvenlyFromItsRange() {
        // A ramp moved to the right by d pixels of 100 reads d less in its middle.
        float[] ramp = counting(101);
        RandomTranslation layer = RandomTranslation.of(0, 0).widthFactor(-0.1f, 0.3f);
        double[] moved = Arrays.stream(LayerPass.training(layer).run(LayerPass.copies(2000, ramp), 1, 101, 1))
                .mapToDouble(y -> (50 - y[50]) / 101)
                .toArray();
        assertThat(Arrays.stream(moved)).allMatch(d -> d > -0.1001 && d < 0.3001);
        // The deviation of one draw is 0.4 / sqrt(12) = 0.115; the mean of 2000 is good to 0.0026.
        assertThat(Arrays.stream(moved).average().orElseThrow()).isCloseTo(0.1, within(0.013));
        for (double quarter : new double[] {0, 0.1, 0.2}) {
            long below = Arrays.stream(moved).filter(d -> d < quarter).count();
            assertThat(below / 2000.0).isCloseTo((quarter + 0.1) / 0.4, within(0.056));
        }
    }

    @Test
    void heightAndWidthAreDrawnEachForItselfUnlessTheAspectRatioIsKept() {
        float[][] images = LayerPass.copies(50, numbers(1, 25)[0]);
        float[][] turned = LayerPass.copies(50, transposed(images[0]));
        float[][] kept = LayerPass.training(RandomZoom.of(0.5f)).run(images, 5, 5, 1);
        float[][] keptTurned = LayerPass.training(RandomZoom.of(0.5f)).run(turned, 5, 5, 1);
        float[][] free = LayerPass.training(RandomZoom.of(0.5f, 0.5f)).run(images, 5, 5, 1);
        float[][] freeTurned = LayerPass.training(RandomZoom.of(0.5f, 0.5f)).run(turned, 5, 5, 1);
        for (int n = 0; n < 50; n++) {
            assertThat(transposed(keptTurned[n])).containsExactly(kept[n], within(1e-4f));
            assertThat(transposed(freeTurned[n])).isNotEqualTo(free[n]);
        }
    }

    private static float[] transposed(float[] image) {
        float[] turned = new float[25];
        for (int i = 0; i < 25; i++) {
            turned[i % 5 * 5 + i / 5] = image[i];
        }
        return turned;
    }

    @Test
    void aCropIsAWindowAtEveryPlaceThatThereIs() {
        float[] image = counting(4 * 5 * 2);
        int[] count = new int[9];
        for (float[] y : LayerPass.training(RandomCrop.of(2, 3)).run(LayerPass.copies(900, image), 4, 5, 2)) {
            int corner = (int) y[0] / 2;
            int row = corner / 5;
            int column = corner % 5;
            for (int i = 0; i < 12; i++) {
                assertThat(y[i]).isEqualTo(image[((row + i / 6) * 5 + column + i % 6 / 2) * 2 + i % 2]);
            }
            count[row * 3 + column]++;
        }
        // Of 900 draws of 9 places 100 each, give or take five deviations of 9.4.
        assertThat(count).matches(all -> IntStream.of(all).allMatch(n -> Math.abs(n - 100) < 47));
    }

    @Test
    void aCropIsTheMiddleInInferenceResizedToItsSize() {
        float[] image = counting(4 * 6);
        float[] half = LayerPass.inference(RandomCrop.of(2, 2)).run(new float[][] {image}, 4, 6, 1)[0];
        // The middle 4x4, of columns 1 to 4, in half the size: means of four pixels.
        assertThat(half).containsExactly(4.5f, 6.5f, 16.5f, 18.5f);
        float[] same = LayerPass.inference(RandomCrop.of(4, 4)).run(new float[][] {image}, 4, 6, 1)[0];
        assertThat(same).startsWith(1, 2, 3, 4, 7).hasSize(16);
        float[][] small = {{1, 3, 5, 9, 11, 13}};
        LayerPass larger = LayerPass.training(RandomCrop.of(4, 4));
        assertThat(larger.run(small, 2, 3, 1)[0])
                .startsWith(1, 1.5f, 2.5f, 3)
                .isEqualTo(LayerPass.inference(larger.layer()).run(small, 2, 3, 1)[0]);
    }

    @Test
    void contrastIsAboutTheMeanOfEachChannelAndBrightnessAddsPartOfTheRange() {
        float[][] image = {{1, 10, 3, 30, 8, 80}};
        assertThat(LayerPass.training(RandomContrast.of(-0f, 0)).run(image, 1, 3, 2)[0])
                .containsExactly(image[0]);
        // 1 - 0.5 to 1 + 0, so that the factor is between 0.5 and 1; the means are 4 and 40.
        float[] y = LayerPass.training(RandomContrast.of(0.5f, 0)).run(image, 1, 3, 2)[0];
        float factor = (y[0] - 4) / (1 - 4);
        assertThat(factor).isBetween(0.5f, 1f);
        for (int i = 0; i < 6; i++) {
            float mean = i % 2 == 0 ? 4 : 40;
            assertThat(y[i]).isCloseTo(mean + factor * (image[0][i] - mean), within(1e-4f));
        }
        RandomBrightness quarter = RandomBrightness.of(0.25f, 0.25f).valueRange(-10, 30);
        assertThat(LayerPass.training(quarter).run(image, 1, 3, 2)[0]).containsExactly(11, 20, 13, 30, 18, 30);
        assertThat(LayerPass.training(RandomBrightness.of(-1, -1)).run(image, 1, 3, 2)[0])
                .containsOnly(0);
    }

    @Test
    void contrastStaysWithinTheValueRange() {
        float[][] doubled = LayerPass.training(RandomContrast.of(1).valueRange(0, 10))
                .run(LayerPass.copies(100, 0, 10, 0, 10), 2, 2, 1);
        Set<Float> lowest = new HashSet<>();
        for (float[] y : doubled) {
            assertThat(y[0]).isBetween(0f, 5f);
            assertThat(y[1]).isCloseTo(10 - y[0], within(1e-5f));
            lowest.add(y[0]);
        }
        // A factor over 1 is cut off to 0; half of the factors are.
        assertThat(lowest).contains(0f).hasSizeGreaterThan(30);
    }

    @Test
    void erasingFillsARectangleOfTheSizesThatAreDrawn() {
        float[][] images = LayerPass.copies(400, new float[20 * 10 * 2]);
        RandomErasing ones = RandomErasing.of(1, 1).scale(0.04f, 0.25f).fillValue(1f);
        Set<Integer> rowsSeen = new HashSet<>();
        Set<Integer> columnsSeen = new HashSet<>();
        for (float[] y : LayerPass.training(ones).run(images, 20, 10, 2)) {
            int[] filled = IntStream.range(0, 400).filter(i -> y[i] == 1).toArray();
            int top = filled[0] / 20;
            int rows = filled[filled.length - 1] / 20 - top + 1;
            int numbersPerRow = filled[filled.length - 1] % 20 - filled[0] % 20 + 1;
            assertThat(filled).hasSize(rows * numbersPerRow);
            assertThat(numbersPerRow % 2).isEqualTo(0);
            // A part of 0.2 to 0.5 of each side, to the whole pixel next to it.
            assertThat(rows).isBetween(4, 10);
            assertThat(numbersPerRow / 2).isBetween(2, 5);
            IntStream.of(filled).forEach(i -> rowsSeen.add(i / 20));
            IntStream.of(filled).forEach(i -> columnsSeen.add(i % 20 / 2));
        }
        assertThat(rowsSeen).hasSize(20);
        assertThat(columnsSeen).hasSize(10);
    }

    @Test
    void erasingByDefaultFillsHalfOfTheImagesWithNoiseInTheValueRange() {
        float[][] images = LayerPass.copies(1000, filled(100, 300));
        float[][] erased = LayerPass.training(RandomErasing.of()).run(images, 10, 10, 1);
        assertHalf(
                Arrays.stream(erased).filter(y -> !Arrays.equals(y, images[0])).count(), 1000);
        List<Float> noise = new ArrayList<>();
        for (float[] y : erased) {
            for (float value : y) {
                if (value != 300) {
                    assertThat(value).isBetween(0f, 255f);
                    noise.add(value);
                }
            }
        }
        // Normal of deviation 255: half is below 0, a part of 0.159 above 255.
        assertThat(noise.size()).isGreaterThan(5000);
        assertThat(noise.stream().filter(v -> v == 0).count() / (double) noise.size())
                .isCloseTo(0.5, within(0.03));
        assertThat(noise.stream().filter(v -> v == 255).count() / (double) noise.size())
                .isCloseTo(0.159, within(0.02));
    }

    private static float[] filled(int n, float value) {
        float[] all = new float[n];
        Arrays.fill(all, value);
        return all;
    }

    @Test
    void erasingIsTheSameForChannelsFirst() {
        RandomErasing ones = RandomErasing.of(1, 1).fillValue(1f);
        float[] last = LayerPass.training(ones).run(new float[1][24], 3, 4, 2)[0];
        float[] first = LayerPass.training(ones.dataFormat(CHANNELS_FIRST)).run(new float[1][24], 2, 3, 4)[0];
        for (int i = 0; i < 24; i++) {
            assertThat(first[i % 2 * 12 + i / 2]).isEqualTo(last[i]);
        }
    }

    @Test
    void whatAnImageDrawsDependsOnLayerStepAndItsNumberAlone() {
        float[][] images = LayerPass.copies(45, numbers(1, 5 * 6 * 2)[0]);
        for (Layer layer : ALL) {
            LayerPass pass = LayerPass.training(layer);
            float[][] once = pass.run(images, 5, 6, 2);
            assertThat(pass.threads(2).run(images, 5, 6, 2)).isDeepEqualTo(once);
            assertThat(pass.batchSize(77).run(images, 5, 6, 2)).isDeepEqualTo(once);
            assertThat(pass.run(Arrays.copyOf(images, 3), 5, 6, 2)).isDeepEqualTo(Arrays.copyOf(once, 3));
            assertThat(pass.stepKey(2).run(images, 5, 6, 2)).isNotEqualTo(once);
            assertThat(pass.randomKey(6).run(images, 5, 6, 2)).isNotEqualTo(once);
            assertThat(Arrays.stream(once).map(Arrays::toString).distinct().count())
                    .isGreaterThan(1);
        }
        RandomRotation seeded = RandomRotation.of(0.2f).seed(9);
        assertThat(LayerPass.training(seeded).randomKey(6).run(images, 5, 6, 2))
                .isDeepEqualTo(LayerPass.training(seeded).run(images, 5, 6, 2));
    }

    @Test
    void inInferenceImagesAreLeftAlone() {
        float[][] images = numbers(3, 2 * 3 * 2);
        for (Layer layer : ALL) {
            // A crop to the size that they have.
            assertThat(LayerPass.inference(layer).run(images, 2, 3, 2)).isDeepEqualTo(images);
        }
    }

    @Test
    void savedLayersAreReadWithAllTheirArguments(@TempDir Path folder) throws IOException {
        Layer[] layers = {
            RandomFlip.of(VERTICAL).seed(3).name("a"),
            RandomRotation.of(-0.1f, 0.2f).fillMode(FillMode.WRAP).name("b"),
            RandomZoom.of(0.1f).interpolation(Interpolation.NEAREST).name("c"),
            RandomTranslation.of(0.1f, 0).heightFactor(0, 0.2f).fillValue(0.5f).name("d"),
            RandomShear.of(0.1f, 0).yFactor(0.1f, 0.2f).name("e"),
            RandomCrop.of(4, 4).seed(1).name("f"),
            RandomContrast.of(0.1f, 0.2f).valueRange(0, 1).name("g"),
            RandomBrightness.of(0.1f).valueRange(0, 1).name("h"),
            RandomErasing.of(0.5f).fillValue(0.25f).name("i"),
            RandomErasing.of().name("j")
        };
        Sequential.of(Input.of(6, 6, 1), layers).save(folder.resolve("model.safetensors"));
        assertThat(Model.load(folder.resolve("model.safetensors")).layers().subList(1, 11))
                .containsExactly(layers);
    }

    @Test
    void errorsSayWhatIsTaken() {
        assertThatThrownBy(() -> RandomRotation.of(1.5f))
                .hasMessage("RandomRotation takes a factor of two numbers, [lower, upper], between -1.0 and 1.0, not"
                        + " [-1.5, 1.5]");
        assertThatThrownBy(() -> RandomContrast.of(-0.5f))
                .hasMessageContaining("between 0.0 and 1.0, not [-0.5, -0.5]");
        assertThatThrownBy(() -> RandomErasing.of(Float.NaN)).hasMessageContaining("not [0.0, NaN]");
        assertThatThrownBy(() -> RandomCrop.of(0, 3)).hasMessageContaining("of at least 1, not 0 and 3");
        assertThatThrownBy(() -> RandomFlip.of().apply(Input.of(4)))
                .hasMessageContaining("it takes images [H, W, C], not [4]");
        assertThatThrownBy(() -> RandomZoom.of(0.1f).interpolation(Interpolation.BICUBIC))
                .hasMessage("RandomZoom takes interpolation NEAREST or BILINEAR, not BICUBIC");
        assertThat(RandomRotation.of(0.3f, -0.2f).factor()).containsExactly(-0.2f, 0.3f);
    }
}
