package dev.fovea.model;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The losses and metrics that Keras's users give by a word. */
final class Metrics {
    /** The words for the accuracy that fits the outputs and targets. */
    static final Set<String> ACCURACY = Set.of("accuracy", "acc");

    /** The words that are not their class's name in snake case. */
    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("accuracy", "Accuracy"),
            Map.entry("acc", "Accuracy"),
            Map.entry("mse", "MeanSquaredError"),
            Map.entry("mae", "MeanAbsoluteError"),
            Map.entry("mape", "MeanAbsolutePercentageError"),
            Map.entry("msle", "MeanSquaredLogarithmicError"),
            Map.entry("bce", "BinaryCrossentropy"),
            Map.entry("kld", "KLDivergence"),
            Map.entry("kl_divergence", "KLDivergence"),
            Map.entry("kullback_leibler_divergence", "KLDivergence"),
            Map.entry("logcosh", "LogCosh"),
            Map.entry("auc", "AUC"));

    private Metrics() {}

    /** What Keras would write of the object that such a word stands for; it goes by the word in logs. */
    static Map<String, Object> named(String word) {
        StringBuilder camel = new StringBuilder();
        for (String part : word.split("_", -1)) {
            if (!part.isEmpty()) {
                camel.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
            }
        }
        String simple = SHORT.getOrDefault(word.toLowerCase(Locale.ROOT), camel.toString());
        return Map.of("class_name", simple, "config", Map.of("name", word));
    }
}
