package dev.fovea.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the functions of one number to formulas of their own, as Keras's documentation gives them. */
class ScalarFunctionTest {
    private static final float ALPHA = 0.75f;

    /** The formula in terms of exp, ln and comparisons alone, plainly written. */
    private static DoubleUnaryOperator formula(ScalarFunction function) {
        return switch (function) {
            case LINEAR -> x -> x;
            case RELU -> x -> x < 0 ? 0 : x;
            case RELU6 -> x -> x < 0 ? 0 : x > 6 ? 6 : x;
            case THRESHOLD -> x -> x > 0.75 ? x : 0;
            case CAP -> x -> x < 0.75 ? x : 0.75;
            case STEP -> x -> x > 0.75 ? 1 : 0;
            case LEAKY_RELU -> x -> x < 0 ? 0.75 * x : x;
            case ELU -> x -> x < 0 ? 0.75 * (Math.exp(x) - 1) : x;
            case SELU -> x -> x < 0 ? 1.05070098 * 1.67326324 * (Math.exp(x) - 1) : 1.05070098 * x;
            case CELU -> x -> Math.max(0, x) + Math.min(0, 0.75 * (Math.exp(x / 0.75) - 1));
            case GELU -> x -> x * (0.5 + integral(x));
            case GELU_TANH -> x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * Math.pow(x, 3))));
            case SILU -> x -> x / (1 + Math.exp(-x));
            case MISH -> x -> x * Math.tanh(Math.log(1 + Math.exp(x)));
            case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
            case HARD_SIGMOID -> x -> Math.min(Math.max(x + 3, 0), 6) / 6;
            case HARD_SILU -> x -> x * Math.min(Math.max(x + 3, 0), 6) / 6;
            case SPARSE_SIGMOID -> x -> x <= -1 ? 0 : x >= 1 ? 1 : 0.5 * (x + 1);
            case LOG_SIGMOID -> x -> Math.log(1 / (1 + Math.exp(-x)));
            case TANH -> x -> (Math.exp(2 * x) - 1) / (Math.exp(2 * x) + 1);
            case TANH_SHRINK -> x -> x - (Math.exp(2 * x) - 1) / (Math.exp(2 * x) + 1);
            case HARD_TANH -> x -> x < -1 ? -1 : x > 1 ? 1 : x;
            case HARD_SHRINK -> x -> x > 0.75 || x < -0.75 ? x : 0;
            case SOFT_SHRINK -> x -> x > 0.75 ? x - 0.75 : x < -0.75 ? x + 0.75 : 0;
            case SOFTPLUS -> x -> Math.log(1 + Math.exp(x));
            case SPARSE_PLUS -> x -> x <= -1 ? 0 : x < 1 ? 0.25 * Math.pow(x + 1, 2) : x;
            case SQUAREPLUS -> x -> (x + Math.sqrt(x * x + 0.75)) / 2;
            case SOFTSIGN -> x -> x / (x < 0 ? 1 - x : 1 + x);
            case EXPONENTIAL -> Math::exp;
            case LOG -> x -> Math.log10(x) * Math.log(10);
            case SQRT -> x -> Math.pow(x, 0.5);
            case SQUARE -> x -> Math.pow(x, 2);
            case RECIPROCAL -> x -> Math.pow(x, -1);
            case ABS -> x -> x < 0 ? -x : x;
        };
    }

    /** The normal distribution's share between 0 and x, by Simpson's rule. */
    private static double integral(double x) {
        int n = 2000;
        double sum = 0;
        for (int i = 0; i <= n; i++) {
            double t = x * i / n;
            sum += (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2) * Math.exp(-t * t / 2);
        }
        return sum * x / n / 3 / Math.sqrt(2 * Math.PI);
    }

    private static float first(ScalarFunction function) {
        return switch (function) {
            case LOG, SQRT, RECIPROCAL -> 0.125f;
            default -> -8;
        };
    }

    @ParameterizedTest
    @EnumSource
    void valuesAreThoseOfTheFormula(ScalarFunction function) {
        DoubleUnaryOperator formula = formula(function);
        for (float x = first(function); x <= 8; x += 0.0625f) {
            double expected = formula.applyAsDouble(x);
            assertThat((double) function.value(x, ALPHA))
                    .as("%s(%s)", function, x)
                    .isCloseTo(expected, within(2e-7 * Math.abs(expected) + 1e-11));
        }
    }

    @ParameterizedTest
    @EnumSource
    void slopesAreThoseOfTheFormula(ScalarFunction function) {
        DoubleUnaryOperator formula = formula(function);
        double h = 1e-5;
        // Between multiples of 1/16, where the kinks are.
        for (float x = first(function) + 0.03125f; x <= 8; x += 0.0625f) {
            double expected = (formula.applyAsDouble(x + h) - formula.applyAsDouble(x - h)) / (2 * h);
            float input = function.slopeNeedsInput() ? x : Float.NaN;
            assertThat((double) function.slope(input, function.value(x, ALPHA), ALPHA))
                    .as("slope of %s at %s", function, x)
                    .isCloseTo(expected, within(1e-6 * Math.abs(expected) + 2e-7));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noNumberStaysNone(ScalarFunction function) {
        // Comparisons with no number are false.
        Float expected = switch (function) {
            case THRESHOLD, STEP, HARD_SHRINK, SOFT_SHRINK -> 0f;
            default -> Float.NaN;
        };
        assertThat(function.value(Float.NaN, ALPHA)).isEqualTo(expected);
    }
}
