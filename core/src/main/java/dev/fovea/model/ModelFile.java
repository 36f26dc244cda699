package dev.fovea.model;

import dev.fovea.kernel.KernelChoice;
import dev.fovea.nn.Layer;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A whole model in one safetensors file: the architecture as JSON in the metadata, weights and optimizer's slots. */
final class ModelFile {
    private static final String ARCHITECTURE = "architecture";
    private static final String COMPILED = "compile_config";
    private static final String STEPS = "steps";

    /** The weights that the optimizer remembers something of: those that were trained. */
    private static final String REMEMBERED = "remembered";

    private static final String LEARNING_RATE = "learning_rate";
    private static final String SEED = "seed";

    /** What the names of the optimizer's tensors begin with. */
    private static final String OPTIMIZER = "optimizer/";

    private ModelFile() {}

    static void save(Model model, Path file) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "fovea");
        metadata.put(ARCHITECTURE, Json.write(Architecture.of(model)));
        metadata.put(SEED, Long.toString(model.network().seed()));
        List<Weight> weights = model.weights();
        for (Weight weight : weights) {
            tensors.put(weight.name(), Tensor.of(weight.shape(), weight.array()));
        }
        Model.Compiled compiled = model.compiled();
        if (compiled != null) {
            metadata.put(COMPILED, Json.write(CompileConfig.of(compiled)));
            OptimizerState state = compiled.state();
            metadata.put(STEPS, Long.toString(state.steps));
            metadata.put(LEARNING_RATE, Float.toString(state.setRate));
            List<Weight> known = weights.stream().filter(state::knows).toList();
            metadata.put(REMEMBERED, Json.write(known.stream().map(Weight::name).toList()));
            for (Weight weight : known) {
                float[][] slots = state.slots(weight);
                for (int s = 0; s < slots.length; s++) {
                    tensors.put(slot(weight, s), Tensor.of(weight.shape(), slots[s]));
                }
            }
        }
        SafeTensors.write(file, tensors, metadata);
    }

    private static String slot(Weight weight, int number) {
        return OPTIMIZER + weight.name() + "/" + number;
    }

    static Model load(Path file, List<Class<? extends Layer>> custom) throws IOException {
        if (Files.exists(file) && Files.size(file) >= Predictors.LARGE_FILE) {
            KernelChoice.warmUpCold();
        }
        try (SafeTensors read = SafeTensors.open(file)) {
            return load(file, read, custom);
        }
    }

    private static Model load(Path file, SafeTensors read, List<Class<? extends Layer>> custom) throws IOException {
        String architecture = read.metadata().get(ARCHITECTURE);
        if (architecture == null) {
            throw new MalformedModelException(
                    file, "it holds tensors, but no architecture; it was not saved by Fovea's Model.save");
        }
        CompletableFuture<Map<String, float[]>> values = CompletableFuture.supplyAsync(() -> values(read));
        try {
            Configs configs = new Configs(custom);
            long seed = Long.parseLong(read.metadata().getOrDefault(SEED, "0"));
            Model model = Architecture.of(Json.parse(architecture), seed, configs);
            for (Weight weight : model.weights()) {
                check(read, weight.name(), weight.shape());
            }
            Map<String, float[]> known = values.join();
            for (Weight weight : model.weights()) {
                float[] given = known.get(weight.name());
                // A layer may have the optimizer's name.
                weight.take(given == null ? read.tensor(weight.name()).data() : given);
            }
            String compiled = read.metadata().get(COMPILED);
            if (compiled != null) {
                compile(model, (Map<?, ?>) Json.parse(compiled), configs, read);
            }
            return model;
        } catch (RuntimeException e) {
            throw malformed(file, e);
        } finally {
            // A file that is read can't be closed.
            values.exceptionally(failure -> null).join();
        }
    }

    /** The numbers of all tensors but the optimizer's, which are read while the model is put together. */
    private static Map<String, float[]> values(SafeTensors read) {
        Map<String, float[]> values = new HashMap<>();
        for (String name : read.names()) {
            if (!name.startsWith(OPTIMIZER)) {
                values.put(name, read.tensor(name).data());
            }
        }
        return values;
    }

    /** A file may hold anything in place of anything; whatever that leads to is the file's fault. */
    private static MalformedModelException malformed(Path file, RuntimeException cause) {
        String what = switch (cause) {
            case NumberFormatException e ->
                SEED + ", " + STEPS + " or " + LEARNING_RATE + " in its metadata is no number; it is damaged";
            case IllegalArgumentException e -> e.getMessage();
            default -> "it can't be understood: " + cause;
        };
        MalformedModelException malformed = new MalformedModelException(file, what);
        malformed.initCause(cause);
        return malformed;
    }

    private static void compile(Model model, Map<?, ?> config, Configs configs, SafeTensors read) {
        for (String key : List.of("optimizer", "loss", "metrics")) {
            if (config.get(key) == null) {
                throw new IllegalArgumentException("its " + COMPILED + " lacks \"" + key + "\"; it is damaged");
            }
        }
        CompileConfig.compile(model, config, configs);
        remember(model, read);
    }

    /** Sets the optimizer's state to what was saved, all of which is looked at before anything is changed. */
    private static void remember(Model model, SafeTensors read) {
        long steps = Long.parseLong(read.metadata().getOrDefault(STEPS, "0"));
        float rate = Float.parseFloat(read.metadata().getOrDefault(LEARNING_RATE, "NaN"));
        int count = model.compiled().optimizer().slots();
        List<Weight> known = new ArrayList<>();
        for (Object name : (List<?>) Json.parse(read.metadata().getOrDefault(REMEMBERED, "[]"))) {
            Weight weight = model.weight((String) name);
            known.add(weight);
            for (int s = 0; s < count; s++) {
                check(read, slot(weight, s), weight.shape());
            }
        }
        OptimizerState state = model.compiled().state();
        state.steps = steps;
        state.setRate = rate;
        for (Weight weight : known) {
            float[][] slots = state.slots(weight);
            for (int s = 0; s < count; s++) {
                copy(read, slot(weight, s), slots[s]);
            }
        }
    }

    /**
     * Sets a model's weights and its optimizer's state to those of a file that was saved of it.
     *
     * @throws MalformedModelException if the file is none, or of another model; the model is then as it was
     */
    static void restore(Model model, Path file) throws IOException {
        try (SafeTensors read = SafeTensors.open(file)) {
            // All is looked at before anything is changed.
            String architecture = Json.write(Architecture.of(model));
            if (!architecture.equals(read.metadata().get(ARCHITECTURE))
                    || !Json.write(CompileConfig.of(model.compiled()))
                            .equals(read.metadata().get(COMPILED))) {
                throw new IllegalArgumentException("it was saved of another model, or one that was compiled otherwise");
            }
            for (Weight weight : model.weights()) {
                check(read, weight.name(), weight.shape());
            }
            remember(model, read);
            for (Weight weight : model.weights()) {
                copy(read, weight.name(), weight.array());
                weight.changed();
            }
        } catch (RuntimeException e) {
            throw malformed(file, e);
        }
    }

    private static void copy(SafeTensors read, String name, float[] to) {
        System.arraycopy(read.tensor(name).data(), 0, to, 0, to.length);
    }

    private static void check(SafeTensors read, String name, Shape shape) {
        if (!read.names().contains(name) || !read.shape(name).equals(shape)) {
            throw new IllegalArgumentException("the architecture asks for a tensor \"" + name + "\" of shape " + shape
                    + "; there is "
                    + (read.names().contains(name)
                            ? "one of shape " + read.shape(name)
                            : "none, but " + String.join(", ", read.names())));
        }
    }
}
