package dev.fovea.formats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings what Keras wrote of models before version 3 into the form that version 3 has. */
final class LegacyConfig {
    private static final String CLASS = "class_name";
    private static final String CONFIG = "config";
    private static final String LAYERS = "layers";

    private LegacyConfig() {}

    /** A model's config as Keras 3 would write it; what is in that form already stays as it is. */
    static Map<String, Object> model(Map<?, ?> written) {
        Map<String, Object> model = copy(written);
        if ("Model".equals(model.get(CLASS))) {
            model.put(CLASS, "Functional");
        }
        // Keras 1 had nothing but the layers of a Sequential.
        Map<String, Object> config = model.get(CONFIG) instanceof List<?> layers
                ? new LinkedHashMap<>(Map.of("name", "sequential", LAYERS, layers))
                : copy(KerasJson.map(model, CONFIG));
        List<Object> layers = new ArrayList<>();
        for (Object layer : KerasJson.list(config, LAYERS)) {
            layers.add(layer((Map<?, ?>) layer));
        }
        if ("Sequential".equals(model.get(CLASS))) {
            addInput(layers);
        }
        config.put(LAYERS, layers);
        model.put(CONFIG, config);
        return model;
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put((String) key, value));
        return copy;
    }

    private static Map<String, Object> layer(Map<?, ?> written) {
        if (KerasJson.map(written, CONFIG).get(LAYERS) instanceof List<?> || written.get(CONFIG) instanceof List<?>) {
            return nodes(model(written));
        }
        Map<String, Object> layer = copy(written);
        Map<String, Object> config = copy(KerasJson.map(layer, CONFIG));
        rename(config, "batch_input_shape", "batch_shape");
        switch (String.valueOf(layer.get(CLASS))) {
            case "BatchNormalizationV1" -> layer.put(CLASS, "BatchNormalization");
            case "LeakyReLU" -> rename(config, "alpha", "negative_slope");
            default -> {}
        }
        config.replaceAll((key, value) -> initializer(value));
        layer.put(CONFIG, config);
        return nodes(layer);
    }

    /** What was called normal is a truncated normal. */
    private static Object initializer(Object value) {
        if (!(value instanceof Map<?, ?> map)
                || !"VarianceScaling".equals(map.get(CLASS))
                || !"normal".equals(KerasJson.map(map, CONFIG).get("distribution"))) {
            return value;
        }
        Map<String, Object> initializer = copy(map);
        Map<String, Object> config = copy(KerasJson.map(map, CONFIG));
        config.put("distribution", "truncated_normal");
        initializer.put(CONFIG, config);
        return initializer;
    }

    private static void rename(Map<String, Object> config, String old, String now) {
        if (config.containsKey(old)) {
            Object value = config.remove(old);
            config.putIfAbsent(now, value);
        }
    }

    /** Calls were lists of {@code [layer, call, tensor, arguments]}. */
    private static Map<String, Object> nodes(Map<String, Object> layer) {
        if (!(layer.get("inbound_nodes") instanceof List<?> nodes)) {
            return layer;
        }
        List<Object> converted = new ArrayList<>();
        for (Object node : nodes) {
            if (!(node instanceof List<?> tensors)) {
                converted.add(node);
                continue;
            }
            // One tensor may stand without a list around it.
            List<?> all = !tensors.isEmpty() && tensors.getFirst() instanceof String ? List.of(tensors) : tensors;
            List<Object> args = new ArrayList<>();
            Object arguments = Map.of();
            for (Object tensor : all) {
                List<?> history = (List<?>) tensor;
                args.add(Map.of(
                        CLASS,
                        "__keras_tensor__",
                        CONFIG,
                        Map.of("keras_history", List.copyOf(history.subList(0, 3)))));
                arguments = history.size() > 3 && history.get(3) instanceof Map<?, ?> named ? named : arguments;
            }
            converted.add(Map.of("args", args.size() == 1 ? args : List.of(args), "kwargs", arguments));
        }
        layer.put("inbound_nodes", converted);
        return layer;
    }

    /** The first layer told the shape of images. */
    private static void addInput(List<Object> layers) {
        if (layers.isEmpty()) {
            return;
        }
        Map<?, ?> first = (Map<?, ?>) layers.getFirst();
        while (KerasJson.map(first, CONFIG).get(LAYERS) instanceof List<?> inner && !inner.isEmpty()) {
            first = (Map<?, ?>) inner.getFirst();
        }
        Object shape = KerasJson.map(first, CONFIG).get("batch_shape");
        if (shape == null || layers.getFirst() == first && "InputLayer".equals(first.get(CLASS))) {
            return;
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("batch_shape", shape);
        config.put("name", KerasJson.map(first, CONFIG).get("name") + "_input");
        layers.addFirst(Map.of(CLASS, "InputLayer", CONFIG, config));
    }

    /** What a model was compiled with. */
    static Map<String, Object> compiled(Map<?, ?> training) {
        Map<String, Object> compiled = new LinkedHashMap<>();
        Map<String, Object> optimizer = copy(KerasJson.map(training, "optimizer_config"));
        Map<String, Object> config = copy(KerasJson.map(optimizer, CONFIG));
        rename(config, "lr", "learning_rate");
        optimizer.put(CONFIG, config);
        // Names of functions, as "rmsprop", were allowed too.
        Object name = optimizer.get(CLASS);
        if ("Rmsprop".equals(name)) {
            optimizer.put(CLASS, "RMSprop");
        }
        compiled.put("optimizer", optimizer);
        compiled.put("loss", function(training.get("loss")));
        compiled.put("loss_weights", training.get("loss_weights"));
        compiled.put("metrics", function(training.get("metrics")));
        compiled.put("weighted_metrics", function(training.get("weighted_metrics")));
        return compiled;
    }

    /** The metrics and losses that were a wrapper around a function, by its name. */
    private static Object function(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(LegacyConfig::function).toList();
            case Map<?, ?> map
            when map.get(CLASS) instanceof String wrapper && wrapper.endsWith("Wrapper") ->
                KerasJson.map(map, CONFIG).get("fn");
            case Map<?, ?> map
            when !map.containsKey(CLASS) -> {
                Map<String, Object> each = copy(map);
                each.replaceAll((output, metrics) -> function(metrics));
                yield each;
            }
            case null, default -> value;
        };
    }
}
