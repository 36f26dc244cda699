package dev.fovea.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.tensor.RandomSource;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds every register tile to the formula of its class, by itself.
 *
 * <p>The numbers are small and whole, so that sums are exact in whatever order they are taken, and every element is
 * compared, those beside the tile included.
 */
class VectorTilesTest {
    private static final int V = Simd.V;

    /** What the target holds before. */
    private static final float BEFORE = 77;

    static Stream<Arguments> rowTiles() {
        return combinations(new int[] {8, 4, 2, 1}, 1, 2);
    }

    static Stream<Arguments> laneTiles() {
        return Stream.of(2, 3)
                .flatMap(vectors -> IntStream.rangeClosed(1, vectors == 2 ? 6 : 4)
                        .filter(filters -> vectors == 2 || filters == 1 || filters == 4)
                        .boxed()
                        .flatMap(filters -> Stream.of(1, 2).map(taps -> Arguments.of(taps, filters, vectors * V))));
    }

    private static Stream<Arguments> combinations(int[] first, int... second) {
        return Arrays.stream(first).boxed().flatMap(a -> Arrays.stream(second).mapToObj(b -> Arguments.of(a, b)));
    }

    @ParameterizedTest
    @MethodSource("panelTiles")
    void blocksByWholeFilters(int filters, int vectors) {
        block(filters, vectors, new int[] {0, 1, 2, 3, 4}, true);
    }

    @ParameterizedTest
    @MethodSource("panelTiles")
    void blocksByPartsOfFilters(int filters, int vectors) {
        block(filters, vectors, new int[] {1, 2, 6, 7, 9}, false);
    }

    private static void block(int filters, int vectors, int[] weights, boolean all) {
        int[] at = {0, 2 * V + 1, 3, 5 * V, V};
        float[] x = whole(1, 2 + 7 * V);
        float[] w = whole(2, 3 + 10 * 8);
        float[] b = whole(3, 1 + 8);
        int ys = 2 * V + 3;
        for (boolean relu : new boolean[] {false, true}) {
            float[] y = filled(5 + 8 * ys);
            float[] expected = y.clone();
            for (int i = 0; i < filters; i++) {
                for (int l = 0; l < vectors * V; l++) {
                    float sum = b[1 + i];
                    for (int t = 0; t < at.length; t++) {
                        sum += x[2 + at[t] + l] * w[3 + weights[t] * filters + i];
                    }
                    expected[5 + i * ys + l] = relu ? Math.max(sum, 0) : sum;
                }
            }
            if (all) {
                BlockTiles.whole(filters, vectors, at, x, 2, w, 3, b, 1, relu, y, 5, ys);
            } else {
                BlockTiles.part(filters, vectors, weights, at, x, 2, w, 3, b, 1, relu, y, 5, ys);
            }
            assertThat(y).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 6, 4, 2, 1})
    void twoVectorsAndPartsOfAVectorOfFilters(int pixels) {
        for (int filters : new int[] {1, V - 1, V, 2 * V}) {
            plain(pixels, filters);
        }
    }

