package dev.fovea.train;

import java.util.Arrays;
import java.util.List;

/**
 * One rate up to and with each boundary and another beyond the last, as Keras's class of that name.
 *
 * <pre>{@code
 * PiecewiseConstantDecay.of(new int[] {1000, 2000}, 1e-2f, 1e-3f, 1e-4f);
 * }</pre>
 *
 * @param boundaries steps, each greater than the one before
 * @param values the rates, one more than there are boundaries
 */
public record PiecewiseConstantDecay(List<Integer> boundaries, List<Float> values) implements LearningRate {
    public PiecewiseConstantDecay {
        boundaries = List.copyOf(boundaries);
        values = List.copyOf(values);
        if (values.size() != boundaries.size() + 1) {
            throw new IllegalArgumentException("PiecewiseConstantDecay takes one value more than boundaries; got "
                    + values.size() + " values and " + boundaries.size() + " boundaries");
        }
        for (int i = 1; i < boundaries.size(); i++) {
            if (boundaries.get(i) <= boundaries.get(i - 1)) {
                throw new IllegalArgumentException(
                        "PiecewiseConstantDecay takes boundaries in ascending order, not " + boundaries);
            }
        }
        values.forEach(value -> Hyperparameters.checkNotNegative("PiecewiseConstantDecay", "value", value));
    }

    public static PiecewiseConstantDecay of(int[] boundaries, float... values) {
        Float[] boxed = new Float[values.length];
        Arrays.setAll(boxed, i -> values[i]);
        return new PiecewiseConstantDecay(Arrays.stream(boundaries).boxed().toList(), List.of(boxed));
    }

    @Override
    public float at(long step) {
        int piece = 0;
        while (piece < boundaries.size() && step > boundaries.get(piece)) {
            piece++;
        }
        return values.get(piece);
    }
}
