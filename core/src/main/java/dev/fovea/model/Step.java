package dev.fovea.model;

import dev.fovea.data.Dataset;
import dev.fovea.graph.Node;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.nn.Regularizer;
import dev.fovea.op.Combine;
import dev.fovea.plan.Feed;
import dev.fovea.plan.Plan;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Logs;
import dev.fovea.train.Loss;
import dev.fovea.train.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The plan of a step, forward or with gradients, and what it has measured since the last reset. */
final class Step {
    private final Plan plan;
    private final Workers workers;
    private final Batch batch = new Batch();
    private final Shape targetShape;
    private final float[] target;
    private final float[] output;
    private final float[] one = new float[1];
    private final List<Metric> metrics;
    private final List<Metric.Count> counts = new ArrayList<>();
    private final List<Weight> penalized;
    private final Map<Weight, Floats> gradients = new LinkedHashMap<>();
    private final Map<Weight, Floats> updates = new LinkedHashMap<>();
    private double lossSum;
    private int images;
    private double lastLoss;

    /** Feeds images, targets and the weight of each image's loss from a data set in some order. */
    private static final class Batch implements Feed {
        private Dataset data;
        private int[] order;
        private int start;
        private int count;

        @Override
        public void copy(int input, int image, Floats to, int stride) {
            int index = order[start + Math.min(image, count - 1)];
            switch (input) {
                case 0 -> data.copyImage(index, to.array, to.offset, stride);
                case 1 -> data.copyTarget(index, to.array, to.offset, stride);
                default -> to.array[to.offset] = image < count ? 1f / count : 0;
            }
        }
    }

    Step(
            Network.Built built,
            Model.Compiled compiled,
            Shape targetShape,
            int batchSize,
            Workers workers,
            boolean learns) {
        this.workers = workers;
        this.targetShape = targetShape;
        this.target = new float[targetShape.size()];
        this.output = new float[built.output().shape().size()];
        this.metrics = compiled.metrics();
        for (Metric metric : metrics) {
            counts.add(metric.start(built.output().shape(), targetShape));
        }
        Node targets = built.graph().input(targetShape);
        Node scale = built.graph().input(Shape.SCALAR);
        Node losses = losses(built, compiled.loss(), targets);
        List<Node> outputs = new ArrayList<>(List.of(losses, built.output()));
        List<Map.Entry<Node, Weight>> trainable = new ArrayList<>();
        if (learns) {
            built.weights().entrySet().stream()
                    .filter(entry -> entry.getValue().trainable())
                    .forEach(trainable::add);
            List<Node> found = built.graph()
                    .gradients(
                            losses,
                            scale,
                            trainable.stream().map(Map.Entry::getKey).toList());
            // A weight that the loss does not depend on has no gradient and stays as it is.
            for (int i = found.size() - 1; i >= 0; i--) {
                if (found.get(i) == null) {
                    trainable.remove(i);
                }
            }
            found.stream().filter(Objects::nonNull).forEach(outputs::add);
            outputs.addAll(built.updates().values());
        }
        this.plan = Plan.compile(
                built.graph(),
                outputs,
                node -> Floats.of(built.weights().get(node).values()),
                KernelChoice.best(),
                batchSize,
                workers.count());
        int at = 2;
        for (Map.Entry<Node, Weight> entry : trainable) {
            gradients.put(entry.getValue(), plan.shared(at++));
        }
        if (learns) {
            for (Weight weight : built.updates().keySet()) {
                updates.put(weight, plan.shared(at++));
            }
        }
        this.penalized = built.weights().values().stream()
                .filter(weight -> weight.trainable() && weight.spec().regularizer() != null)
                .toList();
    }

    private static Node losses(Network.Built built, Loss loss, Node targets) {
        Node losses = (Node) loss.perImage(built.graph(), targets, built.output());
        if (losses.shape().rank() > 0) {
            throw new IllegalArgumentException("loss \"" + loss.name() + "\" gives " + losses.shape()
                    + " numbers per image for an output of " + built.output().shape() + "; it must give one");
        }
        for (Node added : built.losses()) {
            losses = built.graph().add(new Combine(Combine.Function.ADD), losses, added);
        }
        return losses;
    }

    int batchSize() {
        return plan.batchSize();
    }

    /** Where the last run left each trainable weight's gradient. */
    Map<Weight, Floats> gradients() {
        return gradients;
    }

    /** Where the last run left the new values of weights that change without a gradient. */
    Map<Weight, Floats> updates() {
        return updates;
    }

    /** Forgets what was measured, and takes images from another data set or in another order. */
    void reset(Dataset data, int[] order) {
        if (!data.targetShape().equals(targetShape)) {
            throw new IllegalArgumentException(
                    "labels of shape " + data.targetShape() + " were given where those before had " + targetShape);
        }
        batch.data = data;
        batch.order = order;
        lossSum = 0;
        images = 0;
        counts.forEach(Metric.Count::reset);
    }

    void run(int start, int count, int key) {
        batch.start = start;
        batch.count = count;
        plan.run(batch, count, key, workers);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            plan.read(0, i, one, 0);
            sum += one[0];
        }
        if (!counts.isEmpty()) {
            for (int i = 0; i < count; i++) {
                plan.read(1, i, output, 0);
                batch.data.copyTarget(batch.order[start + i], target, 0, 1);
                for (int m = 0; m < counts.size(); m++) {
                    counts.get(m).add(output, target);
                }
            }
        }
        lastLoss = sum / count;
        for (int i = 0; i < penalized.size(); i++) {
            Weight weight = penalized.get(i);
            Regularizer regularizer = weight.spec().regularizer();
            lastLoss += regularizer.penalty(weight.shape(), weight.values());
        }
        lossSum += lastLoss * count;
        images += count;
    }

    /** The loss of the last run. */
    double lastLoss() {
        return lastLoss;
    }

    /** Means since the last reset. */
    Logs logs() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", lossSum / images);
        for (int m = 0; m < metrics.size(); m++) {
            values.put(metrics.get(m).name(), counts.get(m).result());
        }
        return new Logs(values);
    }
}
