package dev.fovea.plan;

import static dev.fovea.nn.DataFormat.CHANNELS_FIRST;
import static dev.fovea.nn.Interpolation.BILINEAR;
import static dev.fovea.nn.Interpolation.NEAREST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.nn.Interpolation;
import dev.fovea.nn.Layer;
import dev.fovea.nn.RandomRotation;
import dev.fovea.nn.RandomShear;
import dev.fovea.nn.RandomTranslation;
import dev.fovea.nn.RandomZoom;
import dev.fovea.op.FillMode;
import dev.fovea.tensor.RandomSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What layers that move pixels make of an image, by known pictures and by the definitions worked out in double. */
class WarpTest {
    private static float[] once(Layer layer, float[] image, int... dims) {
        return LayerPass.training(layer).run(new float[][] {image}, dims)[0];
    }

    @Test
    void aQuarterTurnIsCounterClockwise() {
        float[] image = {1, 2, 3, 4, 5, 6, 7, 8, 9};
        for (Interpolation interpolation : List.of(Interpolation.NEAREST, Interpolation.BILINEAR)) {
            RandomRotation quarter = RandomRotation.of(0.25f, 0.25f).interpolation(interpolation);
            assertThat(once(quarter, image, 3, 3, 1))
                    .containsExactly(new float[] {3, 6, 9, 2, 5, 8, 1, 4, 7}, within(1e-5f));
            RandomRotation back = RandomRotation.of(-0.25f, -0.25f).interpolation(interpolation);
            assertThat(once(back, image, 3, 3, 1))
                    .containsExactly(new float[] {7, 4, 1, 8, 5, 2, 9, 6, 3}, within(1e-5f));
        }
    }

    @Test
    void aTranslationMovesDownAndRightAndFillsByItsMode() {
        record Case(FillMode mode, float[] right, float[] left) {}
        for (Case it : List.of(
                new Case(FillMode.REFLECT, new float[] {2, 1, 1, 2}, new float[] {3, 4, 4, 3}),
                new Case(FillMode.WRAP, new float[] {3, 4, 1, 2}, new float[] {3, 4, 1, 2}),
                new Case(FillMode.NEAREST, new float[] {1, 1, 1, 2}, new float[] {3, 4, 4, 4}),
                new Case(FillMode.CONSTANT, new float[] {9, 9, 1, 2}, new float[] {3, 4, 9, 9}))) {
            float[] image = {1, 2, 3, 4};
            RandomTranslation still =
                    RandomTranslation.of(0, 0).fillMode(it.mode).fillValue(9);
            assertThat(once(still.widthFactor(0.5f, 0.5f), image, 1, 4, 1)).containsExactly(it.right);
            assertThat(once(still.widthFactor(-0.5f, -0.5f), image, 1, 4, 1)).containsExactly(it.left);
            assertThat(once(still.heightFactor(0.5f, 0.5f), image, 4, 1, 1)).containsExactly(it.right);
            assertThat(once(still.heightFactor(-0.5f, -0.5f), image, 4, 1, 1)).containsExactly(it.left);
        }
    }

    @Test
    void aPositiveZoomShowsMoreAndANegativeOneLess() {
        float[] image = {10, 20, 30, 40, 50};
        RandomZoom zoom = RandomZoom.of(0).fillMode(FillMode.CONSTANT);
        assertThat(once(zoom.heightFactor(1, 1), image, 1, 5, 1)).containsExactly(0, 10, 30, 50, 0);
        assertThat(once(zoom.heightFactor(-0.5f, -0.5f), image, 5, 1, 1)).containsExactly(20, 25, 30, 35, 40);
        assertThat(once(zoom.widthFactor(-0.5f, -0.5f), image, 1, 5, 1)).containsExactly(20, 25, 30, 35, 40);
        assertThat(once(zoom.widthFactor(-0.5f, -0.5f), image, 5, 1, 1)).containsExactly(image);
    }

    @Test
    void aShearSlantsRowsOrColumnsOneWayOrTheOther() {
        RandomShear x = RandomShear.of(0, 0).xFactor(1, 1).fillMode(FillMode.WRAP);
        float[] one = {1, 2, 3, 5, 6, 4, 9, 7, 8};
        float[] other = {1, 2, 3, 6, 4, 5, 8, 9, 7};
        float[][] sheared = LayerPass.training(x).run(LayerPass.copies(40, 1, 2, 3, 4, 5, 6, 7, 8, 9), 3, 3, 1);
        assertThat(Stream.of(sheared).map(Arrays::toString).distinct())
                .containsExactlyInAnyOrder(Arrays.toString(one), Arrays.toString(other));
        RandomShear y = RandomShear.of(0, 0).yFactor(1, 1).fillMode(FillMode.WRAP);
        float[][] down = LayerPass.training(y).run(LayerPass.copies(40, 1, 4, 7, 2, 5, 8, 3, 6, 9), 3, 3, 1);
        assertThat(Stream.of(down).map(Arrays::toString).distinct())
                .containsExactlyInAnyOrder(Arrays.toString(transposed(one)), Arrays.toString(transposed(other)));
    }

    private static float[] transposed(float[] image) {
        float[] turned = new float[9];
        for (int i = 0; i < 9; i++) {
            turned[i % 3 * 3 + i / 3] = image[i];
        }
        return turned;
    }

    /** From where the pixel at row r and column c comes, of an image of h rows and w columns. */
    @FunctionalInterface
    interface Origin {
        double[] of(double r, double c, int h, int w);
    }

    record Known(Layer layer, FillMode fillMode, Interpolation interpolation, Origin origin) {
        @Override
        public String toString() {
            return layer.toString();
        }
    }

