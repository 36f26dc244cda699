package dev.fovea.cli;

import java.util.List;
import java.util.Map;

/** How a model is trained where the command line does not say. */
record Recipe(int epochs, float learningRate) {
    private static final Map<String, Recipe> BY_MODEL = Map.of(
            "logistic", new Recipe(10, 1e-3f),
            "mlp", new Recipe(10, 1e-3f),
            "convnet", new Recipe(8, 4e-3f),
            "lenet5", new Recipe(10, 4e-3f));
    private static final Recipe DEFAULT = new Recipe(10, 1e-3f);

    static Recipe of(String model) {
        return BY_MODEL.getOrDefault(model, DEFAULT);
    }

    /** The models that {@code compare} trains, simplest first. */
    static List<String> compared() {
        return List.of("logistic", "mlp", "convnet");
    }
}
