package dev.fovea.bench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many times as fast a contender does a work on more threads. A round's turns follow each other, so their ratio holds
 * although the machine's speed changes from round to round.
 *
 * @param base the number of threads that it is held against
 * @param rounds the ratio of each round
 * @param median of the rounds' ratios
 * @param fastest the ratio of the fastest moments of all rounds
 */
record Scaling(
        String work, String contender, int threads, int base, List<Double> rounds, double median, double fastest) {
    /** Of all results on more than one number of threads, each against the first of its work and contender. */
    static List<Scaling> of(List<Result> results) {
        List<Scaling> all = new ArrayList<>();
        for (Result r : results) {
            Result first = results.stream()
                    .filter(other ->
                            other.work().equals(r.work()) && other.contender().equals(r.contender()))
                    .findFirst()
                    .orElseThrow();
            if (first.threads() != r.threads() && first.done() && r.done()) {
                all.add(of(first, r));
            }
        }
        return all;
    }

    private static Scaling of(Result first, Result r) {
        List<Double> rounds = IntStream.range(0, r.seconds().size())
                .mapToObj(i -> first.seconds().get(i) / r.seconds().get(i))
                .toList();
        return new Scaling(
                r.work(),
                r.contender(),
                r.threads(),
                first.threads(),
                rounds,
                Result.median(rounds),
                first.least() / r.least());
    }

    boolean isOf(Result r) {
        return work.equals(r.work()) && contender.equals(r.contender()) && threads == r.threads();
    }
}
