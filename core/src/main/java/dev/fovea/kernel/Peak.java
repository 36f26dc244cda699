package dev.fovea.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Measures how fast this machine multiplies and adds floats, which no kernel can pass. */
public final class Peak {
    private static final VectorSpecies<Float> SPECIES = Simd.SPECIES;

    // Two units that take four cycles are kept busy by eight; AVX2's sixteen registers have room for twelve and
    // factors.
    private static final int ACCUMULATORS = 12;
    private static final int TURNS = 2_000;
    private static final double SECONDS = 0.3;

    /** It is measured until so many times in a row bring no more than one percent, as it has to be compiled first. */
    private static final int SETTLED = 5;

    private static final int MOST_ROUNDS = 60;

    private Peak() {}

    /**
     * The floating point operations per second of so many threads at once, two for each fused multiplication and addition.
     * Takes some seconds.
     */
    public static double measure(int threads) throws InterruptedException {
        double best = 0;
        int since = 0;
        for (int round = 0; round < MOST_ROUNDS && since < SETTLED; round++) {
            double[] rates = new double[threads];
            Thread[] all = new Thread[threads];
            for (int i = 0; i < threads; i++) {
                int slot = i;
                all[i] = Thread.ofPlatform().start(() -> rates[slot] = rate());
            }
            double sum = 0;
            for (int i = 0; i < threads; i++) {
                all[i].join();
                sum += rates[i];
            }
            since = sum > 1.01 * best ? 0 : since + 1;
            best = Math.max(best, sum);
        }
        return best;
    }

    private static double rate() {
        float[] numbers = new float[(ACCUMULATORS + 2) * SPECIES.length()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i < 2 * SPECIES.length() ? 0.5f : i;
        }
        long begin = System.nanoTime();
        long end = begin + (long) (SECONDS * 1e9);
        long turns = 0;
        long now = begin;
        while (now < end) {
            multiplyAndAdd(numbers, TURNS);
            turns += TURNS;
            now = System.nanoTime();
        }
        return 2.0 * turns * ACCUMULATORS * SPECIES.length() / ((now - begin) * 1e-9);
    }

    /** {@code turns} times {@code c[i] += a * b} for twelve vectors c, in straight lines so that they stay in registers. */
    private static void multiplyAndAdd(float[] numbers, int turns) {
        int v = SPECIES.length();
        FloatVector a = FloatVector.fromArray(SPECIES, numbers, 0);
        FloatVector b = FloatVector.fromArray(SPECIES, numbers, v);
        FloatVector c0 = FloatVector.fromArray(SPECIES, numbers, 2 * v);
        FloatVector c1 = FloatVector.fromArray(SPECIES, numbers, 3 * v);
        FloatVector c2 = FloatVector.fromArray(SPECIES, numbers, 4 * v);
        FloatVector c3 = FloatVector.fromArray(SPECIES, numbers, 5 * v);
        FloatVector c4 = FloatVector.fromArray(SPECIES, numbers, 6 * v);
        FloatVector c5 = FloatVector.fromArray(SPECIES, numbers, 7 * v);
        FloatVector c6 = FloatVector.fromArray(SPECIES, numbers, 8 * v);
        FloatVector c7 = FloatVector.fromArray(SPECIES, numbers, 9 * v);
        FloatVector c8 = FloatVector.fromArray(SPECIES, numbers, 10 * v);
        FloatVector c9 = FloatVector.fromArray(SPECIES, numbers, 11 * v);
        FloatVector c10 = FloatVector.fromArray(SPECIES, numbers, 12 * v);
        FloatVector c11 = FloatVector.fromArray(SPECIES, numbers, 13 * v);
        for (int i = 0; i < turns; i++) {
            c0 = a.fma(b, c0);
            c1 = a.fma(b, c1);
            c2 = a.fma(b, c2);
            c3 = a.fma(b, c3);
            c4 = a.fma(b, c4);
            c5 = a.fma(b, c5);
            c6 = a.fma(b, c6);
            c7 = a.fma(b, c7);
            c8 = a.fma(b, c8);
            c9 = a.fma(b, c9);
            c10 = a.fma(b, c10);
            c11 = a.fma(b, c11);
        }
        c0.intoArray(numbers, 2 * v);
        c1.intoArray(numbers, 3 * v);
        c2.intoArray(numbers, 4 * v);
        c3.intoArray(numbers, 5 * v);
        c4.intoArray(numbers, 6 * v);
        c5.intoArray(numbers, 7 * v);
        c6.intoArray(numbers, 8 * v);
        c7.intoArray(numbers, 9 * v);
        c8.intoArray(numbers, 10 * v);
        c9.intoArray(numbers, 11 * v);
        c10.intoArray(numbers, 12 * v);
        c11.intoArray(numbers, 13 * v);
    }
}
