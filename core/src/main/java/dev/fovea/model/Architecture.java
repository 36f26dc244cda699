package dev.fovea.model;

import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.nn.SpatialDropout1D;
import dev.fovea.nn.SpatialDropout2D;
import dev.fovea.nn.SpatialDropout3D;
import dev.fovea.nn.Symbol;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model's layers and how they are joined, as Keras writes them in {@code config.json}, without weights. */
final class Architecture {
    private static final String TRAINABLE = "trainable";
    private static final String TRAINING = "training";

    private Architecture() {}

    static Map<String, Object> of(Model model) {
        return of(model, model.name());
    }

    private static Map<String, Object> of(Model model, String name) {
        Network network = model.network();
        Topology topology = network.topology();
        boolean stack = model instanceof Sequential;
        List<Object> layers = new ArrayList<>();
        for (int i : topology.kerasOrder()) {
            Map<String, Object> layer = layer(network, i);
            if (!stack) {
                layer.put("name", topology.names().get(i));
                layer.put("inbound_nodes", inboundNodes(network, i));
            }
            layers.add(layer);
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("name", name);
        config.put(TRAINABLE, model.trainable());
        config.put("layers", layers);
        if (stack) {
            config.put("build_input_shape", batched(model.inputShape()));
        } else {
            config.put("input_layers", histories(topology, topology.inputs()));
            config.put("output_layers", histories(topology, topology.outputs()));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("module", stack ? "keras" : "keras.src.models.functional");
        all.put("class_name", model.className());
        all.put("config", config);
        all.put("registered_name", null);
        return all;
    }

    private static Map<String, Object> layer(Network network, int number) {
        Layer layer = network.topology().layers().get(number);
        String name = network.topology().names().get(number);
        if (layer instanceof Model model) {
            return of(model, name);
        }
        Map<String, Object> all = Configs.of(layer, name);
        if (layer instanceof Input input) {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("batch_shape", batched(input.shape()));
            config.put("dtype", "float32");
            config.put("sparse", false);
            config.put("name", name);
            all.put("config", config);
        } else {
            @SuppressWarnings("unchecked") // It has just been made so.
            Map<String, Object> config = (Map<String, Object>) all.get("config");
            // Keras's spatial dropouts take no such argument.
            if (!(layer instanceof SpatialDropout1D
                    || layer instanceof SpatialDropout2D
                    || layer instanceof SpatialDropout3D)) {
                config.put(TRAINABLE, network.learns(number));
            }
            config.put("dtype", float32());
        }
        return all;
    }

    private static Map<String, Object> float32() {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("module", "keras");
        policy.put("class_name", "DTypePolicy");
        policy.put("config", Map.of("name", "float32"));
        policy.put("registered_name", null);
        return policy;
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
        for (Topology.Call call : network.topology().calls()) {
            if (call.layer() != layer || call.takes().isEmpty()) {
                continue;
            }
            List<Object> tensors = new ArrayList<>();
            for (int tensor : call.takes()) {
                Map<String, Object> config = new LinkedHashMap<>();
                config.put("shape", batched(network.shapes().get(tensor)));
                config.put("dtype", "float32");
                config.put("keras_history", history(network.topology(), tensor));
                Map<String, Object> written = new LinkedHashMap<>();
                written.put("class_name", "__keras_tensor__");
                written.put("config", config);
                tensors.add(written);
            }
            // Keras calls a layer of several inputs with one argument, their list.
            Map<String, Object> node = new LinkedHashMap<>();
            node.put("args", tensors.size() == 1 ? tensors : List.of(tensors));
            node.put("kwargs", Map.of());
            nodes.add(node);
        }
        return nodes;
    }

    private static List<Object> histories(Topology topology, List<Integer> tensors) {
        if (tensors.size() == 1) {
            return history(topology, tensors.getFirst());
        }
        List<Object> histories = new ArrayList<>();
        tensors.forEach(tensor -> histories.add(history(topology, tensor)));
        return histories;
    }

    /** Keras's name for a tensor: layer, the how manieth call of it, and the how manieth that this call gives. */
    private static List<Object> history(Topology topology, int tensor) {
        Topology.Call call = topology.giving(tensor);
        return List.of(topology.nameOf(tensor), (long) topology.callsBefore(call), (long) (tensor - call.first()));
    }

    /**
     * The model that was written so; its weights are yet to be drawn.
     *
     * @throws IllegalArgumentException if it describes none
     */
    static Model of(Object json, long seed, Configs configs) {
        configs.check(json);
        return read(json, seed, configs);
    }

    private static Model read(Object json, long seed, Configs configs) {
        try {
            Map<?, ?> all = (Map<?, ?>) json;
            Map<?, ?> config = (Map<?, ?>) all.get("config");
            List<?> layers = (List<?>) config.get("layers");
            String name = (String) config.get("name");
            String kind = (String) all.get("class_name");
            // No switch: one that has a case for null is linked when it runs, which takes long.
            if ("Functional".equals(kind)) {
                return functional(name, layers, config, seed, configs);
            }
            if ("Sequential".equals(kind)) {
                return sequential(name, layers, config, seed, configs);
            }
            throw new IllegalArgumentException("a model is Sequential or Functional, not " + kind);
        } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "the architecture is not written as Keras writes it: " + e.getMessage(), e);
        }
    }

    /** A layer, by the name that it goes by in its model. */
    private static Layer layer(Object json, long seed, Configs configs) {
        Map<?, ?> all = (Map<?, ?>) json;
        Map<?, ?> config = (Map<?, ?>) all.get("config");
        if ("InputLayer".equals(all.get("class_name"))) {
            return input((List<?>) config.get("batch_shape"), (String) config.get("name"));
        }
        if (config != null && config.get("layers") instanceof List<?>) {
            return read(json, seed, configs);
        }
        return configs.layer(json);
    }

