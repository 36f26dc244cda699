package dev.fovea.oracle;

import dev.fovea.graph.Node;
import dev.fovea.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Evaluates the nodes of a graph in double precision for a small batch, each op in plain loops written from its formula:
 * what gradients and kernels are held to.
 */
public final class DoubleInterpreter {
    private final int images;
    private final int stepKey;
    private final Map<Node, double[][]> values = new HashMap<>();

    /** @param stepKey names the step, for random draws */
    public DoubleInterpreter(int images, int stepKey) {
        this.images = images;
        this.stepKey = stepKey;
    }

    public int images() {
        return images;
    }

    /** Gives a node its value: a row for each image, or one that they share. */
    public void set(Node node, double[][] rows) {
        values.put(node, rows);
    }

    public double[][] get(Node node) {
        return values.get(node);
    }

    /** Evaluates nodes, each after those that it reads; leaves keep what was set. */
    public void run(List<Node> nodes) {
        run(nodes, 0, images);
    }

    /** The same for the images from {@code first} to before {@code last}; others keep their rows. */
    void run(List<Node> nodes, int first, int last) {
        for (Node node : nodes) {
            if (node.op() == null) {
                continue;
            }
            double[][] rows = values.computeIfAbsent(node, n -> new double[n.batched() ? images : 1][]);
            IntFunction<Image> image = images(node);
            for (int n = first; n < Math.min(last, rows.length); n++) {
                rows[n] = DoubleOps.value(node.op(), image.apply(n));
            }
        }
    }

    /** What an op makes of what its operands hold. */
    public double[][] value(Node node) {
        return rows(node, image -> DoubleOps.value(node.op(), image));
    }

    /** How far float32 may be off the {@link #value} of a node. */
    double[][] bound(Node node, double[][] value) {
        return rows(node, image -> FloatBound.of(node.op(), image, value[image.number()]));
    }

    private double[][] rows(Node node, Function<Image, double[]> rule) {
        double[][] rows = new double[node.batched() ? images : 1][];
        for (int n = 0; n < rows.length; n++) {
            rows[n] = rule.apply(images(node).apply(n));
        }
        return rows;
    }

    private IntFunction<Image> images(Node node) {
        List<Shape> shapes = node.operands().stream().map(Node::shape).toList();
        List<double[][]> operands = node.operands().stream().map(values::get).toList();
        return n -> new Image(shapes, node.shape(), operands, n, images, stepKey);
    }

    /** Numbers of float32 as they are in double. */
    public static double[][] widened(float[][] rows) {
        double[][] wide = new double[rows.length][];
        for (int n = 0; n < rows.length; n++) {
            wide[n] = new double[rows[n].length];
            for (int i = 0; i < wide[n].length; i++) {
                wide[n][i] = rows[n][i];
            }
        }
        return wide;
    }
}