    private static void plain(int pixels, int filters) {
        int[] runs = {4, 2, 3, 0, 90, 1, 9, 40, 2};
        int xs = 5;
        int ws = 2 * V + 1;
        float[] x = whole(1, 2 + 9 + 2 + 7 * xs);
        float[] w = whole(2, 3 + 90 + 3 * ws + 2 * V);
        int ys = 2 * V + 3;
        for (boolean relu : new boolean[] {false, true}) {
            for (float[] b : new float[][] {null, whole(3, 1 + 2 * V)}) {
                float[] y = filled(5 + 8 * ys);
                float[] expected = y.clone();
                for (int p = 0; p < pixels; p++) {
                    for (int m = 0; m < filters; m++) {
                        float sum = b == null ? 0 : b[1 + m];
                        for (int run = 0; run < runs.length; run += 3) {
                            for (int k = 0; k < runs[run + 2]; k++) {
                                sum += x[2 + p * xs + runs[run] + k] * w[3 + runs[run + 1] + k * ws + m];
                            }
                        }
                        expected[5 + p * ys + m] = relu ? Math.max(sum, 0) : sum;
                    }
                }
                if (filters <= V) {
                    PlainTiles.part(pixels, x, 2, xs, runs, w, 3, ws, b, 1, filters, relu, y, 5, ys);
                } else {
                    PlainTiles.plain(pixels, x, 2, xs, runs, w, 3, ws, b, 1, relu, y, 5, ys);
                }
                assertThat(y).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("laneTiles")
    void lanes(int taps, int filters, int lanes) {
        lanes(taps, filters, lanes, 3);
        lanes(taps, filters, lanes, Simd.MOST_TERMS + 2);
    }

    private static void lanes(int taps, int filters, int lanes, int columns) {
        int df = (lanes == 2 * V ? LaneTiles.pitch(filters) : 7) * lanes;
        int ss = 6 * V + 3;
        int[] off = {99, 3, 1};
        float[] x = whole(1, 2 + 99 + columns * lanes);
        float[] dy = whole(2, 3 + columns * df + 6 * lanes);
        float[] sums = whole(3, 5 + 2 * ss);
        float[] expected = sums.clone();
        for (int i = 0; i < taps; i++) {
            for (int j = 0; j < filters; j++) {
                for (int f = 0; f < columns; f++) {
                    for (int l = 0; l < lanes; l++) {
                        expected[5 + i * ss + j * V + l % V] +=
                                x[2 + off[1 + i] + f * lanes + l] * dy[3 + f * df + j * lanes + l];
                    }
                }
            }
        }
        LaneTiles.sum(taps, filters, x, 2, off, 1, dy, 3, df, columns, lanes, sums, 5, ss);
        assertThat(sums).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("rowTiles")
    void rows(int rows, int vectors) {
        int length = 5;
        int xs = 2 * V + 1;
        int ws = 7;
        int ys = 2 * V + 3;
        float[] x = whole(1, 2 + length * xs + 2 * V);
        float[] w = whole(2, 3 + 8 * ws);
        float[] y = filled(5 + 8 * ys);
        float[] expected = y.clone();
        for (int i = 0; i < rows; i++) {
            for (int l = 0; l < vectors * V; l++) {
                float sum = 0;
                for (int k = 0; k < length; k++) {
                    sum += x[2 + k * xs + l] * w[3 + i * ws + k];
                }
                expected[5 + i * ys + l] = sum;
            }
        }
        RowTiles.rows(rows, vectors, x, 2, xs, w, 3, ws, length, y, 5, ys);
        assertThat(y).isEqualTo(expected);
    }

    static Stream<Arguments> panelTiles() {
        return combinations(new int[] {8, 7, 6, 5, 4, 3, 2, 1}, 1, 2);
    }

    @ParameterizedTest
    @MethodSource("panelTiles")
    void panels(int pixels, int vectors) {
        int length = 5;
        int width = 2 * V;
        int[] at = {77, 0, 30, 7, 7, 19, 12, 25, 3, 8, 1};
        int[] runs = {0, 9};
        int bs = 4 * V + 1;
        int ys = 4 * V + 3;
        float[] x = whole(1, 2 + 30 + 9 + length);
        float[] w = whole(2, 3 + 4 * length * width);
        float[] b = whole(4, 4 + 9 * bs);
        float[] e = whole(6, 6 + 4 * V + 2);
        float[] range = {-9, 14};
        float[] sums = filled(5 + 9 * ys);
        float[] expectedSums = sums.clone();
        float[] ends = sums.clone();
        float[] expectedEnds = sums.clone();
        for (int tile = 0; tile < 2; tile++) {
            for (int p = 0; p < pixels; p++) {
                for (int m = 0; m < vectors * V; m++) {
                    float sum = b[4 + tile + p * bs + m];
                    for (int k = 0; k < 2 * length; k++) {
                        int from = 2 + at[1 + 2 * tile + p] + runs[k / length] + k % length;
                        sum += x[from] * w[3 + (2 * tile * length + k) * width + m];
                        if (k == length - 1 && tile == 0) {
                            expectedSums[5 + p * ys + m] = sum;
                        }
                    }
                    int to = tile * 2 * V + p * ys + m;
                    expectedEnds[5 + to] = Math.clamp(sum + e[6 + 2 * tile + m], range[0], range[1]);
                }
            }
        }
        PanelTiles.panel(pixels, vectors, length, x, 2, at, 1, w, 3, b, 4, bs, sums, 5, ys);
        assertThat(sums).isEqualTo(expectedSums);
        int step = 2 * length * width;
        PanelTiles.panels(
                pixels, vectors, 2, runs, length, x, 2, at, 1, 2, w, 3, step, b, 4, bs, 1, e, 6, 2, range, ends, 5, ys,
                2 * V);
        assertThat(ends).isEqualTo(expectedEnds);
    }

    @Test
    void whatIsLeftIsCutIntoTilesThatThereAre() {
        assertThat(cuts(PlainTiles::pixels))
                .containsExactly(
                        "1", "2", "2 1", "4", "4 1", "6", "4 2 1", "8", "8 1", "6 4", "6 4 1", "6 6", "8 4 1", "8 6",
                        "8 4 2 1", "8 8", "8 8 1");
        boolean many = Simd.MANY_REGISTERS;
        assertThat(cuts(RowTiles::rows)).startsWith("1", "2", "2 1", "4", "4 1", "4 2", "4 2 1", many ? "8" : "4 4");
        assertThat(cuts(LaneTiles::taps)).startsWith("1", "2", "2 1", "2 2");
        assertThat(cuts(left -> LaneTiles.filters(left, 2 * V)))
                .startsWith("1", "2", "3", "4", "5", "6", "4 3", "4 4", "5 4", "5 5", "6 5", "6 6", "5 4 4");
        assertThat(cuts(left -> LaneTiles.filters(left, V))).startsWith("1", "1 1", "1 1 1", "4", "4 1");
        assertThat(cuts(PackedConv2d::pixels))
                .startsWith(
                        "1",
                        "2",
                        "3",
                        "4",
                        "5",
                        "6",
                        many ? "7" : "4 3",
                        many ? "8" : "4 4",
                        "5 4",
                        "5 5",
                        "6 5",
                        "6 6")
                .endsWith("6 6 5");
        assertThat(cuts(left -> PackedConv2d.part(left, 8)))
                .startsWith("1", "2", "3", "4", "5", "6", "7", "8", "5 4", "5 5", "6 5");
        assertThat(cuts(left -> PackedConv2d.part(left, 4)))
                .startsWith("1", "2", "3", "4", "3 2", "3 3", "4 3", "4 4", "4 3 2");
    }

    /** The sizes of the tiles for 1 to 17 rows. */
    private static Stream<String> cuts(IntUnaryOperator next) {
        return IntStream.rangeClosed(1, 17).mapToObj(all -> {
            StringBuilder sizes = new StringBuilder();
            for (int left = all; left > 0; ) {
                int size = next.applyAsInt(left);
                assertThat(size).isBetween(1, left);
                sizes.append(' ').append(size);
                left -= size;
            }
            return sizes.substring(1);
        });
    }

    /** Whole numbers from -4 to 4. */
    private static float[] whole(int seed, int n) {
        RandomSource random = new RandomSource(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextInt(9) - 4;
        }
        return values;
    }

    private static float[] filled(int n) {
        float[] values = new float[n];
        Arrays.fill(values, BEFORE);
        return values;
    }
}
