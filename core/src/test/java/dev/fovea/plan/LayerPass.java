package dev.fovea.plan;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.WeightSpec;
import dev.fovea.op.Op;
import dev.fovea.op.Value;
import dev.fovea.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * A layer without weights, run on a batch of images.
 *
 * @param stepKey names the step of training
 * @param randomKey names the layer
 * @param batchSize what the plan is made for, if it is more than there are images
 */
record LayerPass(Layer layer, boolean training, int stepKey, int randomKey, int threads, int batchSize) {
    static LayerPass training(Layer layer) {
        return new LayerPass(layer, true, 1, 5, 1, 0);
    }

    static LayerPass inference(Layer layer) {
        return new LayerPass(layer, false, 0, 5, 1, 0);
    }

    LayerPass stepKey(int stepKey) {
        return new LayerPass(layer, training, stepKey, randomKey, threads, batchSize);
    }

    LayerPass randomKey(int randomKey) {
        return new LayerPass(layer, training, stepKey, randomKey, threads, batchSize);
    }

    LayerPass threads(int threads) {
        return new LayerPass(layer, training, stepKey, randomKey, threads, batchSize);
    }

    /** With a plan that is made for more images than there are. */
    LayerPass batchSize(int batchSize) {
        return new LayerPass(layer, training, stepKey, randomKey, threads, batchSize);
    }

    /** The outputs of images whose shape is given. */
    float[][] run(float[][] images, int... dims) {
        Graph graph = new Graph();
        Node x = graph.input(Shape.of(dims));
        Node y = (Node) layer.call(x, context(graph));
        float[][] read = new float[images.length][y.shape().size()];
        try (Workers workers = new Workers(threads)) {
            int size = Math.max(batchSize, images.length);
            Plan plan = Plan.compile(graph, List.of(y), node -> null, KernelChoice.best(), size, threads);
            plan.run(Fed.of(1, images), images.length, stepKey, workers);
            for (int n = 0; n < images.length; n++) {
                plan.read(0, n, read[n], 0);
            }
        }
        return read;
    }

    /** So many times the same image. */
    static float[][] copies(int n, float... image) {
        float[][] images = new float[n][];
        Arrays.fill(images, image);
        return images;
    }

    private LayerContext context(Graph graph) {
        return new LayerContext() {
            @Override
            public boolean training() {
                return training;
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
                throw new AssertionError("it has no weights");
            }

            @Override
            public void update(Value weight, Value newValue) {
                throw new AssertionError("it has no weights");
            }

            @Override
            public void addLoss(Value perImage) {
                throw new AssertionError("it adds no loss");
            }

            @Override
            public int randomKey() {
                return randomKey;
            }
        };
    }
}
