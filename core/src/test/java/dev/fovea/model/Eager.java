package dev.fovea.model;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;
import dev.fovea.kernel.ReferenceKernels;
import dev.fovea.op.Block;
import dev.fovea.op.Bound;
import dev.fovea.op.Gathering;
import dev.fovea.op.Parts;
import dev.fovea.tensor.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs a graph op by op and image by image, each value in an array of its own: what a plan must agree with. */
final class Eager {
    private final Map<Node, float[][]> values = new HashMap<>();

    /**
     * Runs the whole graph.
     *
     * @param inputs per input, image and element
     * @param weights gives the values of a parameter
     */
    Eager(Graph graph, float[][][] inputs, Function<Node, float[]> weights, int stepKey) {
        int images = inputs[0].length;
        for (Node node : graph.nodes()) {
            if (node.op() == null) {
                values.put(
                        node,
                        node.batched() ? inputs[graph.inputs().indexOf(node)] : new float[][] {weights.apply(node)});
                continue;
            }
            int n = node.shape().size();
            boolean perImage = node.operands().stream().anyMatch(Node::batched);
            int runs = perImage ? images : 1;
            Kernels kernels = new ReferenceKernels();
            List<Shape> shapes = node.operands().stream().map(Node::shape).toList();
            Bound bound = node.op().bind(kernels, shapes, 1);
            Floats scratch = Floats.of(new float[bound.scratch()]);
            float[][] made = new float[runs][n];
            for (int image = 0; image < runs; image++) {
                Floats[] in = new Floats[node.operands().size()];
                for (int i = 0; i < in.length; i++) {
                    float[][] operand = values.get(node.operand(i));
                    in[i] = Floats.of(operand[operand.length == 1 ? 0 : image]);
                }
                Block block = new Block();
                block.firstImage = image;
                block.valid = 1;
                block.images = images;
                block.stepKey = stepKey;
                bound.body().run(in, Floats.of(made[image]), scratch, block);
            }
            if (perImage && !node.batched()) {
                float[] all = new float[images * n];
                for (int image = 0; image < images; image++) {
                    System.arraycopy(made[image], 0, all, image * n, n);
                }
                Parts parts = new Parts(Floats.of(all), 0, n, images, 1);
                parts.hold(images);
                made = new float[1][n];
                Gathering gathering = node.op().gathering(kernels, shapes, 1, images);
                gathering.body().run(parts, made[0], 0, 0, n, scratch);
            }
            values.put(node, made);
        }
    }

    /** A value, per image, or once for what all images share. */
    float[][] of(Node node) {
        return values.get(node);
    }
}
