package dev.fovea.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.RandomSource;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Holds Winograd's way to the definition of a convolution, of shapes of every kind, also those it is not chosen for. */
class WinogradConv2dTest {
    private static final int V = Simd.V;

    /** What the largest rounding error may be, in parts of the sum of all products taken positive. */
    private static final double ERROR = 0x1p-19;

    private static Window window(int h, int w, int top, int left, int bottom, int right) {
        int e = Math.max(1, h + top + bottom - 2);
        int f = Math.max(1, w + left + right - 2);
        return new Window(h, w, 3, 3, 1, 1, top, left, 1, 1, e, f);
    }

    @Property(tries = 150)
    void errsLittle(
            @ForAll @IntRange(min = 1, max = 19) int h,
            @ForAll @IntRange(min = 1, max = 19) int w,
            @ForAll @IntRange(max = 6) int top,
            @ForAll @IntRange(max = 6) int left,
            @ForAll @IntRange(max = 6) int bottom,
            @ForAll @IntRange(max = 6) int right,
            @ForAll @IntRange(min = 1, max = 4) int channels,
            @ForAll @IntRange(min = 1, max = 5) int filters,
            @ForAll @IntRange(min = 1, max = 3) int parts,
            @ForAll boolean byFilters,
            @ForAll boolean added,
            @ForAll boolean small,
            @ForAll long seed) {
        ConvGeometry g = new ConvGeometry(window(h, w, top, left, bottom, right), channels * V, filters * V, 1);
        check(small ? 2 : 4, g, parts, byFilters, added, new RandomSource(seed));
    }

    @Test
    void manyChannelsInBlocksOfTheDepth() {
        ConvGeometry g = new ConvGeometry(window(9, 10, 1, 1, 1, 1), PackedConv2d.DEPTH + 5 * V, 3 * V, 1);
        check(4, g, 2, false, true, new RandomSource(3));
        check(2, g, 2, false, true, new RandomSource(3));
    }

    @Test
    void severalBandsInARowOfTiles() {
        ConvGeometry g = new ConvGeometry(window(8, 900, 1, 1, 1, 1), 4 * V, 4 * V, 1);
        check(4, g, 1, false, false, new RandomSource(4));
        check(2, g, 1, false, false, new RandomSource(4));
    }

    @Test
    void isChosenWhereItSavesAndNotElsewhere() {
        assertThat(way(window(56, 56, 1, 1, 1, 1), 64, 64, 1)).isEqualTo("Winograd, tiles of 4 x 4 pixels");
        assertThat(way(window(14, 14, 1, 1, 1, 1), 256, 256, 1)).isEqualTo("Winograd, tiles of 4 x 4 pixels");
        assertThat(way(window(7, 7, 1, 1, 1, 1), 512, 512, 1))
                .as("filters that are four times as large are read for few tiles")
                .isEqualTo("Winograd, tiles of 2 x 2 pixels");
        Window strided = new Window(57, 57, 3, 3, 2, 2, 0, 0, 1, 1, 28, 28);
        assertThat(List.of(
                        way(window(56, 56, 1, 1, 1, 1), 64, 64, 2),
                        way(window(56, 56, 1, 1, 1, 1), 8 * V + 1, 64, 1),
                        way(window(3, 3, 1, 1, 1, 1), 512, 512, 1),
                        way(strided, 64, 64, 1)))
                .allMatch(way -> way.startsWith("tiles of"));
    }

    private static String way(Window window, int c, int m, int groups) {
        return Agreement.vector().way(new ConvGeometry(window, c, m, groups), 1);
    }

    private static void check(
            int out, ConvGeometry g, int parts, boolean byFilters, boolean added, RandomSource random) {
        Floats x = Agreement.normal(random, g.inputSize());
        Floats w = Agreement.normal(random, g.filterSize());
        Floats bias = Agreement.normal(random, g.m());
        float[] scale = Arrays.copyOf(Agreement.normal(random, g.m()).array, g.m());
        float[] shift = Arrays.copyOf(Agreement.normal(random, g.m()).array, g.m());
        Floats residual = added ? Agreement.normal(random, g.outputSize()) : null;
        ImageConv2d conv = new WinogradConv2d(out);
        Floats packed = Agreement.scratch(conv.packedSize(g));
        conv.pack(g, w, bias, scale, shift, packed);
        Floats y = Agreement.scratch(g.outputSize());
        Floats add = added && parts > 1 ? Agreement.inPlace(residual, g.outputSize(), y) : residual;
        for (int part = 0; part < parts; part++) {
            Floats room = Agreement.scratch(conv.scratch(g));
            conv.forward(g, x, packed, add, new float[] {-20, 30}, y, room, part, parts, byFilters);
            Agreement.staysInside(room);
        }
        Agreement.staysInside(packed);
        Agreement.staysInside(y);
        Window window = g.window();
        double most = 0;
        double[] sums = new double[g.outputSize()];
        for (int i = 0; i < sums.length; i++) {
            int m = i % g.m();
            double positive = 0;
            for (int k = 0; k < 9; k++) {
                int row = window.row(i / g.m() / window.f(), k / 3);
                int column = window.column(i / g.m() % window.f(), k % 3);
                for (int c = 0; c < g.c() && row >= 0 && row < window.h() && column >= 0 && column < window.w(); c++) {
                    double product = (double) x.array[x.offset + (row * window.w() + column) * g.c() + c]
                            * w.array[w.offset + (k * g.c() + c) * g.m() + m]
                            * scale[m];
                    sums[i] += product;
                    positive += Math.abs(product);
                }
            }
            sums[i] += bias.array[bias.offset + m] * (double) scale[m] + shift[m];
            sums[i] += added ? residual.array[residual.offset + i] : 0;
            most = Math.max(most, positive);
        }
        for (int i = 0; i < sums.length; i++) {
            assertThat((double) y.array[y.offset + i])
                    .isCloseTo(Math.clamp(sums[i], -20, 30), within(ERROR * most + 1e-5));
        }
    }
}
