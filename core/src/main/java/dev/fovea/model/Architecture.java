package dev.fovea.model;

import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model's layers and how they are joined, as Keras writes them in {@code config.json}, without weights. */
final class Architecture {
    private Architecture() {}

    static Map<String, Object> of(Model model) {
        Network network = model.network();
        boolean stack = model instanceof Sequential;
        List<Object> layers = new ArrayList<>();
        for (int i = 0; i < network.layers().size(); i++) {
            Map<String, Object> layer = layer(network, i);
            if (!stack) {
                layer.put("name", network.names().get(i));
                layer.put("inbound_nodes", inboundNodes(network, i));
            }
            layers.add(layer);
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("name", model.name());
        config.put("trainable", true);
        config.put("layers", layers);
        if (stack) {
            config.put("build_input_shape", batched(model.inputShape()));
        } else {
            int input = 0;
            while (!network.calls().get(input).inputs().isEmpty()) {
                input++;
            }
            config.put("input_layers", List.of(history(network, input)));
            config.put("output_layers", List.of(history(network, network.output())));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("module", stack ? "keras" : "keras.src.models.functional");
        all.put("class_name", stack ? "Sequential" : "Functional");
        all.put("config", config);
        all.put("registered_name", null);
        return all;
    }

    private static Map<String, Object> layer(Network network, int number) {
        Layer layer = network.layers().get(number);
        Map<String, Object> all = Configs.of(layer, network.names().get(number));
        if (layer instanceof Input input) {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("batch_shape", batched(input.shape()));
            config.put("dtype", "float32");
            config.put("name", network.names().get(number));
            all.put("config", config);
        }
        return all;
    }

    private static List<Object> batched(Shape shape) {
        List<Object> dims = new ArrayList<>();
        dims.add(null);
        for (int dim : shape.dims()) {
            dims.add(dim);
        }
        return dims;
    }

    private static List<Object> inboundNodes(Network network, int layer) {
        List<Object> nodes = new ArrayList<>();
        for (Network.Call call : network.calls()) {
            if (call.layer() != layer || call.inputs().isEmpty()) {
                continue;
            }
            List<Object> tensors = new ArrayList<>();
            for (int input : call.inputs()) {
                Map<String, Object> config = new LinkedHashMap<>();
                config.put("shape", batched(network.shapes().get(input)));
                config.put("dtype", "float32");
                config.put("keras_history", history(network, input));
                tensors.add(Map.of("class_name", "__keras_tensor__", "config", config));
            }
            // Keras calls a layer of several inputs with one argument, their list.
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("args", tensors.size() == 1 ? tensors : List.of(tensors));
            node.put("kwargs", Map.of());
            nodes.add(node);
        }
        return nodes;
    }

    /** Keras's name for what a call gives: layer, the how manieth call of it, and 0. */
    private static List<Object> history(Network network, int call) {
        int layer = network.calls().get(call).layer();
        long before = network.calls().subList(0, call).stream()
                .filter(c -> c.layer() == layer)
                .count();
        return List.of(network.names().get(layer), before, 0);
    }

    /**
     * The model that was written so.
     *
     * @param weights by their names
     * @throws IllegalArgumentException if it describes none
     */
    static Model read(Object json, Map<String, Tensor> weights, long seed, Configs configs) {
        try {
            Map<?, ?> all = (Map<?, ?>) json;
            Map<?, ?> config = (Map<?, ?>) all.get("config");
            List<?> layers = (List<?>) config.get("layers");
            String name = (String) config.get("name");
            return switch ((String) all.get("class_name")) {
                case "Sequential" -> sequential(name, layers, weights, seed, configs);
                case "Functional" -> functional(name, layers, config, weights, seed, configs);
                case null, default ->
                    throw new IllegalArgumentException(
                            "a model is Sequential or Functional, not " + all.get("class_name"));
            };
        } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "the architecture is not written as Keras writes it: " + e.getMessage(), e);
        }
    }

    private static Layer layer(Object json, Configs configs) {
        Map<?, ?> all = (Map<?, ?>) json;
        if ("InputLayer".equals(all.get("class_name"))) {
            Map<?, ?> config = (Map<?, ?>) all.get("config");
            List<?> batch = (List<?>) config.get("batch_shape");
            int[] dims = batch.subList(1, batch.size()).stream()
                    .mapToInt(dim -> Math.toIntExact((Long) dim))
                    .toArray();
            return new Input(Shape.of(dims), (String) config.get("name"));
        }
        return configs.layer(json);
    }

    private static Model sequential(
            String name, List<?> layers, Map<String, Tensor> weights, long seed, Configs configs) {
        List<Layer> read = new ArrayList<>();
        List<Network.Call> calls = new ArrayList<>();
        for (Object json : layers) {
            calls.add(new Network.Call(read.size(), read.isEmpty() ? List.of() : List.of(read.size() - 1)));
            read.add(layer(json, configs));
        }
        List<String> names = read.stream().map(Layer::name).toList();
        return new Sequential(name, new Network(read, names, calls, calls.size() - 1, seed, weights));
    }

    private static Model functional(
            String name, List<?> layers, Map<?, ?> config, Map<String, Tensor> weights, long seed, Configs configs) {
        List<Layer> read = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<List<?>> nodes = new ArrayList<>();
        for (Object json : layers) {
            Layer layer = layer(json, configs);
            read.add(layer);
            names.add((String) ((Map<?, ?>) json).get("name"));
            List<?> inbound = (List<?>) ((Map<?, ?>) json).get("inbound_nodes");
            nodes.add(layer instanceof Input ? List.of(Map.of("args", List.of())) : inbound);
        }
        // A call can be made once those before it are; so go round until all are, or nothing more can be.
        Map<List<Object>, Integer> made = new HashMap<>();
        List<Network.Call> calls = new ArrayList<>();
        int[] next = new int[read.size()];
        boolean more = true;
        while (more) {
            more = false;
            for (int i = 0; i < read.size(); i++) {
                while (next[i] < nodes.get(i).size()) {
                    List<Integer> inputs = inputs((Map<?, ?>) nodes.get(i).get(next[i]), made);
                    if (inputs.contains(null)) {
                        break;
                    }
                    made.put(List.of(names.get(i), (long) next[i]), calls.size());
                    calls.add(new Network.Call(i, inputs));
                    next[i]++;
                    more = true;
                }
            }
        }
        Integer output = made.get(((List<?>) ((List<?>) config.get("output_layers")).getFirst()).subList(0, 2));
        if (output == null) {
            throw new IllegalArgumentException("the output layer is not reached from the input");
        }
        return new Functional(name, new Network(read, names, calls, output, seed, weights));
    }

    /** The calls that a node takes, null for one that is not made yet. */
    private static List<Integer> inputs(Map<?, ?> node, Map<List<Object>, Integer> made) {
        List<Integer> inputs = new ArrayList<>();
        List<?> args = (List<?>) node.get("args");
        List<?> tensors = args.size() == 1 && args.getFirst() instanceof List<?> list ? list : args;
        for (Object tensor : tensors) {
            Map<?, ?> config = (Map<?, ?>) ((Map<?, ?>) tensor).get("config");
            inputs.add(made.get(((List<?>) config.get("keras_history")).subList(0, 2)));
        }
        return inputs;
    }
}
