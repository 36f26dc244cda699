package dev.fovea.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

/** Measures the vector functions against double precision, in units of the result's last place. */
class VectorFunctionsTest {
    @Test
    void expErrsByTwoUnitsAtMost() {
        errs(2, -87, 88.7f, VectorFunctions::exp, Math::exp);
    }

    @Test
    void expm1ErrsByThreeUnitsAtMostAlsoNearZero() {
        errs(3, -30, 80, VectorFunctions::expm1, Math::expm1);
        errs(3, -1e-3f, 1e-3f, VectorFunctions::expm1, Math::expm1);
    }

    @Test
    void logarithmsErrByThreeUnitsAtMost() {
        errs(3, 1, 1e6f, VectorFunctions::log, Math::log);
        errs(3, 1, 1.01f, VectorFunctions::log, Math::log);
        errs(3, 0, 1, VectorFunctions::log1p, Math::log1p);
    }

    @Test
    void sigmoidAndTanhErrByFourUnitsAtMost() {
        errs(4, -87, 40, VectorFunctions::sigmoid, x -> 1 / (1 + Math.exp(-x)));
        errs(4, -12, 12, VectorFunctions::tanh, Math::tanh);
        errs(4, -1e-3f, 1e-3f, VectorFunctions::tanh, Math::tanh);
    }

    @Test
    void softplusErrsByFourUnitsAtMost() {
        errs(4, -80, 80, VectorFunctions::softplus, x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
    }

    @Test
    void whatIsTooLargeTooSmallOrNoNumberGoesToItsLimit() {
        assertThat(at(VectorFunctions::exp, Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(at(VectorFunctions::exp, 89)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(at(VectorFunctions::exp, Float.NEGATIVE_INFINITY)).isZero();
        assertThat(at(VectorFunctions::exp, -104)).isZero();
        assertThat(at(VectorFunctions::exp, -100)).isEqualTo((float) Math.exp(-100));
        assertThat(at(VectorFunctions::exp, 0)).isEqualTo(1);
        assertThat(at(VectorFunctions::exp, Float.NaN)).isNaN();
        assertThat(at(VectorFunctions::expm1, Float.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(at(VectorFunctions::sigmoid, Float.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(at(VectorFunctions::sigmoid, Float.NEGATIVE_INFINITY)).isZero();
        assertThat(at(VectorFunctions::sigmoid, Float.NaN)).isNaN();
        assertThat(at(VectorFunctions::tanh, Float.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(at(VectorFunctions::tanh, Float.MAX_VALUE)).isEqualTo(1);
        assertThat(at(VectorFunctions::tanh, Float.NaN)).isNaN();
        assertThat(at(VectorFunctions::softplus, Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(at(VectorFunctions::softplus, Float.NEGATIVE_INFINITY)).isZero();
        assertThat(at(VectorFunctions::log, 1)).isZero();
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
                assertThat(error).as("%s at %s, in units of the last place of %s", y[j], x[j], expected)
                        .isLessThanOrEqualTo(units);
            }
        }
    }
}
