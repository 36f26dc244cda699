package dev.fovea.kernel;

import static dev.fovea.kernel.Simd.SPECIES;
import static dev.fovea.kernel.Simd.V;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/**
 * Transposition of matrices in squares of V x V numbers.
 *
 * <p>Four columns of a square become four rows. Of every fourth row their numbers are read to where they belong, which takes
 * no moving as a row can be read from further left. Then blocks of 4 x 4 are turned, in two rounds. Round h (1, 2) takes
 * rows i and i + h and swaps the numbers of the first whose column has the bit h with those of the second whose column has
 * it not.
 */
final class Turn {
    private static final FloatVector COLUMNS = FloatVector.zero(SPECIES).addIndex(1);

    /** The columns that have bit 1, and bit 2. */
    private static final VectorMask<Float> ODD = VectorMask.fromLong(SPECIES, 0xAAAAAAAAAAAAAAAAL);

    private static final VectorMask<Float> ODD_PAIR = VectorMask.fromLong(SPECIES, 0xCCCCCCCCCCCCCCCCL);

    /** From where a column takes its number once all have moved to the right, and to the left. */
    private static final VectorShuffle<Float> RIGHT = moved(-1);

    private static final VectorShuffle<Float> LEFT = moved(1);
    private static final VectorShuffle<Float> TWO_RIGHT = moved(-2);
    private static final VectorShuffle<Float> TWO_LEFT = moved(2);

    /** The room for a square that is not whole. */
    static final int SCRATCH = V * V;

    private Turn() {}

    private static VectorShuffle<Float> moved(int by) {
        return VectorShuffle.fromOp(SPECIES, j -> j + by & V - 1);
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
        for (int column = 0; column < columns; column += V) {
            turn(1, 0, 0, from, at + column, rows, fromStep, to, start + column * toStep, toStep, scratch, room);
        }
    }

    /** Turns matrices of V columns that lie {@code next} apart to such that lie {@code toNext} apart. */
    static void turn(
            int count,
            int next,
            int toNext,
            float[] from,
            int at,
            int rows,
            int fromStep,
            float[] to,
            int start,
            int toStep,
            float[] scratch,
            int room) {
        int row = 0;
        for (; row <= rows - V; row += V) {
            squares(count, next, toNext, from, at + row * fromStep, fromStep, to, start + row, toStep);
        }
        for (int i = 0; row < rows && i < count; i++) {
            Arrays.fill(scratch, room, room + SCRATCH, 0);
            for (int rest = row; rest < rows; rest++) {
                System.arraycopy(from, at + i * next + rest * fromStep, scratch, room + (rest - row) * V, V);
            }
            squares(1, 0, 0, scratch, room, V, to, start + i * toNext + row, toStep);
        }
    }

    /** Some of a kind, as the constants of one take longer to read than a square to turn. */
    private static void squares(
            int count, int next, int toNext, float[] from, int at, int fromStep, float[] to, int start, int toStep) {
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < V; i += 4) {
                int source = at + k * next + i;
                FloatVector a = row(from, source, fromStep);
                FloatVector b = row(from, source + fromStep, fromStep);
                FloatVector c = row(from, source + 2 * fromStep, fromStep);
                FloatVector d = row(from, source + 3 * fromStep, fromStep);
                FloatVector p = a.blend(b.rearrange(RIGHT), ODD);
                FloatVector q = a.rearrange(LEFT).blend(b, ODD);
                FloatVector r = c.blend(d.rearrange(RIGHT), ODD);
                FloatVector s = c.rearrange(LEFT).blend(d, ODD);
                int target = start + k * toNext + i * toStep;
                p.blend(r.rearrange(TWO_RIGHT), ODD_PAIR).intoArray(to, target);
                q.blend(s.rearrange(TWO_RIGHT), ODD_PAIR).intoArray(to, target + toStep);
                p.rearrange(TWO_LEFT).blend(r, ODD_PAIR).intoArray(to, target + 2 * toStep);
                q.rearrange(TWO_LEFT).blend(s, ODD_PAIR).intoArray(to, target + 3 * toStep);
            }
        }
    }

    /** Of every fourth row four numbers below each other, side by side. */
    private static FloatVector row(float[] from, int at, int step) {
        FloatVector row = FloatVector.fromArray(SPECIES, from, at);
        for (int k = 4; k < V; k += 4) {
            FloatVector below = FloatVector.fromArray(SPECIES, from, at + k * (step - 1));
            row = row.blend(below, COLUMNS.compare(VectorOperators.GE, (float) k));
        }
        return row;
    }
}
