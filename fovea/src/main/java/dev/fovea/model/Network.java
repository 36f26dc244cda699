package dev.fovea.model;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.nn.Initializer;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.op.Op;
import dev.fovea.op.Value;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The layers of a model with their names and weights; makes its graph, for training or for inference. */
final class Network {
    private final Shape inputShape;
    private final List<Layer> layers;
    private final List<String> names = new ArrayList<>();
    private final List<Shape> outputShapes = new ArrayList<>();
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final long seed;

    /** A graph of this network, the weight of each parameter, and what each layer gives. */
    record Built(Graph graph, Node input, List<Node> outputs, Map<Node, Weight> weights) {
        Node output() {
            return outputs.getLast();
        }
    }

    Network(Shape inputShape, List<Layer> layers, long seed) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a model needs at least one layer");
        }
        this.inputShape = inputShape;
        this.layers = List.copyOf(layers);
        this.seed = seed;
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Layer layer : layers) {
            String name = layer.name();
            if (name == null) {
                String base = snakeCase(layer.getClass().getSimpleName());
                int number = counts.merge(base, 1, Integer::sum) - 1;
                name = number == 0 ? base : base + "_" + number;
            }
            if (names.contains(name)) {
                throw new IllegalArgumentException("two layers are named \"" + name + "\"; names must differ");
            }
            names.add(name);
        }
        build(false).outputs().forEach(node -> outputShapes.add(node.shape()));
    }

    /** Keras's way from a class to a layer's name: Conv2D to conv2d, MaxPooling2D to max_pooling2d. */
    static String snakeCase(String name) {
        return name.replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(java.util.Locale.ROOT);
    }

    Shape inputShape() {
        return inputShape;
    }

    List<Layer> layers() {
        return layers;
    }

    List<String> names() {
        return names;
    }

    List<Shape> outputShapes() {
        return outputShapes;
    }

    List<Weight> weights() {
        return List.copyOf(weights.values());
    }

    List<Weight> weightsOf(String layer) {
        return weights.values().stream()
                .filter(w -> w.name().startsWith(layer + "/"))
                .toList();
    }

    Built build(boolean training) {
        Graph graph = new Graph();
        Node input = graph.input(inputShape);
        Map<Node, Weight> parameters = new LinkedHashMap<>();
        List<Node> outputs = new ArrayList<>();
        Value value = input;
        for (int i = 0; i < layers.size(); i++) {
            try {
                value = layers.get(i).call(value, new Context(names.get(i), i, training, graph, parameters));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "layer \"" + names.get(i) + "\", number " + (i + 1) + ": " + e.getMessage(), e);
            }
            outputs.add((Node) value);
        }
        return new Built(graph, input, outputs, parameters);
    }

    private final class Context implements LayerContext {
        private final String layer;
        private final int index;
        private final boolean training;
        private final Graph graph;
        private final Map<Node, Weight> parameters;

        Context(String layer, int index, boolean training, Graph graph, Map<Node, Weight> parameters) {
            this.layer = layer;
            this.index = index;
            this.training = training;
            this.graph = graph;
            this.parameters = parameters;
        }

        @Override
        public boolean training() {
            return training;
        }

        @Override
        public Value add(Op op, Value... operands) {
            return graph.add(op, operands);
        }

        @Override
        public Value weight(String name, Shape shape, Initializer initializer) {
            Weight weight = weights.computeIfAbsent(layer + "/" + name, full -> {
                float[] values = new float[shape.size()];
                long key = (long) index * 1000 + weights.size();
                initializer.fill(shape, RandomSource.fork(seed, key), values, 0);
                return new Weight(full, shape, values);
            });
            Node node = graph.parameter(shape);
            parameters.put(node, weight);
            return node;
        }

        @Override
        public int randomKey() {
            return (int) RandomSource.fork(seed, -1L - index).nextLong();
        }
    }
}
