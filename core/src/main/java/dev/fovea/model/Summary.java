package dev.fovea.model;

import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The table that Keras's {@code summary()} prints on a terminal of 80 columns. */
final class Summary {
    private static final int[] WIDTHS = {33, 24, 15};

    private Summary() {}

    static String of(Model model, Network network) {
        List<String> lines = new ArrayList<>();
        lines.add("Model: \"" + model.name() + "\"");
        lines.add(rule("┏", "━", "┳", "┓"));
        lines.add(row("┃", "Layer (type)", "Output Shape", "Param #"));
        lines.add(rule("┡", "━", "╇", "┩"));
        boolean stack = model instanceof Sequential;
        boolean first = true;
        Set<Integer> shown = new HashSet<>();
        for (int i = 0; i < network.calls().size(); i++) {
            int number = network.calls().get(i).layer();
            Layer layer = network.layers().get(number);
            if (!shown.add(number) || (stack && layer instanceof Input)) {
                continue;
            }
            if (!first) {
                lines.add(rule("├", "─", "┼", "┤"));
            }
            first = false;
            String name = network.names().get(number) + " (" + layer.className() + ")";
            String count = String.format(Locale.ROOT, "%,d", count(network.weightsOf(number)));
            lines.addAll(rows(name, shape(network.shapes().get(i)), count));
        }
        lines.add(rule("└", "─", "┴", "┘"));
        long trainable =
                count(network.weights().stream().filter(Weight::trainable).toList());
        long total = count(network.weights());
        lines.add(" Total params: " + size(total));
        lines.add(" Trainable params: " + size(trainable));
        lines.add(" Non-trainable params: " + size(total - trainable));
        return String.join("\n", lines) + "\n";
    }

    private static long count(List<Weight> weights) {
        return weights.stream().mapToLong(weight -> weight.shape().size()).sum();
    }

    private static String size(long count) {
        return String.format(Locale.ROOT, "%,d (%s)", count, bytes(count * 4));
    }

    /** A layer's cells, in as many lines as the longest needs. */
    private static List<String> rows(String name, String shape, String count) {
        List<String> lines = new ArrayList<>();
        int names = WIDTHS[0] - 2;
        int shapes = WIDTHS[1] - 2;
        for (int i = 0; i == 0 || i * names < name.length() || i * shapes < shape.length(); i++) {
            lines.add(row("│", part(name, i * names, names), part(shape, i * shapes, shapes), i == 0 ? count : ""));
        }
        return lines;
    }

    private static String part(String text, int from, int length) {
        return from >= text.length() ? "" : text.substring(from, Math.min(text.length(), from + length));
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
