package dev.fovea.op;

import dev.fovea.kernel.Floats;

/**
 * An op bound to shapes and kernels.
 *
 * @param scratch the floats of scratch room that a run needs
 */
public record Bound(int scratch, Body body) {
    /** What runs for one block of images. */
    @FunctionalInterface
    public interface Body {
        void run(Floats[] operands, Floats output, Floats scratch, Block block);
    }

    static Bound of(Body body) {
        return new Bound(0, body);
    }
}
