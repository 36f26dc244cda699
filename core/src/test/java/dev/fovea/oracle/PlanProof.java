package dev.fovea.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.kernel.Kernels;
import dev.fovea.kernel.ReferenceKernels;
import dev.fovea.op.Apply;
import dev.fovea.op.BiasAdd;
import dev.fovea.op.Conv2d;
import dev.fovea.op.MatMul;
import dev.fovea.plan.Fed;
import dev.fovea.plan.Plan;
import dev.fovea.plan.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds what a plan computes in float32 to the same in double, op by op: each from what the plan itself computed for the
 * op's operands, so that the bound is that of one op. What is fused into one op is held as one. Then a plan that keeps
 * nothing but what it is asked for must give the same, bit for bit.
 */
public final class PlanProof {
    private final Graph graph;
    private final List<Node> outputs;
    private final Map<Node, float[][]> leaves;
    private final int images;
    private final int stepKey;
    private final Set<Node> needed;

    /** @param leaves of each leaf a row for each image, or one that they share */
    public PlanProof(Graph graph, List<Node> outputs, Map<Node, float[][]> leaves, int images, int stepKey) {
        this.graph = graph;
        this.outputs = outputs;
        this.leaves = leaves;
        this.images = images;
        this.stepKey = stepKey;
        this.needed = Needed.by(graph, outputs);
    }

    /** Checks it with reference and best kernels. */
    public void hold() {
        hold(new ReferenceKernels());
        hold(KernelChoice.best());
    }

    private void hold(Kernels kernels) {
        Set<Node> inside = fusedAway();
        List<Node> kept = graph.nodes().stream()
                .filter(node -> needed.contains(node) && node.op() != null && !inside.contains(node))
                .toList();
        Map<Node, float[][]> all = run(kernels, kept);
        DoubleInterpreter exact = new DoubleInterpreter(images, stepKey);
        Map<Node, double[][]> off = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (!needed.contains(node)) {
                continue;
            }
            if (node.op() == null) {
                exact.set(node, DoubleInterpreter.widened(leaves.get(node)));
                continue;
            }
            double[][] value = exact.value(node);
            double[][] bound = bound(exact, node, value, off);
            if (inside.contains(node)) {
                exact.set(node, value);
                off.put(node, bound);
            } else {
                compare(node, all.get(node), value, bound, kernels);
                exact.set(node, DoubleInterpreter.widened(all.get(node)));
            }
        }
        Map<Node, float[][]> asked = run(kernels, outputs);
        for (Node output : outputs) {
            float[][] same = output.op() == null ? leaves.get(output) : all.get(output);
            assertThat(asked.get(output))
                    .as("%s, of a plan that keeps nothing else, %d images, %s", output, images, kernels)
                    .isDeepEqualTo(same);
        }
    }

    /** What float32 may do here, and what it may have done to an operand that lies within the same fused op. */
    private static double[][] bound(DoubleInterpreter exact, Node node, double[][] value, Map<Node, double[][]> off) {
        double[][] bound = exact.bound(node, value);
        Node first = node.operands().isEmpty() ? null : node.operand(0);
        if (!off.containsKey(first)) {
            return bound;
        }
        double[][] before = exact.get(first);
        for (int sign = -1; sign <= 1; sign += 2) {
            double[][] moved = new double[before.length][];
            for (int n = 0; n < moved.length; n++) {
                moved[n] = before[n].clone();
                for (int i = 0; i < moved[n].length; i++) {
                    moved[n][i] += sign * off.get(first)[n][i];
                }
            }
            exact.set(first, moved);
            double[][] there = exact.value(node);
            for (int n = 0; n < bound.length; n++) {
                for (int i = 0; i < bound[n].length; i++) {
                    bound[n][i] += Math.abs(there[n][i] - value[n][i]);
                }
            }
        }
        exact.set(first, before);
        return bound;
    }

    private void compare(Node node, float[][] actual, double[][] expected, double[][] bound, Kernels kernels) {
        for (int n = 0; n < expected.length; n++) {
            for (int i = 0; i < expected[n].length; i++) {
                if (!(Math.abs(actual[n][i] - expected[n][i]) <= bound[n][i])) {
                    throw new AssertionError("element %d of %s of %s in image %d of %d is %s, not %s within %s, with %s"
                            .formatted(
                                    i,
                                    node,
                                    node.operands(),
                                    n,
                                    images,
                                    actual[n][i],
                                    expected[n][i],
                                    bound[n][i],
                                    kernels));
                }
            }
        }
    }

    /** Runs a plan and reads what is asked of it; where there is no image, seeds are silent and others repeat. */
    private Map<Node, float[][]> run(Kernels kernels, List<Node> asked) {
        Plan plan = Plan.compile(graph, asked, node -> Floats.of(leaves.get(node)[0]), kernels, images, 1);
        float[][][] fed = graph.inputs().stream().map(leaves::get).toArray(float[][][]::new);
        int last = fed.length - 1;
        try (Workers workers = new Workers(1)) {
            plan.run(Fed.of(last, fed), images, stepKey, workers);
        }
        Map<Node, float[][]> read = new HashMap<>();
        for (int output = 0; output < asked.size(); output++) {
            Node node = asked.get(output);
            float[][] rows = new float[node.batched() ? images : 1][node.shape().size()];
            for (int image = 0; image < rows.length; image++) {
                plan.read(output, image, rows[image], 0);
            }
            read.put(node, rows);
        }
        return read;
    }

    /** Convolutions and products before a bias that nothing else reads, and such biases before a function. */
    private Set<Node> fusedAway() {
        Set<Node> inside = new HashSet<>();
        for (Node node : graph.nodes()) {
            boolean linear = node.op() instanceof Conv2d || node.op() instanceof MatMul;
            Node bias = linear ? onlyReader(node) : null;
            if (bias == null
                    || !(bias.op() instanceof BiasAdd)
                    || !bias.operand(0).equals(node)) {
                continue;
            }
            inside.add(node);
            Node function = onlyReader(bias);
            if (function != null && function.op() instanceof Apply) {
                inside.add(bias);
            }
        }
        return inside;
    }

    private Node onlyReader(Node node) {
        if (!needed.contains(node) || outputs.contains(node)) {
            return null;
        }
        List<Node> readers = new ArrayList<>();
        for (Node reader : graph.nodes()) {
            if (needed.contains(reader)) {
                reader.operands().stream().filter(node::equals).forEach(operand -> readers.add(reader));
            }
        }
        return readers.size() == 1 ? readers.getFirst() : null;
    }
}
