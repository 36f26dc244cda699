package dev.fovea.model;

import dev.fovea.nn.Layer;
import dev.fovea.tensor.Tensor;
import dev.fovea.train.Loss;
import dev.fovea.train.Metric;
import dev.fovea.train.Optimizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A whole model in one safetensors file: the architecture as JSON in the metadata, weights and optimizer's slots. */
final class ModelFile {
    private static final String ARCHITECTURE = "architecture";
    private static final String COMPILED = "compile_config";
    private static final String ITERATIONS = "iterations";
    private static final String LEARNING_RATE = "learning_rate";
    private static final String SEED = "seed";

    private ModelFile() {}

    static void save(Model model, Path file) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "fovea");
        metadata.put(ARCHITECTURE, Json.write(Architecture.of(model)));
        metadata.put(SEED, Long.toString(model.network().seed()));
        List<Weight> weights = model.weights();
        for (Weight weight : weights) {
            tensors.put(weight.name(), Tensor.of(weight.shape(), weight.values()));
        }
        Model.Compiled compiled = model.compiled();
        if (compiled != null) {
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("optimizer", Configs.of(compiled.optimizer()));
            config.put("loss", Configs.of(compiled.loss()));
            config.put("metrics", Configs.of(compiled.metrics()));
            metadata.put(COMPILED, Json.write(config));
            OptimizerState state = compiled.state();
            metadata.put(ITERATIONS, Long.toString(state.iterations));
            metadata.put(LEARNING_RATE, Float.toString(state.setRate));
            for (int i = 0; i < weights.size(); i++) {
                float[][] slots = state.slots()[i];
                for (int s = 0; s < slots.length; s++) {
                    tensors.put(
                            slot(weights.get(i), s), Tensor.of(weights.get(i).shape(), slots[s]));
                }
            }
        }
        new SafeTensors(tensors, metadata).write(file);
    }

    private static String slot(Weight weight, int number) {
        return "optimizer/" + weight.name() + "/" + number;
    }

    static Model load(Path file, List<Class<? extends Layer>> custom) throws IOException {
        SafeTensors read = SafeTensors.read(file);
        String architecture = read.metadata().get(ARCHITECTURE);
        if (architecture == null) {
            throw new MalformedModelException(
                    file, "it holds tensors, but no architecture; it was not saved by Fovea's Model.save");
        }
        try {
            Configs configs = new Configs(custom);
            long seed = Long.parseLong(read.metadata().getOrDefault(SEED, "0"));
            Model model = Architecture.read(Json.parse(architecture), read.tensors(), seed, configs);
            String compiled = read.metadata().get(COMPILED);
            if (compiled != null) {
                compile(model, (Map<?, ?>) Json.parse(compiled), configs, read);
            }
            return model;
        } catch (NumberFormatException e) {
            throw new MalformedModelException(
                    file,
                    SEED + ", " + ITERATIONS + " or " + LEARNING_RATE + " in its metadata is no number; it is damaged");
        } catch (RuntimeException e) {
            // A file may hold anything in place of anything; whatever that leads to is the file's fault.
            MalformedModelException malformed = new MalformedModelException(
                    file, e instanceof IllegalArgumentException ? e.getMessage() : "it can't be understood: " + e);
            malformed.initCause(e);
            throw malformed;
        }
    }

    private static void compile(Model model, Map<?, ?> config, Configs configs, SafeTensors read) {
        List<Metric> metrics = new ArrayList<>();
        for (String key : List.of("optimizer", "loss", "metrics")) {
            if (config.get(key) == null) {
                throw new IllegalArgumentException("its " + COMPILED + " lacks \"" + key + "\"; it is damaged");
            }
        }
        for (Object metric : (List<?>) config.get("metrics")) {
            metrics.add((Metric) configs.read(Metric.class, metric, "metric"));
        }
        model.compile(
                (Optimizer) configs.read(Optimizer.class, config.get("optimizer"), "optimizer"),
                (Loss) configs.read(Loss.class, config.get("loss"), "loss"),
                metrics);
        OptimizerState state = model.compiled().state();
        state.iterations = Long.parseLong(read.metadata().getOrDefault(ITERATIONS, "0"));
        state.setRate = Float.parseFloat(read.metadata().getOrDefault(LEARNING_RATE, "NaN"));
        List<Weight> weights = model.weights();
        for (int i = 0; i < weights.size(); i++) {
            for (int s = 0; s < state.slots()[i].length; s++) {
                copy(read, slot(weights.get(i), s), weights.get(i), state.slots()[i][s]);
            }
        }
    }

    private static void copy(SafeTensors read, String name, Weight weight, float[] to) {
        Tensor tensor = read.tensors().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("tensor \"" + name + "\" is missing; there are "
                    + String.join(", ", read.tensors().keySet()));
        }
        if (!tensor.shape().equals(weight.shape())) {
            throw new IllegalArgumentException("tensor \"" + name + "\" has shape " + tensor.shape()
                    + ", but the architecture asks for " + weight.shape());
        }
        System.arraycopy(tensor.data(), 0, to, 0, to.length);
    }
}
