package dev.fovea.nn;

import dev.fovea.op.Resample;

/** How a resized image gets its pixels, as Keras's {@code interpolation}; the names are those of Keras. */
public enum Interpolation {
    /** Those of the nearest pixel of the original. */
    NEAREST(Resample.Filter.NEAREST),
    /** Linear in rows and columns between the middles of the original's pixels. */
    BILINEAR(Resample.Filter.LINEAR),
    /** Keys' cubic of four rows and columns. */
    BICUBIC(Resample.Filter.CUBIC),
    /** Lanczos' windowed sinc of six rows and columns. */
    LANCZOS3(Resample.Filter.LANCZOS3),
    /** Lanczos' windowed sinc of ten rows and columns. */
    LANCZOS5(Resample.Filter.LANCZOS5);

    private final Resample.Filter filter;

    Interpolation(Resample.Filter filter) {
        this.filter = filter;
    }

    /** What makes an axis so long. */
    Resample along(int axis, int size, boolean antialias) {
        return new Resample(axis, size, filter, antialias);
    }

    /** Refuses, for a layer that moves pixels, all but {@link #NEAREST} and {@link #BILINEAR}. */
    static void checkMoves(String layer, Interpolation interpolation) {
        if (interpolation != NEAREST && interpolation != BILINEAR) {
            throw new IllegalArgumentException(
                    layer + " takes interpolation NEAREST or BILINEAR, not " + interpolation);
        }
    }
}
