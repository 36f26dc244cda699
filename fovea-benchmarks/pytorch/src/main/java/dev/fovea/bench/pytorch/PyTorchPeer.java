package dev.fovea.bench.pytorch;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.fovea.bench.ChannelsFirst;
import dev.fovea.bench.Lesson;
import dev.fovea.bench.Materials;
import dev.fovea.bench.Net;
import dev.fovea.bench.Part;
import dev.fovea.bench.Peer;
import dev.fovea.bench.Session;
import dev.fovea.bench.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** PyTorch, op by op, through the Deep Java Library. */
public final class PyTorchPeer implements Peer {
    @Override
    public String version() {
        Engine engine = Engine.getInstance();
        return "PyTorch " + engine.getVersion() + " (DJL " + Engine.getDjlVersion() + ")";
    }

    @Override
    public Session open(Work work, Materials materials, int threads) throws IOException {
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        NDManager manager = Engine.getInstance().newBaseManager();
        Computation net = new Computation(work.net(), materials, manager);
        if (work.training()) {
            return training(Lesson.of(work), net, manager);
        }
        float[] images = ChannelsFirst.images(materials.images(work), work.net().imageShape());
        Shape shape = channelsFirst(work.net().imageShape(), work.batch());
        return () -> {
            try (NDManager step = manager.newSubManager()) {
                return net.logits(step.create(images, shape), false).toFloatArray();
            }
        };
    }

    private static Session training(Lesson lesson, Computation net, NDManager manager) {
        List<NDArray> images = new ArrayList<>();
        List<NDArray> labels = new ArrayList<>();
        for (int i = 0; i < Lesson.BATCHES; i++) {
            float[] turned = ChannelsFirst.images(lesson.images(i), lesson.image());
            images.add(manager.create(turned, channelsFirst(lesson.image(), lesson.batch())));
            labels.add(manager.create(lesson.labels(i)));
        }
        Optimizer adam = Optimizer.adam()
                .optLearningRateTracker(Tracker.fixed(Session.LEARNING_RATE))
                .optEpsilon(Session.ADAM_EPSILON)
                .build();
        Loss crossEntropy = Loss.softmaxCrossEntropyLoss();
        net.learned().values().forEach(weight -> weight.setRequiresGradient(true));
        int[] next = {0};
        return () -> {
            int batch = next[0];
            next[0] = (batch + 1) % Lesson.BATCHES;
            float value;
            try (NDManager step = manager.newSubManager()) {
                NDArray x = images.get(batch);
                NDArray y = labels.get(batch);
                x.tempAttach(step);
                y.tempAttach(step);
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    NDArray loss = crossEntropy.evaluate(new NDList(y), new NDList(net.logits(x, true)));
                    collector.backward(loss);
                    value = loss.getFloat();
                }
                net.learned().forEach((name, weight) -> {
                    try (NDArray gradient = weight.getGradient()) {
                        adam.update(name, weight, gradient);
                    }
                });
            }
            return new float[] {value};
        };
    }

    private static Shape channelsFirst(dev.fovea.tensor.Shape image, int batch) {
        return new Shape(batch, image.dim(2), image.dim(0), image.dim(1));
    }

    /** The net's weights as PyTorch's tensors, and the way through them. */
    private static final class Computation {
        private final Net net;
        private final Map<String, NDArray> weights = new HashMap<>();

        Computation(Net net, Materials materials, NDManager manager) throws IOException {
            this.net = net;
            for (Net.Node node : net.nodes()) {
                long channels = node.shape().dim(-1);
                switch (node.part()) {
                    case Part.Conv conv -> {
                        String name = conv.name() + "/kernel";
                        Shape shape = new Shape(channels, net.inputShape(node).dim(2), conv.size(), conv.size());
                        weights.put(name, manager.create(ChannelsFirst.kernel(materials, net, name), shape));
                    }
                    case Part.Depthwise conv -> {
                        String name = conv.name() + "/kernel";
                        Shape shape = new Shape(channels, 1, conv.size(), conv.size());
                        weights.put(name, manager.create(ChannelsFirst.kernel(materials, net, name), shape));
                    }
                    case Part.Dense dense -> {
                        Shape shape =
                                new Shape(dense.units(), net.inputShape(node).size());
                        float[] values = ChannelsFirst.dense(materials, net, node);
                        weights.put(dense.name() + "/kernel", manager.create(values, shape));
                    }
                    default -> {}
                }
            }
            for (String name : net.weights().keySet()) {
                if (!weights.containsKey(name)) {
                    weights.put(name, manager.create(materials.weight(net, name)));
                }
            }
        }

        /** The weights that have gradients. */
        Map<String, NDArray> learned() {
            Map<String, NDArray> learned = new HashMap<>(weights);
            learned.keySet().removeIf(name -> name.contains("/moving_"));
            return learned;
        }

        NDArray logits(NDArray images, boolean training) {
            NDArray[] made = new NDArray[net.nodes().size()];
            for (Net.Node node : net.nodes()) {
                NDArray x = node.inputs().isEmpty() ? images : made[node.input()];
                made[node.id()] = apply(node, x, made, training);
            }
            return made[made.length - 1];
        }

        private NDArray apply(Net.Node node, NDArray x, NDArray[] made, boolean training) {
            return switch (node.part()) {
                case Part.Input() -> x;
                case Part.Conv(String name, int filters, int size, int stride, int pad, boolean bias) ->
                    conv(x, name, bias, stride, pad, 1);
                case Part.Depthwise(String name, int size, int stride, int pad) ->
                    conv(x, name, false, stride, pad, node.shape().dim(2));
                case Part.BatchNorm(String name) ->
                    BatchNorm.batchNorm(
                                    x,
                                    weights.get(name + "/moving_mean"),
                                    weights.get(name + "/moving_variance"),
                                    weights.get(name + "/gamma"),
                                    weights.get(name + "/beta"),
                                    1,
                                    Part.BatchNorm.MOMENTUM,
                                    Part.BatchNorm.EPSILON,
                                    training)
                            .singletonOrThrow();
                case Part.Relu() -> x.getNDArrayInternal().relu();
                case Part.Relu6() -> x.clip(0, 6);
                case Part.MaxPool(int size, int stride, int pad) ->
                    Pool.maxPool2d(x, square(size), square(stride), square(pad), false);
                case Part.GlobalAverage() -> Pool.globalAvgPool2d(x);
                case Part.Flatten() -> x.reshape(x.getShape().get(0), -1);
                case Part.Dropout(float rate) ->
                    training ? Dropout.dropout(x, rate, true).singletonOrThrow() : x;
                case Part.Dense(String name, int units) ->
                    Linear.linear(x, weights.get(name + "/kernel"), weights.get(name + "/bias"))
                            .singletonOrThrow();
                case Part.Add() -> x.add(made[node.inputs().get(1)]);
            };
        }

        private NDArray conv(NDArray x, String name, boolean bias, int stride, int pad, int groups) {
            NDArray kernel = weights.get(name + "/kernel");
            NDArray biases = bias ? weights.get(name + "/bias") : null;
            return Conv2d.conv2d(x, kernel, biases, square(stride), square(pad), square(1), groups)
                    .singletonOrThrow();
        }

        private static Shape square(int side) {
            return new Shape(side, side);
        }
    }
}
