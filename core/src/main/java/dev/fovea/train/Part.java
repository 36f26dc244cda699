package dev.fovea.train;

import dev.fovea.tensor.Shape;

/** Counts the rows of outputs, each with its row of targets, of which something holds. */
final class Part implements Metric.Count {
    private final int outputs;
    private final int targets;
    private final Condition condition;
    private long holding;
    private long all;

    /** What may hold of the outputs and targets that lie at these places. */
    @FunctionalInterface
    interface Condition {
        boolean holds(float[] output, int at, float[] target, int targetAt);
    }

    private Part(int outputs, int targets, Condition condition) {
        this.outputs = outputs;
        this.targets = targets;
        this.condition = condition;
    }

    /** Rows of classes, each with a class number. */
    static Part ofClassNumbers(String metric, Shape output, Shape target, Condition condition) {
        int classes = output.rank() == 0 ? 1 : output.dim(-1);
        checkClassNumbers(metric, output, target, classes);
        return new Part(classes, 1, condition);
    }

    static void checkClassNumbers(String metric, Shape output, Shape target, int classes) {
        if (target.size() * classes != output.size()) {
            throw new IllegalArgumentException(
                    metric + " takes a class number for each row of outputs: the model gives " + output
                            + ", but the targets are " + target);
        }
    }

    /** Rows of classes, each with as many targets. */
    static Part ofRows(String metric, Shape output, Shape target, Condition condition) {
        if (output.rank() == 0 || !output.equals(target)) {
            throw new IllegalArgumentException(metric + " takes a target for each output: the model gives " + output
                    + ", but the targets are " + target + "; for class numbers use Sparse" + metric);
        }
        return new Part(output.dim(-1), output.dim(-1), condition);
    }

    /** Single outputs, each with a target. */
    static Part ofElements(String metric, Shape output, Shape target, Condition condition) {
        checkElements(metric, output, target);
        return new Part(1, 1, condition);
    }

    static void checkElements(String metric, Shape output, Shape target) {
        if (output.size() != target.size()) {
            throw new IllegalArgumentException(metric + " takes a target for each output: the model gives " + output
                    + ", but the targets are " + target);
        }
    }

    @Override
    public void add(float[] output, float[] target) {
        for (int row = 0; row * outputs < output.length; row++) {
            holding += condition.holds(output, row * outputs, target, row * targets) ? 1 : 0;
            all++;
        }
    }

    @Override
    public double result() {
        return all == 0 ? 0 : (double) holding / all;
    }

    @Override
    public void reset() {
        holding = 0;
        all = 0;
    }

    /** The class of the largest of these values, the first of equals. */
    static int largest(float[] values, int at, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            best = values[at + c] > values[at + best] ? c : best;
        }
        return best;
    }

    /** Whether fewer than k classes have more than this one: a tie with the k-th is in; a class of NaN never is. */
    static boolean inTopK(float[] values, int at, int classes, int k, int label) {
        int ahead = 0;
        for (int c = 0; c < classes; c++) {
            ahead += values[at + c] <= values[at + label] ? 0 : 1;
        }
        return ahead < k && !Float.isNaN(values[at + label]);
    }

    static void checkK(String metric, int k) {
        if (k < 1) {
            throw new IllegalArgumentException(metric + " takes a k of at least 1, not " + k);
        }
    }
}
