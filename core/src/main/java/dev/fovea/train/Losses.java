package dev.fovea.train;

import dev.fovea.op.Affine;
import dev.fovea.op.Apply;
import dev.fovea.op.BatchSum;
import dev.fovea.op.BiasAdd;
import dev.fovea.op.Combine;
import dev.fovea.op.Conv2d;
import dev.fovea.op.ElementMean;
import dev.fovea.op.MatMul;
import dev.fovea.op.MaxPool2d;
import dev.fovea.op.Op;
import dev.fovea.op.Padding;
import dev.fovea.op.Repeat;
import dev.fovea.op.Reshape;
import dev.fovea.op.Size;
import dev.fovea.op.Softmax;
import dev.fovea.op.Spread;
import dev.fovea.op.Transpose;
import dev.fovea.op.Value;
import dev.fovea.op.Wiring;
import dev.fovea.tensor.ScalarFunction;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What losses have in common. */
final class Losses {
    /** What keeps logarithms and quotients finite, as {@code keras.backend.epsilon()}. */
    static final float EPSILON = 1e-7f;

    private static final Combine MULTIPLY = new Combine(Combine.Function.MULTIPLY);

    /** The target in the output's shape: a single number stands for an output of one number. */
    static Value inShapeOf(Value output, Value target, Wiring graph, String loss) {
        if (target.shape().equals(output.shape())) {
            return target;
        }
        if (!sameButForOnes(target.shape(), output.shape())) {
            throw new IllegalArgumentException(loss + " takes a target for each output: the model gives "
                    + output.shape() + ", but the targets are " + target.shape()
                    + (target.shape().equals(Shape.SCALAR)
                            ? "; for class numbers use SparseCategoricalCrossentropy"
                            : "; give targets of the output's shape"));
        }
        return graph.add(new Reshape(output.shape()), target);
    }

    /** Whether shapes are equal but for last axes of 1. */
    static boolean sameButForOnes(Shape a, Shape b) {
        return withoutOnes(a).equals(withoutOnes(b));
    }

    private static Shape withoutOnes(Shape shape) {
        int rank = shape.rank();
        while (rank > 0 && shape.dim(rank - 1) == 1) {
            rank--;
        }
        return shape.slice(0, rank);
    }

    static Value difference(Value target, Value output, Wiring graph, String loss) {
        return graph.add(new Combine(Combine.Function.SUBTRACT), output, inShapeOf(output, target, graph, loss));
    }

    /** {@code max(1 - target * output, 0)}, a target of 0 standing for -1. */
    static Value hinge(Value target, Value output, Wiring graph, String loss) {
        Value whole = inShapeOf(output, target, graph, loss);
        Value zeros = graph.add(new Combine(Combine.Function.EQUAL), whole, graph.add(new Affine(0, 0), whole));
        Value signs = graph.add(new Combine(Combine.Function.SUBTRACT), whole, zeros);
        Value margin = graph.add(new Affine(-1, 1), graph.add(MULTIPLY, signs, output));
        return graph.add(Apply.of(ScalarFunction.RELU), margin);
    }

    static double hinge(double output, double target) {
        return Math.max(1 - (target == 0 ? -1 : target) * output, 0);
    }

    /** The mean of the losses of an image's rows or elements. */
    static Value mean(Value losses, Wiring graph) {
        return losses.shape().rank() == 0 ? losses : graph.add(new ElementMean(), losses);
    }

    /** {@code target * (1 - smoothing) + smoothing * evenly}. */
    static Value smooth(Value target, float smoothing, float evenly, Wiring graph) {
        return smoothing == 0 ? target : graph.add(new Affine(1 - smoothing, smoothing * evenly), target);
    }

    /** x, or the bound, without a slope, where x is below it. */
    static Value atLeast(Value x, float bound, Wiring graph) {
        return graph.add(new Combine(Combine.Function.MAXIMUM), x, graph.add(new Affine(0, bound), x));
    }

    /** x, or the bound, without a slope, where x is above it. */
    static Value atMost(Value x, float bound, Wiring graph) {
        return graph.add(new Combine(Combine.Function.MINIMUM), x, graph.add(new Affine(0, bound), x));
    }

    static Value clip(Value x, float from, float to, Wiring graph) {
        return atMost(atLeast(x, from, graph), to, graph);
    }

    static Value divide(Value a, Value b, Wiring graph) {
        return graph.add(MULTIPLY, a, graph.add(Apply.of(ScalarFunction.RECIPROCAL), b));
    }

    /** {@code x^exponent} for x above 0. */
    static Value power(Value x, float exponent, Wiring graph) {
        if (exponent == 1) {
            return x;
        }
        if (exponent == 2) {
            return graph.add(Apply.of(ScalarFunction.SQUARE), x);
        }
        Value log = graph.add(new Affine(exponent, 0), graph.add(Apply.of(ScalarFunction.LOG), x));
        return graph.add(Apply.of(ScalarFunction.EXPONENTIAL), log);
    }

