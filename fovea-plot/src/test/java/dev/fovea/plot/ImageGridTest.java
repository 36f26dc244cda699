package dev.fovea.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageGridTest {
    /** Margin and hairline frame. */
    private static final int FIRST = Theme.MARGIN + 1;

    private static int at(Picture picture, int x, int y) {
        return picture.image().getRGB(x, y) & 0xFFFFFF;
    }

    @Test
    void everyValueIsASquareOfItsGrey() {
        Tensor image = Tensor.of(Shape.of(2, 3, 1), 0, 0.2f, 0.4f, 0.6f, 0.8f, 1);
        int[] greys = {0x000000, 0x333333, 0x666666, 0x999999, 0xCCCCCC, 0xFFFFFF};

        BufferedImage drawn = ImageGrid.of(image).scale(7).range(0, 1).picture().image();

        for (int y = 0; y < 14; y++) {
            for (int x = 0; x < 21; x++) {
                assertThat(drawn.getRGB(FIRST + x, FIRST + y) & 0xFFFFFF).isEqualTo(greys[y / 7 * 3 + x / 7]);
            }
        }
    }

    @Test
    void theSecondImageStandsAGapFurtherAndSpansItsOwnValues() {
        Tensor images = Tensor.of(Shape.of(2, 1, 2, 1), 0, 1, 10, 30);
        Picture picture = ImageGrid.of(images).scale(5).picture();
        int second = FIRST + 10 + 2 + Theme.GAP;

        assertThat(at(picture, FIRST, FIRST)).isEqualTo(0x000000);
        assertThat(at(picture, FIRST + 5, FIRST)).isEqualTo(0xFFFFFF);
        assertThat(at(picture, second, FIRST)).isEqualTo(0x000000);
        assertThat(at(picture, second + 5, FIRST)).isEqualTo(0xFFFFFF);
        assertThat(picture.width()).isEqualTo(2 * Theme.MARGIN + 2 * 12 + Theme.GAP);
    }

    @Test
    void aGivenRangeIsSharedAndCutsWhatIsOutside() {
        Tensor images = Tensor.of(Shape.of(2, 1, 2, 1), 0, 10, 5, 99);
        Picture picture = ImageGrid.of(images).columns(1).scale(5).range(0, 10).picture();
        int second = FIRST + 5 + 2 + Theme.GAP;

        assertThat(at(picture, FIRST + 5, FIRST)).isEqualTo(0xFFFFFF);
        assertThat(at(picture, FIRST, second)).isEqualTo(0x808080);
        assertThat(at(picture, FIRST + 5, second)).isEqualTo(0xFFFFFF);
    }

    @Test
    void greysIsTheReverseOfGray() {
        for (int i = 0; i <= 1000; i++) {
            double value = i / 1000.0;
            assertThat(ColorMap.GREYS.rgb(value)).isEqualTo(0xFFFFFF - ColorMap.GRAY.rgb(value));
        }
        Picture greys =
                ImageGrid.of(Samples.digit(3)).colorMap(ColorMap.GREYS).scale(4).picture();
        Picture gray = ImageGrid.of(Samples.digit(3)).scale(4).picture();
        for (int i = 0; i < 112; i++) {
            assertThat(at(greys, FIRST + i, FIRST + 50)).isEqualTo(0xFFFFFF - at(gray, FIRST + i, FIRST + 50));
        }
    }

    @Test
    void divergingIsWhiteAtZeroBlueBelowAndRedAbove() {
        Tensor image = Tensor.of(Shape.of(1, 3, 1), -1, 0, 4);
        Picture picture =
                ImageGrid.of(image).colorMap(ColorMap.DIVERGING).scale(5).picture();
        int below = at(picture, FIRST, FIRST);
        int above = at(picture, FIRST + 10, FIRST);

        assertThat(at(picture, FIRST + 5, FIRST)).isEqualTo(0xFFFFFF);
        assertThat(below & 255).isGreaterThan(below >> 16);
        assertThat(above >> 16).isGreaterThan(above & 255);
    }

    @Test
    void viridisGrowsLighterAllTheWay() {
        double before = -1;
        for (int i = 0; i <= 50; i++) {
            int rgb = ColorMap.VIRIDIS.rgb(i / 50.0);
            double light = 0.299 * (rgb >> 16) + 0.587 * (rgb >> 8 & 255) + 0.114 * (rgb & 255);
            assertThat(light).isGreaterThan(before);
            before = light;
        }
    }

    @Test
    void colourImagesKeepTheirColours() {
        Tensor ones = Tensor.of(Shape.of(1, 2, 3), 1, 0.2f, 0, 0.4f, 0.4f, 0.6f);
        Tensor bytes = Tensor.of(Shape.of(1, 2, 3), 255, 51, 0, 102, 102, 153);

        for (Tensor image : List.of(ones, bytes)) {
            Picture picture = ImageGrid.of(image).scale(3).picture();
            assertThat(at(picture, FIRST, FIRST)).isEqualTo(0xFF3300);
            assertThat(at(picture, FIRST + 3, FIRST + 2)).isEqualTo(0x666699);
        }
    }

    @Test
    void notANumberIsSeenAsSuch() {
        Tensor image = Tensor.of(Shape.of(1, 3), 0, Float.NaN, 1);

        assertThat(at(ImageGrid.of(image).scale(5).picture(), FIRST + 5, FIRST)).isEqualTo(0xD81BD8);
    }

    @Test
    void largeImagesAreMeansOfWholeSquares() {
        Tensor image = Tensor.zeros(224, 224, 1);
        for (int i = 0; i < image.size(); i++) {
            image.data()[i] = (i % 224 + i / 224) % 2;
        }
        Picture picture = ImageGrid.of(image).range(0, 1).picture();

        assertThat(picture.width()).isEqualTo(2 * FIRST + 112);
        assertThat(at(picture, FIRST + 70, FIRST + 33)).isEqualTo(0x808080);
    }

    @Test
    void theDrawingDoesNotChangeWithTheTensor() {
        Tensor image = Samples.digit(8);
        ImageGrid grid = ImageGrid.of(image);
        Picture before = grid.picture();

        image.data()[0] = 100;

        assertThat(grid.picture()).isEqualTo(before);
    }

    @Test
    void numbersAreWrittenIntoTheSquares() {
        Tensor image = Tensor.of(Shape.of(1, 2), 0, 12);
        BufferedImage drawn = ImageGrid.of(image).numbers().picture().image();
        int side = (drawn.getWidth() - 2 * FIRST) / 2;
        long inked = 0;
        for (int i = 0; i < side * side; i++) {
            inked += (drawn.getRGB(FIRST + side + i % side, FIRST + i / side) & 0xFFFFFF) == 0xFFFFFF ? 0 : 1;
        }
        assertThat(inked).isBetween(30L, side * side / 2L);
    }

    @ParameterizedTest
    @EnumSource
    void colourMapsAreKnownByName(ColorMap map) {
        assertThat(ColorMap.of(map.toString())).isEqualTo(map);
        assertThat(ColorMap.of(map.name())).isEqualTo(map);
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        assertThatThrownBy(() -> ImageGrid.of(Tensor.zeros(5, 5, 7)))
                .hasMessageContaining("[5, 5, 7] was given; FeatureMaps shows any number of channels");
        assertThatThrownBy(() -> ImageGrid.of(Tensor.zeros(5))).hasMessageContaining("but [5] was given");
        assertThatThrownBy(() -> ImageGrid.of(List.of())).hasMessageContaining("give at least one");
        ImageGrid grid = ImageGrid.of(Tensor.zeros(2, 5, 5, 1));
        assertThatThrownBy(() -> grid.captions(List.of("one")))
                .hasMessage("there are 2 images but 1 captions; give one for each");
        assertThatThrownBy(() -> grid.columns(0)).hasMessage("columns must be at least 1, not 0");
        assertThatThrownBy(() -> grid.scale(-2)).hasMessage("scale must be at least 1, not -2");
        assertThatThrownBy(() -> grid.range(1, 1))
                .hasMessage("a range of values goes from a number to a larger one, not from 1 to 1");
        assertThatThrownBy(() -> ColorMap.of("rainbow"))
                .hasMessage("there is no colour map \"rainbow\"; choose one of "
                        + "[gray, greys, diverging, viridis, blues, reds]");
    }
}
