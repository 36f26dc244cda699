package dev.fovea.model;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.WeightSpec;
import dev.fovea.op.Op;
import dev.fovea.op.Value;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A graph under construction: what the layers of a network, and of the models within it, have added so far. */
final class Assembly {
    private final Graph graph = new Graph();
    private final boolean training;
    private final Map<Weight, Node> parameters = new LinkedHashMap<>();
    private final Map<Weight, Node> updates = new LinkedHashMap<>();
    /** Of which weight a node is the value, before a step or after. */
    private final Map<Node, Weight> weights = new HashMap<>();

    private final List<Node> losses = new ArrayList<>();
    private final Map<Network, int[]> calls = new IdentityHashMap<>();

    Assembly(boolean training) {
        this.training = training;
    }

    Value input(Shape shape) {
        return graph.input(shape);
    }

    /** What the next call of a network's layer needs; {@code salt} tells this use of the network from others. */
    LayerContext context(Network network, int layer, long salt) {
        int[] counts = calls.computeIfAbsent(
                network, n -> new int[n.topology().layers().size()]);
        return new Context(network, layer, counts[layer]++, salt);
    }

    Network.Built built(List<Value> tensors, List<Integer> outputs) {
        List<Node> nodes = tensors.stream().map(Node.class::cast).toList();
        Map<Node, Weight> leaves = new LinkedHashMap<>();
        parameters.forEach((weight, node) -> leaves.put(node, weight));
        return new Network.Built(graph, nodes, outputs.stream().map(nodes::get).toList(), leaves, updates, losses);
    }

    /** What one call of a layer needs. */
    final class Context implements LayerContext {
        private final Network network;
        private final int layer;
        private final int callsBefore;
        private final long salt;

        private Context(Network network, int layer, int callsBefore, long salt) {
            this.network = network;
            this.layer = layer;
            this.callsBefore = callsBefore;
            this.salt = salt;
        }

        /** What the layers of a model need that is itself the layer. */
        Function<Topology.Call, LayerContext> enter(Network model) {
            network.adopt(layer, model);
            int key = randomKey();
            return call -> context(model, call.layer(), key);
        }

        @Override
        public boolean training() {
            return training;
        }

        @Override
        public boolean trainable() {
            return network.learns(layer);
        }

        @Override
        public Value add(Op op, Value... operands) {
            return graph.add(op, operands);
        }

        @Override
        public Value weight(WeightSpec spec) {
            Weight weight = network.weight(layer, spec);
            Node updated = updates.get(weight);
            if (updated != null && !spec.trainable()) {
                // A layer that is applied again goes on from what its call before made of the weight.
                return updated;
            }
            Node known = parameters.get(weight);
            if (known == null) {
                known = graph.parameter(spec.shape());
                parameters.put(weight, known);
                weights.put(known, weight);
            }
            return known;
        }

        @Override
        public void update(Value weight, Value newValue) {
            if (training) {
                Weight changed = weights.get((Node) weight);
                updates.put(changed, (Node) newValue);
                weights.put((Node) newValue, changed);
            }
        }

        @Override
        public void addLoss(Value perImage) {
            if (!perImage.shape().equals(Shape.SCALAR)) {
                throw new IllegalArgumentException(
                        "a loss that a layer adds is one number per image, not " + perImage.shape());
            }
            losses.add((Node) perImage);
        }

        @Override
        public int randomKey() {
            RandomSource random = RandomSource.fork(network.seed() + salt, -1L - layer);
            // A layer that is applied again draws anew.
            for (int i = 0; i < callsBefore; i++) {
                random.nextLong();
            }
            return (int) random.nextLong();
        }
    }
}
