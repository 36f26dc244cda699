package dev.fovea.model;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.WeightSpec;
import dev.fovea.op.Value;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** The layers of a model with their weights; makes the graph, for training or for inference. */
final class Network {
    /** Stands for the weights' seeds within a layer; more weights than a layer has. */
    private static final long WEIGHTS_PER_LAYER = 1000;

    private final Topology topology;
    private final long seed;
    private final Source source;
    private final List<Weight.Learning> learning;
    private final List<Shape> shapes;
    private final Map<String, Weight> weights = new LinkedHashMap<>();

    /** How many weights of each layer are known. */
    private final int[] counts;

    /** Where a network's own weights come from when it is first built. */
    private sealed interface Source {
        /** They are drawn, by the network's seed. */
        record Drawn() implements Source {}

        /** They are those of another network. */
        record Shared(Network network) implements Source {}
    }

    /**
     * A graph of this network.
     *
     * @param tensors what the calls give, numbered as in the topology
     * @param weights the weight of each parameter
     * @param updates the weights' new values, but for those that follow a gradient
     * @param losses those that layers add
     */
    record Built(
            Graph graph,
            List<Node> tensors,
            List<Node> outputs,
            Map<Node, Weight> weights,
            Map<Weight, Node> updates,
            List<Node> losses) {}

    private Network(Topology topology, long seed, Source source) {
        this.topology = topology;
        this.seed = seed;
        this.source = source;
        this.learning = new ArrayList<>();
        for (String name : topology.names()) {
            learning.add(
                    source instanceof Source.Shared shared
                            ? shared.network.learning.get(shared.network.topology.numberOf(name))
                            : new Weight.Learning());
        }
        this.counts = new int[topology.layers().size()];
        this.shapes = new ArrayList<>();
        for (Node tensor : build(false).tensors()) {
            shapes.add(tensor.shape());
        }
    }

    /** A network whose weights are drawn by a seed. */
    static Network drawn(Topology topology, long seed) {
        return new Network(topology, seed, new Source.Drawn());
    }

    /** The part of this network that ends with some layers; it has this one's weights. */
    Network upTo(List<String> layers) {
        return new Network(topology.upTo(layers), seed, new Source.Shared(this));
    }

    Topology topology() {
        return topology;
    }

    long seed() {
        return seed;
    }

    /** What each tensor's shape is. */
    List<Shape> shapes() {
        return shapes;
    }

    List<Shape> inputShapes() {
        return shapes(topology.inputs());
    }

    List<Shape> outputShapes() {
        return shapes(topology.outputs());
    }

    private List<Shape> shapes(List<Integer> tensors) {
        List<Shape> some = new ArrayList<>();
        for (int tensor : tensors) {
            some.add(shapes.get(tensor));
        }
        return some;
    }

    /** Whether a layer learns; of a model within this one, whether any of its layers does. */
    boolean learns(int layer) {
        return topology.layers().get(layer) instanceof Model model
                ? model.trainable()
                : learning.get(layer).on();
    }

    /** Sets whether a layer learns; of a model within this one, whether all of its layers do. */
    void learns(int layer, boolean learns) {
        if (topology.layers().get(layer) instanceof Model model) {
            model.trainable(learns);
        } else {
            learning.get(layer).set(learns);
        }
    }

    /** All weights, layer by layer. */
    List<Weight> weights() {
        return List.copyOf(weights.values());
    }

    List<Weight> weightsOf(int layer) {
        String name = topology.names().get(layer);
        boolean whole = topology.layers().get(layer) instanceof Model;
        return weights.values().stream()
                .filter(weight ->
                        weight.layer().equals(name) || whole && weight.layer().startsWith(name + "/"))
                .toList();
    }

    Built build(boolean training) {
        Assembly assembly = new Assembly(training);
        List<Value> inputs = new ArrayList<>();
        for (int tensor : topology.inputs()) {
            Input input = (Input) topology.layers().get(topology.giving(tensor).layer());
            inputs.add(assembly.input(input.shape()));
        }
        Value[] tensors = run(inputs, call -> assembly.context(this, call.layer(), 0));
        return assembly.built(Arrays.asList(tensors), topology.outputs());
    }

    /** What the network makes of inputs within a graph that is being built. */
    List<Value> run(List<Value> inputs, LayerContext whole) {
        List<Shape> given = inputs.stream().map(Value::shape).toList();
        if (!given.equals(inputShapes())) {
            throw new IllegalArgumentException("it takes inputs of shapes " + inputShapes() + ", not " + given);
        }
        Function<Topology.Call, LayerContext> contexts;
        if (whole instanceof Assembly.Context context) {
            contexts = context.enter(this);
        } else {
            contexts = call -> new ForeignContext(whole, topology.names().get(call.layer()), learns(call.layer()));
        }
        Value[] tensors = run(inputs, contexts);
        return topology.outputs().stream().map(tensor -> tensors[tensor]).toList();
    }

    private Value[] run(List<Value> inputs, Function<Topology.Call, LayerContext> contexts) {
        List<Topology.Call> calls = topology.calls();
        Value[] tensors = new Value[calls.getLast().first() + calls.getLast().gives()];
        for (Topology.Call call : calls) {
            int input = topology.inputs().indexOf(call.first());
            if (input >= 0) {
                tensors[call.first()] = inputs.get(input);
                continue;
            }
            Layer layer = topology.layers().get(call.layer());
            try {
                List<Value> operands = new ArrayList<>();
                for (int tensor : call.takes()) {
                    operands.add(tensors[tensor]);
                }
                List<Value> results = layer.callAll(operands, contexts.apply(call));
                if (results.size() != call.gives()) {
                    throw new IllegalArgumentException("it gives " + results.size() + " values, where " + call.gives()
                            + " can be passed on; join several in Model.of");
                }
                for (int i = 0; i < results.size(); i++) {
                    tensors[call.first() + i] = results.get(i);
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        layer.className() + " \"" + topology.names().get(call.layer()) + "\": " + e.getMessage(), e);
            }
        }
        return tensors;
    }

    /** The weight that a layer of this network asks for; known from the first build on. */
    Weight weight(int layer, WeightSpec spec) {
        String owner = topology.names().get(layer);
        Weight known = weights.get(owner + "/" + spec.name());
        if (known == null) {
            // No switch: one over classes is linked when it runs, which takes long.
            Weight made = source instanceof Source.Shared shared
                    ? shared.network.weights.get(owner + "/" + spec.name())
                    : new Weight(owner, spec, drawn(layer, spec), learning.get(layer));
            weights.put(made.name(), made);
            return made;
        }
        if (!known.shape().equals(spec.shape())) {
            throw new IllegalArgumentException("it is shared, and its weight \"" + spec.name() + "\" has shape "
                    + known.shape() + ", but here it would need " + spec.shape());
        }
        return known;
    }

    /** Counts the weights of a model within this network among its own. */
    void adopt(int layer, Network model) {
        for (Weight weight : model.weights.values()) {
            Weight own = weight.within(topology.names().get(layer));
            if (!weights.containsKey(own.name())) {
                weights.put(own.name(), own);
            }
        }
    }

    /** Draws a weight's values when they are first needed: those of a model that is loaded never are. */
    private Supplier<float[]> drawn(int layer, WeightSpec spec) {
        long number = counts[layer]++;
        spec.initializer().check(spec.shape());
        return () -> {
            float[] values = new float[spec.shape().size()];
            RandomSource random = RandomSource.fork(seed, layer * WEIGHTS_PER_LAYER + number);
            spec.initializer().fill(spec.shape(), random, values, 0);
            return values;
        };
    }
}
