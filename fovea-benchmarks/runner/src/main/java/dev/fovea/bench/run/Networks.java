package dev.fovea.bench.run;

import dev.fovea.model.Model;
import dev.fovea.models.Models;
import dev.fovea.tensor.RandomSource;
import dev.fovea.tensor.Shape;
import dev.fovea.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code fovea-bench networks}: what the famous networks take for an image of their own size on one thread, as a table; with
 * the path of a table that has a network's name in each row, into its last column too.
 */
public final class Networks {
    private static final double TURN = 2;
    private static final int LEAST = 15;

    /** Warming up ends when a second brought less than this, after some seconds. */
    private static final double GAIN = 0.02;

    private static final int WARM_UP = 3;
    private static final int LONGEST = 12;

    private Networks() {}

    /** Arguments: the path of a table, if it ends in {@code .md}; names of networks, or none for all. */
    public static void main(String[] arguments) throws IOException {
        List<String> names = Arrays.stream(arguments)
                .filter(argument -> !argument.endsWith(".md"))
                .toList();
        List<Path> tables = Arrays.stream(arguments)
                .filter(argument -> argument.endsWith(".md"))
                .map(Path::of)
                .toList();
        for (Path table : tables) {
            if (!Files.isRegularFile(table)) {
                System.err.println("fovea-bench networks: there is no " + table
                        + "; give a table that is there to write times into, such as docs/networks.md");
                System.exit(2);
            }
        }
        Map<String, String> times = new LinkedHashMap<>();
        System.out.println("| network | image | ms |");
        System.out.println("| --- | --- | --: |");
        for (String name : names.isEmpty() ? Models.names() : names) {
            Model model = Models.byName(name);
            double ms = 1e3 * median(model);
            times.put(name, String.format(Locale.ROOT, ms < 1 ? "%.3f" : ms < 10 ? "%.2f" : "%.1f", ms));
            System.out.println("| `" + name + "` | " + model.inputShape() + " | " + times.get(name) + " |");
        }
        for (Path table : tables) {
            write(table, times);
        }
    }

    /** Seconds for a prediction, once it has been compiled. */
    private static double median(Model model) {
        Shape shape = model.inputShape().prepend(1);
        Tensor image = Tensor.zeros(shape.dims());
        RandomSource random = new RandomSource(1);
        for (int i = 0; i < image.size(); i++) {
            image.data()[i] = random.nextFloat();
        }
        double best = Double.POSITIVE_INFINITY;
        for (int second = 1; second <= LONGEST; second++) {
            double least = Arrays.stream(times(model, image, 1)).min().orElseThrow();
            if (second > WARM_UP && least > (1 - GAIN) * best) {
                break;
            }
            best = Math.min(best, least);
        }
        double[] times = times(model, image, TURN);
        Arrays.sort(times);
        return times[times.length / 2];
    }

    private static double[] times(Model model, Tensor image, double seconds) {
        double[] times = new double[LEAST];
        int count = 0;
        double sum = 0;
        while (count < LEAST || sum < seconds) {
            if (count == times.length) {
                times = Arrays.copyOf(times, 2 * count);
            }
            long start = System.nanoTime();
            model.predict(image);
            times[count] = 1e-9 * (System.nanoTime() - start);
            sum += times[count++];
        }
        return Arrays.copyOf(times, count);
    }

    private static void write(Path table, Map<String, String> times) throws IOException {
        List<String> lines = Files.readAllLines(table).stream()
                .map(line -> {
                    String[] cells = line.split("\\|");
                    String time = cells.length < 3
                            ? null
                            : times.get(cells[1].replace("`", "").strip());
                    return time == null ? line : line.replaceAll("\\|[^|]*\\|$", "| " + time + " |");
                })
                .toList();
        Files.write(table, lines);
    }
}