    /** The sum along an axis of an image, which is then gone. */
    static Value sum(Value x, int axis, Wiring graph) {
        int along = x.shape().axis(axis);
        Value sum = graph.add(new Repeat.Sum(new Repeat(along, x.shape().dim(along))), x);
        int[] left = IntStream.range(0, x.shape().rank())
                .filter(i -> i != along)
                .map(x.shape()::dim)
                .toArray();
        return graph.add(new Reshape(Shape.of(left)), sum);
    }

    /** The sum over axes counted with the batch, null being all of them; shared by all images where 0 is one. */
    static Value sum(String loss, Value x, List<Integer> axes, Wiring graph) {
        if (axes == null) {
            Value mean = graph.add(new Affine(x.shape().size(), 0), mean(x, graph));
            return graph.add(new BatchSum(), mean);
        }
        List<Integer> ofImage = new ArrayList<>();
        for (int axis : axes) {
            if (axis != 0 && axis != -1 - x.shape().rank()) {
                ofImage.add(imageAxis(loss, axis, x.shape()));
            }
        }
        boolean overBatch = ofImage.size() < axes.size();
        Value sum = x;
        for (int axis :
                ofImage.stream().distinct().sorted(Comparator.reverseOrder()).toList()) {
            sum = sum(sum, axis, graph);
        }
        return overBatch ? graph.add(new BatchSum(), sum) : sum;
    }

    /** The mean of 1 - x, for each image the same where all share x. */
    static Value oneLess(Value x, Value output, Wiring graph) {
        Value mean = mean(graph.add(new Affine(-1, 1), x), graph);
        return mean.batched() ? mean : graph.add(new Spread(), mean, output);
    }

    /** The largest along the last axis. */
    static Value largest(Value x, Wiring graph) {
        Shape rows = x.shape().slice(0, x.shape().rank() - 1);
        int classes = x.shape().dim(-1);
        Value column = graph.add(new Reshape(Shape.of(rows.size(), classes, 1)), x);
        Size window = new Size(1, classes);
        return graph.add(new Reshape(rows), graph.add(new MaxPool2d(window, window, Padding.VALID), column));
    }

    /** An axis that is counted as in Keras, the batch being axis 0, counted from an image's first. */
    static int imageAxis(String loss, int axis, Shape image) {
        int fromFront = axis < 0 ? axis + image.rank() : axis - 1;
        if (fromFront < 0 || fromFront >= image.rank()) {
            throw new IllegalArgumentException(loss + " can't take axis " + axis + " of outputs " + image
                    + ": the batch is axis 0, and those of an image are 1 to " + image.rank());
        }
        return fromFront;
    }

    /** The same with an axis moved to the end. */
    static Value toLast(Value x, int axis, Wiring graph) {
        int last = x.shape().rank() - 1;
        if (axis == last) {
            return x;
        }
        return graph.add(
                new Transpose(IntStream.rangeClosed(0, last)
                        .map(i -> i == last ? axis : i < axis ? i : i + 1)
                        .boxed()
                        .toList()),
                x);
    }

    /** What softmax along an axis, moved to the end, made these probabilities of. */
    static Value logits(Value probabilities, int axis, Wiring graph, String loss) {
        boolean last = axis == probabilities.shape().rank() - 1;
        if (last && probabilities.op() instanceof Softmax) {
            return probabilities.operand(0);
        }
        checkProbabilities(probabilities.op(), "softmax", loss);
        Value held = atLeast(toLast(probabilities, axis, graph), EPSILON, graph);
        return graph.add(Apply.of(ScalarFunction.LOG), held);
    }

    /** What sigmoid made these probabilities of. */
    static Value binaryLogits(Value probabilities, Wiring graph, String loss) {
        if (probabilities.op() instanceof Apply apply && apply.function() == ScalarFunction.SIGMOID) {
            return probabilities.operand(0);
        }
        checkProbabilities(probabilities.op(), "sigmoid", loss);
        Value yes = clip(probabilities, EPSILON, 1 - EPSILON, graph);
        Apply log = Apply.of(ScalarFunction.LOG);
        Value no = graph.add(new Affine(-1, 1), yes);
        return graph.add(new Combine(Combine.Function.SUBTRACT), graph.add(log, yes), graph.add(log, no));
    }

    /** Refuses what can't be probabilities: Keras takes it and trains on nonsense. */
    private static void checkProbabilities(Op end, String function, String loss) {
        if (end == null || end instanceof BiasAdd || end instanceof MatMul || end instanceof Conv2d) {
            throw new IllegalArgumentException(loss + " takes probabilities, from a model that ends in " + function
                    + "; for a model that ends in logits use " + loss + ".ofLogits()");
        }
    }

    static void checkSmoothing(String loss, float labelSmoothing) {
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new IllegalArgumentException(
                    loss + " takes a label smoothing between 0 and 1, not " + labelSmoothing);
        }
    }

    static void checkName(String loss, String name) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException(loss + " takes a name that is not empty");
        }
    }

    private Losses() {}
}
