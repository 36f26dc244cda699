package dev.fovea.conformance;

import java.util.Map;
import java.util.TreeMap;

/** Counts what was compared in this run, for the table at its end. */
final class Ledger {
    private static final Map<String, Row> ROWS = new TreeMap<>();

    private Ledger() {}

    /** Configurations of a layer, and the largest error in parts of what is allowed. */
    private static final class Row {
        private int forward;
        private int gradient;
        private double worstForward;
        private double worstGradient;
    }

    static synchronized void add(String layer, String oracle, boolean first, boolean gradient, double worst) {
        Row row = ROWS.computeIfAbsent(layer + " | " + oracle, key -> new Row());
        if (gradient) {
            row.gradient += first ? 1 : 0;
            row.worstGradient = Math.max(row.worstGradient, worst);
        } else {
            row.forward += first ? 1 : 0;
            row.worstForward = Math.max(row.worstForward, worst);
        }
    }

    /** The table in Markdown, empty if nothing was compared. */
    static synchronized String table() {
        if (ROWS.isEmpty()) {
            return "";
        }
        StringBuilder table = new StringBuilder("""
                | layer | oracle | forward | largest error / bound | gradients | largest error / bound |
                | --- | --- | --: | --: | --: | --: |
                """);
        int forward = 0;
        int gradient = 0;
        for (Map.Entry<String, Row> entry : ROWS.entrySet()) {
            Row row = entry.getValue();
            forward += row.forward;
            gradient += row.gradient;
            table.append("| %s | %d | %.3f | %s |%n"
                    .formatted(
                            entry.getKey(),
                            row.forward,
                            row.worstForward,
                            row.gradient == 0 ? "– | –" : "%d | %.3f".formatted(row.gradient, row.worstGradient)));
        }
        return table.append("| all | | %d | | %d | |%n".formatted(forward, gradient))
                .toString();
    }
}
