package dev.fovea.bench.run;

import dev.fovea.bench.Part;
import dev.fovea.bench.Work;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One work, done by all contenders on each number of threads in turn. Each has a process for each, checks its results,
 * and warms up by itself; then they take turns, round by round, while the others wait.
 *
 * @param seconds of a turn
 */
record Race(Site site, List<Contender> contenders, int rounds, double seconds, PrintWriter out) {
    private static final double OPENING = 240;
    private static final double STEP = 120;

    /** Warm-up goes on until so many seconds have each brought no more than this part. */
    private static final double GAIN = 0.02;

    private static final double SETTLED = 3;

    /** The JVM's slower compiler takes so long for what is called a hundred times a second. */
    private static final double LEAST_WARM_UP = 8;

    private static final double MOST_WARM_UP = 20;

    /** The logits of the same weights and images, relative to the greatest: float32 through 50 layers. */
    private static final double LOGITS_APART = 1e-3;

    private static final double LOSSES_APART = 1e-3;

    /** What the mean loss of the second time through the images is at most, in parts of the first batch's. */
    private static final double LEARNED = 0.9;

    /** A contender with a number of threads. */
    private record Entrant(Contender contender, int threads) {
        String title() {
            return contender.title() + ", " + Report.threadsName(threads);
        }
    }

    /** An entrant that is ready, and what its turns brought. */
    private static final class Lane {
        final PeerProcess process;
        final String version;
        final String check;
        final List<Double> seconds = new ArrayList<>();
        double least = Double.POSITIVE_INFINITY;
        double peakMiB;

        Lane(PeerProcess process, String version, String check) {
            this.process = process;
            this.version = version;
            this.check = check;
        }

        /** Takes a turn of so many seconds; a step before them does not count. */
        void turn(double length) throws IOException, InterruptedException {
            // What the others left in the caches goes first.
            Race.turn(process, 0);
            JsonNode said = Race.turn(process, length);
            seconds.add(secondsPerStep(said));
            least = Math.min(least, said.path("least").asDouble());
            peakMiB = said.path("peakKiB").asDouble() / 1024;
        }
    }

    List<Result> run(Work work, List<Integer> threadCounts) throws InterruptedException {
        Map<Entrant, Result> results = new LinkedHashMap<>();
        Map<Entrant, Lane> lanes = new LinkedHashMap<>();
        double[] foveasLoss = {Double.NaN};
        // Of one contender side by side, so that the machine is much the same for both parts of their ratio.
        List<Entrant> entrants = contenders.stream()
                .filter(contender -> !work.training() || contender.trains())
                .flatMap(contender -> threadCounts.stream().map(threads -> new Entrant(contender, threads)))
                .toList();
        try {
            for (Entrant entrant : entrants) {
                try {
                    lanes.put(entrant, open(entrant, work, foveasLoss, Map.of()));
                } catch (IOException e) {
                    reopen(entrant, work, foveasLoss, lanes, e).ifPresent(failed -> results.put(entrant, failed));
                }
            }
            for (int round = 0; round < rounds; round++) {
                for (Entrant entrant : List.copyOf(lanes.keySet())) {
                    try {
                        lanes.get(entrant).turn(seconds);
                    } catch (IOException e) {
                        lanes.remove(entrant).process.close();
                        results.put(entrant, failed(work, entrant, e));
                    }
                }
            }
        } finally {
            for (Lane lane : lanes.values()) {
                lane.process.close();
            }
        }
        lanes.forEach((entrant, lane) -> results.put(
                entrant,
                new Result(
                        work.name(),
                        work.title(),
                        work.training(),
                        entrant.contender.title(),
                        entrant.threads,
                        lane.seconds,
                        lane.least,
                        work.batch(),
                        work.operations(),
                        lane.peakMiB,
                        lane.version,
                        lane.check,
                        null)));
        return entrants.stream().map(results::get).toList();
    }

