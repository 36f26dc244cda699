package dev.fovea.conformance;

import dev.fovea.graph.Graph;
import dev.fovea.graph.Node;
import dev.fovea.kernel.Floats;
import dev.fovea.kernel.KernelChoice;
import dev.fovea.kernel.Kernels;
import dev.fovea.kernel.ReferenceKernels;
import dev.fovea.model.Sequential;
import dev.fovea.model.Weight;
import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.nn.LayerContext;
import dev.fovea.nn.WeightSpec;
import dev.fovea.op.Op;
import dev.fovea.op.Value;
import dev.fovea.plan.Plan;
import dev.fovea.plan.Workers;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Runs what is held against the oracles: a layer in a model, and the graph of a layer or loss with its gradients. */
final class Fovea {
    private Fovea() {}

    /**
     * What came of a graph.
     *
     * @param inputs the gradients of the inputs, null for what the output does not depend on
     * @param weights the gradients of the weights by name
     * @param updates what weights become that a step changes without a gradient
     */
    record Run(Tensor output, List<Tensor> inputs, Map<String, Tensor> weights, Map<String, Tensor> updates) {}

    /** What a model of one layer predicts. */
    static Tensor predict(Layer layer, Tensor images, Map<String, Tensor> weights) {
        return predict(List.of(layer), images, weights);
    }

    /** What a model of layers, one after another, predicts. */
    static Tensor predict(List<Layer> layers, Tensor images, Map<String, Tensor> weights) {
        Sequential model = Sequential.of(Input.of(images.shape().dropFirst().dims()), layers.toArray(Layer[]::new));
        for (Weight weight : model.weights()) {
            weight.assign(weights.get(weight.spec().name()));
        }
        return model.predict(images);
    }

    /** A layer's output in training and the gradients of {@code sum(output * dy)}. */
    static Run train(Layer layer, List<Tensor> images, Map<String, Tensor> weights, Tensor dy) {
        return run(
                (List<Value> inputs, LayerContext context) -> layer.call(inputs, context),
                images,
                images.size(),
                weights,
                dy);
    }

    /** The same of anything made of ops; the inputs from {@code differentiated} on are constants. */
    static Run run(
            BiFunction<List<Value>, LayerContext, Value> network,
            List<Tensor> images,
            int differentiated,
            Map<String, Tensor> weights,
            Tensor dy) {
        Graph graph = new Graph();
        Context context = new Context(graph);
        List<Node> inputs = new ArrayList<>();
        images.forEach(image -> inputs.add(graph.input(image.shape().dropFirst())));
        Node output = (Node) network.apply(List.copyOf(inputs), context);
        Node seed = graph.input(output.shape());
        List<Node> of = new ArrayList<>(inputs.subList(0, differentiated));
        of.addAll(context.weights.values());
        List<Node> gradients = graph.gradients(output, seed, of);
        List<Node> wanted = new ArrayList<>(List.of(output));
        gradients.stream().filter(gradient -> gradient != null).forEach(wanted::add);
        wanted.addAll(context.updates.values());

        Map<Node, float[]> values = new LinkedHashMap<>();
        context.weights.forEach(
                (name, node) -> values.put(node, weights.get(name).data()));
        int count = dy.shape().dim(0);
        // The oracle sees both kinds of kernels, in turn.
        Kernels kernels = count % 2 == 0 ? new ReferenceKernels() : KernelChoice.best();
        Plan plan = Plan.compile(graph, wanted, node -> Floats.of(values.get(node)), kernels, count, 1);
        List<Tensor> fed = new ArrayList<>(images);
        fed.add(dy);
        try (Workers workers = new Workers(1)) {
            plan.run(
                    (input, image, target, stride) -> {
                        Tensor tensor = fed.get(input);
                        int size = tensor.size() / count;
                        for (int i = 0; i < size; i++) {
                            target.array[target.offset + i * stride] =
                                    image < count ? tensor.data()[image * size + i] : input == images.size() ? 0 : 1;
                        }
                    },
                    count,
                    1,
                    workers);
        }
        Reader reader = new Reader(plan, wanted, count);
        Tensor made = reader.read(output);
        List<Tensor> ofInputs = new ArrayList<>();
        Map<String, Tensor> ofWeights = new LinkedHashMap<>();
        for (int i = 0; i < differentiated; i++) {
            ofInputs.add(gradients.get(i) == null ? null : reader.read(gradients.get(i)));
        }
        List<String> names = List.copyOf(context.weights.keySet());
        for (int i = 0; i < names.size(); i++) {
            Node gradient = gradients.get(differentiated + i);
            if (gradient != null) {
                ofWeights.put(names.get(i), reader.read(gradient));
            }
        }
        Map<String, Tensor> updates = new LinkedHashMap<>();
        context.updates.forEach((name, node) -> updates.put(name, reader.read(node)));
        return new Run(made, ofInputs, ofWeights, updates);
    }

    /** Takes results out of a plan, for all images or the one that they share. */
    private record Reader(Plan plan, List<Node> wanted, int images) {
        Tensor read(Node node) {
            int size = node.shape().size();
            int copies = node.batched() ? images : 1;
            float[] values = new float[copies * size];
            for (int n = 0; n < copies; n++) {
                plan.read(wanted.indexOf(node), n, values, n * size);
            }
            return Tensor.of(node.batched() ? node.shape().prepend(images) : node.shape(), values);
        }
    }

    /** Builds a layer in training; weights become parameters under their names. */
    private record Context(Graph graph, Map<String, Node> weights, Map<String, Node> updates) implements LayerContext {
        Context(Graph graph) {
            this(graph, new LinkedHashMap<>(), new LinkedHashMap<>());
        }

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
            Shape shape = spec.shape();
            return weights.computeIfAbsent(spec.name(), name -> graph.parameter(shape));
        }

        @Override
        public void update(Value weight, Value newValue) {
            weights.forEach((name, node) -> {
                if (node == weight) {
                    updates.put(name, (Node) newValue);
                }
            });
        }

        @Override
        public void addLoss(Value perImage) {
            throw new UnsupportedOperationException("no layer tested here adds to the loss");
        }

        @Override
        public int randomKey() {
            return 5;
        }
    }
}
