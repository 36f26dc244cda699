package dev.fovea.model;

import dev.fovea.train.Loss;
import dev.fovea.train.Metric;
import dev.fovea.train.Objective;
import dev.fovea.train.Optimizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a model was compiled with, as Keras writes it in a model's {@code compile_config}. */
final class CompileConfig {
    private CompileConfig() {}

    /** Loss, weights and metrics are lists where there are several outputs. */
    static Map<String, Object> of(Model.Compiled compiled) {
        List<Objective> objectives = compiled.objectives();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("optimizer", Configs.of(compiled.optimizer()));
        if (objectives.size() == 1 && objectives.getFirst().weight() == 1) {
            config.put("loss", Configs.of(objectives.getFirst().loss()));
            config.put("loss_weights", null);
            config.put("metrics", Configs.of(objectives.getFirst().metrics()));
        } else {
            config.put(
                    "loss", objectives.stream().map(o -> Configs.of(o.loss())).toList());
            config.put(
                    "loss_weights", objectives.stream().map(Objective::weight).toList());
            config.put(
                    "metrics",
                    objectives.stream().map(o -> Configs.of(o.metrics())).toList());
        }
        config.put("weighted_metrics", null);
        config.put("run_eagerly", false);
        config.put("steps_per_execution", 1);
        config.put("jit_compile", false);
        return config;
    }

    /**
     * Compiles a model with what was written so; what each output is asked for may be a list in their order or an object
     * by their names.
     *
     * @throws IllegalArgumentException if it is not written so, or names what there is not
     */
    static void compile(Model model, Map<?, ?> config, Configs configs) {
        configs.check(config);
        int outputs = model.outputNames().size();
        List<Object> losses = ofOutputs(model, config.get("loss"));
        List<Object> weights = ofOutputs(model, config.get("loss_weights"));
        List<Object> metrics = metrics(model, config.get("metrics"));
        List<Object> weighted = metrics(model, config.get("weighted_metrics"));
        Objective[] objectives = new Objective[outputs];
        for (int i = 0; i < outputs; i++) {
            if (losses.get(i) == null) {
                throw new IllegalArgumentException(
                        "the output \"" + model.outputNames().get(i) + "\" has no loss");
            }
            List<Metric> all = new ArrayList<>();
            for (Object some : new Object[] {metrics.get(i), weighted.get(i)}) {
                for (Object metric :
                        some instanceof List<?> several ? several : some == null ? List.of() : List.of(some)) {
                    all.add((Metric) configs.read(Metric.class, metric, "metric"));
                }
            }
            Loss loss = (Loss) configs.read(Loss.class, losses.get(i), "loss");
            float weight = weights.get(i) == null ? 1 : ((Number) weights.get(i)).floatValue();
            objectives[i] = Objective.of(loss, all.toArray(Metric[]::new)).weight(weight);
        }
        model.compile((Optimizer) configs.read(Optimizer.class, config.get("optimizer"), "optimizer"), objectives);
    }

    private static List<Object> metrics(Model model, Object json) {
        boolean each = model.outputNames().size() > 1
                || json instanceof List<?> list && !list.isEmpty() && list.getFirst() instanceof List<?>;
        // Of one output the list is of its metrics, not of outputs.
        return json instanceof List<?> && !each ? List.of(json) : ofOutputs(model, json);
    }

    /** What is said of each output, null where nothing is. */
    private static List<Object> ofOutputs(Model model, Object json) {
        List<String> names = model.outputNames();
        List<Object> all = new ArrayList<>(Collections.nCopies(names.size(), null));
        if (json instanceof List<?> list) {
            if (list.size() != names.size()) {
                throw new IllegalArgumentException("the model has " + names.size() + " outputs, but was compiled for "
                        + list.size() + ", " + Json.write(json));
            }
            return new ArrayList<>(list);
        }
        if (json instanceof Map<?, ?> map && !map.containsKey("class_name")) {
            map.forEach((name, value) -> {
                if (!names.contains(name)) {
                    throw new IllegalArgumentException("it was compiled for an output \"" + name + "\"; the model has "
                            + String.join(", ", names));
                }
                all.set(names.indexOf(name), value);
            });
            return all;
        }
        // As in Keras, one loss is that of all outputs.
        Collections.fill(all, json);
        return all;
    }
}
