package dev.fovea.formats;

import dev.fovea.data.WholeFile;
import dev.fovea.model.MalformedModelException;
import dev.fovea.model.Model;
import dev.fovea.model.Weight;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Weights in Keras's HDF5 files: {@code .weights.h5} as Keras 3 writes it, and the {@code .h5} of older versions, in which
 * {@code keras.applications} publishes its weights, with and without the top.
 *
 * <pre>{@code
 * KerasWeights.load(model, Path.of("resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5"));
 * KerasWeights.write(model, Path.of("mine.weights.h5"));
 * }</pre>
 */
public final class KerasWeights {
    /** What a file's layers are taken for. */
    public enum Match {
        /** The model's layers in their order, whatever their names. */
        TOPOLOGICAL,
        /** The model's layers of the same names; others are left alone. */
        BY_NAME
    }

    private static final Set<String> SEEDED = Set.of(
            "Dropout",
            "SpatialDropout1D",
            "SpatialDropout2D",
            "SpatialDropout3D",
            "AlphaDropout",
            "GaussianDropout",
            "GaussianNoise");

    private KerasWeights() {}

    /**
     * Writes a model's weights, and the optimizer's variables where it is compiled, as Keras's {@code save_weights}. The
     * file is written aside and moved into place.
     *
     * @throws IOException if it can't be written; a file of that name is then as it was
     */
    public static void write(Model model, Path file) throws IOException {
        Hdf5Writer writer = new Hdf5Writer(tree(model));
        WholeFile.write(file, writer::write);
    }

