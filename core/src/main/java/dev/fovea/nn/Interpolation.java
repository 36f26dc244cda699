package dev.fovea.nn;

/** How an enlarged image gets its pixels, as Keras's {@code interpolation}. */
public enum Interpolation {
    /** Those of the nearest pixel of the original. */
    NEAREST,
    /** Linear in rows and columns between the middles of the original's pixels. */
    BILINEAR
}
