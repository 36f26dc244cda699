package dev.fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Feature maps and filters. */
class LayerPicturesTest {
    private static boolean has(Picture picture, int rgb) {
        var image = picture.image();
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                if ((image.getRGB(x, y) & 0xFFFFFF) == rgb) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void theChannelsOfALayerShareOneScale() {
        Tensor output = Tensor.of(Shape.of(1, 2, 2), 0, 0, 1, 5);
        Picture shared = FeatureMaps.of(Map.of("conv2d", output)).picture();

        assertThat(has(shared, 0x333333)).isTrue();
    }

    @Test
    void aBatchOfOneIsTheImageItself() {
        Tensor output = Samples.convolve(Samples.digit(2), 4, 1);
        Tensor batch = output.reshape(1, 26, 26, 4);

        assertThat(FeatureMaps.of(Map.of("conv2d", batch)).picture())
                .isEqualTo(FeatureMaps.of(Map.of("conv2d", output)).picture());
    }

    @Test
    void channelsOverTheLimitAreCountedNotShown() {
        Map<String, Tensor> layers = Map.of("conv2d", Samples.random(1, 8, 8, 64));
        int all = FeatureMaps.of(layers).limit(64).picture().height();
        int some = FeatureMaps.of(layers).limit(16).picture().height();

        assertThat(some).isLessThan(all - 100);
        assertThat(FeatureMaps.of(layers).picture("conv2d").height()).isGreaterThan(all);
    }

    @Test
    void layersComeInTheOrderGiven() {
        Map<String, Tensor> layers = new LinkedHashMap<>();
        layers.put("b", Samples.random(1, 8, 8, 2));
        layers.put("a", Samples.random(2, 10));
        Map<String, Tensor> reversed = new LinkedHashMap<>();
        reversed.put("a", layers.get("a"));
        reversed.put("b", layers.get("b"));

        assertThat(FeatureMaps.of(layers).picture())
                .isNotEqualTo(FeatureMaps.of(reversed).picture());
    }

    @Test
    void outputsOfOtherShapesAreRefusedByTheLayersName() {
        assertThatThrownBy(() -> FeatureMaps.of(Map.of("conv2d", Tensor.zeros(2, 8, 8, 3))))
                .hasMessage("layer \"conv2d\": the output for one image has shape [height, width, channels] or "
                        + "[units], but [2, 8, 8, 3] was given");
        assertThatThrownBy(() -> FeatureMaps.of(Map.of())).hasMessageContaining("give at least one");
        FeatureMaps maps = FeatureMaps.of(Map.of("conv2d", Tensor.zeros(8, 8, 3)));
        assertThatThrownBy(() -> maps.picture("dense"))
                .hasMessage("there is no layer \"dense\"; choose one of [conv2d]");
        assertThatThrownBy(() -> maps.limit(0)).hasMessage("limit must be at least 1, not 0");
        assertThatThrownBy(() -> maps.input(Tensor.zeros(2, 8, 8, 1))).hasMessageContaining("of one image, but 2");
    }

    @Test
    void theLargestWeightOfAnyFilterTakesTheFullColour() {
        Tensor kernel = Tensor.of(Shape.of(1, 2, 1, 2), 0, 0.5f, -2, 1);
        Picture picture = Filters.of(kernel).picture();

        assertThat(has(picture, ColorMap.DIVERGING.rgb(0))).isTrue();
        assertThat(has(picture, ColorMap.DIVERGING.rgb(0.75))).isTrue();
        assertThat(has(picture, ColorMap.DIVERGING.rgb(0.625))).isTrue();
    }

    @Test
    void filtersOfThreeChannelsAreColoursAroundGrey() {
        Tensor kernel = Tensor.of(Shape.of(1, 1, 3, 1), 1, 0, -1);

        assertThat(has(Filters.of(kernel).picture(), 0xFF8000)).isTrue();
    }

    @Test
    void kernelsOfOtherShapesAreRefused() {
        assertThatThrownBy(() -> Filters.of(Tensor.zeros(3, 3, 8)))
                .hasMessage("filters have shape [height, width, channels, filters], but [3, 3, 8] was given");
        assertThatThrownBy(() -> Filters.of(Tensor.zeros(3, 3, 1, 8)).limit(0))
                .hasMessage("limit must be at least 1, not 0");
    }
}
