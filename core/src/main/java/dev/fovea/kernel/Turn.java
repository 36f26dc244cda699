package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposition of matrices in squares of V x V numbers.
 *
 * <p>A square is turned in log2(V) rounds. Round h (1, 2, 4 …) takes rows i and i + h and swaps the numbers of the first
 * whose column has the bit h with those of the second whose column has it not.
 */
final class Turn {
    private static final int ROUNDS = Integer.numberOfTrailingZeros(V);

    /** Per round, what the first row of a pair becomes, and the second; a negative index reads the second row. */
    private static final VectorShuffle<Float>[] FIRST = shuffles(true);

    private static final VectorShuffle<Float>[] SECOND = shuffles(false);

    /** The room for a square on the way. */
    static final int SCRATCH = V * V;

    private Turn() {}

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static VectorShuffle<Float>[] shuffles(boolean first) {
        VectorShuffle<Float>[] made = new VectorShuffle[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            int h = 1 << round;
            made[round] = VectorShuffle.fromOp(
                    SPECIES, j -> first ? (j & h) == 0 ? j : j - h - V : (j & h) == 0 ? j + h : j - V);
        }
        return made;
    }

    /**
     * Turns {@code rows} rows of {@code columns} numbers, {@code columns} a multiple of V and rows {@code fromStep}
     * apart, to columns of the target, {@code toStep} apart; the target's rows are filled up to a multiple of V with 0.
     */
    static void turn(
            float[] from,
            int at,
            int rows,
            int fromStep,
            int columns,
            float[] to,
            int start,
            int toStep,
            float[] scratch,
            int room) {
        for (int row = 0; row < rows; row += V) {
            int some = Math.min(V, rows - row);
            for (int column = 0; column < columns; column += V) {
                square(
                        from,
                        at + row * fromStep + column,
                        some,
                        fromStep,
                        to,
                        start + column * toStep + row,
                        toStep,
                        scratch,
                        room);
            }
        }
    }

    private static void square(
            float[] from, int at, int rows, int fromStep, float[] to, int start, int toStep, float[] s, int room) {
        for (int i = 0; i < V; i += 2) {
            FloatVector a =
                    i < rows ? FloatVector.fromArray(SPECIES, from, at + i * fromStep) : FloatVector.zero(SPECIES);
            FloatVector b = i + 1 < rows
                    ? FloatVector.fromArray(SPECIES, from, at + (i + 1) * fromStep)
                    : FloatVector.zero(SPECIES);
            a.rearrange(FIRST[0], b).intoArray(s, room + i * V);
            a.rearrange(SECOND[0], b).intoArray(s, room + (i + 1) * V);
        }
        for (int round = 1; round < ROUNDS - 1; round++) {
            int h = 1 << round;
            VectorShuffle<Float> first = FIRST[round];
            VectorShuffle<Float> second = SECOND[round];
            for (int pair = 0; pair < V / 2; pair++) {
                int i = room + ((pair & -h) * 2 + (pair & (h - 1))) * V;
                FloatVector a = FloatVector.fromArray(SPECIES, s, i);
                FloatVector b = FloatVector.fromArray(SPECIES, s, i + h * V);
                a.rearrange(first, b).intoArray(s, i);
                a.rearrange(second, b).intoArray(s, i + h * V);
            }
        }
        int h = V / 2;
        for (int i = 0; i < h; i++) {
            FloatVector a = FloatVector.fromArray(SPECIES, s, room + i * V);
            FloatVector b = FloatVector.fromArray(SPECIES, s, room + (i + h) * V);
            a.rearrange(FIRST[ROUNDS - 1], b).intoArray(to, start + i * toStep);
            a.rearrange(SECOND[ROUNDS - 1], b).intoArray(to, start + (i + h) * toStep);
        }
    }
}
