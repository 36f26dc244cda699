package dev.fovea.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Named figures in the order in which they were measured: {@code loss}, metrics, {@code val_loss} and so on. */
public record Logs(Map<String, Double> values) {
    public Logs {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * The figure of this name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "nothing named \"" + name + "\" was measured; there are " + String.join(", ", values.keySet()));
        }
        return value;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** These figures and, behind them, others with a prefix to their names. */
    public Logs with(String prefix, Logs others) {
        Map<String, Double> all = new LinkedHashMap<>(values);
        others.values.forEach((name, value) -> all.put(prefix + name, value));
        return new Logs(all);
    }

    /** As Keras prints them: {@code accuracy: 0.9815 - loss: 0.0655}, in alphabetical order. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> text.append(text.isEmpty() ? "" : " - ")
                        .append(entry.getKey())
                        .append(": ")
                        .append(String.format(
                                java.util.Locale.ROOT,
                                Math.abs(entry.getValue()) > 1e-3 ? "%.4f" : "%.4e",
                                entry.getValue())));
        return text.toString();
    }
}
