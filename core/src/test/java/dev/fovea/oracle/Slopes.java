package dev.fovea.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.tensor.RandomSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Holds the gradients that a graph computes to central differences of its forward pass, both in double precision. */
public final class Slopes {
    /** A power of two, so that a float32 number and the step add up exactly. */
    private static final double STEP = 0x1p-17;

    /**
     * What a gradient may be off: attributes of ops are float32, good to 6e-8. The differences themselves err by less, the
     * square of the step, 6e-11, times a sixth of the third derivative over the first.
     */
    private static final double RELATIVE = 1e-7;

    /** Some roundings of 2^-53 over the two steps that the difference is divided by. */
    private static final double ROUNDING = 16 * 0x1p-53 / (2 * STEP);

    private static final int SAMPLES = 64;

    private Slopes() {}

    /**
     * Checks the gradients of {@code sum(output * seed)}, of many numbers of each leaf where it has more.
     *
     * @param at holds the values of the leaves
     * @param of leaves to differentiate by
     * @param gradients of each its gradient, or null where the output does not depend on it
     */
    public static void hold(
            DoubleInterpreter at, Graph graph, Node output, Node seed, List<Node> of, List<Node> gradients) {
        at.run(graph.nodes());
        for (int i = 0; i < of.size(); i++) {
            Node leaf = of.get(i);
            double[][] gradient = gradients.get(i) == null ? null : at.get(gradients.get(i));
            List<Node> between = between(graph, leaf, output);
            for (int image = 0; image < at.get(leaf).length; image++) {
                hold(at, leaf, image, gradient == null ? null : gradient[image], between, output, seed);
                at.run(between);
            }
        }
    }

    private static void hold(
            DoubleInterpreter at, Node leaf, int image, double[] gradient, List<Node> between, Node output, Node seed) {
        double[] x = at.get(leaf)[image];
        double largest = 0;
        for (int i = 0; gradient != null && i < x.length; i++) {
            largest = Math.max(largest, Math.abs(gradient[i]));
        }
        // What one image does not tell others moves its own row alone.
        boolean alone =
                leaf.batched() && between.stream().noneMatch(node -> node.op().sumsOverBatch());
        int first = alone ? image : 0;
        int last = alone ? image + 1 : at.images();
        for (int i = 0; i < x.length; i += Math.max(1, x.length / SAMPLES)) {
            double before = x[i];
            x[i] = before + STEP;
            at.run(between, first, last);
            double[][] above = at.get(output).clone();
            x[i] = before - STEP;
            at.run(between, first, last);
            x[i] = before;
            Difference difference = Difference.of(above, at.get(output), at.get(seed));
            assertThat(gradient == null ? 0 : gradient[i])
                    .as("gradient %d of %s in image %d of %d, output %s", i, leaf, image, at.images(), output)
                    .isCloseTo(difference.slope, within(RELATIVE * largest + difference.rounding));
        }
    }

    /** The same along one random direction of all that a leaf holds at once: for graphs with much in them. */
    public static void holdAlong(
            DoubleInterpreter at,
            Graph graph,
            Node output,
            Node seed,
            List<Node> of,
            List<Node> gradients,
            RandomSource random) {
        at.run(graph.nodes());
        for (int i = 0; i < of.size(); i++) {
            Node leaf = of.get(i);
            double[][] before = at.get(leaf);
            double[][] direction = direction(before, random);
            List<Node> between = between(graph, leaf, output);
            at.set(leaf, moved(before, direction, STEP));
            at.run(between);
            double[][] above = at.get(output).clone();
            at.set(leaf, moved(before, direction, -STEP));
            at.run(between);
            Difference difference = Difference.of(above, at.get(output), at.get(seed));
            at.set(leaf, before);
            at.run(between);
            double[][] gradient = at.get(gradients.get(i));
            assertThat(product(gradient, direction))
                    .as("slope of %s along a direction, %d images, output %s", leaf, at.images(), output)
                    .isCloseTo(
                            difference.slope,
                            within(RELATIVE * Math.sqrt(product(gradient, gradient)) + difference.rounding));
        }
    }

    /** Of length 1. */
    private static double[][] direction(double[][] like, RandomSource random) {
        double[][] direction = new double[like.length][];
        for (int n = 0; n < like.length; n++) {
            direction[n] = new double[like[n].length];
            for (int i = 0; i < like[n].length; i++) {
                direction[n][i] = random.nextGaussian();
            }
        }
        return moved(new double[like.length][like[0].length], direction, 1 / Math.sqrt(product(direction, direction)));
    }

    private static double[][] moved(double[][] from, double[][] direction, double step) {
        double[][] to = new double[from.length][];
        for (int n = 0; n < from.length; n++) {
            to[n] = from[n].clone();
            for (int i = 0; i < to[n].length; i++) {
                to[n][i] += step * direction[n][i];
            }
        }
        return to;
    }

    private static double product(double[][] a, double[][] b) {
        double sum = 0;
        for (int n = 0; n < a.length; n++) {
            for (int i = 0; i < a[n].length; i++) {
                sum += a[n][i] * b[n][i];
            }
        }
        return sum;
    }

    /** The slope of {@code sum(output * seed)} between two outputs, and how far rounding may put it off. */
    private record Difference(double slope, double rounding) {
        static Difference of(double[][] above, double[][] below, double[][] seed) {
            double sum = 0;
            double magnitude = 0;
            double weight = 0;
            for (int n = 0; n < above.length; n++) {
                for (int i = 0; i < above[n].length; i++) {
                    weight += Math.abs(seed[n][i]);
                    sum += seed[n][i] * (above[n][i] - below[n][i]);
                    boolean changed = above[n][i] != below[n][i];
                    magnitude += changed ? Math.abs(seed[n][i]) * (1 + Math.abs(above[n][i])) : 0;
                }
            }
            // A gradient that cancels to nothing, as of a bias before a normalization, is noise.
            return new Difference(sum / (2 * STEP), ROUNDING * (magnitude + 2 * STEP * weight));
        }
    }

    /** What depends on the leaf and the output depends on. */
    private static List<Node> between(Graph graph, Node leaf, Node output) {
        Set<Node> behind = new HashSet<>(Set.of(leaf));
        for (Node node : graph.nodes()) {
            if (node.operands().stream().anyMatch(behind::contains)) {
                behind.add(node);
            }
        }
        Set<Node> before = Needed.by(graph, List.of(output));
        List<Node> between = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.op() != null && behind.contains(node) && before.contains(node)) {
                between.add(node);
            }
        }
        return between;
    }
}
