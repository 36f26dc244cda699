package dev.fovea.formats;

import dev.fovea.model.Model;
import dev.fovea.model.Weight;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights as Keras wrote them before version 3: a group for each layer, by its name, and in attributes the names of the
 * layers and of each layer's weights, in their order.
 */
final class LegacyWeights {
    private static final String LAYERS = "layer_names";
    private static final String WEIGHTS = "weight_names";

    private LegacyWeights() {}

    /** Where the layers' groups are: at the root, or in a file of a whole model below; null if it is no such file. */
    static String root(Hdf5File file) throws IOException {
        for (String at : List.of("", "model_weights")) {
            if (names(file, at, LAYERS) != null) {
                return at;
            }
        }
        return null;
    }

    /** A list of names; a long one is cut into several attributes, numbered from 0. */
    private static List<String> names(Hdf5File file, String at, String attribute) throws IOException {
        List<String> whole = file.texts(at, attribute);
        if (whole != null) {
            return whole;
        }
        List<String> all = null;
        for (int part = 0; ; part++) {
            List<String> some = file.texts(at, attribute + part);
            if (some == null) {
                return all;
            }
            all = all == null ? new ArrayList<>() : all;
            all.addAll(some);
        }
    }

    static void collect(
            Model model,
            Hdf5File file,
            String root,
            List<KerasLayer> layers,
            KerasWeights.Match match,
            boolean skipMismatch,
            Map<Weight, Tensor> found)
            throws IOException {
        // The weights of a model within are all in the group of that model.
        Map<String, List<KerasLayer>> ofModel = new LinkedHashMap<>();
        for (KerasLayer layer : layers) {
            String outer = layer.layer().split("/", 2)[0];
            if (!layer.model() && !layer.weights(model).isEmpty()) {
                ofModel.computeIfAbsent(outer, name -> new ArrayList<>()).add(layer);
            }
        }
        List<String> stored = new ArrayList<>();
        for (String name : names(file, root, LAYERS)) {
            List<String> weights = names(file, root + "/" + name, WEIGHTS);
            if (weights != null && !weights.isEmpty()) {
                stored.add(name);
            }
        }
        List<String> asked = List.copyOf(ofModel.keySet());
        if (match == KerasWeights.Match.TOPOLOGICAL && stored.size() != asked.size()) {
            throw new IllegalArgumentException("the model has " + asked.size() + " layers with weights, but the file "
                    + stored.size() + ": those of the model begin with " + head(asked) + ", those of the file with "
                    + head(stored) + "; load by name, or a model with or without the top");
        }
        for (int i = 0; i < stored.size(); i++) {
            String name = stored.get(i);
            String own = match == KerasWeights.Match.TOPOLOGICAL ? asked.get(i) : name;
            if (ofModel.containsKey(own)) {
                layer(model, file, root + "/" + name, own, ofModel.get(own), skipMismatch, found);
            }
        }
    }

    private static List<String> head(List<String> names) {
        return names.subList(0, Math.min(3, names.size()));
    }

    private static void layer(
            Model model,
            Hdf5File file,
            String group,
            String name,
            List<KerasLayer> layers,
            boolean skipMismatch,
            Map<Weight, Tensor> found)
            throws IOException {
        List<String> stored = names(file, group, WEIGHTS);
        List<Tensor> tensors = new ArrayList<>();
        Map<String, Tensor> named = new HashMap<>();
        for (String weight : stored) {
            Tensor tensor = file.tensor(group + "/" + weight);
            tensors.add(tensor);
            named.put(weight.replaceFirst(":\\d+$", ""), tensor);
        }
        List<Weight> weights = new ArrayList<>();
        layers.forEach(layer -> weights.addAll(layer.weights(model)));
        boolean within = layers.size() > 1 || !layers.getFirst().layer().equals(name);
        if (within) {
            // Which weights come first depends on what was frozen when the file was written; their names do not.
            List<Tensor> sorted = new ArrayList<>();
            for (Weight weight : weights) {
                String own = weight.name().substring(name.length() + 1);
                sorted.add(named.getOrDefault(own, named.get(weight.name())));
            }
            if (!sorted.contains(null)) {
                tensors = sorted;
            }
        }
        KerasWeights.fit(name, group, weights, tensors, skipMismatch, found);
    }

    /** What the optimizer remembered, in Keras's order; none if nothing. */
    static List<Tensor> optimizer(Hdf5File file) throws IOException {
        String group = "optimizer_weights";
        List<String> names = names(file, group, WEIGHTS);
        List<Tensor> tensors = new ArrayList<>();
        for (String name : names == null ? List.<String>of() : names) {
            tensors.add(file.tensor(group + "/" + name));
        }
        return tensors;
    }
}
