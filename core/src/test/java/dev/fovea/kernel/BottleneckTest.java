package dev.fovea.kernel;

import static dev.fovea.kernel.Agreement.holds;
import static dev.fovea.kernel.Agreement.normal;
import static dev.fovea.kernel.Agreement.scratch;
import static dev.fovea.kernel.Agreement.staysInside;
import static dev.fovea.kernel.Simd.V;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.ScalarFunction;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Holds inverted bottlenecks in one to the reference's three convolutions, of any number of parts. */
class BottleneckTest {
    private static final float[][] RANGES = {{0, 6}, {0, Float.POSITIVE_INFINITY}, PanelTiles.ALL};

    @Property(tries = 200)
    void agreesWithThreeConvolutions(
            @ForAll @IntRange(min = 3, max = 24) int rows,
            @ForAll @IntRange(min = 5, max = 90) int columns,
            @ForAll @IntRange(min = 1, max = 2) int stride,
            @ForAll @IntRange(max = 1) int padTop,
            @ForAll @IntRange(max = 1) int padLeft,
            @ForAll @IntRange(max = 1) int padAfter,
            @ForAll @IntRange(min = 1, max = 9) int channels,
            @ForAll @IntRange(min = 1, max = 6) int vectors,
            @ForAll @IntRange(min = 1, max = 40) int filters,
            @ForAll @IntRange(max = 3) int first,
            @ForAll boolean added,
            @ForAll @IntRange(min = 1, max = 3) int parts,
            @ForAll int seed) {
        ConvGeometry[] three = three(rows, columns, stride, padTop, padLeft, padAfter, channels, vectors * V, filters);
        three[0] = new ConvGeometry(firsts(rows, columns)[first], channels, vectors * V, 1);
        Run run = new Run(three, added, seed);
        holds(60 * (9 + vectors * V) + 100, three[2].outputSize(), (k, y) -> {
            if (k.getClass() == ReferenceKernels.class) {
                run.oneAfterTheOther(k, y);
            } else {
                run.inOne(y, parts);
            }
        });
    }

    @Test
    void anOutputIsTheSameInAnyNumberOfParts() {
        ConvGeometry[] three = three(57, 60, 1, 1, 1, 1, 24, 9 * V, 24);
        Run run = new Run(three, true, 5);
        float[] whole = run.outputs(1);
        assertThat(run.outputs(2)).isEqualTo(whole);
        assertThat(run.outputs(3)).isEqualTo(whole);
    }

    private static ConvGeometry[] three(
            int rows,
            int columns,
            int stride,
            int padTop,
            int padLeft,
            int padAfter,
            int channels,
            int wide,
            int filters) {
        int e = (rows + padTop + padAfter - 3) / stride + 1;
        int f = (columns + padLeft + padAfter - 3) / stride + 1;
        Window depthwise = new Window(rows, columns, 3, 3, stride, stride, padTop, padLeft, 1, 1, e, f);
        return new ConvGeometry[] {
            new ConvGeometry(pixels(rows, columns), channels, wide, 1),
            new ConvGeometry(depthwise, wide, wide, wide),
            new ConvGeometry(pixels(e, f), wide, filters, 1)
        };
    }

    /** Windows that give so many rows and columns: of a pixel, padded, in steps of two, and in steps of two and padded behind. */
    private static Window[] firsts(int rows, int columns) {
        return new Window[] {
            pixels(rows, columns),
            new Window(rows, columns, 3, 3, 1, 1, 1, 1, 1, 1, rows, columns),
            new Window(2 * rows, 2 * columns, 2, 2, 2, 2, 0, 0, 1, 1, rows, columns),
            new Window(2 * rows, 2 * columns, 3, 3, 2, 2, 0, 0, 1, 1, rows, columns)
        };
    }

    private static Window pixels(int rows, int columns) {
        return new Window(rows, columns, 1, 1, 1, 1, 0, 0, 1, 1, rows, columns);
    }

    /** Three convolutions with numbers to run on. */
    private static final class Run {
        private final ConvGeometry[] three;
        private final Floats x;
        private final Floats[] filters;
        private final Floats[] biases;
        private final Floats residual;

        Run(ConvGeometry[] three, boolean added, int seed) {
            RandomSource random = new RandomSource(seed);
            this.three = three;
            this.x = normal(random, three[0].inputSize());
            this.filters =
                    Stream.of(three).map(g -> normal(random, g.filterSize())).toArray(Floats[]::new);
            this.biases = Stream.of(three).map(g -> normal(random, g.m())).toArray(Floats[]::new);
            this.residual = added ? normal(random, three[2].outputSize()) : null;
        }

        void oneAfterTheOther(Kernels k, Floats y) {
            Floats read = x;
            for (int i = 0; i < 3; i++) {
                ConvGeometry g = three[i];
                Floats made = i == 2 ? y : scratch(g.outputSize());
                Floats room = scratch(k.conv2dScratch(g, 1));
                k.conv2d(g, 1, read, filters[i], biases[i], ScalarFunction.LINEAR, 0, made, room, 0, 1);
                for (int j = 0; j < g.outputSize(); j++) {
                    float value = made.array[made.offset + j];
                    value += i == 2 && residual != null ? residual.array[residual.offset + j] : 0;
                    made.array[made.offset + j] = Math.clamp(value, RANGES[i][0], RANGES[i][1]);
                }
                read = made;
            }
        }

        void inOne(Floats y, int parts) {
            PackedConv2d packed = new PackedConv2d();
            ImageConv2d[] ways = {packed, new DepthwiseConv2d(), packed};
            Bottleneck all = Bottleneck.of(three[0], three[1], three[2], packed, RANGES);
            Floats[] ready = new Floats[3];
            for (int i = 0; i < 3; i++) {
                ready[i] = scratch(ways[i].packedSize(three[i]));
                ways[i].pack(three[i], filters[i], biases[i], null, null, ready[i]);
            }
            Floats room = scratch(all.scratch());
            Floats add =
                    residual != null && parts > 1 ? Agreement.inPlace(residual, three[2].outputSize(), y) : residual;
            for (int part = 0; part < parts; part++) {
                all.run(x, ready[0], ready[1], ready[2], add, y, room, part, parts);
            }
            staysInside(room);
        }

        float[] outputs(int parts) {
            Floats y = Floats.of(new float[three[2].outputSize()]);
            inOne(y, parts);
            return y.array;
        }
    }
}