    static Stream<Known> known() {
        return Stream.of(FillMode.values())
                .flatMap(fill -> Stream.of(Interpolation.NEAREST, Interpolation.BILINEAR)
                        .flatMap(interpolation ->
                                Stream.of(0.07f, -0.4f, 0.9f).flatMap(factor -> known(fill, interpolation, factor))));
    }

    private static Stream<Known> known(FillMode fill, Interpolation interpolation, float f) {
        return Stream.of(
                new Known(
                        RandomRotation.of(f, f)
                                .fillMode(fill)
                                .interpolation(interpolation)
                                .fillValue(7),
                        fill,
                        interpolation,
                        (r, c, h, w) -> {
                            // In polar coordinates about the middle, angles counter-clockwise from the right.
                            double up = (h - 1) / 2.0 - r;
                            double right = c - (w - 1) / 2.0;
                            double angle = Math.atan2(up, right) - 2 * Math.PI * f;
                            double radius = Math.hypot(up, right);
                            return new double[] {
                                (h - 1) / 2.0 - radius * Math.sin(angle), (w - 1) / 2.0 + radius * Math.cos(angle)
                            };
                        }),
                new Known(
                        RandomZoom.of(0, 0)
                                .heightFactor(f, f)
                                .widthFactor(f / 2, f / 2)
                                .fillMode(fill)
                                .interpolation(interpolation)
                                .fillValue(7),
                        fill,
                        interpolation,
                        (r, c, h, w) -> new double[] {
                            (r - (h - 1) / 2.0) * (1 + f) + (h - 1) / 2.0,
                            (c - (w - 1) / 2.0) * (1 + f / 2) + (w - 1) / 2.0
                        }),
                new Known(
                        RandomTranslation.of(0, 0)
                                .heightFactor(f, f)
                                .widthFactor(-f, -f)
                                .fillMode(fill)
                                .interpolation(interpolation)
                                .fillValue(7),
                        fill,
                        interpolation,
                        (r, c, h, w) -> new double[] {r - (double) f * h, c + (double) f * w}));
    }

    /** Pixel i, j of an image that goes on without end. */
    private static double pixel(float[] image, int i, int j, int h, int w, int c, int channels, FillMode fill) {
        boolean inside = i >= 0 && i < h && j >= 0 && j < w;
        if (!inside && fill == FillMode.CONSTANT) {
            return 7;
        }
        return image[(along(i, h, fill) * w + along(j, w, fill)) * channels + c];
    }

    private static int along(int place, int n, FillMode fill) {
        int i = place;
        while (i < 0 || i >= n) {
            i = switch (fill) {
                case REFLECT -> i < 0 ? -1 - i : 2 * n - 1 - i;
                case WRAP -> i < 0 ? i + n : i - n;
                case NEAREST, CONSTANT -> i < 0 ? 0 : n - 1;
            };
        }
        return i;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("known")
    void everyPixelComesFromWhereTheDefinitionSays(Known it) {
        RandomSource random = new RandomSource(3);
        for (int[] dims : new int[][] {{1, 1, 1}, {1, 2, 1}, {5, 4, 2}, {7, 11, 3}}) {
            int h = dims[0];
            int w = dims[1];
            float[] image = new float[h * w * dims[2]];
            for (int i = 0; i < image.length; i++) {
                image[i] = random.nextInt(21) - 10;
            }
            float[] moved = once(it.layer, image, dims);
            for (int r = 0; r < h; r++) {
                for (int c = 0; c < w; c++) {
                    double[] from = it.origin.of(r, c, h, w);
                    for (int e = 0; e < dims[2]; e++) {
                        double expected = 0;
                        int row = (int) Math.floor(from[0]);
                        int column = (int) Math.floor(from[1]);
                        if (it.interpolation == NEAREST) {
                            double down = from[0] - row;
                            double right = from[1] - column;
                            if (Math.abs(down - 0.5) < 1e-5 || Math.abs(right - 0.5) < 1e-5) {
                                continue; // Of two pixels as near either may be taken.
                            }
                            int i = row + (down > 0.5 ? 1 : 0);
                            int j = column + (right > 0.5 ? 1 : 0);
                            expected = pixel(image, i, j, h, w, e, dims[2], it.fillMode);
                        } else {
                            for (int i = row - 1; i <= row + 2; i++) {
                                for (int j = column - 1; j <= column + 2; j++) {
                                    double tent = Math.max(0, 1 - Math.abs(from[0] - i))
                                            * Math.max(0, 1 - Math.abs(from[1] - j));
                                    expected += tent * pixel(image, i, j, h, w, e, dims[2], it.fillMode);
                                }
                            }
                        }
                        // Places up to 20 are good to 20 * 2^-22, and a pixel's slope is at most 20.
                        assertThat((double) moved[(r * w + c) * dims[2] + e]).isCloseTo(expected, within(2e-4));
                    }
                }
            }
        }
    }

    @Test
    void channelsFirstMovesTheSame() {
        RandomRotation last = RandomRotation.of(0.3f).interpolation(BILINEAR);
        float[][] images = {{1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60}};
        float[] y = LayerPass.training(last).run(images, 2, 3, 2)[0];
        float[][] planes = {{1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60}};
        float[] first = LayerPass.training(last.dataFormat(CHANNELS_FIRST)).run(planes, 2, 2, 3)[0];
        for (int i = 0; i < 6; i++) {
            assertThat(first[i]).isEqualTo(y[2 * i]);
            assertThat(first[6 + i]).isEqualTo(y[2 * i + 1]);
        }
    }
}
