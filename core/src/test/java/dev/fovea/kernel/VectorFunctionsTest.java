package dev.fovea.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.tensor.ScalarFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** Measures the vector functions against double precision, in units of the result's last place. */
class VectorFunctionsTest {
    @Test
    void expErrsByTwoUnitsAtMost() {
        errs(2, -87, 88.7f, of(ScalarFunction.EXPONENTIAL), Math::exp);
    }

    @Test
    void eluErrsByThreeUnitsAtMostAlsoNearZero() {
        errs(3, -30, 0, of(ScalarFunction.ELU), Math::expm1);
        errs(3, -1e-3f, 0, of(ScalarFunction.ELU), Math::expm1);
    }

    @Test
    void sigmoidAndTanhErrByFourUnitsAtMost() {
        errs(4, -80, 40, of(ScalarFunction.SIGMOID), x -> 1 / (1 + Math.exp(-x)));
        errs(4, -12, 12, of(ScalarFunction.TANH), Math::tanh);
        errs(4, -1e-3f, 1e-3f, of(ScalarFunction.TANH), Math::tanh);
    }

    @Test
    void gatesErrByFewUnitsAlsoWhereTheyLetLittleThrough() {
        for (ScalarFunction f : new ScalarFunction[] {
            ScalarFunction.GELU, ScalarFunction.GELU_TANH, ScalarFunction.MISH, ScalarFunction.SILU
        }) {
            // At -8 u = c1 x + c3 x^3 is -47, and each of its four roundings counts for as many units.
            int units = f == ScalarFunction.GELU_TANH ? 4 * 47 : 8;
            errs(units, -8, 0, of(f), x -> f.value((float) x, 1));
            errs(units, 0, 14, of(f), x -> f.value((float) x, 1));
        }
    }

    @Test
    void slopesOfGatesAreThoseOfTheReferenceAlsoFarOut() {
        for (ScalarFunction f : new ScalarFunction[] {
            ScalarFunction.GELU, ScalarFunction.GELU_TANH, ScalarFunction.MISH, ScalarFunction.SILU
        }) {
            for (float x = -100; x <= 100; x += 0.03125f) {
                Floats in = new Floats(new float[] {x}, 0);
                Floats dx = new Floats(new float[1], 0);
                VectorApply.gradient(f, 1, 1, in, null, new Floats(new float[] {1}, 0), dx);
                assertThat((double) dx.array[0])
                        .as("slope of %s at %s", f, x)
                        .isCloseTo(f.slope(x, 0, 1), within(4e-7));
            }
        }
    }

    private static UnaryOperator<FloatVector> of(ScalarFunction f) {
        return x -> {
            Floats y = new Floats(x.toArray(), 0);
            VectorApply.apply(f, 1, Simd.V, y, y);
            return FloatVector.fromArray(Simd.SPECIES, y.array, 0);
        };
    }

    @Test
    void whatIsTooLargeTooSmallOrNoNumberGoesToItsLimit() {
        assertThat(at(of(ScalarFunction.EXPONENTIAL), Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(at(of(ScalarFunction.EXPONENTIAL), 89)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(at(of(ScalarFunction.EXPONENTIAL), Float.NEGATIVE_INFINITY)).isZero();
        assertThat(at(of(ScalarFunction.EXPONENTIAL), -104)).isZero();
        assertThat(at(of(ScalarFunction.EXPONENTIAL), -100)).isEqualTo((float) Math.exp(-100));
        assertThat(at(of(ScalarFunction.EXPONENTIAL), 0)).isEqualTo(1);
        assertThat(at(of(ScalarFunction.EXPONENTIAL), Float.NaN)).isNaN();
        assertThat(at(of(ScalarFunction.ELU), Float.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(at(of(ScalarFunction.SIGMOID), Float.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(at(of(ScalarFunction.SIGMOID), Float.NEGATIVE_INFINITY)).isZero();
        assertThat(at(of(ScalarFunction.SIGMOID), Float.NaN)).isNaN();
        assertThat(at(of(ScalarFunction.TANH), Float.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(at(of(ScalarFunction.TANH), Float.MAX_VALUE)).isEqualTo(1);
        assertThat(at(of(ScalarFunction.TANH), Float.NaN)).isNaN();
        for (ScalarFunction f : new ScalarFunction[] {
            ScalarFunction.GELU, ScalarFunction.GELU_TANH, ScalarFunction.MISH, ScalarFunction.SELU, ScalarFunction.CELU
        }) {
            assertThat(at(of(f), Float.NaN)).isNaN();
            assertThat(at(of(f), 1e30f)).isEqualTo(f.value(1e30f, 1));
        }
        assertThat(at(of(ScalarFunction.GELU), -1e30f)).isZero();
    }

    @Test
    void theSumOfAVectorIsThatOfItsLanes() {
        float[] lanes = new float[Simd.V];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = 1 << i;
        }
        assertThat(Simd.sum(FloatVector.fromArray(Simd.SPECIES, lanes, 0))).isEqualTo((float) ((1 << Simd.V) - 1));
    }

    private static float at(UnaryOperator<FloatVector> f, float x) {
        return f.apply(FloatVector.broadcast(Simd.SPECIES, x)).lane(Simd.V - 1);
    }

    private static void errs(
            double units, float from, float to, UnaryOperator<FloatVector> f, DoubleUnaryOperator exact) {
        float[] x = new float[Simd.V];
        float[] y = new float[Simd.V];
        int points = 100_000;
        for (int i = 0; i < points; i += x.length) {
            for (int j = 0; j < x.length; j++) {
                x[j] = from + (to - from) * ((i + j) / (float) points);
            }
            f.apply(FloatVector.fromArray(Simd.SPECIES, x, 0)).intoArray(y, 0);
            for (int j = 0; j < x.length; j++) {
                double expected = exact.applyAsDouble(x[j]);
                double error = Math.abs(y[j] - expected) / Math.ulp((float) expected);
                assertThat(error)
                        .as("%s at %s, in units of the last place of %s", y[j], x[j], expected)
                        .isLessThanOrEqualTo(units);
            }
        }
    }
}
