package dev.fovea.model;

import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table that Keras's {@code summary()} prints on a terminal of 80 columns. */
final class Summary {
    private static final int[] WIDTHS = {33, 24, 15};

    private Summary() {}

    static String of(String name, Network network) {
        List<String> lines = new ArrayList<>();
        lines.add("Model: \"" + name + "\"");
        lines.add(rule("┏", "━", "┳", "┓"));
        lines.add(row("┃", "Layer (type)", "Output Shape", "Param #"));
        lines.add(rule("┡", "━", "╇", "┩"));
        long total = 0;
        for (int i = 0; i < network.layers().size(); i++) {
            String layer = network.names().get(i);
            long count = network.weightsOf(layer).stream()
                    .mapToLong(w -> w.shape().size())
                    .sum();
            total += count;
            if (i > 0) {
                lines.add(rule("├", "─", "┼", "┤"));
            }
            String type = network.layers().get(i).getClass().getSimpleName();
            lines.add(row(
                    "│",
                    layer + " (" + type + ")",
                    shape(network.outputShapes().get(i)),
                    String.format(Locale.ROOT, "%,d", count)));
        }
        lines.add(rule("└", "─", "┴", "┘"));
        String size = String.format(Locale.ROOT, "%,d (%s)", total, bytes(total * 4));
        lines.add(" Total params: " + size);
        lines.add(" Trainable params: " + size);
        lines.add(" Non-trainable params: 0 (0.00 B)");
        return String.join("\n", lines) + "\n";
    }

    private static String shape(Shape shape) {
        StringBuilder text = new StringBuilder("(None");
        for (int dim : shape.dims()) {
            text.append(", ").append(dim);
        }
        return text.append(')').toString();
    }

    private static String bytes(double bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        int unit = 0;
        while (bytes >= 1024 && unit < units.length - 1) {
            bytes /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f %s", bytes, units[unit]);
    }

    private static String rule(String left, String line, String middle, String right) {
        List<String> parts = new ArrayList<>();
        for (int width : WIDTHS) {
            parts.add(line.repeat(width));
        }
        return left + String.join(middle, parts) + right;
    }

    private static String row(String bar, String layer, String shape, String params) {
        return String.format("%s %-31s %s %-22s %s %13s %s", bar, layer, bar, shape, bar, params, bar);
    }
}
