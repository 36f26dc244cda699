package dev.fovea.bench.run;

import dev.fovea.bench.Work;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code fovea-bench}: times Fovea and its peers, and writes tables, figures and a picture. */
@Command(
        name = "fovea-bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Times Fovea and its peers in turn, each in a process of its own, on the same works, weights,"
                + " images, threads and processors; checks their results against Fovea's first.",
        footer = {"%nExample:", "  ./fovea-bench --only train-lenet5,resnet50 --peers pytorch,onnxruntime"})
public final class Bench implements Callable<Integer> {
    private static final double PREPARING = 600;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "WORK",
            completionCandidates = WorkNames.class,
            description = "only these works, on every number of threads: ${COMPLETION-CANDIDATES}")
    private List<String> only = List.of();

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "PEER",
            completionCandidates = PeerNames.class,
            description = "only these beside Fovea, or none: ${COMPLETION-CANDIDATES}")
    private List<String> peers;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "turns of each, of which the median counts; default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "1.5",
            description = "length of a turn; default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "numbers of threads, which take turns; on those after the first, the works that scale;"
                    + " default: 1, then as many as there are processors")
    private List<Integer> threads;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where results.md, results.json and results.png go; default: the module's target/results")
    private Path out;

    private PrintWriter console;
    private Site site;

    private static final class WorkNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(Work.all().stream().map(Work::name), Stream.of(StartUp.PLAIN, StartUp.CACHED))
                    .iterator();
        }
    }

    private static final class PeerNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.concat(Contender.all().stream().skip(1).map(Contender::name), Stream.of("none"))
                    .iterator();
        }
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        console = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        int processors = Runtime.getRuntime().availableProcessors();
        List<Integer> counts = (threads != null ? threads : List.of(1, processors))
                .stream().distinct().toList();
        check(counts, processors);
        // Where the launcher says that the modules are.
        Path modules = Path.of(System.getProperty("fovea.benchmarks", "fovea-benchmarks"))
                .toAbsolutePath();
        site = new Site(modules, modules.resolve("target").resolve("bench"));
        Files.createDirectories(site.work());
        List<Contender> contenders = Contender.all().stream()
                .filter(c -> c.name().equals("fovea") || peers == null || peers.contains(c.name()))
                .toList();
        List<Work> works = Work.all().stream()
                .filter(work -> only.isEmpty() || only.contains(work.name()))
                .toList();
        prepare(works);
        Map<Integer, Double> peaks = new LinkedHashMap<>();
        List<Result> results = new ArrayList<>();
        Path folder = out != null ? out : modules.resolve("target").resolve("results");
        Report report = new Report(machine(processors), peaks, results);
        for (int count : counts) {
            peaks.put(count, peak(count));
        }
        for (Work work : works) {
            List<Integer> its = work.scales() || !only.isEmpty() ? counts : counts.subList(0, 1);
            console.printf(
                    "%s, on %s%n",
                    work.title(), its.stream().map(Report::threadsName).collect(Collectors.joining(" and ")));
            List<Result> these = new Race(site, contenders, rounds, seconds, console).run(work, its);
            these.forEach(this::print);
            results.addAll(these);
            // Each time, so that a run that is cut off leaves what it has come to.
            report.write(folder);
        }
        for (String start : List.of(StartUp.PLAIN, StartUp.CACHED)) {
            if (only.isEmpty() || only.contains(start)) {
                console.printf("process start to first prediction: %s%n", start);
                List<Result> these = new StartUp(site, contenders, rounds, console).run(start.equals(StartUp.CACHED));
                these.forEach(this::print);
                results.addAll(these);
                report.write(folder);
            }
        }
        console.println();
        console.println(report.markdown());
        console.println("written to " + folder);
        return results.stream().allMatch(Result::done) ? 0 : 1;
    }

    private void check(List<Integer> counts, int processors) {
        List<String> works = new ArrayList<>();
        new WorkNames().forEach(works::add);
        List<String> others = new ArrayList<>();
        new PeerNames().forEach(others::add);
        for (String name : only) {
            if (!works.contains(name)) {
                throw wrong("no work is named \"" + name + "\"; there are " + String.join(", ", works));
            }
        }
        for (String name : peers == null ? List.<String>of() : peers) {
            if (!others.contains(name)) {
                throw wrong("no peer is named \"" + name + "\"; there are " + String.join(", ", others));
            }
        }
        if (rounds < 1 || !(seconds > 0)) {
            throw wrong("there is at least 1 round, of more than 0 seconds; got " + rounds + " and " + seconds);
        }
        for (int count : counts) {
            if (count < 1 || count > processors) {
                throw wrong("this machine has " + processors + " processors, so it can't give " + count + " threads"
                        + " one each");
            }
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** Writes weights, images and model files, and what Fovea makes of them. */
    private void prepare(List<Work> works) throws IOException, InterruptedException {
        console.println("prepares weights and files ...");
        Stream<String> names = Stream.concat(works.stream().map(Work::name), Stream.of("lenet5"));
        String[] arguments = Stream.concat(
                        Stream.of("dev.fovea.bench.Prepare", site.materials().toString()), names.distinct())
                .toArray(String[]::new);
        int processors = Runtime.getRuntime().availableProcessors();
        Process process = site.java(processors, site.classPath("common"), List.of(), arguments)
                .inheritIO()
                .start();
        if (!process.waitFor((long) PREPARING, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("weights and files could not be written to " + site.materials());
        }
    }

    private double peak(int count) throws IOException, InterruptedException {
        ProcessBuilder builder =
                site.java(count, site.classPath("common"), List.of(), "dev.fovea.bench.Peak", String.valueOf(count));
        try (PeerProcess process = new PeerProcess(builder, site.work().resolve("fovea.log"))) {
            JsonNode said = process.await("peak", 60);
            console.printf(
                    Locale.ROOT,
                    "FMA peak on %s, vectors of %d: %.1f GFLOP/s%n",
                    Report.threadsName(count),
                    said.path("lanes").asInt(),
                    said.path("flops").asDouble() * 1e-9);
            return said.path("flops").asDouble();
        }
    }

    private void print(Result r) {
        if (r.done()) {
            console.printf(
                    Locale.ROOT,
                    "  %-25s %10.3f ms, %10.1f images/s, %6.0f MiB, rounds within %.1f %%%n",
                    r.contender() + ", " + Report.threadsName(r.threads()),
                    r.median() * 1e3,
                    r.imagesPerSecond(),
                    r.peakMiB(),
                    100 * r.spread());
        }
    }

    private static Map<String, String> machine(int processors) throws IOException {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("date", LocalDate.now().toString());
        Path cpus = Path.of("/proc/cpuinfo");
        if (Files.exists(cpus)) {
            Files.readAllLines(cpus).stream()
                    .filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .ifPresent(line -> machine.put("processor", line.replaceFirst(".*:\\s*", "")));
        }
        machine.put("processors", String.valueOf(processors));
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("Java", System.getProperty("java.vendor") + " " + Runtime.version());
        return machine;
    }
}
