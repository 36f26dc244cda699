package dev.fovea.nn;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.Combine;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;

/**
 * Rectified linear units, as Keras's {@code ReLU}: x where it is over the threshold, at most {@code maxValue}; and
 * {@code negativeSlope * (x - threshold)} below. Shape: {@code [N,...] -> [N,...]}.
 *
 * @param maxValue the largest output, or null for no bound
 */
public record ReLU(Float maxValue, float negativeSlope, float threshold, String name) implements Layer {
    public ReLU {
        if ((maxValue != null && !(maxValue >= 0)) || !(negativeSlope >= 0) || !(threshold >= 0)) {
            throw new IllegalArgumentException("ReLU takes a maxValue, negativeSlope and threshold of 0 or more; got "
                    + maxValue + ", " + negativeSlope + " and " + threshold);
        }
    }

    public static ReLU of() {
        return new ReLU(null, 0, 0, null);
    }

    public ReLU maxValue(Float maxValue) {
        return new ReLU(maxValue, negativeSlope, threshold, name);
    }

    public ReLU negativeSlope(float negativeSlope) {
        return new ReLU(maxValue, negativeSlope, threshold, name);
    }

    public ReLU threshold(float threshold) {
        return new ReLU(maxValue, negativeSlope, threshold, name);
    }

    public ReLU name(String name) {
        return new ReLU(maxValue, negativeSlope, threshold, name);
    }

    @Override
    public Value call(Value input, LayerContext context) {
        return rectify(input, context);
    }

    Value rectify(Value input, Wiring graph) {
        if (threshold == 0 && maxValue == null && negativeSlope != 0) {
            return graph.add(new Apply(ScalarFunction.LEAKY_RELU, negativeSlope), input);
        }
        Value y = above(input, graph);
        if (negativeSlope == 0) {
            return y;
        }
        Value under = graph.add(Apply.of(ScalarFunction.RELU), graph.add(new Affine(-1, threshold), input));
        return graph.add(new Combine(Combine.Function.ADD), y, graph.add(new Affine(-negativeSlope, 0), under));
    }

    private Value above(Value input, Wiring graph) {
        if (threshold == 0 && maxValue != null && maxValue == 6) {
            return graph.add(Apply.of(ScalarFunction.RELU6), input);
        }
        ScalarFunction cut = threshold == 0 ? ScalarFunction.RELU : ScalarFunction.THRESHOLD;
        Value y = graph.add(new Apply(cut, threshold), input);
        return maxValue == null ? y : graph.add(new Apply(ScalarFunction.CAP, maxValue), y);
    }
}
