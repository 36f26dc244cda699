package dev.fovea.op;

import dev.fovea.kernel.Floats;
import dev.fovea.kernel.Kernels;

/**
 * How what the blocks of a batch leave of an op is put together.
 *
 * @param partSize the floats that each block leaves
 * @param unit of how many numbers of the output, which begin at its multiples, a piece of the work is at least
 * @param scratch the floats of scratch room that a piece needs
 */
public record Gathering(int partSize, int unit, int scratch, Body body) {
    /** What makes numbers {@code from} to before {@code to} of the output, which begins at the offset. */
    @FunctionalInterface
    public interface Body {
        void run(Parts parts, float[] output, int offset, int from, int to, Floats scratch);
    }

    /** The sum of parts of so many floats, in the order of the blocks. */
    static Gathering sum(Kernels kernels, int size) {
        return new Gathering(
                size,
                1,
                0,
                (parts, output, offset, from, to, scratch) -> kernels.addUp(
                        to - from,
                        parts.blocks(),
                        parts.array(),
                        parts.offset(0) + from,
                        parts.stride(),
                        output,
                        offset + from));
    }
}
