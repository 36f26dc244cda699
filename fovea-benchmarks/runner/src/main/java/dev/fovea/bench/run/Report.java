package dev.fovea.bench.run;

import dev.fovea.plot.Bars;
import dev.fovea.plot.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run came to: tables in Markdown, all figures as JSON, and a picture.
 *
 * @param machine what it ran on, by name
 * @param peaks floating point operations per second that so many threads can do
 */
record Report(Map<String, String> machine, Map<Integer, Double> peaks, List<Result> results) {
    private static final String FOVEA = "Fovea";

    /** Writes {@code results.json}, {@code results.md} and {@code results.png}. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("machine", machine);
        all.put("peakFlops", peaks);
        all.put("results", results);
        all.put("scaling", Scaling.of(results));
        JsonMapper json =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(folder.resolve("results.json"), json.writeValueAsString(all) + "\n");
        Files.writeString(folder.resolve("results.md"), markdown());
        Optional<Picture> picture = picture();
        if (picture.isPresent()) {
            picture.get().save(folder.resolve("results.png"));
        }
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        machine.forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(value).append('\n'));
        peaks.forEach((threads, flops) -> text.append(
                String.format(Locale.ROOT, "- FMA peak on %s: %.1f GFLOP/s%n", threadsName(threads), flops * 1e-9)));
        for (int threads : threadCounts()) {
            text.append(
                    String.format("%nOn %s; in brackets how many times as fast Fovea is:%n%n", threadsName(threads)));
            text.append(table(threads, false, this::speed));
            text.append(
                    "\nThe fastest 10 milliseconds of each, or step where that takes longer, which tells what they do"
                            + " while nothing else slows the machine:\n\n");
            text.append(table(threads, true, this::leastTime));
            text.append("\nPart of the FMA peak, counting what the layers' definitions take:\n\n");
            text.append(table(threads, true, r -> share(r.operationsPerSecond() / peaks.get(threads))));
            text.append("\nMost memory held by the process, MiB:\n\n");
            text.append(table(threads, true, r -> String.format(Locale.ROOT, "%.0f", r.peakMiB())));
        }
        List<Scaling> scaling = Scaling.of(results);
        for (int threads : threadCounts()) {
            scaling.stream().filter(of -> of.threads() == threads).findFirst().ifPresent(some -> {
                text.append(String.format(
                        "%nHow many times as fast on %s as on %s, the median over rounds; in brackets, of their fastest"
                                + " moments:%n%n",
                        threadsName(threads), threadsName(some.base())));
                text.append(table(threads, true, r -> times(r, scaling)));
            });
        }
        text.append("\nHow the results were checked, and the furthest that a round was from the median:\n\n");
        for (Result r : results) {
            text.append("- ")
                    .append(r.title())
                    .append(", ")
                    .append(threadsName(r.threads()))
                    .append(", ");
            if (r.done()) {
                String details = (r.version().isEmpty() ? r.contender() : r.version())
                        + (r.check().isEmpty() ? "" : ", " + r.check());
                text.append(details).append(String.format(Locale.ROOT, ", %.1f %%", 100 * r.spread()));
            } else {
                text.append(r.contender()).append(" failed: ").append(r.error());
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String table(int threads, boolean stepsAlone, Function<Result, String> cell) {
        List<String> contenders =
                results.stream().map(Result::contender).distinct().toList();
        Map<String, List<Result>> rows = new LinkedHashMap<>();
        for (Result r : results) {
            if (r.threads() == threads && (!stepsAlone || r.operations() > 0)) {
                rows.computeIfAbsent(r.title(), key -> new ArrayList<>()).add(r);
            }
        }
        StringBuilder text = new StringBuilder("| |");
        contenders.forEach(contender -> text.append(' ').append(contender).append(" |"));
        text.append("\n| --- |").append(" --- |".repeat(contenders.size())).append('\n');
        rows.forEach((title, row) -> {
            text.append("| ").append(title).append(" |");
            for (String contender : contenders) {
                String written = row.stream()
                        .filter(r -> r.contender().equals(contender))
                        .findFirst()
                        .map(r -> r.done() ? cell.apply(r) : "failed")
                        .orElse("");
                text.append(' ').append(written).append(" |");
            }
            text.append('\n');
        });
        return text.toString();
    }

    private String speed(Result r) {
        return speed(r, r.median(), foveasLead(r));
    }

    private String leastTime(Result r) {
        double ratio = find(r.work(), FOVEA, r.threads())
                .map(fovea -> r.least() / fovea.least())
                .orElse(Double.NaN);
        return speed(r, r.least(), ratio);
    }

    private static String speed(Result r, double seconds, double ratio) {
        String figure = r.training()
                ? String.format(Locale.ROOT, "%,.0f images/s", r.images() / seconds)
                : String.format(Locale.ROOT, seconds < 1e-3 ? "%.4f ms" : "%.2f ms", seconds * 1e3);
        return r.contender().equals(FOVEA) || Double.isNaN(ratio)
                ? figure
                : figure + String.format(Locale.ROOT, ratio < 0.1 ? " (%.3f)" : " (%.2f)", ratio);
    }

    private double foveasLead(Result r) {
        return find(r.work(), FOVEA, r.threads())
                .map(fovea -> r.median() / fovea.median())
                .orElse(Double.NaN);
    }

    private static String times(Result r, List<Scaling> scaling) {
        return scaling.stream()
                .filter(of -> of.isOf(r))
                .findFirst()
                .map(of -> String.format(Locale.ROOT, "%.2f (%.2f)", of.median(), of.fastest()))
                .orElse("");
    }

    private Optional<Result> find(String work, String contender, int threads) {
        return results.stream()
                .filter(r ->
                        r.done() && r.work().equals(work) && r.contender().equals(contender) && r.threads() == threads)
                .findFirst();
    }

    /** The speed of all, in parts of Fovea's, and what their processes take to begin. */
    private Optional<Picture> picture() {
        List<Picture> pictures = new ArrayList<>();
        for (int threads : threadCounts()) {
            List<Result> steps = results.stream()
                    .filter(r -> r.threads() == threads && r.operations() > 0 && !Double.isNaN(foveasLead(r)))
                    .toList();
            Bars.Panel speed = Bars.Panel.of("speed, Fovea's being 1", figures(steps, r -> 1 / foveasLead(r)));
            Bars.Panel part = Bars.Panel.shares(
                    "part of the FMA peak", figures(steps, r -> r.operationsPerSecond() / peaks.get(threads)));
            bars("Fovea and its peers on " + threadsName(threads), steps, speed, part)
                    .ifPresent(pictures::add);
        }
        List<Result> starts =
                results.stream().filter(r -> r.done() && r.operations() == 0).toList();
        Bars.Panel seconds =
                Bars.Panel.of("time", figures(starts, Result::median)).unit("s");
        bars("Process start to first prediction", starts, seconds).ifPresent(pictures::add);
        return pictures.isEmpty() ? Optional.empty() : Optional.of(Picture.column(pictures.toArray(Picture[]::new)));
    }

    private static double[] figures(List<Result> rows, ToDoubleFunction<Result> figure) {
        return rows.stream().mapToDouble(figure).toArray();
    }

    private static Optional<Picture> bars(String title, List<Result> rows, Bars.Panel... panels) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<String> names =
                rows.stream().map(r -> r.work() + ": " + r.contender()).toList();
        return Optional.of(Bars.of(names, panels).title(title).picture());
    }

    private Set<Integer> threadCounts() {
        Set<Integer> counts = new LinkedHashSet<>();
        results.forEach(r -> counts.add(r.threads()));
        return counts;
    }

    static String threadsName(int threads) {
        return threads == 1 ? "one thread" : threads + " threads";
    }

    private static String share(double part) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * part);
    }
}
