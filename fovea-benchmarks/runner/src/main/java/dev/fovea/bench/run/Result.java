package dev.fovea.bench.run;

import java.util.List;

/**
 * What a contender did of a work.
 *
 * @param threads how many threads and processors it had
 * @param seconds of a step, or from the start of the process to the first prediction, a number for each round
 * @param least seconds of a step in the fastest slice of all rounds; 0 where there are no slices
 * @param images per step
 * @param operations floating point operations of an image, 0 if they are not counted
 * @param peakMiB the most memory its process held, 0 if unknown
 * @param check how its results were held against Fovea's
 * @param error why there is nothing else, or null
 */
record Result(
        String work,
        String title,
        boolean training,
        String contender,
        int threads,
        List<Double> seconds,
        double least,
        int images,
        double operations,
        double peakMiB,
        String version,
        String check,
        String error) {
    boolean done() {
        return error == null;
    }

    /** The median of the rounds, in seconds. */
    double median() {
        return median(seconds);
    }

    /** The median of some numbers, NaN if there are none. */
    static double median(List<Double> numbers) {
        double[] sorted = numbers.stream().mapToDouble(x -> x).sorted().toArray();
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }

    /** The furthest that a round is from the median, as a part of it. */
    double spread() {
        double median = median();
        return seconds.stream().mapToDouble(s -> Math.abs(s / median - 1)).max().orElse(Double.NaN);
    }

    double imagesPerSecond() {
        return images / median();
    }

    double operationsPerSecond() {
        return operations * imagesPerSecond();
    }
}
