package dev.fovea.model;

import dev.fovea.graph.Node;
import dev.fovea.plan.Plan;
import dev.fovea.tensor.Shape;
import dev.fovea.train.Figure;
import dev.fovea.train.Metric;
import dev.fovea.train.Objective;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured beside the whole loss. Of one output that is its metrics; of several, also each one's own loss, all by
 * names that begin with the output's, as in Keras.
 */
final class Figures {
    private final List<OfOutput> outputs = new ArrayList<>();
    private final float[] one = new float[1];

    /** What is measured of one output; {@code lossAt} and {@code outputAt} are places in the plan's outputs, -1 for none. */
    private static final class OfOutput {
        String prefix;
        int number;
        int lossAt = -1;
        int outputAt = -1;
        float[] output;
        float[] target;
        List<Metric> metrics;
        final List<Metric.Count> counts = new ArrayList<>();
        double lossSum;
        long images;
    }

    /**
     * Figures of a step.
     *
     * @param planned the outputs of its plan, to which those are added that figures are made of
     */
    Figures(
            Network network,
            List<Objective> objectives,
            List<Shape> targetShapes,
            List<Node> planned,
            List<Node> losses,
            List<Node> results) {
        List<String> prefixes = prefixes(network);
        for (int i = 0; i < objectives.size(); i++) {
            OfOutput of = new OfOutput();
            of.prefix = prefixes.get(i);
            of.number = i;
            of.metrics = objectives.get(i).metrics();
            if (objectives.size() > 1) {
                of.lossAt = planned.size();
                planned.add(losses.get(i));
            }
            if (!of.metrics.isEmpty()) {
                of.outputAt = planned.size();
                planned.add(results.get(i));
                of.output = new float[results.get(i).shape().size()];
                of.target = new float[targetShapes.get(i).size()];
            }
            for (Metric metric : of.metrics) {
                of.counts.add(metric.start(results.get(i).shape(), targetShapes.get(i)));
            }
            outputs.add(of);
        }
    }

    /** What a fit of this network measures. */
    static List<Figure> of(Network network, List<Objective> objectives) {
        List<Figure> figures = new ArrayList<>(List.of(new Figure("loss", false)));
        List<String> prefixes = prefixes(network);
        for (int i = 0; i < objectives.size(); i++) {
            String prefix = prefixes.get(i);
            if (objectives.size() > 1) {
                figures.add(new Figure(prefix + "loss", false));
            }
            for (Metric metric : objectives.get(i).metrics()) {
                figures.add(new Figure(prefix + metric.name(), metric.largerIsBetter()));
            }
        }
        return figures;
    }

    /** What the names of each output's figures begin with; nothing where there is one output. */
    private static List<String> prefixes(Network network) {
        List<Integer> tensors = network.topology().outputs();
        if (tensors.size() == 1) {
            return List.of("");
        }
        Map<String, Integer> counts = new HashMap<>();
        List<String> prefixes = new ArrayList<>();
        for (int tensor : tensors) {
            String name = network.topology().nameOf(tensor);
            int before = counts.merge(name, 1, Integer::sum) - 1;
            prefixes.add(name + (before == 0 ? "" : "_" + before) + "_");
        }
        return prefixes;
    }

    void reset() {
        for (OfOutput of : outputs) {
            of.counts.forEach(Metric.Count::reset);
            of.lossSum = 0;
            of.images = 0;
        }
    }

    /** Takes in what a run has left. */
    void add(Plan plan, Batch batch, int count) {
        for (int o = 0; o < outputs.size(); o++) {
            OfOutput of = outputs.get(o);
            for (int i = 0; i < count && of.lossAt >= 0; i++) {
                plan.read(of.lossAt, i, one, 0);
                of.lossSum += one[0];
                of.images++;
            }
            for (int i = 0; i < count && of.outputAt >= 0; i++) {
                plan.read(of.outputAt, i, of.output, 0);
                batch.data().copyTarget(of.number, batch.image(i), of.target, 0, 1);
                for (int m = 0; m < of.counts.size(); m++) {
                    of.counts.get(m).add(of.output, of.target);
                }
            }
        }
    }

    /** Adds the figures since the last reset. */
    void put(Map<String, Double> logs) {
        for (OfOutput of : outputs) {
            if (of.lossAt >= 0) {
                logs.put(of.prefix + "loss", of.lossSum / of.images);
            }
            for (int m = 0; m < of.metrics.size(); m++) {
                logs.put(of.prefix + of.metrics.get(m).name(), of.counts.get(m).result());
            }
        }
    }
}
