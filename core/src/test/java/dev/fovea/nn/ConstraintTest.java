package dev.fovea.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConstraintTest {
    private static float[] applied(Constraint constraint, Shape shape, float... weights) {
        constraint.apply(shape, weights);
        return weights;
    }

    private static void assertClose(float[] actual, float... expected) {
        assertThat(actual).containsExactly(expected, within(1e-6f));
    }

    @Test
    void nonNegCutsAtZero() {
        assertThat(applied(new Constraint.NonNeg(), Shape.of(3), -1, 0, 2)).containsExactly(0, 0, 2);
    }

    @Test
    void maxNormShortensLongColumnsAndLeavesOthers() {
        // Columns (3, 4) of norm 5 and (1, 0) of norm 1.
        assertClose(applied(Constraint.MaxNorm.of(), Shape.of(2, 2), 3, 1, 4, 0), 1.2f, 1, 1.6f, 0);
    }

    @Test
    void theAxisSaysWhichWeightsMakeANorm() {
        assertClose(applied(Constraint.UnitNorm.of(0), Shape.of(2, 2), 3, 1, 4, 0), 0.6f, 1, 0.8f, 0);
        assertClose(applied(Constraint.UnitNorm.of(1), Shape.of(2, 2), 3, 4, 0, 2), 0.6f, 0.8f, 0, 1);
        assertClose(applied(Constraint.UnitNorm.of(-1), Shape.of(2, 2), 3, 4, 0, 2), 0.6f, 0.8f, 0, 1);
    }

    @Test
    void severalAxesGiveOneNormPerFilter() {
        Shape shape = Shape.of(3, 3, 4, 5);
        float[] weights = new float[shape.size()];
        Initializer.RandomNormal.of().fill(shape, new RandomSource(1), weights, 0);
        Constraint.UnitNorm.of(0, 1, 2).apply(shape, weights);
        for (int m = 0; m < 5; m++) {
            double squares = 0;
            for (int i = m; i < weights.length; i += 5) {
                squares += (double) weights[i] * weights[i];
            }
            assertThat(Math.sqrt(squares)).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void axesNeedNotBeNeighbours() {
        // [2, 2, 2] over axes 0 and 2: norm of 1, 2, 5, 6 and of 3, 4, 7, 8.
        float[] w = applied(Constraint.UnitNorm.of(2, 0), Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8);
        float a = (float) Math.sqrt(1 + 4 + 25 + 36);
        float b = (float) Math.sqrt(9 + 16 + 49 + 64);
        assertClose(w, 1 / a, 2 / a, 3 / b, 4 / b, 5 / a, 6 / a, 7 / b, 8 / b);
    }

    @Test
    void minMaxNormGoesAsFarAsItsRate() {
        assertClose(applied(Constraint.MinMaxNorm.of(), Shape.of(2, 1), 3, 4), 0.6f, 0.8f);
        assertClose(applied(Constraint.MinMaxNorm.of(10, 20, 1, 0), Shape.of(2, 1), 3, 4), 6, 8);
        // Half of the way from 5 to 1 is 3.
        assertClose(applied(Constraint.MinMaxNorm.of(0, 1, 0.5f, 0), Shape.of(2, 1), 3, 4), 1.8f, 2.4f);
    }

    @Test
    void aNormOfZeroStaysZero() {
        assertThat(applied(Constraint.UnitNorm.of(), Shape.of(2), 0, 0)).containsExactly(0, 0);
    }

    @Test
    void argumentsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Constraint.MaxNorm.of(-1, 0)).hasMessageContaining("max_value");
        assertThatThrownBy(() -> new Constraint.UnitNorm(List.of())).hasMessageContaining("got []");
        assertThatThrownBy(() -> Constraint.UnitNorm.of(1, 1)).hasMessageContaining("got [1, 1]");
        assertThatThrownBy(() -> Constraint.MinMaxNorm.of(2, 1, 1, 0)).hasMessageContaining("over its max_value");
        assertThatThrownBy(() -> Constraint.UnitNorm.of(2).apply(Shape.of(2, 2), new float[4]))
                .hasMessageContaining("axis 2 does not exist in shape [2, 2]");
    }
}
