package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Dropout after SELU (Klambauer et al. 2017): what is dropped becomes SELU's limit, and all is then scaled and shifted so
 * that mean 0 and variance 1 stay as they are.
 *
 * @param mask what is dropped; its rate is under 1
 */
public record AlphaDropout(MaskedDropout mask) implements Op {
    private static final double LIMIT = -ScalarFunction.SELU_SCALE * ScalarFunction.SELU_ALPHA;

    private double scale() {
        double rate = mask.rate();
        return 1 / Math.sqrt((1 - rate) * (1 + rate * LIMIT * LIMIT));
    }

    @Override
    public Shape shape(List<Shape> operands) {
        return mask.shape(operands);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        double scale = scale();
        double offset = -scale * LIMIT * mask.rate();
        return mask.bind(operands, lanes, (float) scale, (float) offset, (float) (scale * LIMIT + offset));
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        Value kept = graph.add(mask, outputGradient);
        return new Value[] {graph.add(new Affine((float) (scale() * (1 - mask.rate())), 0), kept)};
    }
}
