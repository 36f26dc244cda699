package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.nn.Initializer.VarianceScaling;
import dev.fovea.nn.Initializer.VarianceScaling.Distribution;
import dev.fovea.nn.Initializer.VarianceScaling.Mode;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class InitializerTest {
    private static final Shape DENSE = Shape.of(300, 500);
    private static final Shape CONV = Shape.of(3, 5, 40, 80);

    private static float[] draw(Initializer initializer, Shape shape, long seed) {
        float[] values = new float[shape.size() + 2];
        values[0] = 7;
        values[values.length - 1] = 7;
        initializer.fill(shape, new RandomSource(seed), values, 1);
        assertThat(values[0]).as("the number before").isEqualTo(7);
        assertThat(values[values.length - 1]).as("the number behind").isEqualTo(7);
        return java.util.Arrays.copyOfRange(values, 1, values.length - 1);
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double deviation(float[] values) {
        double mean = mean(values);
        double sum = 0;
        for (float value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / values.length);
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** Holds mean and deviation to five of their own standard errors. */
    private static void checkMoments(Initializer initializer, Shape shape, double deviation) {
        float[] values = draw(initializer, shape, 11);
        double error = 5 * deviation / Math.sqrt(values.length);
        assertThat(mean(values)).as("mean of %s", initializer).isCloseTo(0, within(error));
        assertThat(deviation(values)).as("deviation of %s", initializer).isCloseTo(deviation, within(error));
    }

    @Test
    void constantsAreTheSameEverywhere() {
        assertThat(draw(Initializer.ZEROS, Shape.of(2, 3), 1)).containsOnly(0);
        assertThat(draw(Initializer.ONES, Shape.of(2, 3), 1)).containsOnly(1);
        assertThat(draw(new Initializer.Constant(0.25f), Shape.of(2, 3), 1)).containsOnly(0.25f);
    }

    @Test
    void defaultsAreThoseOfKeras() {
        checkMoments(Initializer.RandomNormal.of(), DENSE, 0.05);
        checkMoments(Initializer.TruncatedNormal.of(), DENSE, 0.05 * 0.8796256610342398);
        checkMoments(Initializer.RandomUniform.of(), DENSE, 0.05 / Math.sqrt(3));
        assertThat(largest(draw(Initializer.TruncatedNormal.of(), DENSE, 1))).isBetween(0.0999, 0.1 + 1e-7);
        assertThat(largest(draw(Initializer.RandomUniform.of(), DENSE, 1))).isBetween(0.0499, 0.05 + 1e-8);
        assertThat(VarianceScaling.of()).isEqualTo(new VarianceScaling(1, Mode.FAN_IN, Distribution.TRUNCATED_NORMAL));
    }

    @Test
    void meansAreThoseAskedFor() {
        assertThat(mean(draw(new Initializer.RandomNormal(3, 0.1f), DENSE, 1))).isCloseTo(3, within(2e-3));
        assertThat(mean(draw(new Initializer.RandomUniform(1, 2), DENSE, 1))).isCloseTo(1.5, within(5e-3));
    }

    @Test
    void scaledVariancesFollowTheFansOfDenseKernels() {
        checkMoments(Initializer.GLOROT_UNIFORM, DENSE, Math.sqrt(2.0 / 800));
        checkMoments(Initializer.GLOROT_NORMAL, DENSE, Math.sqrt(2.0 / 800));
        checkMoments(Initializer.HE_UNIFORM, DENSE, Math.sqrt(2.0 / 300));
        checkMoments(Initializer.HE_NORMAL, DENSE, Math.sqrt(2.0 / 300));
        checkMoments(Initializer.LECUN_UNIFORM, DENSE, Math.sqrt(1.0 / 300));
        checkMoments(Initializer.LECUN_NORMAL, DENSE, Math.sqrt(1.0 / 300));
        checkMoments(
                new VarianceScaling(3, Mode.FAN_OUT, Distribution.UNTRUNCATED_NORMAL), DENSE, Math.sqrt(3.0 / 500));
    }

    @Test
    void scaledVariancesFollowTheFansOfConvolutionKernels() {
        checkMoments(Initializer.GLOROT_UNIFORM, CONV, Math.sqrt(2.0 / (15 * 40 + 15 * 80)));
        checkMoments(Initializer.HE_NORMAL, CONV, Math.sqrt(2.0 / (15 * 40)));
        checkMoments(new VarianceScaling(1, Mode.FAN_OUT, Distribution.UNIFORM), CONV, Math.sqrt(1.0 / (15 * 80)));
    }

    @Test
    void aVectorHasItsLengthForBothFans() {
        checkMoments(Initializer.GLOROT_UNIFORM, Shape.of(5000), Math.sqrt(1.0 / 5000));
    }

    @Test
    void boundsAreKept() {
        double limit = Math.sqrt(6.0 / 800);
        assertThat(largest(draw(Initializer.GLOROT_UNIFORM, DENSE, 1))).isBetween(limit * 0.999, limit * 1.000001);
        double two = 2 * Math.sqrt(2.0 / 300) / 0.8796256610342398;
        assertThat(largest(draw(Initializer.HE_NORMAL, DENSE, 1))).isBetween(two * 0.99, two * 1.000001);
    }

    @Test
    void theSameSeedGivesTheSameValuesAndAnotherOthers() {
        for (Initializer initializer : new Initializer[] {
            Initializer.GLOROT_UNIFORM,
            Initializer.HE_NORMAL,
            Initializer.RandomNormal.of(),
            Initializer.Orthogonal.of()
        }) {
            float[] first = draw(initializer, Shape.of(6, 4), 3);
            assertThat(draw(initializer, Shape.of(6, 4), 3)).isEqualTo(first);
            assertThat(draw(initializer, Shape.of(6, 4), 4)).isNotEqualTo(first);
        }
    }

    @Property(tries = 30)
    void orthogonalColumnsOrRowsAreOrthonormalTimesTheGain(
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 40) int columns,
            @ForAll long seed) {
        float[] q = draw(new Initializer.Orthogonal(1.5f), Shape.of(rows, columns), seed);
        boolean wide = rows < columns;
        int count = Math.min(rows, columns);
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                double dot = 0;
                for (int k = 0; k < Math.max(rows, columns); k++) {
                    dot += wide
                            ? (double) q[i * columns + k] * q[j * columns + k]
                            : (double) q[k * columns + i] * q[k * columns + j];
                }
                // Elements are rounded to float32, up to 40 of them of at most 1.5.
                assertThat(dot).isCloseTo(i == j ? 2.25 : 0, within(1e-6));
            }
        }
    }

    @Test
    void orthogonalKernelsOfConvolutionsCountAllAxesButTheLastAsRows() {
        float[] q = draw(Initializer.Orthogonal.of(), Shape.of(3, 3, 2, 8), 5);
        double dot = 0;
        double square = 0;
        for (int k = 0; k < 18; k++) {
            dot += (double) q[k * 8] * q[k * 8 + 7];
            square += (double) q[k * 8] * q[k * 8];
        }
        assertThat(dot).isCloseTo(0, within(1e-6));
        assertThat(square).isCloseTo(1, within(1e-6));
    }

    @Test
    void orthogonalMatricesHaveNoPreferredSign() {
        int positive = 0;
        for (int seed = 0; seed < 400; seed++) {
            positive += draw(Initializer.Orthogonal.of(), Shape.of(3, 3), seed)[0] > 0 ? 1 : 0;
        }
        // Half of 400 within five deviations of 10.
        assertThat(positive).isBetween(150, 250);
    }

    @Test
    void identityIsOneOnTheDiagonal() {
        assertThat(draw(new Initializer.Identity(2), Shape.of(2, 3), 1)).containsExactly(2, 0, 0, 0, 2, 0);
        assertThat(draw(Initializer.Identity.of(), Shape.of(3, 2), 1)).containsExactly(1, 0, 0, 1, 0, 0);
    }

    @Test
    void shapesAndArgumentsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> draw(Initializer.Identity.of(), Shape.of(2, 2, 2), 1))
                .hasMessageContaining("two axes, not [2, 2, 2]");
        assertThatThrownBy(() -> draw(Initializer.Orthogonal.of(), Shape.of(4), 1))
                .hasMessageContaining("two axes or more, not [4]");
        assertThatThrownBy(() -> new Initializer.RandomNormal(0, -1)).hasMessageContaining("0.0 and -1.0");
        assertThatThrownBy(() -> new Initializer.RandomUniform(1, 0)).hasMessageContaining("in order");
        assertThatThrownBy(() -> new VarianceScaling(0, Mode.FAN_IN, Distribution.UNIFORM))
                .hasMessageContaining("over 0, not 0.0");
    }
}