    /** Tries again with the contender's fallback; what comes of it where that fails too. */
    private Optional<Result> reopen(
            Entrant entrant, Work work, double[] foveasLoss, Map<Entrant, Lane> lanes, IOException why)
            throws InterruptedException {
        Map<String, String> fallback = entrant.contender.fallback();
        if (fallback.isEmpty()) {
            return Optional.of(failed(work, entrant, why));
        }
        out.printf("  %-25s %s; tried again with %s%n", entrant.title(), why.getMessage(), fallback);
        out.flush();
        try {
            lanes.put(entrant, open(entrant, work, foveasLoss, fallback));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(failed(work, entrant, e));
        }
    }

    private Lane open(Entrant entrant, Work work, double[] foveasLoss, Map<String, String> environment)
            throws IOException, InterruptedException {
        Contender contender = entrant.contender;
        String[] arguments = {
            "dev.fovea.bench.Child",
            contender.type(),
            work.name(),
            String.valueOf(entrant.threads),
            site.materials().toString()
        };
        ProcessBuilder builder =
                site.java(entrant.threads, site.classPath(contender.module()), contender.options(), arguments);
        builder.environment().putAll(contender.environment());
        builder.environment().putAll(environment);
        Path log = site.work().resolve(contender.name() + ".log");
        PeerProcess process = new PeerProcess(builder, log);
        try {
            JsonNode ready = process.await("ready", OPENING);
            String check = work.training() ? checkLosses(ready, foveasLoss, work) : checkLogits(ready);
            out.printf(
                    Locale.ROOT,
                    "  %-25s %s; %s; warms up ...%n",
                    entrant.title(),
                    ready.path("version").asString(),
                    check);
            out.flush();
            warmUp(process);
            return new Lane(process, ready.path("version").asString(), check);
        } catch (IOException e) {
            process.close();
            throw e;
        }
    }

    private static String checkLogits(JsonNode ready) throws IOException {
        double apart = ready.path("apart").asDouble();
        if (!(apart <= LOGITS_APART)) {
            throw new IOException(String.format(Locale.ROOT, "its logits are not Fovea's: they are %.2g apart", apart));
        }
        return String.format(Locale.ROOT, "logits within %.1g of Fovea's", apart);
    }

    private static String checkLosses(JsonNode ready, double[] foveasLoss, Work work) throws IOException {
        double first = ready.path("firstLoss").asDouble();
        double last = ready.path("lastLoss").asDouble();
        if (!(last <= LEARNED * first)) {
            throw new IOException(
                    String.format(Locale.ROOT, "it does not learn: the loss goes from %.3f to %.3f", first, last));
        }
        if (Double.isNaN(foveasLoss[0])) {
            foveasLoss[0] = first;
        }
        boolean sameDraws = work.net().nodes().stream().noneMatch(node -> node.part() instanceof Part.Dropout);
        if (sameDraws && !(Math.abs(first / foveasLoss[0] - 1) <= LOSSES_APART)) {
            throw new IOException(
                    String.format(Locale.ROOT, "its first loss is %.4f, but Fovea's is %.4f", first, foveasLoss[0]));
        }
        return String.format(Locale.ROOT, "loss %.4f, then %.3f", first, last);
    }

    private void warmUp(PeerProcess process) throws IOException, InterruptedException {
        double best = 0;
        double sum = 0;
        double settled = 0;
        while ((settled < SETTLED || sum < LEAST_WARM_UP) && sum < MOST_WARM_UP) {
            JsonNode said = turn(process, 1);
            double taken = said.path("seconds").asDouble();
            double rate = 1 / secondsPerStep(said);
            sum += taken;
            settled = rate > best * (1 + GAIN) ? 0 : settled + taken;
            best = Math.max(best, rate);
        }
    }

    private static JsonNode turn(PeerProcess process, double seconds) throws IOException, InterruptedException {
        process.send("run " + seconds);
        return process.await("ran", seconds + STEP);
    }

    private static double secondsPerStep(JsonNode said) {
        return said.path("seconds").asDouble() / said.path("steps").asDouble();
    }

    private Result failed(Work work, Entrant entrant, IOException why) {
        out.printf("  %-25s failed: %s%n", entrant.title(), why.getMessage());
        out.flush();
        return new Result(
                work.name(),
                work.title(),
                work.training(),
                entrant.contender.title(),
                entrant.threads,
                List.of(),
                0,
                work.batch(),
                work.operations(),
                0,
                "",
                "",
                why.getMessage());
    }
}
