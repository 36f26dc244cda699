package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposition of matrices in squares of V x V numbers.
 *
 * <p>A square is turned in log2(V) rounds. Round h (1, 2, 4 …) takes rows i and i + h and swaps the numbers of the first
 * whose column has the bit h with those of the second whose column has it not.
 */
final class Turn {
    private static final int ROUNDS = Integer.numberOfTrailingZeros(V);

    /** Per round, the columns that have the bit. */
    private static final VectorMask<Float>[] ODD = masks();

    /** Per round, from where a column takes its number once all have moved h to the right, and to the left. */
    private static final VectorShuffle<Float>[] RIGHT = shuffles(-1);

    private static final VectorShuffle<Float>[] LEFT = shuffles(1);

    /** The room for a square on the way. */
    static final int SCRATCH = V * V;

    private Turn() {}

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static VectorMask<Float>[] masks() {
        VectorMask<Float>[] made = new VectorMask[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            boolean[] odd = new boolean[V];
            for (int j = 0; j < V; j++) {
                odd[j] = (j >> round & 1) == 1;
            }
            made[round] = VectorMask.fromArray(SPECIES, odd, 0);
        }
        return made;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static VectorShuffle<Float>[] shuffles(int direction) {
        VectorShuffle<Float>[] made = new VectorShuffle[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            int h = direction << round;
            made[round] = VectorShuffle.fromOp(SPECIES, j -> j + h & V - 1);
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
        VectorMask<Float> odd = ODD[0];
        VectorShuffle<Float> right = RIGHT[0];
        VectorShuffle<Float> left = LEFT[0];
        for (int i = 0; i < V; i += 2) {
            FloatVector a =
                    i < rows ? FloatVector.fromArray(SPECIES, from, at + i * fromStep) : FloatVector.zero(SPECIES);
            FloatVector b = i + 1 < rows
                    ? FloatVector.fromArray(SPECIES, from, at + (i + 1) * fromStep)
                    : FloatVector.zero(SPECIES);
            a.blend(b.rearrange(right), odd).intoArray(s, room + i * V);
            a.rearrange(left).blend(b, odd).intoArray(s, room + (i + 1) * V);
        }
        for (int round = 1; round < ROUNDS - 1; round++) {
            int h = 1 << round;
            odd = ODD[round];
            right = RIGHT[round];
            left = LEFT[round];
            for (int pair = 0; pair < V / 2; pair++) {
                int i = room + ((pair & -h) * 2 + (pair & (h - 1))) * V;
                FloatVector a = FloatVector.fromArray(SPECIES, s, i);
                FloatVector b = FloatVector.fromArray(SPECIES, s, i + h * V);
                a.blend(b.rearrange(right), odd).intoArray(s, i);
                a.rearrange(left).blend(b, odd).intoArray(s, i + h * V);
            }
        }
        int h = V / 2;
        odd = ODD[ROUNDS - 1];
        right = RIGHT[ROUNDS - 1];
        left = LEFT[ROUNDS - 1];
        for (int i = 0; i < h; i++) {
            FloatVector a = FloatVector.fromArray(SPECIES, s, room + i * V);
            FloatVector b = FloatVector.fromArray(SPECIES, s, room + (i + h) * V);
            a.blend(b.rearrange(right), odd).intoArray(to, start + i * toStep);
            a.rearrange(left).blend(b, odd).intoArray(to, start + (i + h) * toStep);
        }
    }
}
