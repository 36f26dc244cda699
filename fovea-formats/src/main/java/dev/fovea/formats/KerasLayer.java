package dev.fovea.formats;

import dev.fovea.model.Model;
import dev.fovea.model.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a layer's numbers lie in the weights of Keras 3: {@code layers/conv2d_1}, its class in snake case and the how
 * manieth of it within the model that holds it, whatever its name.
 *
 * @param path the group in the file
 * @param layer the layer's name, behind those of the models that it lies within
 * @param className Keras's class
 * @param config Keras's arguments
 */
record KerasLayer(String path, String layer, String className, Map<?, ?> config) {
    /** The layers of a model, with those of models within it in their place, in the order in which Keras numbers them. */
    static List<KerasLayer> of(Map<?, ?> model) {
        List<KerasLayer> layers = new ArrayList<>();
        collect(model, "", "", layers);
        return layers;
    }

    private static void collect(Map<?, ?> model, String path, String name, List<KerasLayer> layers) {
        boolean stack = "Sequential".equals(model.get("class_name"));
        Map<String, Integer> counts = new HashMap<>();
        for (Object json : KerasJson.list(KerasJson.map(model, "config"), "layers")) {
            Map<?, ?> layer = (Map<?, ?>) json;
            Map<?, ?> config = KerasJson.map(layer, "config");
            String className = String.valueOf(layer.get("class_name"));
            // A Sequential doesn't count its input, and functions such as x + y are no layers.
            boolean counted = !(stack && className.equals("InputLayer"))
                    && !String.valueOf(layer.get("module")).contains(".ops.");
            if (!counted) {
                continue;
            }
            String snake = snakeCase(className);
            int number = counts.merge(snake, 1, Integer::sum) - 1;
            String at = path + "layers/" + snake + (number == 0 ? "" : "_" + number);
            Object own = layer.get("name") == null ? config.get("name") : layer.get("name");
            layers.add(new KerasLayer(at, name + own, className, config));
            if (config.get("layers") instanceof List<?>) {
                collect(layer, at + "/", name + own + "/", layers);
            }
        }
    }

    /** Keras's way from a class to a name: Conv2D to conv2d, MaxPooling2D to max_pooling2d. */
    static String snakeCase(String name) {
        return name.replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    /** Whether it is a model, whose layers have the weights. */
    boolean model() {
        return config.get("layers") instanceof List<?>;
    }

    /** Its own weights in Keras's order: those that learn, then the others. */
    List<Weight> weights(Model model) {
        List<Weight> own = model.weights().stream()
                .filter(weight -> weight.layer().equals(layer))
                .toList();
        return Stream.concat(
                        own.stream().filter(weight -> weight.spec().trainable()),
                        own.stream().filter(weight -> !weight.spec().trainable()))
                .toList();
    }
}
