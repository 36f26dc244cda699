package dev.fovea.model;

import dev.fovea.nn.Input;
import dev.fovea.nn.Layer;
import dev.fovea.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The table that Keras's {@code summary()} prints on a terminal of 80 columns; of a functional model it also says what
 * each layer is connected to.
 */
final class Summary {
    private static final List<Column> STACK =
            List.of(new Column("Layer (type)", 31), new Column("Output Shape", 22), new Column("Param #", -13));
    private static final List<Column> JOINED = List.of(
            new Column("Layer (type)", 19),
            new Column("Output Shape", 17),
            new Column("Param #", -10),
            new Column("Connected to", 17));

    /**
     * A column of the table.
     *
     * @param width of its text; negative where the text is set to the right
     */
    private record Column(String title, int width) {}

    private final Model model;
    private final Network network;
    private final Topology topology;
    private final boolean stack;
    private final List<Column> columns;
    private final List<String> lines = new ArrayList<>();

    private Summary(Model model, Network network) {
        this.model = model;
        this.network = network;
        this.topology = network.topology();
        this.stack = model instanceof Sequential;
        this.columns = stack ? STACK : JOINED;
    }

    static String of(Model model, Network network) {
        return new Summary(model, network).text();
    }

    private String text() {
        lines.add("Model: \"" + model.name() + "\"");
        rule("┏", "━", "┳", "┓");
        row("┃", columns.stream().map(Column::title).toList());
        rule("┡", "━", "╇", "┩");
        boolean first = true;
        Set<Integer> shown = new HashSet<>();
        for (Topology.Call call : topology.calls()) {
            if (!shown.add(call.layer()) || (stack && topology.layers().get(call.layer()) instanceof Input)) {
                continue;
            }
            if (!first) {
                rule("├", "─", "┼", "┤");
            }
            first = false;
            row("│", cells(call));
        }
        rule("└", "─", "┴", "┘");
        long trainable =
                count(network.weights().stream().filter(Weight::trainable).toList());
        long total = count(network.weights());
        lines.add(" Total params: " + size(total));
        lines.add(" Trainable params: " + size(trainable));
        lines.add(" Non-trainable params: " + size(total - trainable));
        return String.join("\n", lines) + "\n";
    }

    private List<String> cells(Topology.Call call) {
        int number = call.layer();
        Layer layer = topology.layers().get(number);
        List<String> cells = new ArrayList<>();
        cells.add(topology.names().get(number) + " (" + layer.className() + ")");
        String shapes = IntStream.range(0, call.gives())
                .mapToObj(i -> shape(network.shapes().get(call.first() + i)))
                .collect(Collectors.joining(", "));
        cells.add(call.gives() == 1 ? shapes : "[" + shapes + "]");
        cells.add(String.format(Locale.ROOT, "%,d", count(network.weightsOf(number))));
        if (!stack) {
            String connected = topology.calls().stream()
                    .filter(other -> other.layer() == number)
                    .flatMap(other -> other.takes().stream())
                    .map(this::tensor)
                    .collect(Collectors.joining(", "));
            cells.add(connected.isEmpty() ? "-" : connected);
        }
        return cells;
    }

    /** Keras's name for a tensor: the layer, the how manieth call of it, and the how manieth that this call gives. */
    private String tensor(int tensor) {
        Topology.Call call = topology.giving(tensor);
        return topology.nameOf(tensor) + "[" + topology.callsBefore(call) + "][" + (tensor - call.first()) + "]";
    }

    private static long count(List<Weight> weights) {
        return weights.stream().mapToLong(weight -> weight.shape().size()).sum();
    }

    private static String size(long count) {
        return String.format(Locale.ROOT, "%,d (%s)", count, bytes(4.0 * count));
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

    private void rule(String left, String line, String middle, String right) {
        lines.add(columns.stream()
                .map(column -> line.repeat(Math.abs(column.width) + 2))
                .collect(Collectors.joining(middle, left, right)));
    }

    /** A row of cells, in as many lines as the longest needs. */
    private void row(String bar, List<String> cells) {
        List<List<String>> wrapped = new ArrayList<>();
        for (int c = 0; c < cells.size(); c++) {
            wrapped.add(wrap(cells.get(c), Math.abs(columns.get(c).width)));
        }
        int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
        for (int i = 0; i < height; i++) {
            StringBuilder line = new StringBuilder(bar);
            for (int c = 0; c < cells.size(); c++) {
                int width = columns.get(c).width;
                String text = i < wrapped.get(c).size() ? wrapped.get(c).get(i) : "";
                line.append(String.format(" %" + -width + "s ", text)).append(bar);
            }
            lines.add(line.toString());
        }
    }

    /** Breaks a text between words; one that is longer than a line is cut, with an ellipsis. */
    private static List<String> wrap(String text, int width) {
        List<String> broken = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            String cut = word.length() > width ? word.substring(0, width - 1) + "…" : word;
            if (!line.isEmpty() && line.length() + 1 + cut.length() > width) {
                broken.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(cut);
        }
        broken.add(line.toString());
        return broken;
    }
}