    /** All that Keras 3 puts into a file of weights. */
    static Hdf5Writer.Group tree(Model model) {
        Hdf5Writer.Group root = new Hdf5Writer.Group();
        root.group("vars").attribute("name", model.name());
        List<KerasLayer> layers = KerasLayer.of(KerasJson.parse(model.toJson()));
        List<Weight> learning = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            KerasLayer layer = layers.get(i);
            Hdf5Writer.Group vars = root.group(layer.path() + "/vars");
            vars.attribute("name", layer.layer().substring(layer.layer().lastIndexOf('/') + 1));
            List<Weight> weights = layer.model() ? List.of() : layer.weights(model);
            for (int w = 0; w < weights.size(); w++) {
                vars.put(Integer.toString(w), weights.get(w).tensor());
                if (weights.get(w).trainable()) {
                    learning.add(weights.get(w));
                }
            }
            if (layer.className().equals("Normalization") && !weights.isEmpty()) {
                vars.int32("2", 0); // How many images were measured, which is not known here and needed by nothing.
            }
            String generator = SEEDED.contains(layer.className())
                    ? "seed_generator"
                    : layer.className().startsWith("Random") ? "generator" : null;
            if (generator != null) {
                Hdf5Writer.Group seeds = root.group(layer.path() + "/" + generator + "/vars");
                seeds.attribute("name", "seed_generator");
                seeds.uint32("0", layer.config().get("seed") instanceof Number seed ? seed.longValue() : i + 1L, 0);
            }
        }
        if (model.compileConfig() != null) {
            KerasOptimizer.write(model, learning, root);
        }
        return root;
    }

    /**
     * Sets all weights of a model to those of a file, layer by layer in their order.
     *
     * @throws MalformedModelException if the file is none of Keras's, or of another model; the model is then as it was
     * @throws IOException if it can't be read
     */
    public static void load(Model model, Path file) throws IOException {
        load(model, file, Match.TOPOLOGICAL, false);
    }

    /**
     * Sets weights of a model to those of a file, as Keras's {@code load_weights(by_name, skip_mismatch)}.
     *
     * @param skipMismatch whether weights of another shape, and layers with more or fewer weights, are left alone
     * @return the names of the weights that are as they were
     * @throws MalformedModelException if the file is none of Keras's, or does not fit the model, which is then as it was
     * @throws IOException if it can't be read
     */
    public static List<String> load(Model model, Path file, Match match, boolean skipMismatch) throws IOException {
        try (Hdf5File read = Hdf5File.open(file)) {
            return load(model, read, KerasLayer.of(KerasJson.parse(model.toJson())), match, skipMismatch);
        }
    }

    static List<String> load(Model model, Hdf5File file, List<KerasLayer> layers, Match match, boolean skipMismatch)
            throws IOException {
        Map<Weight, Tensor> found = new LinkedHashMap<>();
        try {
            String old = LegacyWeights.root(file);
            if (old != null) {
                LegacyWeights.collect(model, file, old, layers, match, skipMismatch, found);
            } else {
                collect(model, file, layers, match, skipMismatch, found);
            }
        } catch (IllegalArgumentException e) {
            throw new MalformedModelException(file.path(), e.getMessage());
        }
        found.forEach(Weight::assign);
        return model.weights().stream()
                .filter(weight -> !found.containsKey(weight))
                .map(Weight::name)
                .toList();
    }

    private static void collect(
            Model model,
            Hdf5File file,
            List<KerasLayer> layers,
            Match match,
            boolean skipMismatch,
            Map<Weight, Tensor> found)
            throws IOException {
        // Keras 2.13 had another word for layers.
        String word = file.has("layers") ? "layers" : "_layer_checkpoint_dependencies";
        if (!file.has(word)) {
            throw new IllegalArgumentException("it has neither \"layers\" nor \"layer_names\"; it holds no weights of"
                    + " Keras's, but " + file.children(""));
        }
        Map<String, String> named = new LinkedHashMap<>();
        if (match == Match.BY_NAME) {
            paths(file, word, "", named);
        }
        for (KerasLayer layer : layers) {
            List<Weight> weights = layer.model() ? List.of() : layer.weights(model);
            String path = match == Match.BY_NAME
                    ? named.get(layer.layer())
                    : layer.path().replace("layers/", word + "/") + "/vars";
            if (weights.isEmpty() || path == null) {
                continue;
            }
            List<String> keys = new ArrayList<>(file.children(path));
            keys.sort(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
            if (layer.className().equals("Normalization") && keys.size() == weights.size() + 1) {
                keys.removeLast(); // How many images were measured.
            }
            List<Tensor> tensors = new ArrayList<>();
            for (String key : keys) {
                tensors.add(file.tensor(path + "/" + key));
            }
            fit(layer.layer(), path, weights, tensors, skipMismatch, found);
        }
    }

    /** The paths of layers' variables by the layers' names, which newer versions of Keras write beside them. */
    private static void paths(Hdf5File file, String at, String name, Map<String, String> named) throws IOException {
        for (String child : file.children(at)) {
            String path = at + "/" + child;
            String own = file.text(path + "/vars", "name");
            if (own != null) {
                named.put(name + own, path + "/vars");
                if (file.has(path + "/layers")) {
                    paths(file, path + "/layers", name + own + "/", named);
                }
            }
        }
    }

    /** Takes tensors for a layer's weights, one by one. */
    static void fit(
            String layer,
            String where,
            List<Weight> weights,
            List<Tensor> tensors,
            boolean skipMismatch,
            Map<Weight, Tensor> found) {
        if (weights.size() != tensors.size()) {
            if (skipMismatch) {
                return;
            }
            throw new IllegalArgumentException("layer \"" + layer + "\" has " + weights.size() + " weights, "
                    + String.join(", ", weights.stream().map(Weight::toString).toList()) + ", but \"" + where + "\" "
                    + tensors.size() + ", "
                    + tensors.stream().map(Tensor::shape).toList()
                    + "; the file is of another model, or its layers are in another order");
        }
        for (int i = 0; i < tensors.size(); i++) {
            Weight weight = weights.get(i);
            if (tensors.get(i).shape().equals(weight.shape())) {
                found.put(weight, tensors.get(i));
            } else if (!skipMismatch) {
                throw new IllegalArgumentException("weight \"" + weight.name() + "\" has shape " + weight.shape()
                        + ", but in \"" + where + "\" it is "
                        + tensors.get(i).shape()
                        + "; the file is of another model, or its layers are in another order");
            }
        }
    }
}
