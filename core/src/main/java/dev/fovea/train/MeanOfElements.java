package dev.fovea.train;

import dev.fovea.tensor.Shape;
import java.util.function.DoubleBinaryOperator;

/** The mean over all outputs of a function of output and target. */
final class MeanOfElements implements Metric.Count {
    private final DoubleBinaryOperator function;
    private double sum;
    private long count;

    private MeanOfElements(DoubleBinaryOperator function) {
        this.function = function;
    }

    static MeanOfElements start(String metric, Shape output, Shape target, DoubleBinaryOperator function) {
        Part.checkElements(metric, output, target);
        return new MeanOfElements(function);
    }

    @Override
    public void add(float[] output, float[] target) {
        for (int i = 0; i < output.length; i++) {
            sum += function.applyAsDouble(output[i], target[i]);
        }
        count += output.length;
    }

    @Override
    public double result() {
        return count == 0 ? 0 : sum / count;
    }

    @Override
    public void reset() {
        sum = 0;
        count = 0;
    }
}
