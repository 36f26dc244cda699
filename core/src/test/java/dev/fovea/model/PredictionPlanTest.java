package dev.fovea.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.nn.Activations;
import dev.fovea.nn.Add;
import dev.fovea.nn.AveragePooling2D;
import dev.fovea.nn.Conv2D;
import dev.fovea.nn.Dense;
import dev.fovea.nn.Flatten;
import dev.fovea.nn.GlobalAveragePooling2D;
import dev.fovea.nn.Input;
import dev.fovea.nn.MaxPooling2D;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.ZeroPadding2D;
import dev.fovea.op.Padding;
import dev.fovea.plan.Fed;
import dev.fovea.plan.Plan;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.RandomSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only plans for predictions do: several images at a time, parts of one, values that are not made. */
class PredictionPlanTest {
    /** Too few for blocks, whose lanes are images, even where vectors are of four numbers. */
    private static final int IMAGES = 5;

    private final float[][] images = new float[IMAGES][6 * 6 * 8];

    PredictionPlanTest() {
        RandomSource random = new RandomSource(4);
        for (float[] image : images) {
            for (int i = 0; i < image.length; i++) {
                image[i] = (float) random.nextGaussian();
            }
        }
    }

    /** Filters are larger than images here, which go through ops together then. */
    @Test
    void eachOfManyImagesComesOutAsByItself() {
        Symbol input = Input.of(6, 6, 8);
        Symbol wide = Conv2D.of(1024, 3)
                .strides(3)
                .activation(Activations.RELU)
                .apply(Conv2D.of(8, 3).padding(Padding.SAME).apply(input));
        Symbol sum = wide;
        for (int i = 0; i < 2; i++) {
            Symbol more = Conv2D.of(1024, 1).activation(Activations.TANH).apply(sum);
            sum = Add.of().apply(Conv2D.of(1024, 1).apply(more), sum);
        }
        Symbol output =
                Dense.of(10).apply(GlobalAveragePooling2D.of().apply(Add.of().apply(sum, wide)));
        Network.Built built = built(input, output);
        float[][] each = new float[IMAGES][];
        for (int i = 0; i < IMAGES; i++) {
            each[i] = run(built, 1, 1, images[i])[0];
        }
        for (int threads = 1; threads <= 3; threads++) {
            assertThat(run(built, IMAGES, threads, images)).isDeepEqualTo(each);
            assertThat(run(built, IMAGES + 2, threads, images)).isDeepEqualTo(each);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1", "0, 1, 0, 1", "2, 0, 1, 2", "3, 0, 0, 1", "0, 0, 0, 4"})
    void poolsInsideOfZeros(int top, int bottom, int left, int right) {
        Symbol input = Input.of(6, 6, 8);
        Symbol image = Conv2D.of(5, 3)
                .padding(Padding.SAME)
                .activation(Activations.RELU)
                .apply(input);
        Symbol padded = ZeroPadding2D.of(top, bottom, left, right).apply(image);
        Symbol output = MaxPooling2D.of(3).strides(2).apply(padded);
        float[] inner = run(built(input, image), 1, 1, images[0])[0];
        int e = (6 + top + bottom - 3) / 2 + 1;
        int f = (6 + left + right - 3) / 2 + 1;
        float[] expected = new float[e * f * 5];
        for (int i = 0; i < expected.length; i++) {
            int row = i / 5 / f * 2 - top;
            int column = i / 5 % f * 2 - left;
            for (int r = Math.max(row, 0); r < Math.min(row + 3, 6); r++) {
                for (int s = Math.max(column, 0); s < Math.min(column + 3, 6); s++) {
                    expected[i] = Math.max(expected[i], inner[(r * 6 + s) * 5 + i % 5]);
                }
            }
        }
        for (int threads = 1; threads <= 7; threads++) {
            assertThat(run(built(input, output), 1, threads, images[0])[0]).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Padding.class)
    void poolsInParts(Padding padding) {
        Symbol input = Input.of(6, 6, 8);
        Symbol quads = MaxPooling2D.of(2).padding(padding).apply(input);
        Symbol means = AveragePooling2D.of(3).strides(2).padding(padding).apply(input);
        for (Symbol output : List.of(quads, means)) {
            Network.Built built = built(input, output);
            float[][] whole = run(built, 1, 1, images[0]);
            for (int threads = 2; threads <= 4; threads++) {
                assertThat(run(built, 1, threads, images[0])).isDeepEqualTo(whole);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 16, 37, 100})
    void productsInParts(int units) {
        Symbol input = Input.of(6, 6, 8);
        Symbol output =
                Dense.of(units).activation(Activations.TANH).apply(Flatten.of().apply(input));
        Network.Built built = built(input, output);
        float[][] whole = run(built, 1, 1, images[0]);
        for (int threads = 2; threads <= 4; threads++) {
            assertThat(run(built, 1, threads, images[0])).isDeepEqualTo(whole);
        }
    }

    private static Network.Built built(Symbol input, Symbol output) {
        return Network.drawn(Topology.between(List.of(input), List.of(output)), 3)
                .build(false);
    }

    private static float[][] run(Network.Built built, int batch, int threads, float[]... images) {
        Plan plan = Plan.compile(
                built.graph(),
                built.outputs(),
                node -> Floats.of(built.weights().get(node).array()),
                KernelChoice.best(),
                batch,
                threads);
        int size = built.outputs().getFirst().shape().size();
        float[][] results = new float[images.length][size];
        try (Workers workers = new Workers(threads)) {
            // A second run reads what the first has left.
            for (int run = 0; run < 2; run++) {
                plan.run(Fed.of(1, images), images.length, 0, workers);
            }
        }
        for (int i = 0; i < images.length; i++) {
            plan.read(0, i, results[i], 0);
        }
        return results;
    }
}
