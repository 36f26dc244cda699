package dev.fovea.nn;

import dev.fovea.op.Padding;

/** How {@link Conv1D} treats the ends of a sequence: as other windows do, or so that nothing reads what comes later. */
public enum Padding1D {
    /** {@link Padding#VALID}. */
    VALID,
    /** {@link Padding#SAME}. */
    SAME,
    /** All of the padding comes before: output t reads inputs up to {@code t * strides} and none after. */
    CAUSAL
}
