package dev.fovea.model;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.Symbol;
import dev.fovea.nn.WeightSpec;
import dev.fovea.op.Op;
import dev.fovea.op.Value;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The layers of a model, how they are joined, and their weights; makes the graph, for training or for inference. */
final class Network {
    /** Stands for the weights' seeds within a layer; more weights than a layer has. */
    private static final long WEIGHTS_PER_LAYER = 1000;

    /**
     * A layer applied once.
     *
     * @param layer the number of the layer; a shared layer is called more than once
     * @param inputs the calls whose results it takes
     */
    record Call(int layer, List<Integer> inputs) {}

    private final List<Layer> layers;
    private final List<String> names;
    private final List<Call> calls;
    private final int input;
    private final int output;
    private final List<Shape> shapes = new ArrayList<>();
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private final long seed;
    private final Map<String, Tensor> given;

    /**
     * A graph of this network: what each call gives, the weight of each parameter, the weights' new values, and the
     * losses that layers add.
     */
    record Built(
            Graph graph,
            Node input,
            List<Node> results,
            Node output,
            Map<Node, Weight> weights,
            Map<Weight, Node> updates,
            List<Node> losses) {}

    /**
     * A network of these calls; each comes after those whose results it takes.
     *
     * @param names a name for each layer, null where it is to be named after its class
     * @param given the weights by their names, or null to draw them
     */
    Network(
            List<Layer> layers,
            List<String> names,
            List<Call> calls,
            int output,
            long seed,
            Map<String, Tensor> given) {
        this.layers = List.copyOf(layers);
        this.names = named(layers, names);
        this.calls = List.copyOf(calls);
        this.output = output;
        this.seed = seed;
        this.given = given;
        int found = -1;
        for (int i = 0; i < calls.size(); i++) {
            if (layers.get(calls.get(i).layer()) instanceof Input) {
                if (found >= 0) {
                    throw new IllegalArgumentException("a model has one input; \""
                            + this.names.get(calls.get(found).layer()) + "\" and \""
                            + this.names.get(calls.get(i).layer()) + "\" are two");
                }
                found = i;
            }
        }
        if (found < 0) {
            throw new IllegalArgumentException("a model begins with an Input; this one has none");
        }
        this.input = found;
        build(false).results().forEach(node -> shapes.add(node.shape()));
    }

