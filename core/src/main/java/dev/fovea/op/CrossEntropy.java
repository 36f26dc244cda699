package dev.fovea.op;

import dev.fovea.kernel.Kernels;
import dev.fovea.tensor.Shape;
import java.util.List;

/**
 * Softmax cross entropy from logits and a target per class, without overflow:
 * {@code sum over k of target[k] * (logsumexp(logits) - logits[k])}.
 *
 * <p>Operands: logits {@code [..., K]}, targets {@code [..., K]}. Output: losses {@code [...]}.
 */
public record CrossEntropy() implements Op {
    @Override
    public Shape shape(List<Shape> operands) {
        Shape logits = operands.get(0);
        if (logits.rank() < 1 || !logits.equals(operands.get(1))) {
            throw new IllegalArgumentException("targets " + operands.get(1) + " do not go with outputs " + logits
                    + "; give one number for each class, as a one-hot vector");
        }
        return logits.slice(0, logits.rank() - 1);
    }

    @Override
    public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
        int classes = operands.get(0).dim(-1);
        int rows = operands.get(0).size() / Math.max(1, classes);
        return Bound.of((in, out, scratch, block) -> {
            float[] z = in[0].array;
            float[] t = in[1].array;
            for (int row = 0; row < rows; row++) {
                for (int l = 0; l < lanes; l++) {
                    int at = row * classes * lanes + l;
                    float max = max(z, in[0].offset + at, classes, lanes);
                    double exponentials = 0;
                    double targets = 0;
                    double product = 0;
                    for (int k = 0; k < classes; k++) {
                        double below = (double) z[in[0].offset + at + k * lanes] - max;
                        float target = t[in[1].offset + at + k * lanes];
                        exponentials += Math.exp(below);
                        targets += target;
                        product += target * below;
                    }
                    out.array[out.offset + row * lanes + l] = (float) (targets * Math.log(exponentials) - product);
                }
            }
        });
    }

    @Override
    public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
        if (needed[1]) {
            throw new UnsupportedOperationException("cross entropy is not differentiated by its targets");
        }
        return new Value[] {graph.add(new Gradient(), operands[0], operands[1], outputGradient), null};
    }

    private static float max(float[] z, int at, int classes, int lanes) {
        float max = z[at];
        for (int k = 1; k < classes; k++) {
            max = Math.max(max, z[at + k * lanes]);
        }
        return max;
    }

    /** From logits, targets and the gradient of the losses to that of the logits. */
    public record Gradient() implements Op {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Bound bind(Kernels kernels, List<Shape> operands, int lanes) {
            int classes = operands.get(0).dim(-1);
            int rows = operands.get(0).size() / Math.max(1, classes);
            return Bound.of((in, out, scratch, block) -> {
                float[] t = in[1].array;
                kernels.softmax(rows, classes, lanes, in[0], out);
                for (int row = 0; row < rows; row++) {
                    for (int l = 0; l < lanes; l++) {
                        int at = row * classes * lanes + l;
                        float loss = in[2].array[in[2].offset + row * lanes + l];
                        float targets = 0;
                        for (int k = 0; k < classes; k++) {
                            targets += t[in[1].offset + at + k * lanes];
                        }
                        for (int k = 0; k < classes; k++) {
                            int i = out.offset + at + k * lanes;
                            out.array[i] = (out.array[i] * targets - t[in[1].offset + at + k * lanes]) * loss;
                        }
                    }
                }
            });
        }

        @Override
        public Value[] gradient(Wiring graph, Value[] operands, Value output, Value outputGradient, boolean[] needed) {
            throw new UnsupportedOperationException("second derivatives of cross entropy are not defined here");
        }
    }
}
