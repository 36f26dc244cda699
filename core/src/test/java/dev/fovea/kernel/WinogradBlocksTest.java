package dev.fovea.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.RandomSource;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds Winograd's way for blocks to the reference, of shapes of every kind, also those it is not chosen for. */
class WinogradBlocksTest {
    private static final int LANES = 2 * Simd.V;

    /** What the largest rounding error may be, in parts of the sum of all products taken positive. */
    private static final double ERROR = 0x1p-19;

    private static ConvGeometry of(int h, int w, int top, int left, int bottom, int right, int c, int m) {
        int e = Math.max(1, h + top + bottom - 2);
        int f = Math.max(1, w + left + right - 2);
        return new ConvGeometry(new Window(h, w, 3, 3, 1, 1, top, left, 1, 1, e, f), c, m, 1);
    }

    private static ConvGeometry same(int side, int c, int m) {
        return of(side, side, 1, 1, 1, 1, c, m);
    }

    @Property(tries = 60)
    void errsLittle(
            @ForAll @IntRange(min = 1, max = 11) int h,
            @ForAll @IntRange(min = 1, max = 11) int w,
            @ForAll @IntRange(max = 4) int top,
            @ForAll @IntRange(max = 4) int left,
            @ForAll @IntRange(max = 4) int bottom,
            @ForAll @IntRange(max = 4) int right,
            @ForAll @IntRange(min = 1, max = 19) int channels,
            @ForAll @IntRange(min = 1, max = 19) int filters,
            @ForAll boolean relu,
            @ForAll long seed) {
        ConvGeometry g = of(h, w, top, left, bottom, right, channels, filters);
        forward(g, relu, new RandomSource(seed));
        inputGradient(g, new RandomSource(seed));
        filterGradient(g, new RandomSource(seed));
    }

    @ParameterizedTest
    @CsvSource({"32, 16, 16", "16, 32, 32", "8, 64, 64", "4, 96, 160", "13, 16, 8"})
    void errsLittleWithMoreTilesOrChannels(int side, int channels, int filters) {
        ConvGeometry g = same(side, channels, filters);
        forward(g, true, new RandomSource(1));
        inputGradient(g, new RandomSource(2));
        filterGradient(g, new RandomSource(3));
    }

    @Test
    void isChosenWhereItSavesAndNotElsewhere() {
        WinogradBlocks blocks = new WinogradBlocks();
        assertThat(blocks.suits(same(32, 16, 16), LANES)).isTrue();
        assertThat(blocks.suitsInputGradient(same(8, 64, 64), LANES)).isTrue();
        assertThat(blocks.suits(same(32, 3, 16), LANES))
                .as("transforms are most of the work where channels are few")
                .isFalse();
        assertThat(blocks.suits(same(1, 64, 64), LANES))
                .as("a tile of which one output is used")
                .isFalse();
        WinogradFilterGradient gradient = new WinogradFilterGradient();
        assertThat(gradient.suits(same(8, 64, 64), LANES)).isTrue();
        assertThat(gradient.suits(same(32, 3, 16), LANES)).isFalse();
        assertThat(blocks.suits(same(32, 16, 16), 1)).isFalse();
        Window strided = new Window(33, 33, 3, 3, 2, 2, 0, 0, 1, 1, 16, 16);
        assertThat(blocks.suits(new ConvGeometry(strided, 64, 64, 1), LANES)).isFalse();
    }

    private static void forward(ConvGeometry g, boolean relu, RandomSource random) {
        Floats x = Agreement.normal(random, g.inputSize() * LANES);
        Floats w = Agreement.normal(random, g.filterSize());
        Floats bias = Agreement.normal(random, g.m());
        float[] scale = Arrays.copyOf(Agreement.normal(random, g.m()).array, g.m());
        float[] shift = Arrays.copyOf(Agreement.normal(random, g.m()).array, g.m());
        WinogradBlocks blocks = new WinogradBlocks();
        Floats packed = Agreement.scratch(blocks.packedSize(g));
        blocks.pack(g, w, bias, scale, shift, packed);
        Agreement.staysInside(packed);
        Floats room = Agreement.scratch(blocks.scratch(g));
        Floats y = Agreement.scratch(g.outputSize() * LANES);
        blocks.forward(g, x, packed, relu, y, room);
        Agreement.staysInside(room);
        Agreement.staysInside(y);
        Floats scaled = new Floats(w.array.clone(), w.offset);
        Floats shifted = new Floats(shift.clone(), 0);
        for (int i = 0; i < g.filterSize(); i++) {
            scaled.array[scaled.offset + i] *= scale[i % g.m()];
        }
        for (int i = 0; i < g.m(); i++) {
            shifted.array[i] += bias.array[bias.offset + i] * scale[i];
        }
        double[] expected = sums(g, x, scaled, shifted, false);
        Floats none = Floats.of(new float[g.m()]);
        double most = Arrays.stream(sums(g, x, scaled, none, true)).max().orElseThrow();
        holds(relu ? Arrays.stream(expected).map(v -> Math.max(v, 0)).toArray() : expected, y, most);
    }

