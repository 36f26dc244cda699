package dev.fovea.labs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.labs.Lab16HarrisCorners.Corner;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandMadeFeaturesTest {
    private static final int FROM = Scene.SQUARE_FROM;
    private static final int TO = Scene.SQUARE_TO;
    private static final int MIDDLE = (FROM + TO) / 2;

    private static Tensor gradient() {
        return Lab15SobelEdges.gradient(Lab15SobelEdges.smooth(Scene.image()));
    }

    @Test
    void edgesOfASquarePointInwards() {
        Tensor gradient = gradient();
        assertThat(Lab15SobelEdges.direction(gradient, MIDDLE, FROM)).isEqualTo(0);
        assertThat(Lab15SobelEdges.direction(gradient, FROM, MIDDLE)).isEqualTo(90);
        assertThat(Math.abs(Lab15SobelEdges.direction(gradient, MIDDLE, TO))).isEqualTo(180);
        assertThat(Lab15SobelEdges.direction(gradient, TO, MIDDLE)).isEqualTo(-90);
    }

    @Test
    void edgesOfADiskPointToItsMiddle() {
        Tensor gradient = gradient();
        for (int angle = 0; angle < 360; angle += 15) {
            int y = (int) Math.round(Scene.DISK_Y - Scene.DISK_RADIUS * Math.sin(Math.toRadians(angle)));
            int x = (int) Math.round(Scene.DISK_X - Scene.DISK_RADIUS * Math.cos(Math.toRadians(angle)));
            double off = Math.abs(Lab15SobelEdges.direction(gradient, y, x) - angle) % 360;
            // The disk is made of whole pixels: its edge is straight for a few of them.
            assertThat(Math.min(off, 360 - off)).as("at %d degrees", angle).isLessThan(12);
        }
    }

    @Test
    void edgesOfADiamondAreDiagonal() {
        int half = Scene.DIAMOND_REACH / 2;
        assertThat(Lab15SobelEdges.direction(gradient(), Scene.DIAMOND_Y - half, Scene.DIAMOND_X - half))
                .isEqualTo(45);
    }

    @Test
    void aStepOfOneHasStrengthFourUnsmoothed() {
        Tensor strength = Lab15SobelEdges.strength(Lab15SobelEdges.gradient(Scene.image()));
        assertThat(strength.get(0, MIDDLE, FROM, 0)).isEqualTo(4);
        assertThat(strength.get(0, MIDDLE, MIDDLE, 0)).isEqualTo(0);
    }

    @Test
    void gaussAddsUpToOne() {
        float sum = 0;
        for (float weight : Lab15SobelEdges.gauss().data()) {
            sum += weight;
        }
        assertThat(sum).isEqualTo(1);
        Tensor flat = Lab15SobelEdges.smooth(Tensor.filled(Shape.of(1, 9, 9, 1), 3));
        assertThat(flat.get(0, 4, 4, 0)).isCloseTo(3, within(1e-6f));
    }

    @Test
    void cornersOfASquareAreFoundAtTheirPixels() {
        Tensor square = Tensor.zeros(1, 40, 50, 1);
        for (int y = 10; y <= 29; y++) {
            for (int x = 15; x <= 39; x++) {
                square.set(1, 0, y, x, 0);
            }
        }
        assertThat(Lab16HarrisCorners.corners(Lab16HarrisCorners.response(square), 0.2f))
                .containsExactly(new Corner(10, 15), new Corner(10, 39), new Corner(29, 15), new Corner(29, 39));
    }

    @Test
    void everyCornerOfTheShapesIsFoundAndTheDiskHasNone() {
        List<Corner> expected = new ArrayList<>();
        for (int y : new int[] {FROM, TO}) {
            for (int x : new int[] {FROM, TO}) {
                expected.add(new Corner(y, x));
            }
        }
        int reach = Scene.DIAMOND_REACH;
        expected.add(new Corner(Scene.DIAMOND_Y - reach, Scene.DIAMOND_X));
        expected.add(new Corner(Scene.DIAMOND_Y + reach, Scene.DIAMOND_X));
        expected.add(new Corner(Scene.DIAMOND_Y, Scene.DIAMOND_X - reach));
        expected.add(new Corner(Scene.DIAMOND_Y, Scene.DIAMOND_X + reach));
        List<Corner> found = Lab16HarrisCorners.corners(Lab16HarrisCorners.response(Scene.image()), 0.2f);
        for (Corner corner : expected) {
            assertThat(found).as("corner %s", corner).anyMatch(corner::touches);
        }
        // The board has 5 x 5 crossings of lines, of which two corners lie between black fields.
        List<Corner> board = found.stream()
                .filter(corner -> corner.y() >= Scene.BOARD_Y - 2 && corner.x() < Scene.BOARD_X + 4 * Scene.FIELD + 2)
                .toList();
        assertThat(board).hasSize(23);
        assertThat(found).hasSize(expected.size() + board.size());
    }

    @Test
    void edgesCountAgainstCorners() {
        Tensor response = Lab16HarrisCorners.response(Scene.image());
        assertThat(response.get(0, FROM, FROM, 0)).isPositive();
        assertThat(response.get(0, MIDDLE, FROM, 0)).isNegative();
        assertThat(response.get(0, MIDDLE, MIDDLE, 0)).isZero();
    }

    @Test
    void cornersAreMarkedRed() {
        Tensor marked = Lab16HarrisCorners.marked(Scene.image(), List.of(new Corner(0, 5)), 1);
        assertThat(marked.get(0, 5, 0)).isEqualTo(1);
        assertThat(marked.get(0, 5, 1)).isEqualTo(0.1f);
        assertThat(marked.get(1, 5, 0)).isEqualTo(1);
        assertThat(marked.get(1, 6, 0)).isEqualTo(0);
    }
}
