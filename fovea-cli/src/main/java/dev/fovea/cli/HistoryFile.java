package dev.fovea.cli;

import dev.fovea.data.WholeFile;
import dev.fovea.train.History;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measured figures of a run, a row per epoch, kept as {@code history.csv}. */
final class HistoryFile {
    private final Path file;
    private final List<Map<String, Double>> rows = new ArrayList<>();

    HistoryFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the rows of the first epochs.
     *
     * @throws IOException if the file is missing or damaged, or has fewer rows
     */
    void read(int epochs) throws IOException {
        List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
        if (lines.size() < epochs + 1) {
            throw new IOException(file + " has " + Math.max(0, lines.size() - 1)
                    + " epochs, but the checkpoint beside it " + epochs + "; the run can't be taken up again");
        }
        List<String> names =
                lines.isEmpty() ? List.of() : Arrays.asList(lines.getFirst().split(",", -1));
        for (String line : lines.subList(Math.min(1, lines.size()), Math.min(lines.size(), epochs + 1))) {
            String[] cells = line.split(",", -1);
            Map<String, Double> row = new LinkedHashMap<>();
            try {
                for (int i = 0; i < names.size(); i++) {
                    row.put(names.get(i), Double.valueOf(cells[i]));
                }
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IOException(file + " is damaged in the row \"" + line + "\"", e);
            }
            rows.add(row);
        }
    }

    void add(History.Epoch epoch) throws IOException {
        Map<String, Double> row = new LinkedHashMap<>();
        row.put("epoch", (double) epoch.number());
        row.putAll(epoch.logs().values());
        row.put("learning_rate", (double) epoch.learningRate());
        row.put("seconds", epoch.seconds());
        rows.add(row);
        StringBuilder text = new StringBuilder(String.join(",", rows.getFirst().keySet())).append('\n');
        for (Map<String, Double> each : rows) {
            List<String> cells = each.entrySet().stream()
                    .map(cell -> cell.getKey().equals("epoch")
                            ? Long.toString(cell.getValue().longValue())
                            : Float.toString(cell.getValue().floatValue()))
                    .toList();
            text.append(String.join(",", cells)).append('\n');
        }
        WholeFile.write(file, out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    }

    int epochs() {
        return rows.size();
    }

    /** The seconds of training so far. */
    double seconds() {
        return rows.stream().mapToDouble(row -> row.get("seconds")).sum();
    }

    /** Loss and metrics by name, a number per epoch. */
    Map<String, List<Double>> curves() {
        Map<String, List<Double>> curves = new LinkedHashMap<>();
        for (Map<String, Double> row : rows) {
            row.forEach((name, value) -> {
                if (!List.of("epoch", "learning_rate", "seconds").contains(name)) {
                    curves.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
                }
            });
        }
        return curves;
    }
}
