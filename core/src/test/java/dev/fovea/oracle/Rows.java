package dev.fovea.oracle;

import dev.fovea.op.Normalize;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** What treats each row of an image, the numbers of its last axis, by itself. */
final class Rows {
    private Rows() {}

    private static double[] each(Image in, UnaryOperator<double[]> rule) {
        int k = in.shape(0).dim(-1);
        double[] y = new double[in.x(0).length];
        for (int at = 0; at < y.length; at += k) {
            System.arraycopy(rule.apply(Arrays.copyOfRange(in.x(0), at, at + k)), 0, y, at, k);
        }
        return y;
    }

    /** The sum over the row of {@code i} of products. */
    static double product(double[] a, double[] b, int i, int k) {
        double sum = 0;
        for (int j = i / k * k; j < i / k * k + k; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    static double sum(double[] a, int i, int k) {
        return Arrays.stream(a, i / k * k, i / k * k + k).sum();
    }

    private static double logSumExp(double[] row) {
        double max = Arrays.stream(row).max().orElseThrow();
        return max + Math.log(Arrays.stream(row).map(x -> Math.exp(x - max)).sum());
    }

    static double[] softmax(Image in) {
        return each(in, row -> {
            double all = logSumExp(row);
            return Arrays.stream(row).map(x -> Math.exp(x - all)).toArray();
        });
    }

    static double[] logSoftmax(Image in) {
        return each(in, row -> {
            double all = logSumExp(row);
            return Arrays.stream(row).map(x -> x - all).toArray();
        });
    }

    /** From y and dy. */
    static double[] softmaxGradient(Image in) {
        int k = in.shape(0).dim(-1);
        double[] y = in.x(0);
        double[] dx = in.x(1).clone();
        for (int i = 0; i < dx.length; i++) {
            dx[i] = y[i] * (in.x(1)[i] - product(y, in.x(1), i, k));
        }
        return dx;
    }

    /** From y and dy. */
    static double[] logSoftmaxGradient(Image in) {
        int k = in.shape(0).dim(-1);
        double[] dx = in.x(1).clone();
        for (int i = 0; i < dx.length; i++) {
            dx[i] -= Math.exp(in.x(0)[i]) * sum(in.x(1), i, k);
        }
        return dx;
    }

    /** Of the sorted row so many are over 0 as exceed the mean of themselves and all larger ones, less 1 for all. */
    static double[] sparsemax(Image in) {
        return each(in, row -> {
            double[] sorted = row.clone();
            Arrays.sort(sorted);
            double sum = 0;
            double threshold = 0;
            for (int count = 1; count <= sorted.length; count++) {
                double next = sorted[sorted.length - count];
                sum += next;
                if (1 + count * next > sum) {
                    threshold = (sum - 1) / count;
                }
            }
            double t = threshold;
            return Arrays.stream(row).map(x -> Math.max(x - t, 0)).toArray();
        });
    }

    /** From y and dy. */
    static double[] sparsemaxGradient(Image in) {
        int k = in.shape(0).dim(-1);
        double[] on = in.map(0, y -> y > 0 ? 1 : 0);
        double[] dx = in.x(1).clone();
        for (int i = 0; i < dx.length; i++) {
            dx[i] = on[i] * (in.x(1)[i] - product(on, in.x(1), i, k) / sum(on, i, k));
        }
        return dx;
    }

    /** A one at the class that the second operand numbers. */
    static double[] oneHot(Image in) {
        double[] y = new double[in.x(0).length];
        int k = in.shape(0).dim(-1);
        for (int row = 0; row < in.x(1).length; row++) {
            y[row * k + (int) in.x(1)[row]] = 1;
        }
        return y;
    }

    static double[] crossEntropy(Image in, double[] targets) {
        int k = in.shape(0).dim(-1);
        double[] logs = logSoftmax(in);
        double[] losses = new double[in.output().size()];
        for (int row = 0; row < losses.length; row++) {
            losses[row] = -product(targets, logs, row * k, k);
        }
        return losses;
    }

    /** From logits, targets and the gradient of the losses. */
    static double[] crossEntropyGradient(Image in, double[] targets) {
        int k = in.shape(0).dim(-1);
        double[] dz = softmax(in);
        for (int i = 0; i < dz.length; i++) {
            dz[i] = (dz[i] * sum(targets, i, k) - targets[i]) * in.x(2)[i / k];
        }
        return dz;
    }

    /** The number that a row is divided by. */
    static double divisor(Normalize op, double[] row) {
        double squares = Arrays.stream(row).map(x -> x * x).sum();
        double mean = Arrays.stream(row).sum() / row.length;
        double deviations = Arrays.stream(row).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(
                switch (op.to()) {
                    case STANDARD -> deviations / row.length + op.epsilon();
                    case MEAN_SQUARE -> squares / row.length + op.epsilon();
                    case LENGTH -> Math.max(squares, op.epsilon());
                });
    }

    static double[] normalize(Normalize op, Image in) {
        return each(in, row -> {
            double mean = op.to() == Normalize.To.STANDARD ? Arrays.stream(row).sum() / row.length : 0;
            double divisor = divisor(op, row);
            return Arrays.stream(row).map(x -> (x - mean) / divisor).toArray();
        });
    }

    /** From x, y and dy. */
    static double[] normalizeGradient(Normalize op, Image in) {
        int k = in.shape(0).dim(-1);
        double[] y = in.x(1);
        double[] dy = in.x(2);
        double[] dx = new double[y.length];
        for (int i = 0; i < dx.length; i++) {
            double divisor = divisor(op, Arrays.copyOfRange(in.x(0), i / k * k, i / k * k + k));
            double throughDivisor = y[i] * product(y, dy, i, k);
            double slope = switch (op.to()) {
                case STANDARD -> dy[i] - throughDivisor / k - sum(dy, i, k) / k;
                case MEAN_SQUARE -> dy[i] - throughDivisor / k;
                case LENGTH -> divisor > Math.sqrt(op.epsilon()) ? dy[i] - throughDivisor : dy[i];
            };
            dx[i] = slope / divisor;
        }
        return dx;
    }
}