    /** A stack of layers on an input. */
    static Network stack(Symbol input, List<Layer> layers, long seed) {
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a model needs at least one layer behind its input");
        }
        List<Layer> all = new ArrayList<>(List.of(input.layer()));
        all.addAll(layers);
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            calls.add(new Call(i, i == 0 ? List.of() : List.of(i - 1)));
        }
        return new Network(all, all.stream().map(Layer::name).toList(), calls, all.size() - 1, seed, null);
    }

    /** All that lies between two symbols. */
    static Network between(Symbol input, Symbol output, long seed) {
        IdentityHashMap<Symbol, Integer> calls = new IdentityHashMap<>();
        IdentityHashMap<Layer, Integer> numbers = new IdentityHashMap<>();
        List<Layer> layers = new ArrayList<>();
        List<Call> made = new ArrayList<>();
        follow(output, calls, numbers, layers, made);
        if (!calls.containsKey(input)) {
            throw new IllegalArgumentException("the output " + output + " does not depend on the input " + input);
        }
        return new Network(layers, layers.stream().map(Layer::name).toList(), made, calls.get(output), seed, null);
    }

    private static int follow(
            Symbol end,
            IdentityHashMap<Symbol, Integer> calls,
            IdentityHashMap<Layer, Integer> numbers,
            List<Layer> layers,
            List<Call> made) {
        // Nets are deeper than a thread's stack may hold, so what is left to do is kept in a list.
        List<Symbol> open = new ArrayList<>(List.of(end));
        while (!open.isEmpty()) {
            Symbol symbol = open.getLast();
            List<Symbol> missing = symbol.inputs().stream()
                    .filter(before -> !calls.containsKey(before))
                    .toList();
            if (calls.containsKey(symbol) || !missing.isEmpty()) {
                if (missing.isEmpty()) {
                    open.removeLast();
                }
                open.addAll(missing.reversed());
                continue;
            }
            open.removeLast();
            Integer number = numbers.get(symbol.layer());
            if (number == null) {
                number = layers.size();
                numbers.put(symbol.layer(), number);
                layers.add(symbol.layer());
            }
            calls.put(symbol, made.size());
            made.add(new Call(number, symbol.inputs().stream().map(calls::get).toList()));
        }
        return calls.get(end);
    }

    private static List<String> named(List<Layer> layers, List<String> given) {
        Map<String, Integer> counts = new HashMap<>();
        Set<String> taken = new HashSet<>();
        given.stream().filter(name -> name != null).forEach(name -> {
            if (!taken.add(name)) {
                throw new IllegalArgumentException("two layers are named \"" + name + "\"; names must differ");
            }
        });
        List<String> names = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            String name = given.get(i);
            while (name == null) {
                String base = snakeCase(layers.get(i).className());
                int number = counts.merge(base, 1, Integer::sum) - 1;
                String next = number == 0 ? base : base + "_" + number;
                name = taken.add(next) ? next : null;
            }
            names.add(name);
        }
        return names;
    }

    /** Keras's way from a class to a layer's name: Conv2D to conv2d, MaxPooling2D to max_pooling2d. */
    static String snakeCase(String name) {
        return name.replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    long seed() {
        return seed;
    }

    Shape inputShape() {
        return shapes.get(input);
    }

    Shape outputShape() {
        return shapes.get(output);
    }

    List<Layer> layers() {
        return layers;
    }

    List<String> names() {
        return names;
    }

    List<Call> calls() {
        return calls;
    }

    int output() {
        return output;
    }

    /** What each call gives. */
    List<Shape> shapes() {
        return shapes;
    }

    /** All weights, layer by layer. */
    List<Weight> weights() {
        return List.copyOf(weights.values());
    }

    List<Weight> weightsOf(int layer) {
        return weights.values().stream()
                .filter(weight -> weight.layer().equals(names.get(layer)))
                .toList();
    }

    Built build(boolean training) {
        Graph graph = new Graph();
        Node start = null;
        Map<Node, Weight> parameters = new LinkedHashMap<>();
        Map<Weight, Node> updates = new LinkedHashMap<>();
        List<Node> losses = new ArrayList<>();
        List<Node> results = new ArrayList<>();
        for (Call call : calls) {
            Layer layer = layers.get(call.layer());
            if (layer instanceof Input in) {
                start = graph.input(in.shape());
                results.add(start);
                continue;
            }
            try {
                List<Value> operands =
                        call.inputs().stream().map(i -> (Value) results.get(i)).toList();
                Context context = new Context(results.size(), training, graph, parameters, updates, losses);
                results.add((Node) layer.call(operands, context));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        layer.className() + " \"" + names.get(call.layer()) + "\": " + e.getMessage(), e);
            }
        }
        return new Built(graph, start, results, results.get(output), parameters, updates, losses);
    }

    private final class Context implements LayerContext {
        private final int call;
        private final int layer;
        private final boolean training;
        private final Graph graph;
        private final Map<Node, Weight> parameters;
        private final Map<Weight, Node> updates;
        private final List<Node> losses;

        Context(
                int call,
                boolean training,
                Graph graph,
                Map<Node, Weight> parameters,
                Map<Weight, Node> updates,
                List<Node> losses) {
            this.call = call;
            this.layer = calls.get(call).layer();
            this.training = training;
            this.graph = graph;
            this.parameters = parameters;
            this.updates = updates;
            this.losses = losses;
        }

        @Override
        public boolean training() {
            return training;
        }

        @Override
        public boolean trainable() {
            return true;
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
        public Value add(Op op, Value... operands) {
            return graph.add(op, operands);
        }

        @Override
        public Value weight(WeightSpec spec) {
            String name = names.get(layer);
            Weight weight = weights.get(name + "/" + spec.name());
            if (weight == null) {
                weight = new Weight(name, spec, given == null ? drawn(spec) : given(name + "/" + spec.name(), spec));
                weights.put(weight.name(), weight);
            } else if (!weight.shape().equals(spec.shape())) {
                throw new IllegalArgumentException("it is shared, and its weight \"" + spec.name() + "\" has shape "
                        + weight.shape() + ", but here it would need " + spec.shape());
            }
            Node updated = updates.get(weight);
            if (updated != null && !weight.trainable()) {
                // A layer that is applied again goes on from what its call before made of the weight.
                return updated;
            }
            for (Map.Entry<Node, Weight> known : parameters.entrySet()) {
                if (known.getValue() == weight) {
                    return known.getKey();
                }
            }
            Node node = graph.parameter(spec.shape());
            parameters.put(node, weight);
            return node;
        }

        private float[] drawn(WeightSpec spec) {
            long number = weightsOf(layer).size();
            float[] values = new float[spec.shape().size()];
            RandomSource random = RandomSource.fork(seed, layer * WEIGHTS_PER_LAYER + number);
            spec.initializer().fill(spec.shape(), random, values, 0);
            return values;
        }

        private float[] given(String weight, WeightSpec spec) {
            Tensor tensor = given.get(weight);
            if (tensor == null || !tensor.shape().equals(spec.shape())) {
                throw new IllegalArgumentException("it needs a weight \"" + weight + "\" of shape " + spec.shape()
                        + ", but there is " + (tensor == null ? "none" : "one of shape " + tensor.shape()));
            }
            return tensor.data();
        }

        @Override
        public void update(Value weight, Value newValue) {
            if (!training) {
                return;
            }
            Weight changed = parameters.get((Node) weight);
            for (Map.Entry<Weight, Node> before : updates.entrySet()) {
                changed = before.getValue().equals(weight) ? before.getKey() : changed;
            }
            updates.put(changed, (Node) newValue);
        }

        @Override
        public int randomKey() {
            RandomSource random = RandomSource.fork(seed, -1L - layer);
            // A layer that is applied again draws anew.
            calls.subList(0, call).stream()
                    .filter(before -> before.layer() == layer)
                    .forEach(before -> random.nextLong());
            return (int) random.nextLong();
        }
    }
}
