package dev.fovea.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table that {@code tables.py}, beside it among the resources, has worked out. */
record Table(Map<String, List<double[]>> rows) {
    /** The rows of each name, without the name. */
    static Table read(String file) {
        Map<String, List<double[]>> rows = new LinkedHashMap<>();
        try (InputStream in = Table.class.getResourceAsStream(file)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .forEach(line -> {
                        String[] cells = line.split(",", -1);
                        double[] numbers = new double[cells.length - 1];
                        for (int i = 0; i < numbers.length; i++) {
                            numbers[i] = Double.parseDouble(cells[i + 1]);
                        }
                        rows.computeIfAbsent(cells[0], name -> new java.util.ArrayList<>())
                                .add(numbers);
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Table(rows);
    }
}
