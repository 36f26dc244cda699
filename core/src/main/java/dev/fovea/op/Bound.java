package dev.fovea.op;

import dev.fovea.kernel.Floats;

/**
 * An op bound to shapes and kernels.
 *
 * @param scratch the floats of scratch room that a run needs
 * @param parts in how many parts for each thread a block's work is done, as {@link Block#part} says; 0 if all at once
 */
public record Bound(int scratch, int parts, Body body) {
    /** One that does all of a block at once. */
    public Bound(int scratch, Body body) {
        this(scratch, 0, body);
    }

    /** What runs for one block of images. */
    @FunctionalInterface
    public interface Body {
        void run(Floats[] operands, Floats output, Floats scratch, Block block);
    }

    static Bound of(Body body) {
        return new Bound(0, body);
    }
}
