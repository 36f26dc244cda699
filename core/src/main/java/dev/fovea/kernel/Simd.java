package dev.fovea.kernel;

import java.lang.invoke.VarHandle;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The vectors that this machine computes with. */
final class Simd {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    static final int V = SPECIES.length();

    /**
     * Whether there are 32 registers for vectors rather than 16, as all processors have but x86 with less than 512 bits. A
     * tile keeps its sums in registers, and one that has more sums than there are is several times slower.
     */
    static final boolean MANY_REGISTERS = SPECIES.vectorBitSize() >= 512 || !isX86(System.getProperty("os.arch"));

    /** The steps that any loop over runs makes at most. */
    private static final int MOST_STEPS = (1 << 20) - 1;

    /** The terms that one loop of a tile of many sums adds at most. */
    static final int MOST_TERMS = 999;

    private static final int ROUNDS = Integer.numberOfTrailingZeros(V);

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static final VectorShuffle<Float>[] HALVES = new VectorShuffle[ROUNDS];

    static {
        for (int round = 0; round < ROUNDS; round++) {
            int h = V >> (round + 1);
            HALVES[round] = VectorShuffle.fromOp(SPECIES, j -> (j + h) & (V - 1));
        }
    }

    private Simd() {}

    private static boolean isX86(String processor) {
        return processor.equals("amd64") || processor.equals("x86_64") || processor.equals("x86");
    }

    /**
     * Where a run of terms starts in an array. That it is no closer to the greatest number than any term lies behind
     * it tells the compiler that sums of this and the loop's counter do not overflow: then the addresses of all runs are
     * a register for each and share the counter, where otherwise each is computed anew for each term.
     *
     * @throws IndexOutOfBoundsException if it is negative or so close
     */
    static int start(int index) {
        return Objects.checkIndex(index, Integer.MAX_VALUE - MOST_STEPS);
    }

    /**
     * The steps of a loop over runs that {@link #start} was told of.
     *
     * @throws IllegalArgumentException if there are more than a loop may have
     */
    static int count(int steps) {
        if (steps > MOST_STEPS) {
            throw new IllegalArgumentException(steps + " steps in one loop; at most " + MOST_STEPS);
        }
        return steps & MOST_STEPS;
    }

    /**
     * The same of a tile whose sums and factors need all registers. A collector that must not wait long for a loop has the
     * compiler cut it into loops of 1000 steps, one around the other, and sums then leave their registers on the way. Where it
     * sees that there are fewer, it does not.
     *
     * @throws IndexOutOfBoundsException if there are more than {@link #MOST_TERMS}
     */
    static int terms(int terms) {
        return Objects.checkIndex(terms, MOST_TERMS + 1);
    }

    /**
     * Has the compiler read what comes behind this later than what comes before. Left alone it reads all factors of a tile
     * first, and has no registers left for as many sums as a tile could have. The fence is no instruction on x86; where
     * there are many registers it is not needed.
     */
    static void inOrder() {
        if (!MANY_REGISTERS) {
            VarHandle.loadLoadFence();
        }
    }

    /** The lanes of the last, partial vector that starts at i of n. */
    static VectorMask<Float> rest(int i, int n) {
        return SPECIES.indexInRange(i, n);
    }

    /** The sum of the lanes, halves first: the order that {@code reduceLanes} leaves open is always the same here. */
    static float sum(FloatVector v) {
        for (int round = 0; round < ROUNDS; round++) {
            v = v.add(v.rearrange(HALVES[round]));
        }
        return v.lane(0);
    }
}
