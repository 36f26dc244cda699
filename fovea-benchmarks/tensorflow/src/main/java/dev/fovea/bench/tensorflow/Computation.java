package dev.fovea.bench.tensorflow;

import dev.fovea.bench.Net;
import dev.fovea.bench.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.DepthwiseConv2dNative;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.op.random.RandomUniform;
import org.tensorflow.types.TFloat32;

/** The ops of a net in a graph of TensorFlow. */
final class Computation {
    private final Net net;
    private final Ops tf;
    private final boolean training;
    private final Map<String, FusedBatchNorm<TFloat32, TFloat32>> norms = new HashMap<>();

    /** Where weights come from. */
    @FunctionalInterface
    interface Weights {
        Operand<TFloat32> get(String name) throws IOException;
    }

    Computation(Net net, Ops tf, boolean training) {
        this.net = net;
        this.tf = tf;
        this.training = training;
    }

    Operand<TFloat32> logits(Operand<TFloat32> images, Weights weights) throws IOException {
        List<Operand<TFloat32>> made = new ArrayList<>();
        for (Net.Node node : net.nodes()) {
            Operand<TFloat32> x = node.inputs().isEmpty() ? images : made.get(node.input());
            made.add(apply(node, x, made, weights));
        }
        return made.getLast();
    }

    /** What lets the moving averages follow the batches. */
    List<Op> updates(Map<String, Variable<TFloat32>> variables) {
        List<Op> updates = new ArrayList<>();
        norms.forEach((name, norm) -> {
            updates.add(follow(variables.get(name + "/moving_mean"), norm.batchMean()));
            updates.add(follow(variables.get(name + "/moving_variance"), norm.batchVariance()));
        });
        return updates;
    }

    private Op follow(Variable<TFloat32> average, Operand<TFloat32> batch) {
        Operand<TFloat32> step = tf.math.mul(tf.math.sub(average, batch), tf.constant(1 - Part.BatchNorm.MOMENTUM));
        return tf.assignSub(average, step);
    }

    private Operand<TFloat32> apply(Net.Node node, Operand<TFloat32> x, List<Operand<TFloat32>> made, Weights weights)
            throws IOException {
        return switch (node.part()) {
            case Part.Input() -> x;
            case Part.Conv(String name, int filters, int size, int stride, int pad, boolean bias) -> {
                Operand<TFloat32> kernel = weights.get(name + "/kernel");
                Operand<TFloat32> y;
                if (explicit(size, stride, pad)) {
                    y = tf.nn.conv2d(x, kernel, strides(stride), "EXPLICIT", Conv2d.explicitPaddings(paddings(pad)));
                } else {
                    y = tf.nn.conv2d(padded(x, size, stride, pad), kernel, strides(stride), padding(size, stride, pad));
                }
                yield bias ? tf.nn.biasAdd(y, weights.get(name + "/bias")) : y;
            }
            case Part.Depthwise(String name, int size, int stride, int pad) -> {
                Operand<TFloat32> kernel = weights.get(name + "/kernel");
                yield explicit(size, stride, pad)
                        ? tf.nn.depthwiseConv2dNative(
                                x,
                                kernel,
                                strides(stride),
                                "EXPLICIT",
                                DepthwiseConv2dNative.explicitPaddings(paddings(pad)))
                        : tf.nn.depthwiseConv2dNative(
                                padded(x, size, stride, pad), kernel, strides(stride), padding(size, stride, pad));
            }
            case Part.BatchNorm(String name) -> {
                FusedBatchNorm<TFloat32, TFloat32> norm = tf.nn.fusedBatchNorm(
                        x,
                        weights.get(name + "/gamma"),
                        weights.get(name + "/beta"),
                        average(weights.get(name + "/moving_mean")),
                        average(weights.get(name + "/moving_variance")),
                        FusedBatchNorm.epsilon(Part.BatchNorm.EPSILON),
                        FusedBatchNorm.isTraining(training));
                norms.put(name, norm);
                yield norm.y();
            }
            case Part.Relu() -> tf.nn.relu(x);
            case Part.Relu6() -> tf.nn.relu6(x);
            case Part.MaxPool(int size, int stride, int pad) ->
                tf.nn.maxPool(
                        pad == 0 ? x : zeros(x, pad),
                        tf.constant(new int[] {1, size, size, 1}),
                        tf.constant(new int[] {1, stride, stride, 1}),
                        "VALID");
            case Part.GlobalAverage() -> tf.math.mean(x, tf.constant(new int[] {1, 2}));
            case Part.Flatten() ->
                tf.reshape(x, tf.constant(new int[] {-1, node.shape().size()}));
            case Part.Dropout(float rate) -> training ? dropout(x, rate) : x;
            case Part.Dense(String name, int units) ->
                tf.nn.biasAdd(tf.linalg.matMul(x, weights.get(name + "/kernel")), weights.get(name + "/bias"));
            case Part.Add() -> tf.math.add(x, made.get(node.inputs().get(1)));
        };
    }

    /** In training the op takes empty averages. */
    private Operand<TFloat32> average(Operand<TFloat32> moving) {
        return training ? tf.constant(new float[0]) : moving;
    }

    private Operand<TFloat32> dropout(Operand<TFloat32> x, float rate) {
        Operand<TFloat32> draws = tf.random.randomUniform(tf.shape(x), TFloat32.class, RandomUniform.seed(1L));
        Operand<TFloat32> kept = tf.dtypes.cast(tf.math.greaterEqual(draws, tf.constant(rate)), TFloat32.class);
        return tf.math.mul(x, tf.math.mul(kept, tf.constant(1 / (1 - rate))));
    }

    /** Zeros that padding "same" does not give, as the op's attribute; its gradient in TensorFlow's C API lacks it. */
    private boolean explicit(int size, int stride, int pad) {
        return !training && pad > 0 && !same(size, stride, pad);
    }

    private static boolean same(int size, int stride, int pad) {
        return stride == 1 && size % 2 == 1 && pad == size / 2;
    }

    private static String padding(int size, int stride, int pad) {
        return pad > 0 && same(size, stride, pad) ? "SAME" : "VALID";
    }

    private Operand<TFloat32> padded(Operand<TFloat32> x, int size, int stride, int pad) {
        return pad == 0 || same(size, stride, pad) ? x : zeros(x, pad);
    }

    private Operand<TFloat32> zeros(Operand<TFloat32> x, int pad) {
        int[][] paddings = {{0, 0}, {pad, pad}, {pad, pad}, {0, 0}};
        return tf.pad(x, tf.constant(paddings), tf.constant(0f));
    }

    private static List<Long> strides(long stride) {
        return List.of(1L, stride, stride, 1L);
    }

    private static List<Long> paddings(long pad) {
        return List.of(0L, 0L, pad, pad, pad, pad, 0L, 0L);
    }
}
