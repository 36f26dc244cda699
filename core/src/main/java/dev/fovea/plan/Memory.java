package dev.fovea.plan;

import dev.fovea.kernel.Floats;

/**
 * The array in which a plan's values lie.
 *
 * <p>A vector that lies across two lines of the cache takes twice as long to load, which is a tenth of a step of training. Java
 * doesn't tell where an array lies and may move it, so time tells: now and then, ever more seldom, full runs are made with the
 * values beginning at one place after another, and the fastest is kept. That is the one with the least sum of the least times of
 * its stages, as something else may slow any stage of a run.
 */
final class Memory {
    /** The floats of a line. */
    private static final int LINE = 16;

    /** Where a line begins in an array that has a region of the heap to itself, as large ones mostly have: behind 16 bytes. */
    private static final int FIRST = 12;

    /** Arrays begin at multiples of so many floats. */
    private static final int STEP = 2;

    /** How often each place is tried. */
    private static final int ROUNDS = 4;

    private static final int EVEN_BITS = 0x55555555;

    /** A place that is faster by less than this part may owe it to chance. */
    private static final float CLEAR = 0.02f;

    private final Floats values = new Floats(null, FIRST);
    private final long[][] least;
    private final int all;
    private int kept;
    private int runs;

    /** The number of the next run of the trial, of which there is one each time that full runs have become four times as many; else one beyond. */
    private int trial;

    /**
     * Without room yet.
     *
     * @param vector the floats of a vector, at multiples of which values had best begin; 1 for no trials
     * @param stages the stages of a run
     */
    Memory(int vector, int stages) {
        this.least = new long[Math.clamp(vector / STEP, 1, LINE / STEP)][stages];
        this.all = ROUNDS * least.length;
        this.kept = FIRST / STEP % least.length;
        this.trial = all;
    }

    /** Gives it room for so many values. */
    void allocate(int size) {
        values.array = new float[Math.addExact(size, LINE)];
    }

    /** Where values begin; it changes at the beginning of a run only. */
    Floats values() {
        return values;
    }

    /** Says where values begin in the next run. */
    void begin() {
        if (least.length > 1) {
            values.offset = STEP * (trial < all ? trial % least.length : kept);
        }
    }

    /** Whether the stages' times of the next full run are asked for. */
    boolean tries() {
        return trial < all;
    }

    /** Takes down how long a stage of a full run took, while a trial runs. */
    void took(int stage, long nanoseconds) {
        long[] times = least[trial % least.length];
        times[stage] = trial < least.length ? nanoseconds : Math.min(times[stage], nanoseconds);
    }

    /** Ends a full run. */
    void end() {
        if (least.length == 1) {
            return;
        }
        if (trial == all - 1) {
            int fastest = kept;
            for (int place = 0; place < least.length; place++) {
                fastest = time(place) < time(fastest) ? place : fastest;
            }
            kept = time(fastest) < (1 - CLEAR) * time(kept) ? fastest : kept;
        }
        runs++;
        int first = Integer.highestOneBit(runs);
        trial = runs < all || (first & EVEN_BITS) == 0 ? all : Math.min(all, runs - first);
    }

    private long time(int place) {
        long sum = 0;
        for (long time : least[place]) {
            sum += time;
        }
        return sum;
    }
}