    private static void inputGradient(ConvGeometry g, RandomSource random) {
        Floats dy = Agreement.normal(random, g.outputSize() * LANES);
        Floats w = Agreement.normal(random, g.filterSize());
        WinogradBlocks blocks = new WinogradBlocks();
        Floats packed = Agreement.scratch(blocks.packedInputGradientSize(g));
        blocks.packInputGradient(g, w, packed);
        Agreement.staysInside(packed);
        Floats room = Agreement.scratch(blocks.inputGradientScratch(g));
        Floats dx = Agreement.scratch(g.inputSize() * LANES);
        blocks.inputGradient(g, dy, packed, dx, room);
        Agreement.staysInside(room);
        Agreement.staysInside(dx);
        double most = Arrays.stream(backwards(g, dy, w, true)).max().orElseThrow();
        holds(backwards(g, dy, w, false), dx, most);
    }

    private static void filterGradient(ConvGeometry g, RandomSource random) {
        Floats x = Agreement.normal(random, g.inputSize() * LANES);
        Floats dy = Agreement.normal(random, g.outputSize() * LANES);
        WinogradFilterGradient gradient = new WinogradFilterGradient();
        Floats room = Agreement.scratch(gradient.scratch(g));
        Floats dw = Agreement.scratch(g.filterSize());
        gradient.run(g, x, dy, dw, room);
        Agreement.staysInside(room);
        Agreement.staysInside(dw);
        double most = Arrays.stream(filters(g, x, dy, true)).max().orElseThrow();
        holds(filters(g, x, dy, false), dw, most);
    }

    private static void holds(double[] expected, Floats actual, double most) {
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual.array[actual.offset + i])
                    .as("element %d", i)
                    .isCloseTo(expected[i], within(ERROR * most + 1e-5));
        }
    }

    /** The definition, in double; of all products taken positive where asked for. */
    private static double[] sums(ConvGeometry g, Floats x, Floats w, Floats bias, boolean positive) {
        double[] y = new double[g.outputSize() * LANES];
        for (int i = 0; i < g.outputSize(); i++) {
            for (int l = 0; l < LANES; l++) {
                y[i * LANES + l] = bias.array[bias.offset + i % g.m()];
            }
        }
        products(g, (in, weight, out) -> {
            for (int l = 0; l < LANES; l++) {
                double product = (double) x.array[x.offset + in * LANES + l] * w.array[w.offset + weight];
                y[out * LANES + l] += positive ? Math.abs(product) : product;
            }
        });
        return y;
    }

    private static double[] backwards(ConvGeometry g, Floats dy, Floats w, boolean positive) {
        double[] dx = new double[g.inputSize() * LANES];
        products(g, (in, weight, out) -> {
            for (int l = 0; l < LANES; l++) {
                double product = (double) dy.array[dy.offset + out * LANES + l] * w.array[w.offset + weight];
                dx[in * LANES + l] += positive ? Math.abs(product) : product;
            }
        });
        return dx;
    }

    private static double[] filters(ConvGeometry g, Floats x, Floats dy, boolean positive) {
        double[] dw = new double[g.filterSize()];
        products(g, (in, weight, out) -> {
            for (int l = 0; l < LANES; l++) {
                double product = (double) x.array[x.offset + in * LANES + l] * dy.array[dy.offset + out * LANES + l];
                dw[weight] += positive ? Math.abs(product) : product;
            }
        });
        return dw;
    }

    private interface Product {
        void of(int input, int weight, int output);
    }

    private static void products(ConvGeometry g, Product each) {
        Window w = g.window();
        for (int tap = 0; tap < 9; tap++) {
            for (int pixel = 0; pixel < w.e() * w.f(); pixel++) {
                int row = w.row(pixel / w.f(), tap / 3);
                int column = w.column(pixel % w.f(), tap % 3);
                if (row < 0 || column < 0 || row >= w.h() || column >= w.w()) {
                    continue;
                }
                for (int c = 0; c < g.c(); c++) {
                    for (int m = 0; m < g.m(); m++) {
                        each.of((row * w.w() + column) * g.c() + c, (tap * g.c() + c) * g.m() + m, pixel * g.m() + m);
                    }
                }
            }
        }
    }
}
