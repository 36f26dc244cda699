package dev.fovea.model;

import dev.fovea.data.Dataset;
import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.nn.Regularizer;
import dev.fovea.op.Affine;
import dev.fovea.op.Combine;
import dev.fovea.plan.Plan;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Logs;
import dev.fovea.train.Loss;
import dev.fovea.train.Objective;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The plan of a step, forward or with gradients, and what it has measured since the last reset. */
final class Step {
    private final Plan plan;
    private final Workers workers;
    private final Batch batch;
    private final List<Shape> targetShapes;
    private final Figures figures;
    private final float[] one = new float[1];
    private final List<Weight> penalized;
    private final Map<Weight, Floats> gradients = new LinkedHashMap<>();
    private final Map<Weight, Floats> updates = new LinkedHashMap<>();
    private double lossSum;
    private int images;
    private double lastLoss;

    /**
     * A step of a network.
     *
     * @param batch feeds it; what it is given later is of the same shapes
     * @param learns whether gradients are wanted
     */
    Step(Network network, Model.Compiled compiled, Batch batch, int batchSize, Workers workers, boolean learns) {
        this.workers = workers;
        this.batch = batch;
        this.targetShapes = batch.data().targetShapes();
        Network.Built built = network.build(learns);
        Graph graph = built.graph();
        List<Node> targets = targetShapes.stream().map(graph::input).toList();
        Node share = graph.input(Shape.SCALAR);
        Node weight = batch.weighted() ? graph.input(Shape.SCALAR) : null;
        List<Node> losses = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            Loss loss = compiled.objectives().get(i).loss();
            losses.add(weighted(
                    graph, perImage(graph, loss, targets.get(i), built.outputs().get(i)), weight));
        }
        Node whole = whole(graph, compiled.objectives(), losses, built.losses());
        List<Node> outputs = new ArrayList<>(List.of(whole));
        this.figures = new Figures(network, compiled.objectives(), targetShapes, outputs, losses, built.outputs());
        int at = outputs.size();
        List<Map.Entry<Node, Weight>> trainable = new ArrayList<>();
        if (learns) {
            built.weights().entrySet().stream()
                    .filter(entry -> entry.getValue().trainable())
                    .forEach(trainable::add);
            List<Node> found = graph.gradients(
                    whole, share, trainable.stream().map(Map.Entry::getKey).toList());
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
                graph,
                outputs,
                node -> Floats.of(built.weights().get(node).array()),
                node -> built.weights().get(node).version(),
                KernelChoice.best(),
                batchSize,
                workers.count());
        for (Map.Entry<Node, Weight> entry : trainable) {
            gradients.put(entry.getValue(), plan.shared(at++));
        }
        if (learns) {
            for (Weight changed : built.updates().keySet()) {
                updates.put(changed, plan.shared(at++));
            }
        }
        this.penalized = built.weights().values().stream()
                .filter(w -> w.trainable() && w.spec().regularizer() != null)
                .toList();
    }

    private static Node perImage(Graph graph, Loss loss, Node target, Node output) {
        Node losses = (Node) loss.perImage(graph, target, output);
        if (losses.shape().rank() > 0) {
            throw new IllegalArgumentException("loss \"" + loss.name() + "\" gives " + losses.shape()
                    + " numbers per image for an output of " + output.shape() + "; it must give one");
        }
        return losses;
    }

    private static Node weighted(Graph graph, Node loss, Node weight) {
        return weight == null ? loss : graph.add(new Combine(Combine.Function.MULTIPLY), loss, weight);
    }

    /** The sum of the objectives' losses, each times its weight, and of what layers add. */
    private static Node whole(Graph graph, List<Objective> objectives, List<Node> losses, List<Node> added) {
        List<Node> terms = new ArrayList<>();
        for (int i = 0; i < losses.size(); i++) {
            float factor = objectives.get(i).weight();
            terms.add(factor == 1 ? losses.get(i) : graph.add(new Affine(factor, 0), losses.get(i)));
        }
        terms.addAll(added);
        return terms.stream()
                .reduce((sum, term) -> graph.add(new Combine(Combine.Function.ADD), sum, term))
                .orElseThrow();
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
        if (!data.targetShapes().equals(targetShapes)) {
            throw new IllegalArgumentException(
                    "labels of shapes " + data.targetShapes() + " were given where those before had " + targetShapes);
        }
        batch.set(data, order);
        lossSum = 0;
        images = 0;
        figures.reset();
    }

    void run(int start, int count, int key) {
        batch.set(start, count);
        plan.run(batch, count, key, workers);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            plan.read(0, i, one, 0);
            sum += one[0];
        }
        figures.add(plan, batch, count);
        lastLoss = sum / count;
        for (int i = 0; i < penalized.size(); i++) {
            Weight weight = penalized.get(i);
            Regularizer regularizer = weight.spec().regularizer();
            lastLoss += regularizer.penalty(weight.shape(), weight.array());
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
        figures.put(values);
        return new Logs(values);
    }
}
