package dev.fovea.nn;

import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * What a weight is held to after each step of training, as in {@code keras.constraints}.
 *
 * <p>A norm is taken over the given axes, one for each index of the others: axis 0 of a dense kernel
 * {@code [in, units]} gives one norm per unit; axes 0, 1 and 2 of a convolution's kernel {@code [R, S, C, M]} give one
 * per filter.
 */
public sealed interface Constraint {
    /**
     * Changes the values to ones that are allowed.
     *
     * @throws IllegalArgumentException if the shape lacks an axis that the constraint names
     */
    void apply(Shape shape, float[] weights);

    /** No value below 0. */
    record NonNeg() implements Constraint {
        @Override
        public void apply(Shape shape, float[] weights) {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Math.max(0, weights[i]);
            }
        }
    }

    /** No norm over {@code maxValue}; longer ones are cut to it (Srivastava et al. 2014). */
    record MaxNorm(float maxValue, List<Integer> axis) implements Constraint {
        public MaxNorm {
            checkNorm("MaxNorm", "max_value", maxValue);
            axis = checkedAxes("MaxNorm", axis);
        }

        /** With Keras's defaults: norms over axis 0 of at most 2. */
        public static MaxNorm of() {
            return of(2, 0);
        }

        public static MaxNorm of(float maxValue, int... axis) {
            return new MaxNorm(maxValue, list(axis));
        }

        @Override
        public void apply(Shape shape, float[] weights) {
            Norms.scale(shape, axis, weights, norm -> Math.min(norm, maxValue));
        }
    }

    /** Every norm 1. */
    record UnitNorm(List<Integer> axis) implements Constraint {
        public UnitNorm {
            axis = checkedAxes("UnitNorm", axis);
        }

        /** With Keras's default, norms over axis 0. */
        public static UnitNorm of() {
            return of(0);
        }

        public static UnitNorm of(int... axis) {
            return new UnitNorm(list(axis));
        }

        @Override
        public void apply(Shape shape, float[] weights) {
            Norms.scale(shape, axis, weights, norm -> 1);
        }
    }

    /**
     * Every norm from {@code minValue} to {@code maxValue}.
     *
     * @param rate how much of the way there is gone at each step, 1 being all of it
     */
    record MinMaxNorm(float minValue, float maxValue, float rate, List<Integer> axis) implements Constraint {
        public MinMaxNorm {
            checkNorm("MinMaxNorm", "min_value", minValue);
            checkNorm("MinMaxNorm", "max_value", maxValue);
            if (minValue > maxValue) {
                throw new IllegalArgumentException(
                        "MinMaxNorm's min_value " + minValue + " is over its max_value " + maxValue);
            }
            if (!(rate >= 0 && rate <= 1)) {
                throw new IllegalArgumentException("MinMaxNorm's rate is a number from 0 to 1, not " + rate);
            }
            axis = checkedAxes("MinMaxNorm", axis);
        }

        /** With Keras's defaults: norms over axis 0 of at most 1. */
        public static MinMaxNorm of() {
            return of(0, 1, 1, 0);
        }

        public static MinMaxNorm of(float minValue, float maxValue, float rate, int... axis) {
            return new MinMaxNorm(minValue, maxValue, rate, list(axis));
        }

        @Override
        public void apply(Shape shape, float[] weights) {
            Norms.scale(
                    shape,
                    axis,
                    weights,
                    norm -> rate * Math.max(minValue, Math.min(norm, maxValue)) + (1 - rate) * norm);
        }
    }

    private static List<Integer> list(int... axis) {
        return Arrays.stream(axis).boxed().toList();
    }

    private static List<Integer> checkedAxes(String name, List<Integer> axis) {
        if (axis.isEmpty() || axis.stream().distinct().count() < axis.size()) {
            throw new IllegalArgumentException(
                    name + " takes norms over one or more different axes, as 0, or 0, 1, 2; got " + axis);
        }
        return List.copyOf(axis);
    }

    private static void checkNorm(String name, String argument, float value) {
        if (!(value >= 0 && Float.isFinite(value))) {
            throw new IllegalArgumentException(
                    name + "'s " + argument + " is a finite number of 0 or more, not " + value);
        }
    }
}