    private static Input input(List<?> batch, String name) {
        List<?> sizes = batch.subList(1, batch.size());
        if (sizes.contains(null)) {
            throw new IllegalArgumentException("the input \"" + name + "\" is of any size, " + Json.write(batch)
                    + "; Fovea plans a model for images of one size: write it in place of null");
        }
        int[] dims = sizes.stream().mapToInt(dim -> Math.toIntExact((Long) dim)).toArray();
        return new Input(Shape.of(dims), name);
    }

    private static void freeze(Model model, List<?> layers) {
        for (int i = 0; i < layers.size(); i++) {
            Map<?, ?> config = (Map<?, ?>) ((Map<?, ?>) layers.get(i)).get("config");
            // What is frozen in a model within this one has been read with it.
            if (Boolean.FALSE.equals(config.get(TRAINABLE)) && !(config.get("layers") instanceof List<?>)) {
                model.trainable((String) config.get("name"), false);
            }
        }
    }

    private static Model sequential(String name, List<?> layers, Map<?, ?> config, long seed, Configs configs) {
        List<Layer> read = new ArrayList<>();
        for (Object json : layers) {
            read.add(layer(json, seed, configs));
        }
        // Without an input of its own a Sequential is built by the first images.
        if (!(read.getFirst() instanceof Input) && config.get("build_input_shape") instanceof List<?> built) {
            read.addFirst(input(built, null));
        }
        if (!(read.getFirst() instanceof Input input)) {
            throw new IllegalArgumentException("a model begins with an InputLayer; this one has none");
        }
        Symbol start = Input.named(input.name(), input.shape().dims());
        Topology topology = Topology.stack(start, read.subList(1, read.size()));
        Model model = new Sequential(name, Network.drawn(topology, seed));
        freeze(model, layers);
        return model;
    }

    private static Model functional(String name, List<?> layers, Map<?, ?> config, long seed, Configs configs) {
        Map<List<Object>, List<Symbol>> made = new HashMap<>();
        List<Layer> read = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<List<?>> nodes = new ArrayList<>();
        for (Object json : layers) {
            Layer layer = layer(json, seed, configs);
            String layerName = (String) ((Map<?, ?>) json).get("name");
            read.add(layer);
            names.add(layerName);
            if (layer instanceof Input input) {
                made.put(
                        List.of(layerName, 0L),
                        List.of(Input.named(layerName, input.shape().dims())));
                nodes.add(List.of());
            } else {
                nodes.add((List<?>) ((Map<?, ?>) json).get("inbound_nodes"));
            }
        }
        // A call can be made once those before it are; so go round until all are, or nothing more can be.
        int[] next = new int[read.size()];
        boolean more = true;
        while (more) {
            more = false;
            for (int i = 0; i < read.size(); i++) {
                while (next[i] < nodes.get(i).size()) {
                    List<Symbol> inputs = inputs((Map<?, ?>) nodes.get(i).get(next[i]), made);
                    if (inputs.contains(null)) {
                        break;
                    }
                    made.put(
                            List.of(names.get(i), (long) next[i]), read.get(i).applyAll(inputs.toArray(Symbol[]::new)));
                    next[i]++;
                    more = true;
                }
            }
        }
        Topology topology = Topology.between(
                ends("input", (List<?>) config.get("input_layers"), made),
                ends("output", (List<?>) config.get("output_layers"), made));
        Model model = new Functional(name, Network.drawn(topology, seed));
        freeze(model, layers);
        return model;
    }

    private static List<Symbol> ends(String what, List<?> histories, Map<List<Object>, List<Symbol>> made) {
        // Keras writes the only one without a list around it.
        List<?> all = histories.getFirst() instanceof String ? List.of(histories) : histories;
        List<Symbol> symbols = new ArrayList<>();
        for (Object history : all) {
            Symbol symbol = symbol((List<?>) history, made);
            if (symbol == null) {
                throw new IllegalArgumentException(
                        "the " + what + " layer " + Json.write(history) + " is not reached from the input");
            }
            symbols.add(symbol);
        }
        return symbols;
    }

    /** The symbols that a node takes, null for one that is not made yet. */
    private static List<Symbol> inputs(Map<?, ?> node, Map<List<Object>, List<Symbol>> made) {
        List<Symbol> inputs = new ArrayList<>();
        if (node.get("kwargs") instanceof Map<?, ?> named && Boolean.TRUE.equals(named.get(TRAINING))) {
            throw new IllegalArgumentException("a layer is called with training=True, which Fovea knows in fit alone");
        }
        List<?> args = (List<?>) node.get("args");
        List<?> tensors = args.size() == 1 && args.getFirst() instanceof List<?> list ? list : args;
        for (Object tensor : tensors) {
            if (!(tensor instanceof Map<?, ?>)) {
                throw new IllegalArgumentException("a layer is called with " + Json.write(tensor)
                        + " where Fovea takes the outputs of layers only");
            }
            Map<?, ?> config = (Map<?, ?>) ((Map<?, ?>) tensor).get("config");
            inputs.add(symbol((List<?>) config.get("keras_history"), made));
        }
        return inputs;
    }

    private static Symbol symbol(List<?> history, Map<List<Object>, List<Symbol>> made) {
        List<Symbol> given = made.get(List.copyOf(history.subList(0, 2)));
        return given == null ? null : given.get(Math.toIntExact((Long) history.get(2)));
    }
}
