package dev.fovea.plan;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.WeightSpec;
import dev.fovea.op.Concatenate;
import dev.fovea.op.Op;
import dev.fovea.op.Reshape;
import dev.fovea.op.Value;
import dev.fovea.oracle.DoubleInterpreter;
import dev.fovea.oracle.PlanProof;
import dev.fovea.oracle.Slopes;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Holds the gradients of a network to central differences in double precision, and what plans of it compute, with
 * reference and best kernels and for batches that do and don't fill their blocks, to the same.
 */
final class GradientCheck {
    /** What the network is tried on. */
    enum Numbers {
        /** Small whole numbers, with which float32 is mostly exact: for what is linear in each operand. */
        WHOLE,
        /** 4k + 1, all different: for what has kinks, at 0, 3, 6 and such numbers or between neighbours. */
        SPREAD,
        /** Normal draws away from 0: for what is smooth but perhaps at 0. */
        NORMAL
    }

    private static final int STEP_KEY = 1;

    private final Graph graph = new Graph();
    private final Numbers numbers;
    private final Map<Node, Integer> classes = new HashMap<>();
    private final Set<Node> constants = new HashSet<>();
    private final Node output;
    private final Node seed;
    private final List<Node> of = new ArrayList<>();
    private final List<Node> outputs = new ArrayList<>();
    private final List<Value> losses = new ArrayList<>();

    GradientCheck(Numbers numbers, Function<GradientCheck, Value> network) {
        this.numbers = numbers;
        this.output = withLosses((Node) network.apply(this));
        graph.inputs().stream().filter(node -> !constants.contains(node)).forEach(of::add);
        graph.parameters().stream().filter(node -> !constants.contains(node)).forEach(of::add);
        seed = graph.input(output.shape());
        outputs.add(output);
        outputs.addAll(graph.gradients(output, seed, of));
    }

    /** The output and what layers add to the loss, one after another. */
    private Node withLosses(Node output) {
        if (losses.isEmpty()) {
            return output;
        }
        List<Value> flat = new ArrayList<>();
        flat.add(graph.add(new Reshape(Shape.of(output.shape().size())), output));
        losses.forEach(loss -> flat.add(graph.add(new Reshape(Shape.of(1)), loss)));
        return graph.add(new Concatenate(0), flat.toArray(Value[]::new));
    }

    /** A value of each image, to be differentiated by. */
    Node input(int... dims) {
        return graph.input(Shape.of(dims));
    }

    /** A class number of each image. */
    Node label(int count) {
        Node node = graph.input(Shape.SCALAR);
        classes.put(node, count);
        constants.add(node);
        return node;
    }

    /** A value of each image that counts as constant. */
    Node constant(int... dims) {
        Node node = input(dims);
        constants.add(node);
        return node;
    }

    /** A weight, to be differentiated by. */
    Node parameter(int... dims) {
        return graph.parameter(Shape.of(dims));
    }

    Node add(Op op, Value... operands) {
        return graph.add(op, operands);
    }

    /** What a layer needs to add itself here, in training. */
    LayerContext layers() {
        return new LayerContext() {
            @Override
            public boolean training() {
                return true;
            }

            @Override
            public boolean trainable() {
                return true;
            }

            @Override
            public Value add(Op op, Value... operands) {
                return graph.add(op, operands);
            }

            @Override
            public Value weight(WeightSpec spec) {
                Node node = graph.parameter(spec.shape());
                if (!spec.trainable()) {
                    constants.add(node);
                }
                return node;
            }

            @Override
            public void update(Value weight, Value newValue) {}

            @Override
            public void addLoss(Value perImage) {
                losses.add(perImage);
            }

            @Override
            public int randomKey() {
                return 5;
            }
        };
    }

    /** The ops of the network and of its gradients. */
    Set<Class<?>> ops() {
        return graph.nodes().stream()
                .filter(node -> node.op() != null)
                .map(node -> node.op().getClass())
                .collect(Collectors.toSet());
    }

    void run() {
        for (int images : new int[] {1, 3}) {
            DoubleInterpreter exact = new DoubleInterpreter(images, STEP_KEY);
            draw(images).forEach((leaf, rows) -> exact.set(leaf, DoubleInterpreter.widened(rows)));
            Slopes.hold(exact, graph, output, seed, of, outputs.subList(1, outputs.size()));
        }
        List<Node> asked = outputs.stream().filter(Objects::nonNull).toList();
        for (int images : new int[] {1, 5, 37}) {
            new PlanProof(graph, asked, draw(images), images, STEP_KEY).hold();
        }
    }

    /** For each leaf a row for each image, or one that they share. */
    private Map<Node, float[][]> draw(int images) {
        RandomSource random = new RandomSource(images);
        Map<Node, float[][]> leaves = new HashMap<>();
        for (Node node : graph.parameters()) {
            leaves.put(node, draw(random, 1, node.shape().size()));
        }
        int total = graph.inputs().stream().mapToInt(n -> n.shape().size()).sum();
        float[][] all = draw(random, images, total);
        int at = 0;
        for (Node node : graph.inputs()) {
            int from = at;
            at += node.shape().size();
            int to = at;
            float[][] values = Arrays.stream(all)
                    .map(image -> Arrays.copyOfRange(image, from, to))
                    .toArray(float[][]::new);
            for (int n = 0; n < images; n++) {
                if (classes.containsKey(node)) {
                    Arrays.fill(values[n], n % classes.get(node));
                }
                for (int i = 0; node.equals(seed) && i < values[n].length; i++) {
                    values[n][i] = random.nextInt(7) - 3;
                }
            }
            leaves.put(node, values);
        }
        return leaves;
    }

    private float[][] draw(RandomSource random, int rows, int n) {
        float[][] drawn = new float[rows][n];
        for (float[] row : drawn) {
            int[] order = IntStream.range(0, n).toArray();
            random.shuffle(order);
            for (int i = 0; i < n; i++) {
                double normal = random.nextGaussian();
                row[i] = switch (numbers) {
                    case WHOLE -> random.nextInt(7) - 3;
                    case SPREAD -> 4 * (order[i] - n / 2) + 1;
                    case NORMAL -> (float) (normal + Math.copySign(0x1p-3, normal));
                };
            }
        }
        return drawn;
    }
}
