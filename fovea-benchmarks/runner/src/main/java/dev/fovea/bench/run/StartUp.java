package dev.fovea.bench.run;

import dev.fovea.bench.Work;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the start of a process to its first prediction with LeNet-5, each time a new process, in turn. */
record StartUp(Site site, List<Contender> contenders, int rounds, PrintWriter out) {
    static final String PLAIN = "start";
    static final String CACHED = "start-cds";

    private static final double PATIENCE = 120;
    private static final Work WORK = Work.byName("lenet5");

    /**
     * Times all.
     *
     * @param cached whether classes come from an archive (JEP 310) of those that a start before has loaded
     */
    List<Result> run(boolean cached) throws InterruptedException {
        Map<Contender, List<Double>> seconds = new LinkedHashMap<>();
        Map<Contender, String> errors = new LinkedHashMap<>();
        // The first one, which may unpack libraries or make the cache, does not count.
        for (int round = -1; round < rounds; round++) {
            for (Contender contender : contenders) {
                if (errors.containsKey(contender)) {
                    continue;
                }
                try {
                    double taken = start(contender, cached, round < 0);
                    seconds.computeIfAbsent(contender, key -> new ArrayList<>());
                    if (round >= 0) {
                        seconds.get(contender).add(taken);
                    }
                } catch (IOException e) {
                    errors.put(contender, e.getMessage());
                    out.printf("  %-16s failed: %s%n", contender.title(), e.getMessage());
                }
            }
        }
        String title = "start to first prediction, LeNet-5" + (cached ? ", class data archive" : "");
        return contenders.stream()
                .map(contender -> new Result(
                        cached ? CACHED : PLAIN,
                        title,
                        false,
                        contender.title(),
                        1,
                        errors.containsKey(contender) ? List.of() : seconds.get(contender),
                        0,
                        1,
                        0,
                        0,
                        "",
                        "",
                        errors.get(contender)))
                .toList();
    }

    private double start(Contender contender, boolean cached, boolean first) throws IOException, InterruptedException {
        Path archive = site.work().resolve(contender.name() + ".jsa");
        Path classes = site.work().resolve(contender.name() + ".classes");
        List<String> options = new ArrayList<>(contender.options());
        options.add("-XX:TieredStopAtLevel=1");
        if (cached && first) {
            Files.deleteIfExists(archive);
            options.add("-XX:DumpLoadedClassList=" + classes);
        } else if (cached) {
            if (!Files.isRegularFile(archive)) {
                throw new IOException("the JVM made no archive of its classes; see " + log(contender));
            }
            options.add("-XX:SharedArchiveFile=" + archive);
        }
        String[] arguments = {
            "dev.fovea.bench.Child",
            contender.type(),
            WORK.name(),
            "1",
            site.materials().toString(),
            "first"
        };
        ProcessBuilder builder = site.java(1, site.classPath(contender.module()), options, arguments);
        builder.environment().putAll(contender.environment());
        long begin = System.nanoTime();
        try (PeerProcess process = new PeerProcess(builder, log(contender))) {
            process.await("first", PATIENCE);
            double seconds = (System.nanoTime() - begin) * 1e-9;
            process.awaitEnd(PATIENCE);
            if (cached && first) {
                archive(contender, classes, archive);
            }
            return seconds;
        }
    }

    private void archive(Contender contender, Path classes, Path archive) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(contender.options());
        options.addAll(
                List.of("-Xshare:dump", "-XX:SharedClassListFile=" + classes, "-XX:SharedArchiveFile=" + archive));
        ProcessBuilder builder = site.java(1, site.classPath(contender.module()), options);
        try (PeerProcess process = new PeerProcess(builder, log(contender))) {
            process.awaitEnd(PATIENCE);
        }
    }

    private Path log(Contender contender) {
        return site.work().resolve(contender.name() + ".log");
    }
}
