package dev.fovea.op;

import dev.fovea.kernel.Floats;

/**
 * An op bound to shapes and kernels.
 *
 * @param scratch the floats of scratch room that a run needs
 * @param inParts whether a run can be about a part of a block's work, as {@link Block#part} says
 */
public record Bound(int scratch, boolean inParts, Body body) {
    /** One that does all of a block at once. */
    public Bound(int scratch, Body body) {
        this(scratch, false, body);
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
